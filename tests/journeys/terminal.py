"""The real command at a real pseudo-terminal: what somebody would see on the screen, and what they type."""

import os
import re
import time
from pathlib import Path
from typing import Final

import pexpect
import pyte

from tests.journeys.driver import Cli

PATIENCE: Final = 30
"""Seconds to wait for what must come: long, for a machine with other work; nothing waits so long otherwise."""

ENTER, BACK, LEAVE, DOWN, CLEAR, NEW_LINE = "\r", "\x02", "\x03", "\x1b[B", "\x15", "\x1b\r"
QUESTION: Final = re.compile(r"^(\S.*?)  (\d+)/(\d+)( · .*)?$")


class Terminal:
    """One run of the command at a terminal of its own."""

    def __init__(
        self,
        cli: Cli,
        *words: str,
        by: str = "",
        columns: int = 100,
        rows: int = 50,
        stdout: Path | None = None,
        **env: str,
    ) -> None:
        """Start the command; its standard output is the terminal, too, unless ``stdout`` names a file."""
        line = cli.line(*words, by=by, plain=True)
        if stdout:
            line = ["/bin/sh", "-c", 'exec "$0" "$@" > "$RESULT"', *line]
            env["RESULT"] = str(stdout)
        self._start(cli, line, columns, rows, env)

    @classmethod
    def of(cls, cli: Cli, *line: str) -> "Terminal":
        """Start any command line at a terminal."""
        terminal = cls.__new__(cls)
        terminal._start(cli, list(line), 100, 50, {})
        return terminal

    def _start(self, cli: Cli, line: list[str], columns: int, rows: int, env: dict[str, str]) -> None:
        inherited = {name: value for name, value in cli.environment().items() if name != "COLUMNS"}
        self.child = pexpect.spawn(
            line[0],
            line[1:],
            dimensions=(rows, columns),
            cwd=str(cli.folder),
            env=inherited | {"TERM": "xterm-256color", "EDITOR": "false"} | env,
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.told = b""

    # Looking

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without the blanks at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines).rstrip()

    @property
    def question(self) -> str:
        """The question that is asked, by its label; empty between two."""
        found = [match[1] for line in self.lines if (match := QUESTION.match(line))]
        return found[-1] if found else ""

    def see(self, *wanted: str) -> "Terminal":
        """Read until all of it stands on the screen at once."""
        while not all(text in self.text for text in wanted):
            assert self._read(), f"{wanted} never came:\n{self.text}"
        return self

    def _read(self) -> bool:
        """Take in what the program writes; tell whether it wrote something."""
        try:
            content = self.child.read_nonblocking(65536, PATIENCE)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.told += content
        self._stream.feed(content)
        return True

    # Typing

    def type(self, *keys: str) -> "Terminal":
        """Type, as fast as a machine can."""
        self.child.send("".join(keys))
        return self

    def at(self, question: str, *keys: str) -> "Terminal":
        """Wait for a question, then type."""
        return self.see(question).type(*keys)

    def next_question(self, after: str = "", end: str = "What now?") -> str:
        """Wait for a question other than ``after``; return its label, or an empty string at the page before sending."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if end in self.text:
                return ""
            if self.question not in ("", after):
                return self.question
            assert self._read(), f"no question after {after!r}:\n{self.text}"
        raise AssertionError(f"no question after {after!r}:\n{self.text}")

    def ended(self) -> int:
        """Read to the end, and return the exit code."""
        while self._read():
            pass
        self.child.close()
        assert self.child.exitstatus is not None, self.text
        return int(self.child.exitstatus)

    def hang_up(self) -> int:
        """Take the terminal away, and return the exit code of the command that is left behind."""
        process = self.child.ptyproc
        process.fileobj.close()
        process.fd = self.child.child_fd = -1  # nothing is to close that descriptor again
        process.closed = self.child.closed = True
        _pid, status = os.waitpid(self.child.pid, 0)
        process.terminated = self.child.terminated = True
        return os.waitstatus_to_exitcode(status)


def drafts(cli: Cli) -> list[str]:
    """Return the ids of the forms begun and not sent."""
    return [row["id"] for row in cli.look("draft", "list")]
