"""Training for export: needs, plans, courses, sessions, evaluations, adjustments; the book's own, under no request."""

from typing import Final

from crosspolicy.queries.exports.columns import Column, Sort, book_code, columns
from crosspolicy.queries.exports.source import ListOf, Source
from crosspolicy.vocabulary.codes import BOOK_PREFIXES


def _source(what: str, names: str, dated: str, *lists: ListOf, **others: Column) -> Source:
    """Return one of training's six sources; ``others`` are columns that are not what their name says elsewhere."""
    table = f"training_{what}"
    kind = Column("kind", f"'{what}'", Sort.KEY)
    code = Column("code", book_code(BOOK_PREFIXES[table], "t"), Sort.KEY)
    stated = tuple(others.get(column.name, column) for column in columns("t", f"year {names}"))
    return Source(f"{table}s", f"{table} t", ("t.year", "t.number"), (kind, code, *stated), dated, lists)


def _people(field: str, is_present: int) -> ListOf:
    return ListOf(
        field,
        "training_attendance",
        ("year", "session"),
        columns("c", "person"),
        order="c.person",
        where=f"c.is_present = {is_present}",
        is_plain=True,
    )


TRAINING: Final = (
    _source(
        "need",
        "department person topic business_trend skill_level work_problem evidence stated_by stated_on",
        "t.stated_on",
        evidence=Column("evidence", "t.evidence", Sort.LIST),
    ),
    _source("plan", "planned_by planned_on", "t.planned_on"),
    _source(
        "course",
        "title plan objectives content method planned_date instructor audience needs reason dropped_on",
        "COALESCE(t.planned_date, CAST(t.year AS TEXT) || '-01-01')",
    ),
    _source(
        "session",
        "course held_on instructor reason held_by",
        "t.held_on",
        _people("attendees", 1),
        _people("absentees", 0),
    ),
    _source(
        "evaluation",
        "session method conclusion evaluated_by evaluated_on",
        "t.evaluated_on",
        ListOf(
            "results",
            "training_result",
            ("year", "evaluation"),
            (
                Column("person", "c.person", Sort.KEY),
                Column("score", "c.score", Sort.WHOLE),
                Column("comment", "c.comment", Sort.TEXT),
            ),
            order="c.person",
        ),
    ),
    _source(
        "adjustment",
        "rests_on change course reason adjusted_by adjusted_on",
        "t.adjusted_on",
        course=Column("course", "t.course", Sort.TEXT),  # the title of one that is added
    ),
)
