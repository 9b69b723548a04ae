"""A book copied to another place, from either store to either: every row of every table, events with their hashes."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.models import metadata
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.store import faults
from crosspolicy.store.engine import server_engine
from crosspolicy.store.location import Location
from crosspolicy.store.placing import new_book
from crosspolicy.store.reading import reading
from crosspolicy.store.sqlite_file import dbapi

_PAGE: Final = 2_000
_NOT_EMPTY: Final = N_("{book} has tables of something else; it was left as it is.")


def copy_book(source: Location, target: Location) -> dict[str, int]:
    """Copy a book, as it stands at one moment, to where there is none; return how many rows each table has.

    Raises BookUnavailable where a place does not do its part, and then nothing is left there.
    """
    if target.path is None:
        _see_empty(target)
    with reading(source) as reader, new_book(target, elsewhere=Text(N_("Name another place."))) as connection:
        counts = {}
        for table in metadata.sorted_tables:
            insert, count = _inserting(connection, table), 0
            for rows in _pages(reader, source, table):
                insert(rows)
                count += len(rows)
            counts[table.name] = count
        _set_sequences(connection)
    return counts


def _see_empty(target: Location) -> None:
    """Raise BookUnavailable where a database has tables already, a book's or others."""
    engine = server_engine(target)
    try:
        with engine.connect() as connection:
            sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
            found = set(connection.execute(text(sql)).scalars())
    except DBAPIError as error:
        raise faults.unavailable(error, target) from error
    finally:
        engine.dispose()
    if found:
        is_book = "alembic_version" in found
        told = N_("{book} holds a book already; it was left as it is.") if is_book else _NOT_EMPTY
        raise BookUnavailable(
            Text(told, book=target),
            Text(N_("Name a database without tables; your administrator makes one with `createdb`.")),
        )


def _pages(reader: Reader, source: Location, table: Table) -> Iterator[list[Values]]:
    """Yield a table's rows in the order of its key. Raises BookUnavailable where the source cannot be read."""
    names = [f'"{column.name}"' for column in table.c]
    key = [f'"{column.name}"' for column in table.primary_key]
    at = [list(table.c).index(column) for column in table.primary_key]
    head = f'SELECT {", ".join(names)} FROM "{table.name}"'
    tail = f" ORDER BY {', '.join(key)} LIMIT {_PAGE}"
    after = f" WHERE ({', '.join(key)}) > ({', '.join(f':key{n}' for n in range(len(key)))})"
    rows = _read(reader, source, head + tail)
    while rows:
        yield rows
        last = {f"key{n}": rows[-1][place] for n, place in enumerate(at)}
        rows = _read(reader, source, head + after + tail, **last) if len(rows) == _PAGE else []


def _read(reader: Reader, source: Location, sql: str, **parameters: object) -> list[Values]:
    try:
        return reader.rows(sql, **parameters)
    except (DBAPIError, dbapi.Error) as error:
        raise faults.unavailable(error, source) from error


def _inserting(connection: Connection, table: Table) -> Callable[[list[Values]], object]:
    """Return what inserts rows into a table, by the fastest way that its driver has."""
    cursor: Any = connection.connection.cursor()
    names = ", ".join(f'"{column.name}"' for column in table.c)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(table.c))
        sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
        return lambda rows: cursor.executemany(sql, rows)

    def copied(rows: list[Values]) -> None:
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream:
            for row in rows:
                stream.write_row(row)

    return copied


def _set_sequences(connection: Connection) -> None:
    """Have a server go on counting where the copied rows end; a file counts from what it holds."""
    if connection.dialect.name == "sqlite":
        return
    connection.execute(text("SELECT setval('journal_seq', MAX(seq)) FROM journal"))
    for table in metadata.tables.values():
        column = table.autoincrement_column
        if column is not None and column.autoincrement == "auto":
            sql = f"""SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'),
                        COALESCE(MAX({column.name}), 1), MAX({column.name}) IS NOT NULL) FROM {table.name}"""
            connection.execute(text(sql))
