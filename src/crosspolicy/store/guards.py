"""What SQLAlchemy's tables cannot say without loading every dialect: partial indexes, and an append-only journal."""

from typing import Final

from sqlalchemy import Connection

INDEXES: Final = (
    "CREATE INDEX ix_obligation_open_due ON obligation (due_date, chain, number) WHERE closed_on IS NULL",
    "CREATE INDEX ix_obligation_open_owed ON obligation (owed_by, due_date) WHERE closed_on IS NULL",
    "CREATE INDEX ix_obligation_open_chain ON obligation (chain, number) WHERE closed_on IS NULL",
)
"""Reading what is open must cost what is open, however much is closed."""

_SQLITE: Final = tuple(
    f"""CREATE TRIGGER journal_no_{verb} BEFORE {verb.upper()} ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""
    for verb in ("update", "delete")
)
_POSTGRES: Final = (
    """CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
    """CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
       FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
)


def create_guards(connection: Connection) -> None:
    """Create the partial indexes, and refuse from now on whatever would change or delete an event."""
    for statement in (*INDEXES, *(_SQLITE if connection.dialect.name == "sqlite" else _POSTGRES)):
        connection.exec_driver_sql(statement)
