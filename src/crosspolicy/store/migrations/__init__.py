"""Migrations of the book's tables, by Alembic, run from here without a configuration file."""

from pathlib import Path

from sqlalchemy import Connection


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
