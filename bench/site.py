"""The place of a measurement: a folder with a home, a book in its usual place, and forms to send in."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Site(NamedTuple):
    """Where things are: the program and its peer as commands, the book, how many obligations it shows, and forms.

    ``reports`` holds requests whose report is owed, each with somebody who may file it.
    """

    folder: Path
    environment: dict[str, str]
    program: Sequence[str]
    peer: Sequence[str]
    book: Path
    owed: int
    reports: Sequence[tuple[str, str]]
    report_file: Path
    request_file: Path


@contextmanager
def built(requests: int) -> Iterator[Site]:
    """Build a site with a book of so many requests; it is gone afterwards."""
    with TemporaryDirectory(prefix="crosspolicy-bench-") as name:
        folder = Path(name)
        environment = _environment(folder)
        program = _installed("crosspolicy")
        book = Path(_output([*program, "db", "path"], environment).strip())
        forms = json.loads(_output([sys.executable, "-m", "bench.books", str(book), str(requests)], environment))
        environment["CROSSPOLICY_NOW"] = forms["now"]
        report, request = folder / "report.json", folder / "request.json"
        report.write_text(json.dumps(forms["report"]), "utf-8")
        request.write_text(json.dumps(forms["request"]), "utf-8")
        owed = _output([*program, "status"], environment).count("\n")
        yield Site(
            folder,
            environment,
            program,
            _installed("sqlite-utils", "sqlite_utils"),
            book,
            owed,
            [(code, login) for code, login in forms["reports"]],
            report,
            request,
        )


def _environment(folder: Path) -> dict[str, str]:
    """A user's environment: no setting of this program, none of Python's but where this checkout is."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "CROSSPOLICY_", "XDG_", "LC_"))}
    return kept | {
        "HOME": str(folder),
        "LOCALAPPDATA": str(folder),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
    }


def _installed(script: str, module: str = "") -> list[str]:
    """Return the command as it is installed beside the interpreter, else its module."""
    found = Path(sys.executable).with_name(script)
    return [str(found)] if found.exists() else [sys.executable, "-m", module or script]


def _output(command: Sequence[str], environment: dict[str, str]) -> str:
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
