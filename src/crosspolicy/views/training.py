"""Training on a screen: lists, a year as a whole, and what a book knows that may show a need (7)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from crosspolicy.i18n import N_, _, listed, phrases, plural
from crosspolicy.views.table import Column, print_json, print_tsv, show_list
from crosspolicy.vocabulary.labels import field_label, obligation_label, value_label

Record = Mapping[str, Any]


def _people(logins: list[str]) -> str:
    return str(len(logins))


_CODE: Final = Column("code", N_("Code"), whole=True)
_TELL_NEED: Final = Column("courses", N_("Answered by"), lambda courses: listed(courses) or _("no course yet"))
COLUMNS: Final[dict[str, tuple[Column, ...]]] = {
    "needs": (
        _CODE,
        Column("topic", N_("Topic")),
        Column("department", N_("Department"), whole=True),
        Column("person", N_("Person"), whole=True),
        _TELL_NEED,
    ),
    "plans": (
        _CODE,
        Column("planned_by", N_("Planned by"), whole=True),
        Column("planned_on", N_("Planned on")),
        Column("courses", N_("Courses"), listed),
    ),
    "courses": (
        _CODE,
        Column("title", N_("Title")),
        Column("state", N_("State"), value_label),
        Column("method", N_("Method"), value_label),
        Column("planned_date", N_("Due"), whole=True),
        Column("instructor", N_("Held by")),
        Column("audience", N_("For"), listed),
    ),
    "sessions": (
        _CODE,
        Column("title", N_("Title")),
        Column("held_on", N_("Held on"), whole=True),
        Column("instructor", N_("Held by")),
        Column("attendees", N_("Present"), _people, right=True),
        Column("absentees", N_("Absent"), _people, right=True),
        Column("mean", N_("Score"), right=True),
        Column("effect", N_("Effect"), value_label),
    ),
    "evaluations": (
        _CODE,
        Column("session", N_("Session"), whole=True),
        Column("method", N_("Method"), value_label),
        Column("mean", N_("Mean score"), right=True),
        Column("conclusion", N_("Effect"), value_label),
        Column("evaluated_on", N_("Evaluated on")),
    ),
    "adjustments": (
        _CODE,
        Column("change", N_("Change"), value_label),
        Column("course", N_("Course")),
        Column("rests_on", N_("Rests on"), whole=True),
        Column("reason", N_("Reason")),
        Column("adjusted_on", N_("Adjusted on")),
    ),
}
"""The columns of each list; JSON carries the whole."""


class _Part(NamedTuple):
    key: str
    title: str
    columns: tuple[Column, ...]


_YEAR: Final = (
    _Part("plans", N_("Plans (7.2)"), COLUMNS["plans"]),
    _Part("courses", N_("Courses (7.3)"), COLUMNS["courses"]),
    _Part("sessions", N_("Sessions and their effect (7.3, 7.4)"), COLUMNS["sessions"]),
    _Part("adjustments", N_("Adjustments (7.4.3)"), COLUMNS["adjustments"]),
    _Part("needs", N_("Needs and what answers them (7.1)"), COLUMNS["needs"]),
    _Part(
        "people",
        N_("People"),
        (
            Column("person", N_("Person"), whole=True),
            Column("name", N_("Name")),
            Column("department", N_("Department"), whole=True),
            Column("sessions", N_("Sessions"), right=True),
            Column("attended", N_("Attended"), right=True),
            Column("attendance_percent", N_("Attendance"), lambda percent: f"{percent} %", right=True),
            Column("mean", N_("Mean score"), right=True),
        ),
    ),
)
_WHO: Final = Column("who", N_("Who"))
_LATEST: Final = Column("latest", N_("Last"), whole=True)
_EVIDENCE: Final = (
    _Part(
        "requests",
        N_("Requests under way (business trend)"),
        (_WHO, Column("requests", N_("Requests"), right=True)),
    ),
    _Part(
        "marks",
        N_("Low marks in appraisals (skill level)"),
        (
            _WHO,
            Column("indicator", N_("Indicator"), field_label),
            Column("low", N_("Low"), right=True),
            Column("marks", N_("Of"), right=True),
            Column("mean", N_("Mean"), right=True),
            _LATEST,
        ),
    ),
    _Part(
        "breaches",
        N_("Breaches of agreements (problems in the work)"),
        (_WHO, Column("breaches", N_("Breaches"), right=True), Column("serious", N_("Serious"), right=True), _LATEST),
    ),
    _Part(
        "late",
        N_("Late more than once (problems in the work)"),
        (
            _WHO,
            Column("kind", N_("What is owed"), obligation_label),
            Column("times", N_("Times"), right=True),
            Column("open", N_("Still open"), right=True),
        ),
    ),
    _Part(
        "issues",
        N_("Issues (problems in the work)"),
        (
            _WHO,
            Column("severity", N_("Severity"), value_label),
            Column("issues", N_("Issues"), right=True),
            Column("open", N_("Still open"), right=True),
            _LATEST,
        ),
    ),
)


def show_records(kind: str, records: list[dict[str, Any]], *, format: str, limit: int | None) -> None:
    """Print needs, plans, courses, sessions, evaluations or adjustments as a list."""
    show_list(COLUMNS[kind], records, format=format, limit=limit)


def show_year(whole: dict[str, Any], *, format: str) -> None:
    """Print a year's training: the plan and what became of it, coverage of needs, people."""
    if format == "json":
        print_json(whole)
        return
    held = [session for course in whole["courses"] for session in course["sessions"]]
    if format == "table":
        from crosspolicy.views.terminal import console, literal

        console().print(literal(_("Training {year}").format(year=whole["year"]), "bold"))
        console().print(literal(_summary(whole)))
        console().print()
    _show_parts(_YEAR, whole | {"sessions": held}, format=format)


_INSIDE: Final = {
    "sessions": ("code", "held_on", "instructor", "attendees", "absentees", "mean", "effect"),
    "evaluations": ("code", "method", "conclusion", "mean", "evaluated_on", "results"),
}
"""What people are told of the records inside a record."""


def on_a_sheet(record: Record) -> dict[str, Any]:
    """Return a record with what lies inside it told in brief: each has a sheet of its own."""
    return {
        name: [{key: inner[key] for key in _INSIDE[name]} for inner in value] if name in _INSIDE else value
        for name, value in record.items()
        if name != "year"
    }


def _summary(whole: Record) -> str:
    """Tell how far the year has come: courses done, needs answered."""
    courses = [course for course in whole["courses"] if course["state"] != "dropped"]
    coverage = whole["coverage"]
    told = [
        _("{done} of {n} courses done").format(done=len(whole["done"]), n=len(courses)),
        _("{covered} of {n} needs answered by a course").format(covered=coverage["covered"], n=coverage["needs"]),
    ]
    waiting = sum(course["state"] == "held" for course in courses)
    if waiting:
        told.append(plural("{n} course waits for its evaluation", "{n} courses wait for their evaluation", waiting))
    return phrases(told)


def show_evidence(found: dict[str, Any], *, format: str) -> None:
    """Print what the book knows that may show a need."""
    if format == "json":
        print_json(found)
        return
    content = {part.key: [_with_who(record) for record in found[part.key]] for part in _EVIDENCE}
    if format == "table":
        from crosspolicy.views.terminal import console, literal

        span = _("On record from {since} to {until}").format(since=found["since"], until=found["until"])
        console().print(literal(span, "bold"))
        if not any(content.values()):
            console().print(literal(_("Nothing is on record that would show a need.")))
    _show_parts(_EVIDENCE, content, format=format)
    if format == "table" and any(content.values()):
        from crosspolicy.views.terminal import console, literal

        console().print(literal(_("What is on record informs; it states no need."), "dim"))


def _with_who(record: Record) -> dict[str, Any]:
    return {**record, "who": record.get("person") or record["department"]}


def _show_parts(parts: Iterable[_Part], content: Mapping[str, list[dict[str, Any]]], *, format: str) -> None:
    """Print parts one under the other; in a pipe a line each, led by its part's name."""
    for part in parts:
        rows = content[part.key]
        if rows and format == "tsv":
            print_tsv([part.key, *(_cell(row.get(column.key)) for column in part.columns)] for row in rows)
        elif rows:
            show_list(part.columns, rows, format=format, title=_(part.title))


def _cell(value: object) -> object:
    return "" if value is None else value


def evidence_notes(found: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Return the facts in words, by the factor of a need that they stand beside (7.1.2)."""
    return {
        factor: [told(_with_who(record)) for kind, told in kinds.items() for record in found[kind]]
        for factor, kinds in _BESIDE.items()
    }


def _in_words(message: str) -> Callable[[Record], str]:
    labels: dict[str, Callable[[str], str]] = {
        "indicator": field_label,
        "kind": obligation_label,
        "severity": value_label,
    }

    def told(record: Record) -> str:
        return _(message).format(**{n: labels[n](v) if n in labels else v for n, v in record.items()})

    return told


_BESIDE: Final = {
    "business_trend": {"requests": _in_words(N_("{who}: requests under way: {requests}"))},
    "skill_level": {"marks": _in_words(N_("{who}: {indicator}, low marks: {low} of {marks}, mean {mean}; {latest}"))},
    "work_problem": {
        "breaches": _in_words(N_("{who}: breaches: {breaches}, of them serious: {serious}; {latest}")),
        "late": _in_words(N_("{who}: {kind}, {times} times late, still open: {open}")),
        "issues": _in_words(N_("{who}: issues of severity “{severity}”: {issues}, still open: {open}; {latest}")),
    },
}
"""What stands beside each factor of a need."""
