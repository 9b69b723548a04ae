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
    "0005": (
        # What is owed: a page in its order and a count, under one name; what recurs, date by date; what was closed.
        "DROP INDEX ix_obligation_open_owed",
        """CREATE INDEX ix_obligation_open_owed ON obligation (owed_by, due_date, chain, number, period_days)
           WHERE closed_on IS NULL""",
        """CREATE INDEX ix_obligation_recurring ON obligation (period_days, due_date, chain, number)
           WHERE closed_on IS NULL AND period_days <> 0""",
        """CREATE INDEX ix_obligation_recurring_owed ON obligation (owed_by, period_days, due_date, chain, number)
           WHERE closed_on IS NULL AND period_days <> 0""",
        """CREATE INDEX ix_obligation_open_round ON obligation (request_id)
           WHERE closed_on IS NULL AND kind = 'appraisal-round'""",
        "CREATE INDEX ix_obligation_closed ON obligation (closed_on, due_date) WHERE closed_on IS NOT NULL",
        "CREATE INDEX ix_stage_entry_entered_on ON stage_entry (entered_on)",
        # Lists of what is open, page by page, and what a shell offers of them.
        "CREATE INDEX ix_risk_open ON risk (request_id, number) WHERE closed_on IS NULL",
        """CREATE INDEX ix_risk_open_loss ON risk (expected_loss)
           WHERE closed_on IS NULL AND expected_loss IS NOT NULL""",
        "CREATE INDEX ix_issue_open ON issue (request_id, number) WHERE resolved_on IS NULL",
        "CREATE INDEX ix_issue_open_due ON issue (due_date, request_id, number) WHERE resolved_on IS NULL",
        "CREATE INDEX ix_issue_resolved_due ON issue (due_date, request_id, number) WHERE resolved_on IS NOT NULL",
        "CREATE INDEX ix_action_open ON action (request_id, number) WHERE done_on IS NULL",
        # What a year shows of everybody (7.1.2), and what is on record of somebody (6.3).
        "CREATE INDEX ix_issue_raised_on ON issue (raised_on)",
        "CREATE INDEX ix_action_person_due ON action (due_date) WHERE person IS NOT NULL",
        "CREATE INDEX ix_appraisal_given_on ON appraisal (given_on)",
        "CREATE INDEX ix_breach_recorded_on ON breach (recorded_on)",
        *(
            f"CREATE INDEX ix_{table}_{whom} ON {table} ({whom}, {day}, request_id, number) WHERE {whom} IS NOT NULL"
            for table, day in (("appraisal", "given_on"), ("breach", "recorded_on"))
            for whom in ("department", "person")
        ),
        *(
            f"""CREATE INDEX ix_{table}_by_{whom} ON {table} ({whom}, year, decided_on, number)
                WHERE {whom} IS NOT NULL"""
            for table in ("incentive", "penalty")
            for whom in ("department", "person")
        ),
        "CREATE INDEX ix_person_department ON person (department, login)",
        "CREATE INDEX ix_training_session_course ON training_session (course)",
        "CREATE INDEX ix_training_evaluation_session ON training_evaluation (session)",
    ),
}
"""Indexes by the migration that brought them. Reading what is open must cost what is open, and a page what it shows."""

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
