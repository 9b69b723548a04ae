"""Every variable of the environment that is read, over hostile values: none ends in a fault of the program."""

import os

import pytest

from tests.fuzz.conftest import Hostile, is_right
from tests.fuzz.values import COMPLETION, VALUES, VARIABLES

BOOK = (b"--db", b"book.db")
LINES = ((b"status", *BOOK), (b"policy", b"show", b"--format", b"table", *BOOK), (b"request", b"new", b"--help"))
STRIDE = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 6
"""Every which value is tried; ``make fuzz`` tries all."""


def stated() -> list[tuple[str, bytes]]:
    """Return the values that a variable can hold: all but those with a NUL, or longer than the system takes."""
    return [(called, value) for called, value in VALUES.items() if b"\0" not in value and len(value) <= 120_000]


@pytest.mark.fuzz
@pytest.mark.parametrize("variable", VARIABLES)
def test_no_value_of_a_variable_is_a_fault(hostile: Hostile, variable: str) -> None:
    at = VARIABLES.index(variable)
    wrong = []
    for number, (called, value) in enumerate(stated()[at % STRIDE :: STRIDE]):
        line: tuple[bytes, ...] = LINES[number % len(LINES)]
        line = line[: -len(BOOK)] if variable == "CROSSPOLICY_DB" and line[-len(BOOK) :] == BOOK else line
        answer = hostile(line, {variable: value})
        if not is_right(answer):
            wrong.append(f"{variable} is {called}: {answer['code']}: {answer['stderr'][:300]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.fuzz
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("variable", COMPLETION)
def test_no_value_of_a_variable_of_completion_is_a_fault(hostile: Hostile, variable: str, shell: str) -> None:
    usual = {
        "_CROSSPOLICY_COMPLETE": f"complete_{shell}".encode(),
        "COMP_WORDS": b"crosspolicy request show CB",
        "COMP_CWORD": b"3",
        "_TYPER_COMPLETE_ARGS": b"crosspolicy request show CB",
        "_TYPER_COMPLETE_FISH_ACTION": b"get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": b"CB",
        "CROSSPOLICY_DB": b"book.db",
    }
    wrong = []
    for called, value in stated()[:: 1 if STRIDE == 1 else 12]:
        answer = hostile((), usual | {variable: value})
        if not is_right(answer):
            wrong.append(f"{variable} is {called}: {answer['code']}: {answer['stderr'][:300]}")
    assert not wrong, "\n".join(wrong)
