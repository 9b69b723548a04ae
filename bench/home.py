"""Where a measurement is at home: a folder of its own, a user's environment, the program and its peer as commands."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where things are; ``environment`` is that of all that is started there."""

    folder: Path
    environment: dict[str, str]
    program: Sequence[str]
    peer: Sequence[str]


@contextmanager
def at_home(parent: Path | None = None) -> Iterator[Home]:
    """Make a home, in ``parent`` or else where temporary files go; it is gone afterwards."""
    with TemporaryDirectory(prefix="crosspolicy-bench-", dir=parent) as name:
        folder = Path(name)
        program, peer = _installed("crosspolicy", "crosspolicy"), _installed("sqlite-utils", "sqlite_utils")
        environment = _environment(folder, is_installed=len(program) == 1)
        yield Home(folder=folder, environment=environment, program=program, peer=peer)


def _environment(folder: Path, *, is_installed: bool) -> dict[str, str]:
    """A user's environment with a home of its own, and nothing that changes how Python or the program runs."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    return environment if is_installed else environment | {"PYTHONPATH": str(ROOT / "src")}


def _installed(script: str, module: str) -> list[str]:
    """Return the command as it is installed beside the interpreter, else its module."""
    found = Path(sys.executable).with_name(script)
    return [str(found)] if found.exists() else [sys.executable, "-m", module]


def output(command: Sequence[str], environment: dict[str, str]) -> str:
    """Run what is not measured, and return what it wrote. Raises CalledProcessError where it fails."""
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout
