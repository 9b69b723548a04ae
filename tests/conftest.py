"""What every test runs under: the fixtures, the marks, and how hard Hypothesis looks."""

import os

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
    """Register the mark by which tests cite the policy."""
    config.addinivalue_line("markers", "clause(*numbers): the clauses of the policy that the test checks")
