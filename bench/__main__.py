"""``python -m bench``: speed and memory of whole commands, each as a multiple of ``python -c pass`` in the same run."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bench.place import Place, built
from bench.rows import BARE, ROWS, Row, chosen
from bench.tables import compared, lines, machine, markdown, plain
from bench.timing import Pairs, Run, run

WARM_UPS: Final = 2


def measure(place: Place, rows: Sequence[Row], rounds: int) -> dict[str, Pairs]:
    """Run the commands round by round, one after the other, and bare Python before each of them.

    So whatever slows the machine down for a while slows all of them, and the measure with them. A first run of bare
    Python is not counted: both of a pair come after one, neither right after a process that filled the caches.
    """
    found = {row.name: Pairs([], []) for row in rows}
    for number in range(WARM_UPS + rounds):
        print(f"\rround {number + 1} of {WARM_UPS + rounds} ", end="", file=sys.stderr, flush=True)
        for row in rows:
            _, bare, own = _done(BARE, place, number), _done(BARE, place, number), _done(row, place, number)
            if number >= WARM_UPS:
                found[row.name].bare.append(bare)
                found[row.name].own.append(own)
    print(file=sys.stderr)
    return found


def _done(row: Row, place: Place, number: int) -> Run:
    command = row.command(place, number)
    done = run(command, {**place.environment, **row.environment}, on_terminal=row.on_terminal)
    if done.code != row.code:
        sys.exit(f"\n{' '.join(command)} ended with {done.code}:\n{done.output.decode(errors='replace')[-2000:]}")
    return done


def _raw(found: Mapping[str, Pairs]) -> str:
    """Return every single run as JSON: milliseconds of wall and processor time, megabytes, bytes written."""
    told = {
        name: {kind: [(*r[:3], len(r.output)) for r in runs] for kind, runs in pairs._asdict().items()}
        for name, pairs in found.items()
    }
    return json.dumps(told)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="measured rounds, after two to warm up (15)")
    parser.add_argument("--requests", type=int, default=1000, help="requests in the book (1000)")
    parser.add_argument("--row", action="append", default=[], metavar="NAME", help="only rows whose name holds this")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table as Markdown too")
    parser.add_argument("--raw", type=Path, metavar="FILE", help="write every single run as JSON too")
    arguments = parser.parse_args()
    rows = chosen(arguments.row)
    if not rows:
        parser.error(f"no row holds that; there are: {', '.join(row.name for row in ROWS)}")
    print(f"making two books of {arguments.requests} requests", file=sys.stderr)
    with built(arguments.requests) as place:
        if len(place.reports) < WARM_UPS + arguments.rounds:
            parser.error(
                f"in so small a book only {len(place.reports)} reports are owed; fewer rounds, or more requests"
            )
        found = measure(place, rows, arguments.rounds)
        about = (
            f"{machine()}; {arguments.requests} requests, {place.owed} obligations shown, {arguments.rounds} rounds."
        )
    tables = [lines(rows, found), compared(found)]
    print(*map(plain, tables), about, sep="\n\n")
    if arguments.markdown:
        arguments.markdown.write_text("\n".join([*map(markdown, tables), f"{about}\n"]), "utf-8")
    if arguments.raw:
        arguments.raw.write_text(_raw(found), "utf-8")


if __name__ == "__main__":
    main()
