"""What every test runs under: the fixtures, the marks, and how hard Hypothesis looks."""

import os
import signal
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("tests.support")
pytest_plugins = ["tests.support.postgres", "tests.support.books"]

settings.register_profile(
    "ci",
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "fuzz", settings.get_profile("ci"), max_examples=1500, stateful_step_count=50, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark by which tests cite the policy, and heed Ctrl-C though whoever started the run ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the programs under test inherit what is ignored
    config.addinivalue_line("markers", "clause(*numbers): the clauses of the policy that the test checks")


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Send a report from one process of the run to the other, whatever bytes its test is about."""
    return _encodable((yield))


def _encodable(value: Any) -> Any:
    """Return plain data with escapes in place of lone surrogates, which no process can send."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_encodable(name): _encodable(inner) for name, inner in value.items()}
    return [_encodable(inner) for inner in value] if isinstance(value, list) else value
