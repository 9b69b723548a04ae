"""The command run inside this process: for tests that run thousands of command lines. Only what is printed is taken."""

import io
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from crosspolicy import cli, settings


class Account(NamedTuple):
    """An account of the operating system, as far as the program asks for it."""

    pw_name: str


class Told(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


class Inside:
    """The command, as an account of this machine runs it, in an environment of which nothing else is left."""

    def __init__(self, patch: pytest.MonkeyPatch, home: Path, account: str = "") -> None:
        self._patch = patch
        self._home = home
        self._home.mkdir(exist_ok=True)
        if account:
            patch.setattr("pwd.getpwuid", lambda uid: Account(account))

    def run(self, *words: str, env: Mapping[str, str] | None = None) -> Told:
        """Run one command line to its end."""
        streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2)]
        fixed = {"HOME": str(self._home), "LANG": "C.UTF-8", "COLUMNS": "200", "PATH": os.environ.get("PATH", "")}
        with self._patch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("CROSSPOLICY_", "XDG_", "LC_", "_CROSS"))]:
                patch.delenv(name)
            for name, value in {**fixed, **(env or {})}.items():
                patch.setenv(name, value)
            patch.setattr(settings, "_read", None)
            for name, stream in zip(("stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # as in a process of its own
                code = cli.run(list(words))
        out, err = (_text(stream) for stream in streams)
        return Told(int(code), out, err)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
