"""Care of a book: what `db check` finds, what a backup holds, what a migration does."""

import sqlite3
import stat

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from crosspolicy.errors import BookUnavailable
from crosspolicy.models import metadata
from crosspolicy.store import upkeep
from crosspolicy.store.backup import backup
from crosspolicy.store.guards import INDEXES
from crosspolicy.store.location import locate
from crosspolicy.store.migrating import migrate
from crosspolicy.store.migrations import upgrade
from crosspolicy.store.schema import APPLICATION_ID, SCHEMA
from crosspolicy.store.sqlite_file import dbapi

GUARDS = {statement.split()[2] for statements in INDEXES.values() for statement in statements}
"""The partial indexes: Alembic cannot compare them with the models."""


def change(path, *statements):
    """Meddle with a book as somebody could who can write its file."""
    with dbapi.connect(str(path)) as connection:
        for name in ("journal_no_update", "journal_no_delete"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def case(on_file):
    on_file.until("executing")
    return on_file


def test_a_book_that_only_acts_have_changed_is_sound(case):
    assert upkeep.check(case.book.location) == []


@pytest.mark.parametrize(
    ("meddling", "check", "said"),
    [
        ("UPDATE journal SET actor = 'somebody' WHERE seq = 3", "chains", "changed after it was written"),
        ("UPDATE journal SET payload = '{}' WHERE seq = 4", "chains", "changed after it was written"),
        ("DELETE FROM journal WHERE seq = (SELECT MAX(seq) FROM journal)", "chains", "events are missing"),
        ("DELETE FROM journal WHERE seq = 4", "chains", "does not follow the event before it"),
        ("UPDATE obligation SET due_date = '2030-01-01' WHERE number = 3", "obligations", "not what the journal says"),
        ("DELETE FROM obligation WHERE number = 2", "obligations", "missing from the table"),
        ("UPDATE stage_count SET requests = 9 WHERE stage = 'closed'", "stages", "counted as 9"),
        ("UPDATE request SET requester = 'nobody'", "foreign-keys", "does not exist"),
    ],
)
def test_whoever_meddles_is_found_out(case, meddling, check, said):
    case.book.close()
    change(case.book.location.path, meddling)
    found = upkeep.check(case.book.location)
    assert [f for f in found if f.check == check and said in str(f.message)], found


def test_a_backup_is_the_same_book_for_its_owner_alone(case, tmp_path):
    kept = backup(case.book.location, tmp_path / "kept.db")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert upkeep.check(locate(str(kept))) == []
    with sqlite3.connect(kept) as copy:
        assert copy.execute("SELECT stage FROM request").fetchall() == [("executing",)]


def test_a_backup_overwrites_nothing(case, tmp_path):
    (tmp_path / "kept.db").write_text("precious")
    with pytest.raises(BookUnavailable):
        backup(case.book.location, tmp_path / "kept.db")
    assert (tmp_path / "kept.db").read_text() == "precious"


def tables_differ(engine):
    """Return how the tables behind an engine differ from the models, but for what Alembic cannot see."""
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": metadata})
        found = compare_metadata(context, metadata)
    return [diff for diff in found if not (diff[0] == "remove_index" and diff[1].name in GUARDS)]


def migrated(engine):
    with engine.begin() as connection:
        upgrade(connection)
    return engine


def test_the_migrations_make_the_tables_of_the_models(tmp_path, postgres_url):
    on_file = sa.create_engine("sqlite://", module=dbapi, poolclass=sa.StaticPool)
    on_server = sa.create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool)
    for engine in (on_file, on_server):
        assert tables_differ(migrated(engine)) == []
        engine.dispose()


def ddl(path):
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return {(kind, name): " ".join((sql or "").split()) for kind, name, sql in rows}


def test_a_migrated_book_and_a_new_one_are_alike(case, tmp_path):
    path = tmp_path / "old.db"
    with dbapi.connect(str(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    case.book.close()
    migrate(locate(str(path)))
    old, new = ddl(path), ddl(case.book.location.path)
    assert old.keys() == new.keys()
    assert {key for key in new if key[0] != "table" and old[key] != new[key]} == set()


def test_an_older_book_is_backed_up_before_it_is_migrated(tmp_path):
    path = tmp_path / "old.db"
    with dbapi.connect(str(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("CREATE TABLE precious (word TEXT)")
        connection.execute("INSERT INTO precious VALUES ('kept')")
    revision, kept = migrate(locate(str(path)))
    assert revision == f"{SCHEMA:04d}"
    with sqlite3.connect(str(kept)) as copy:
        assert copy.execute("SELECT word FROM precious").fetchall() == [("kept",)]
        assert copy.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'journal'").fetchone() == (0,)
    with sqlite3.connect(path) as book:
        assert book.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert migrate(locate(str(path))) == (revision, None)


def test_a_book_that_is_up_to_date_is_left_alone(case):
    before = case.book.location.path.read_bytes()
    assert migrate(case.book.location)[1] is None
    assert case.book.location.path.read_bytes() == before


def test_a_book_of_a_newer_program_is_left_alone(tmp_path):
    path = tmp_path / "newer.db"
    with dbapi.connect(str(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    for look in (upkeep.check, migrate):
        with pytest.raises(BookUnavailable, match="newer"):
            look(locate(str(path)))
