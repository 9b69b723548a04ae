"""What lies under requests, for export: obligations, risks, reports, appraisals; each on a line of its own."""

from typing import Final

from crosspolicy.queries.exports.columns import Column, Sort, columns
from crosspolicy.queries.exports.source import Source
from crosspolicy.vocabulary.codes import LETTERS

_STAGE: Final = "r.stage = :stage"
_REQUEST: Final = Column("request", "r.code", Sort.KEY)


def _code(table: str, alias: str) -> Column:
    return Column("code", f"r.code || '/{LETTERS[table]}' || CAST({alias}.number AS TEXT)", Sort.KEY)


OBLIGATIONS: Final = Source(
    name="obligations",
    tables="obligation o LEFT JOIN request r ON r.id = o.request_id",
    key=("o.chain", "o.number"),
    columns=(
        Column("request", "COALESCE(r.code, '')", Sort.KEY),
        Column("title", "COALESCE(r.title, '')", Sort.TEXT),
        *columns("o", "number clause kind subject owed_by due_date period_days"),
        Column(
            "state",
            """CASE WHEN o.closed_on IS NULL THEN 'open' WHEN o.lapsed_event IS NULL THEN 'discharged'
               ELSE 'lapsed' END""",
            Sort.KEY,
        ),
        *columns("o", "opened_on closed_on"),
    ),
    dated="o.due_date",
    of_stage=_STAGE,
    of_department="o.owed_by = :department",
)

RISKS: Final = Source(
    name="risks",
    tables="risk k JOIN request r ON r.id = k.request_id",
    key=("k.request_id", "k.number"),
    columns=(
        _code("risk", "k"),
        _REQUEST,
        *columns(
            "k",
            """category description cause identified_by identified_on likelihood impact level inherent_likelihood
            inherent_impact inherent_level residual_likelihood residual_impact residual_level probability_percent loss
            expected_loss response measures owner due_date measures_done_on accepted_by""",
        ),
        Column("contingency.trigger", "k.contingency_trigger", Sort.TEXT),
        Column("contingency.procedure", "k.contingency_procedure", Sort.TEXT),
        Column("contingency.responsible", "k.contingency_responsible", Sort.KEY),
        *columns("k", "reviewed_on closed_on closed_by close_reason"),
        Column(
            "occurred",
            """EXISTS (SELECT 1 FROM assessment a
               WHERE a.request_id = k.request_id AND a.risk = k.number AND a.occurred = 1)""",
            Sort.FLAG,
        ),
    ),
    dated="k.identified_on",
    of_stage=_STAGE,
    # identified by it, or owned by one of its people: a JSON list names it in quotes
    of_department="""(k.owner IN (SELECT login FROM person WHERE department = :department)
        OR REPLACE(k.identified_by, '"' || :department || '"', '') <> k.identified_by)""",
)

REPORTS: Final = Source(
    name="reports",
    tables="report p JOIN request r ON r.id = p.request_id",
    key=("p.request_id", "p.number"),
    columns=(
        _code("report", "p"),
        _REQUEST,
        *columns(
            "p",
            """department period_start_date period_end_date progress_percent done problems next_steps milestones_reached
            cost_to_date needs_management overall filed_by filed_on interested""",
        ),
    ),
    dated="p.filed_on",
    of_stage=_STAGE,
    of_department="p.department = :department",
)

APPRAISALS: Final = Source(
    name="appraisals",
    tables="appraisal q JOIN request r ON r.id = q.request_id",
    key=("q.request_id", "q.number"),
    columns=(
        _code("appraisal", "q"),
        _REQUEST,
        *columns(
            "q",
            """kind department person by_department quality progress collaboration communication risk_control score
            comment occasion""",
        ),
        Column("evidence", "q.evidence", Sort.JSON),
        *columns("q", "given_by given_on interested"),
    ),
    dated="q.given_on",
    of_stage=_STAGE,
    of_department="""(q.department = :department OR q.by_department = :department
        OR q.person IN (SELECT login FROM person WHERE department = :department))""",
)
