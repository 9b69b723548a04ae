"""Fixtures: a place for a book, a book there, and the people of Lantern Works around it."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location, locate
from tests.support.postgres import PostgresServer
from tests.support.stages import Rows, all_rows, put_rows
from tests.support.world import World, found

STORES = ("sqlite", "postgres")


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """Return a place where a book can be made, in either store."""
    if request.param == "postgres":
        return locate(request.getfixturevalue("postgres_url"))
    return Location(path=tmp_path / "lantern.db")


@pytest.fixture(params=STORES)
def book(request: pytest.FixtureRequest) -> Iterator[Book]:
    """Return a new rehearsal book of Lantern Works, in either store."""
    book = Book(request.getfixturevalue(f"new_{request.param}_book")())
    yield book
    book.close()


@pytest.fixture
def world(book: Book) -> World:
    """Return the people of Lantern Works around a new book, in either store."""
    return _at_once(book)


@pytest.fixture
def on_file(new_sqlite_book: Callable[[], Location]) -> Iterator[World]:
    """Return the same around a SQLite file, for what has nothing to do with the store."""
    book = Book(new_sqlite_book())
    yield _at_once(book)
    book.close()


@pytest.fixture
def on_server(new_postgres_book: Callable[[], Location]) -> Iterator[World]:
    """Return the same around a PostgreSQL database, for what only a server can get wrong."""
    book = Book(new_postgres_book())
    yield _at_once(book)
    book.close()


def _at_once(book: Book) -> World:
    """Return a world that comes to a stage by a copy where an earlier test has come there before."""
    world = World(book)
    world.takes_copies = True
    return world


# New books are copies of one that is made once: the making of a book has tests of its own.


@pytest.fixture(scope="session")
def sqlite_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file that new books are copied from."""
    path = tmp_path_factory.mktemp("original") / "lantern.db"
    found(Location(path=path))
    return path


@pytest.fixture
def new_sqlite_book(sqlite_original: Path, tmp_path: Path) -> Callable[[], Location]:
    """Return a function that makes a new book in a SQLite file."""
    numbers = itertools.count(1)

    def make() -> Location:
        path = tmp_path / f"lantern-{next(numbers)}.db"
        shutil.copy(sqlite_original, path)
        return Location(path=path)

    return make


@pytest.fixture(scope="session")
def postgres_original(postgres_server: PostgresServer) -> Iterator[tuple[str, Rows]]:
    """Return the database that serves every test of this process in turn, and what stands in a new book."""
    url = postgres_server.create_database()
    found(locate(url))
    with psycopg.connect(url) as connection:
        rows = all_rows(connection)
    yield url, rows
    postgres_server.drop_database(url)


@pytest.fixture
def new_postgres_book(postgres_original: tuple[str, Rows]) -> Callable[[], Location]:
    """Return a function that makes the one new book in a PostgreSQL database that a test may have of it."""
    url, rows = postgres_original

    def make() -> Location:
        with psycopg.connect(url) as connection:
            put_rows(connection, rows)
            connection.execute("SELECT setval('journal_seq', 1), setval('deputy_number_seq', 1, false)")
        return locate(url)

    return make
