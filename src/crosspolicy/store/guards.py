"""What SQLAlchemy's tables cannot say without loading every dialect: partial indexes, and an append-only journal."""

from typing import Final

from sqlalchemy import Connection

INDEXES: Final = {
    "0001": (
        "CREATE INDEX ix_obligation_open_due ON obligation (due_date, chain, number) WHERE closed_on IS NULL",
        "CREATE INDEX ix_obligation_open_owed ON obligation (owed_by, due_date) WHERE closed_on IS NULL",
        "CREATE INDEX ix_obligation_open_chain ON obligation (chain, number) WHERE closed_on IS NULL",
    ),
    "0002": (
        "CREATE INDEX ix_risk_open_level ON risk (level, request_id, number) WHERE closed_on IS NULL",
        """CREATE INDEX ix_issue_escalated ON issue (escalated_on, request_id, number)
           WHERE resolved_on IS NULL AND escalated_on IS NOT NULL""",
        "DROP INDEX ix_obligation_open_due",
        """CREATE INDEX ix_obligation_open_due ON obligation
           (due_date, chain, number, request_id, clause, kind, subject, owed_by, period_days)
           WHERE closed_on IS NULL""",  # all that `status` reads, so that it reads the index alone
        "CREATE INDEX ix_waiver_unused ON waiver (request_id, number) WHERE used_on IS NULL",
    ),
}
"""The partial indexes, by the migration that brought them. Reading what is open must cost what is open."""

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


def create_indexes(connection: Connection, revision: str) -> None:
    """Create the partial indexes that a migration brings."""
    for statement in INDEXES[revision]:
        connection.exec_driver_sql(statement)


def create_guards(connection: Connection) -> None:
    """Refuse from now on whatever would change or delete an event."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES:
        connection.exec_driver_sql(statement)
