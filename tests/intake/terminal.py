"""A program on a real pseudo-terminal, with the screen that somebody would see."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pexpect
import pyte

PATIENCE = 30
"""Seconds to wait for what must come: long, for a machine with other work; nothing waits so long otherwise."""

ENTER, BACK, ALT_LEFT, LEAVE, END = "\r", "\x02", "\x1b[1;3D", "\x03", "\x04"
DOWN, CLEAR, NEW_LINE, EDITOR = "\x1b[B", "\x15", "\x1b\r", "\x05"


class Terminal:
    """The driver of ``filling`` on a pseudo-terminal; its standard output goes to a file."""

    def __init__(
        self, folder: Path, setup: dict[str, Any], *, columns: int = 80, rows: int = 40, term: str = "xterm", **env: str
    ) -> None:
        self.kept_in, self.result_in = folder / "kept.json", folder / "result"
        path = folder / "setup.json"
        path.write_text(json.dumps({"form": "request:Request", "kept": str(self.kept_in), **setup}), "utf-8")
        command = 'exec "$0" -m tests.intake.filling "$1" > "$2"'
        self.child = pexpect.spawn(
            "/bin/sh",
            ["-c", command, sys.executable, str(path), str(self.result_in)],
            dimensions=(rows, columns),
            env={**os.environ, "COLUMNS": "50", "PYTHONPATH": os.pathsep.join(sys.path), "TERM": term, **env},
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without the blanks at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def see(self, *wanted: str) -> "Terminal":
        """Read until all of it stands on the screen at once."""
        while not all(text in self.text for text in wanted):
            try:
                self._stream.feed(self.child.read_nonblocking(65536, PATIENCE))
            except (pexpect.EOF, pexpect.TIMEOUT) as error:
                raise AssertionError(f"{wanted} never came ({type(error).__name__}):\n{self.text}") from None
        return self

    def type(self, *keys: str) -> "Terminal":
        """Type, as fast as a machine can."""
        self.child.send("".join(keys))
        return self

    def at(self, question: str, *keys: str) -> "Terminal":
        """Wait for a question, then type."""
        return self.see(question).type(*keys)

    def ended(self) -> int:
        """Read to the end, and return the exit code."""
        while True:
            try:
                self._stream.feed(self.child.read_nonblocking(65536, PATIENCE))
            except pexpect.EOF:
                break
        self.child.close()
        assert self.child.exitstatus is not None, self.text
        return int(self.child.exitstatus)

    def hang_up(self) -> int:
        """Close the terminal, and return the exit code of who was left behind."""
        process = self.child.ptyproc
        process.fileobj.close()
        # Nothing is to close that descriptor again: it may be another's by then.
        process.fd = self.child.child_fd = -1
        process.closed = self.child.closed = True
        _pid, status = os.waitpid(self.child.pid, 0)
        process.terminated = self.child.terminated = True
        return os.waitstatus_to_exitcode(status)

    @property
    def kept(self) -> dict[str, Any]:
        """What was saved last."""
        content: dict[str, Any] = json.loads(self.kept_in.read_text("utf-8"))
        return content

    @property
    def result(self) -> dict[str, Any]:
        """The result on standard output: JSON, and nothing else."""
        content: dict[str, Any] = json.loads(self.result_in.read_text("utf-8"))
        return content
