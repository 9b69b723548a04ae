"""Commands run round by round, and bare Python before each of them."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from bench.home import Home
from bench.row import BARE, Row
from bench.timing import Pairs, Run, run

WARM_UPS: Final = 2

P = TypeVar("P", bound=Home)


def measure(place: P, rows: Sequence[Row[P]], rounds: int) -> dict[str, Pairs]:
    """Run the commands round by round, one after the other, and bare Python before each of them.

    So whatever slows the machine down for a while slows all of them, and the measure with them. A first run of bare
    Python is not counted: both of a pair come after one, neither right after a process that filled the caches.
    """
    found = {row.name: Pairs([], []) for row in rows}
    for number in counted("round", WARM_UPS + rounds):
        for row in rows:
            _, bare, own = _done(BARE, place, number), _done(BARE, place, number), _done(row, place, number)
            if number >= WARM_UPS:
                found[row.name].bare.append(bare)
                found[row.name].own.append(own)
    return found


def counted(what: str, rounds: int) -> Iterator[int]:
    """Yield the numbers of rounds, and tell on standard error which one it is."""
    for number in range(rounds):
        print(f"\r{what} {number + 1} of {rounds} ", end="", file=sys.stderr, flush=True)
        yield number
    print(file=sys.stderr)


def _done(row: Row[Any], place: Home, number: int) -> Run:
    environment = {**place.environment, **row.environment}
    return completed(row.command(place, number), environment, code=row.code, on_terminal=row.on_terminal)


def completed(
    command: Sequence[str], environment: Mapping[str, str], *, code: int = 0, on_terminal: bool = False
) -> Run:
    """Run a command that must end with this code; where it does not, end the program with what the command said."""
    done = run(command, environment, on_terminal=on_terminal)
    if done.code != code:
        sys.exit(f"\n{' '.join(command)} ended with {done.code}:\n{done.output.decode(errors='replace')[-2000:]}")
    return done
