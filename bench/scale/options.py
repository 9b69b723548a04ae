"""What to measure at scale, from the command line."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PARTS: Final = ("import", "looks", "export", "reader", "postgres")
LARGE: Final = 100_000
"""The size at which CSV, exports and readers are measured, or the largest below it."""

_BYTES: Final = 5_700
_BYTES_OF_RECORDS: Final = 1_500
"""What a request takes in a book, and in a file of records."""

ABOUT: Final = """Books of several sizes, made by the import, and measured in one run, everything as ratios. The disk
must hold all the books, and of the largest twice as much again, and its records: for a million requests some 20 GB."""


@dataclass(frozen=True)
class Options:
    """The sizes of the books, in requests; how much is imported again and again; how often; where, and where to."""

    sizes: tuple[int, ...]
    repeated: int
    imports: int
    rounds: int
    postgres: int
    parts: tuple[str, ...]
    folder: Path | None
    markdown: Path | None

    @property
    def large(self) -> int:
        """The size of the book that is exported, and of the import beside which somebody reads."""
        return max((size for size in self.sizes if size <= LARGE), default=self.sizes[0])

    @property
    def bytes(self) -> int:
        """How much the disk must hold."""
        return (sum(self.sizes) + 2 * self.sizes[-1]) * _BYTES + self.sizes[-1] * _BYTES_OF_RECORDS


def read_options() -> Options:
    """Read the command line; where it is wrong, the program ends."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=ABOUT)
    parser.add_argument("--sizes", default="1000,100000,1000000", help="requests in the books (1000,100000,1000000)")
    parser.add_argument("--repeated", type=int, default=20_000, help="requests imported again and again (20000)")
    parser.add_argument("--imports", type=int, default=5, help="how often that is imported (5)")
    parser.add_argument("--rounds", type=int, default=11, help="rounds of looks and exports, after two to warm up (11)")
    parser.add_argument("--postgres", type=int, default=20_000, help="requests imported into PostgreSQL (20000)")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; repeatable")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where the books are made")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="put the tables into this page too")
    stated = vars(parser.parse_args())
    try:
        sizes = tuple(sorted({int(size) for size in stated.pop("sizes").split(",")}))
    except ValueError:
        parser.error("--sizes takes numbers, such as 1000,20000")
    if min(*sizes, stated["repeated"], stated["postgres"]) < 100:
        parser.error("of fewer than 100 requests nothing can be said")
    return Options(sizes=sizes, parts=tuple(stated.pop("part") or PARTS), **stated)
