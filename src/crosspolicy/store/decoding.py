"""What the columns of a book must hold, so that every reader can decode them; and where they do not."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Integer, Table

from crosspolicy.i18n import N_, Text
from crosspolicy.models import metadata
from crosspolicy.policy.rules import rules_of
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.queries.times import to_when
from crosspolicy.vocabulary import lists
from crosspolicy.vocabulary.evidence import evidence_lines

_PAGE: Final = 2_000
_MOST_KNOWN: Final = 10_000
_MOST_KNOWN_LENGTH: Final = 200
_MOST_SHOWN: Final = 40
_MOST_DAYS: Final = 10_000


class Kind(NamedTuple):
    """A kind of content: what reads it (raising whatever it raises where it cannot), and what is told then."""

    read: Callable[[Any], object]
    told: str


class Undecodable(NamedTuple):
    """Something in a book that cannot be read: where, and what is the matter."""

    where: str
    message: Text


class _Wrong(ValueError):
    """A value that is not of its kind."""


def _day(text: Any) -> date:
    return date.fromisoformat(text)


def _list_of(read: Callable[[Any], object]) -> Callable[[Any], object]:
    def whole(text: Any) -> object:
        found = json.loads(text)
        if not isinstance(found, list):
            raise _Wrong
        return [read(value) for value in found]

    return whole


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong
    return value


def _week_day(value: Any) -> int:
    if value not in range(7) or isinstance(value, bool):
        raise _Wrong
    return int(value)


def _evidence(text: Any) -> object:
    """Read what an appraisal's marks rest on, as far as a reader tells it."""
    return evidence_lines(json.loads(text), lambda when: str(to_when(when)))


def _some_days(value: Any) -> int:
    if value not in range(-1, _MOST_DAYS):  # -1: every year
        raise _Wrong
    return int(value)


def _choice(names: type[StrEnum]) -> Kind:
    return Kind(names, N_("is none of the values that there are"))


def _agreement(text: Any) -> object:
    content = json.loads(text)
    return (
        _text(content["title"]),
        [_text(p) for p in content["parties"]],
        *map(dict, (content["terms"], *content["responsibilities"])),
    )


def _payload(text: Any) -> object:
    """Read an event's payload: an object, whose effect names the obligations that it opened, discharged, let lapse."""
    content = json.loads(text)
    form, effect = dict(content["form"]), content.get("effect", {})
    opened = [
        (o["number"], o["kind"], o["clause"], o["owed_by"], o["subject"], to_when(o["due_date"]), o["period_days"])
        for o in effect.get("opened", ())
    ]
    return form, opened, list(effect.get("discharged") or ()), list(effect.get("lapsed") or ())


def _policy(text: Any) -> object:
    content = json.loads(text)
    return rules_of(content, ""), content.get("calendar") or ""


_LIST: Final = Kind(_list_of(_text), N_("is no JSON list of texts"))
_DAYS: Final = Kind(_list_of(_day), N_("is no JSON list of days"))
_WHEN: Final = Kind(to_when, N_("is no day and no moment"))

_LISTS_OF_TEXTS: Final = (
    "journal.clauses party.positions review.conditions meeting.decisions responsibility.responsible"
    " responsibility.consulted responsibility.informed report.milestones_reached risk.identified_by issue.departments"
    " message.parties incentive.rests_on penalty.rests_on training_need.evidence training_course.audience"
    " training_course.needs signature.interested report.interested evaluation.interested summary.interested"
    " appraisal.interested incentive.interested penalty.interested"
)
_JSON: Final[dict[str, Kind]] = {
    **dict.fromkeys(_LISTS_OF_TEXTS.split(), _LIST),
    "policy.parsed": Kind(_policy, N_("is no policy as a book keeps it")),
    "agreement.text": Kind(_agreement, N_("is no agreement as a book keeps it")),
    "journal.payload": Kind(_payload, N_("is no JSON object of an event")),
    "calendar_year.weekend": Kind(_list_of(_week_day), N_("is no JSON list of week days")),
    "calendar_year.days_off": _DAYS,
    "calendar_year.worked": _DAYS,
    "person.roles": Kind(_list_of(lists.Role), N_("is no JSON list of roles")),
    "appraisal.evidence": Kind(_evidence, N_("is no JSON object of facts")),
}
_CHOICES: Final[dict[str, Kind]] = {
    place: _choice(names)
    for names, places in {
        lists.Stage: "request.stage stage_entry.stage stage_count.stage",
        lists.RiskCategory: "foreseen_risk.category risk.category exclusion.category",
        lists.RiskLevel: "risk.level risk.inherent_level risk.residual_level"
        " assessment.level assessment.residual_level",
        lists.RiskResponse: "risk.response assessment.response",
        lists.Severity: "issue.severity",
        lists.Channel: "message.channel",
        lists.SharedKind: "shared_item.kind",
        lists.AppraisalKind: "appraisal.kind",
        lists.Reward: "incentive.measure",
        lists.Sanction: "penalty.measure",
        lists.TrainingMethod: "training_course.method",
        lists.EvaluationMethod: "training_evaluation.method",
        lists.Effect: "training_evaluation.conclusion",
        lists.PlanChange: "training_adjustment.change",
        lists.StrategicFit: "review.strategic_fit",
        lists.Resources: "review.resources",
        lists.Necessity: "review.necessity",
        lists.Feasibility: "review.feasibility",
        lists.ReviewOutcome: "review.outcome",
        lists.MeetingKind: "meeting.kind",
        lists.Every: "agreement.meeting_every agreement.report_every",
        lists.Achieved: "evaluation.objectives evaluation.quality evaluation.schedule evaluation.cost",
        lists.Verdict: "evaluation.verdict",
        lists.DecisionOutcome: "decision.outcome",
    }.items()
    for place in places.split()
}
_OTHERS: Final[dict[str, Kind]] = {
    "book.timezone": Kind(ZoneInfo, N_("is no time zone")),
    "adoption.due_soon_days": Kind(_some_days, N_("is no number of days")),
    "adoption.governs_from": Kind(_day, N_("is no day and no moment")),
    "obligation.period_days": Kind(_some_days, N_("is no number of days")),
}
_DAY_ENDINGS: Final = ("_on", "_date", "_at")


def kinds_of(table: Table) -> dict[str, Kind]:
    """Return what the columns of a table must hold, of those that hold more than a text or a number."""
    found = _OTHERS | _JSON | _CHOICES
    return {
        column.name: kind
        for column in table.c
        if (kind := found.get(f"{table.name}.{column.name}") or (_WHEN if _is_day(column) else None))
    }


def _is_day(column: Any) -> bool:
    return column.name.endswith(_DAY_ENDINGS) and not isinstance(column.type, Integer) and column.name != "rests_on"


def undecodable(reader: Reader, *, is_file: bool) -> Iterator[Undecodable]:
    """Yield everything in a book that no reader can decode; of a column, each wrong value once.

    Tables and columns that are not there come first, and then nothing else.
    """
    missing = list(missing_tables(reader, is_file=is_file))
    yield from missing
    if not missing:
        for table in metadata.sorted_tables:
            yield from _unreadable(reader, table)
        yield from _dangling(reader)


def missing_tables(reader: Reader, *, is_file: bool) -> Iterator[Undecodable]:
    """Yield the tables, and the columns of tables, that a book lacks."""
    there: dict[str, set[str]] = {}
    for name, column in reader.rows(_COLUMNS_OF_A_FILE if is_file else _COLUMNS_OF_A_SERVER):
        there.setdefault(name, set()).add(column)
    for table in metadata.sorted_tables:
        if table.name not in there:
            yield Undecodable(table.name, Text(N_("the table is missing")))
            continue
        for name in list(table.c.keys()):
            if name not in there[table.name]:
                yield Undecodable(f"{table.name}.{name}", Text(N_("the column is missing")))


_COLUMNS_OF_A_FILE: Final = """SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
                               WHERE t.type = 'table'"""
_COLUMNS_OF_A_SERVER: Final = """SELECT table_name, column_name FROM information_schema.columns
                                 WHERE table_schema = current_schema()"""


def _unreadable(reader: Reader, table: Table) -> Iterator[Undecodable]:
    """Yield what cannot be read in the rows of a table."""
    columns = [_Reading(table, column) for column in table.c]
    keys = [list(table.c).index(column) for column in table.primary_key]
    for row in _rows(reader, table, keys):
        for column, value in zip(columns, row, strict=True):
            if (told := column.wrong(value)) is not None:
                at = ", ".join(str(row[key]) for key in keys)
                yield Undecodable(column.where, Text(N_("row {row}: {told}"), row=at, told=told))


def _rows(reader: Reader, table: Table, keys: list[int]) -> Iterator[Values]:
    """Yield every row of a table in the order of its key, a page at a time."""
    names = [f'"{column.name}"' for column in table.c]
    key = ", ".join(names[at] for at in keys)
    head, tail = f'SELECT {", ".join(names)} FROM "{table.name}"', f" ORDER BY {key} LIMIT {_PAGE}"
    after = f" WHERE ({key}) > ({', '.join(f':key{n}' for n in range(len(keys)))})"
    rows = reader.rows(head + tail)
    while rows:
        yield from rows
        if len(rows) < _PAGE:
            return
        last = {f"key{n}": rows[-1][at] for n, at in enumerate(keys)}
        rows = reader.rows(head + after + tail, **last)


class _Reading:
    """The reading of one column: values that were read once are known, as far as they have room."""

    def __init__(self, table: Table, column: Column[Any]) -> None:
        self.where = f"{table.name}.{column.name}"
        self._type: type = int if isinstance(column.type, Integer) else str
        self._may_be_empty = bool(column.nullable)
        self._kind = kinds_of(table).get(column.name)
        self._known: set[Any] = set()
        self._told: set[Any] = set()

    def wrong(self, value: Any) -> Text | None:
        """Tell what is wrong with a value that was not told of before; None where nothing is."""
        if value in self._known or (value is None and self._may_be_empty):
            return None
        told = self._look(value)
        if told is None:
            self._remember(value)
        elif value in self._told:
            return None
        else:
            self._told.add(value)
        return told

    def _look(self, value: Any) -> Text | None:
        if value is None:
            return Text(N_("must not be empty"))
        if not isinstance(value, self._type):
            return Text(N_("{value} is of another type"), value=_shown(value))
        if self._kind is None:
            return None
        try:
            self._kind.read(value)
        except Exception:  # whatever is in there
            return Text(N_("{value} {told}"), value=_shown(value), told=Text(self._kind.told))
        return None

    def _remember(self, value: Any) -> None:
        if self._kind is not None and len(str(value)) <= _MOST_KNOWN_LENGTH:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known.add(value)


def _shown(value: Any) -> str:
    told = ascii(value)
    return told if len(told) <= _MOST_SHOWN else told[:_MOST_SHOWN] + "…"


_DANGLING: Final = (
    ("book", "SELECT 1 FROM book WHERE id = 1", True, N_("the book's own row is missing")),
    (
        "adoption",
        "SELECT 1 FROM adoption WHERE governs_from IS NULL",
        True,
        N_("the founding edition of the policy is missing"),
    ),
    (
        "adoption.digest",
        "SELECT 1 FROM adoption a WHERE NOT EXISTS (SELECT 1 FROM policy p WHERE p.digest = a.digest)",
        False,
        N_("names a policy that is not there"),
    ),
    (
        "request.policy_digest",
        """SELECT 1 FROM request r WHERE r.policy_digest IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM policy p WHERE p.digest = r.policy_digest)""",
        False,
        N_("names a policy that is not there"),
    ),
)
"""What must be there, or must not: a statement, whether it must find something, and what is told."""


def _dangling(reader: Reader) -> Iterator[Undecodable]:
    for where, sql, is_needed, told in _DANGLING:
        if bool(reader.rows(f"{sql} LIMIT 1")) is not is_needed:
            yield Undecodable(where, Text(told))
