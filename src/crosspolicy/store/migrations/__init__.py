"""Migrations of the book's tables, by Alembic, run from here without a configuration file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from crosspolicy.store import faults
from crosspolicy.store.location import Location
from crosspolicy.store.sqlite_file import dbapi


@contextmanager
def upgrading(location: Location) -> Iterator[None]:
    """Tell what keeps a book from being migrated: its store, or rows that no step can read. Raises BookUnavailable."""
    from alembic.util import CommandError

    try:
        yield
    except (DBAPIError, dbapi.Error) as error:
        raise faults.unavailable(error, location) from error
    except (CommandError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise faults.damaged(location, error) from error


def upgrade(connection: Connection) -> None:
    """Bring the tables behind a connection up to the latest revision, in its transaction."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(Path(__file__).parent))
    head = script.get_current_head()

    def steps(revision: object, context: MigrationContext) -> object:
        return script._upgrade_revs(str(head), revision)  # type: ignore[arg-type]

    context = MigrationContext.configure(connection, opts={"fn": steps, "target_metadata": None})
    with Operations.context(context):
        context.run_migrations()
