"""``python -m bench``: speed and memory of whole commands, each as a multiple of ``python -c pass`` in the same run."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.measuring import WARM_UPS, measure
from bench.place import built
from bench.results import compared, lines
from bench.rows import ROWS, chosen
from bench.tables import machine, markdown, plain
from bench.timing import Pairs


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
