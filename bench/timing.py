"""Whole processes, measured one by one, and what several runs of them come to."""

import fcntl
import os
import pty
import statistics
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

WINDOW: Final = (40, 120)
"""Lines and columns of the terminal."""

_LAUNCHER: Final = (sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")))


class Run(NamedTuple):
    """One process from start to end: wall and processor time, peak memory, exit code, and what it wrote."""

    milliseconds: float
    processor: float
    megabytes: float
    code: int
    output: bytes


class Pairs(NamedTuple):
    """The runs of a command, and with each the run of bare Python just before it."""

    own: list[Run]
    bare: list[Run]


class Spread(NamedTuple):
    """The middle of several values, with the least and the greatest."""

    median: float
    least: float
    greatest: float


def spread(values: Sequence[float]) -> Spread:
    return Spread(statistics.median(values), min(values), max(values))


def wall(run: Run) -> float:
    return run.milliseconds


def processor(run: Run) -> float:
    return run.processor


def ratios(runs: Sequence[Run], others: Sequence[Run], of: Callable[[Run], float] = wall) -> Spread:
    """Return what runs took as a multiple of what others took, pair by pair."""
    return spread([of(run) / of(other) for run, other in zip(runs, others, strict=True)])


def run(command: Sequence[str], environment: Mapping[str, str], *, on_terminal: bool = False) -> Run:
    """Run a command, its output into a pipe or on a terminal, and take it all in."""
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    if on_terminal:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *WINDOW, 0, 0))
    told, tell = os.pipe()
    with subprocess.Popen(
        [*_LAUNCHER, str(tell), *command],
        stdin=theirs if on_terminal else subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs if on_terminal else None,
        env=environment,
        pass_fds=[tell],
        start_new_session=on_terminal,
    ):
        os.close(theirs)
        os.close(tell)
        output = _all(ours)
        seconds, busy, kilobytes, code = _all(told).decode().split()
    return Run(float(seconds) * 1000, float(busy) * 1000, int(kilobytes) / 1024, int(code), output)


def _all(descriptor: int) -> bytes:
    """Read to the end; a terminal that nobody writes to any more answers with an error."""
    pieces = []
    with suppress(OSError):
        while piece := os.read(descriptor, 1 << 16):
            pieces.append(piece)
    os.close(descriptor)
    return b"".join(pieces)
