"""Books damaged in every way that somebody with the file, or the database, in hand could damage one."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import Integer, Text

from crosspolicy.models import metadata
from crosspolicy.store.decoding import KINDS, Decoder, decoders_of

Execute = Callable[[str], Any]


class Damage(NamedTuple):
    """One way to damage a book: its name, and the statements that do it."""

    name: str
    statements: tuple[str, ...]


WRONG: Final = {"json": "x{", "day": "nonsense", "choice": "nonsense", "number": "nonsense"}
"""What no column of a kind holds."""


def every_damage() -> Iterator[Damage]:
    """Yield every way: each column that is decoded, each table and column gone, each row that must be there gone."""
    for table in metadata.sorted_tables:
        for column, decoder in decoders_of(table.name):
            for wrong in decoder.wrong:
                told = json.dumps(wrong)[:20]
                quoted = "'" + wrong.replace("'", "''") + "'"
                yield Damage(f"{table.name}.{column} is {told}", (f"UPDATE {table.name} SET {column} = {quoted}",))
        yield Damage(f"no table {table.name}", (f"DROP TABLE {table.name}",))
        yield Damage(f"no row in {table.name}", (f"DELETE FROM {table.name}",))


def without_guards(names: list[str]) -> list[str]:
    """Return what takes the triggers away that keep the journal as it is."""
    return [f'DROP TRIGGER "{name}"' for name in names]
