"""The policy's clauses and the tests: every clause has a test that cites it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from crosspolicy.policy.file import check_policy, default_policy

TESTS = Path(__file__).parents[1]
CLAUSES = frozenset(check_policy(default_policy()).parsed["clauses"])


def _citations() -> Iterator[tuple[str, Path]]:
    """Read every ``pytest.mark.clause(...)`` off the source of the tests, without running any."""
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause":
                yield from ((str(a.value), path) for a in node.args if isinstance(a, ast.Constant))


def test_tests_cite_clauses_that_exist():
    assert {f"{clause} in {path.name}" for clause, path in _citations() if clause not in CLAUSES} == set()


def test_every_clause_has_a_test():
    assert sorted(CLAUSES - {clause for clause, _ in _citations()}) == []
