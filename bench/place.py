"""The place of a measurement: a folder with a home, a book where the program keeps it, and forms to send in."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
_BOOKS: Final = (sys.executable, "-m", "bench.books")


class Place(NamedTuple):
    """Where things are: the program and its peer as commands, the book, how many obligations it shows, and forms.

    ``quiet`` is a book of as many requests without an open risk. ``reports`` holds requests whose report is owed, each
    with somebody who may file it.
    """

    folder: Path
    environment: dict[str, str]
    program: Sequence[str]
    peer: Sequence[str]
    book: Path
    quiet: Path
    owed: int
    reports: Sequence[tuple[str, str]]
    report_file: Path
    request_file: Path


@contextmanager
def built(requests: int) -> Iterator[Place]:
    """Build a place with two books of so many requests; it is gone afterwards."""
    with TemporaryDirectory(prefix="crosspolicy-bench-") as name:
        folder = Path(name)
        program, peer = _installed("crosspolicy", "crosspolicy"), _installed("sqlite-utils", "sqlite_utils")
        environment = _environment(folder, is_installed=len(program) == 1)
        book = Path(_output([*program, "db", "path"], environment).strip())
        quiet = folder / "quiet.db"
        told = json.loads(_output([*_BOOKS, str(book), str(requests)], environment))
        _output([*_BOOKS, str(quiet), str(requests), "quiet"], environment)
        environment["CROSSPOLICY_NOW"] = told["now"]
        for form in ("report", "request"):
            folder.joinpath(f"{form}.json").write_text(json.dumps(told[form]), "utf-8")
        yield Place(
            folder=folder,
            environment=environment,
            program=program,
            peer=peer,
            book=book,
            quiet=quiet,
            owed=_output([*program, "status"], environment).count("\n"),
            reports=[(code, login) for code, login in told["reports"]],
            report_file=folder / "report.json",
            request_file=folder / "request.json",
        )


def _environment(folder: Path, *, is_installed: bool) -> dict[str, str]:
    """A user's environment with a home of its own, and nothing that changes how Python or the program runs."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    return environment if is_installed else environment | {"PYTHONPATH": str(ROOT / "src")}


def _installed(script: str, module: str) -> list[str]:
    """Return the command as it is installed beside the interpreter, else its module."""
    found = Path(sys.executable).with_name(script)
    return [str(found)] if found.exists() else [sys.executable, "-m", module]


def _output(command: Sequence[str], environment: dict[str, str]) -> str:
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout
