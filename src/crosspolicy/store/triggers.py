"""What keeps the journal append-only inside the database."""

from sqlalchemy import Connection

_SQLITE = tuple(
    f"""CREATE TRIGGER journal_no_{verb} BEFORE {verb.upper()} ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""
    for verb in ("update", "delete")
)
_POSTGRES = (
    """CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
    """CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
       FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
)


def create_triggers(connection: Connection) -> None:
    """Refuse from now on whatever would change or delete an event."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES:
        connection.exec_driver_sql(statement)
