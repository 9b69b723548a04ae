"""What the columns of a book must hold, so that every reader can decode them."""

import json
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Table

from crosspolicy.i18n import N_
from crosspolicy.policy.rules import rules_of
from crosspolicy.queries.times import to_when
from crosspolicy.vocabulary import lists
from crosspolicy.vocabulary.evidence import evidence_lines

_MOST_DAYS: Final = 10_000
_MOST_STEPS: Final = 100


class Kind(NamedTuple):
    """A kind of content: what reads it (raising whatever it raises where it cannot), and what is told then."""

    read: Callable[[Any], object]
    told: str


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


def _score(value: Any) -> int:
    if value not in range(1, _MOST_STEPS):
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
    "policy.parsed": Kind(_policy, N_("is not a policy in the form that a book keeps")),
    "agreement.text": Kind(_agreement, N_("is not an agreement in the form that a book keeps")),
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
_SCORES: Final = (
    "foreseen_risk.likelihood foreseen_risk.impact risk.likelihood risk.impact risk.inherent_likelihood"
    " risk.inherent_impact risk.residual_likelihood risk.residual_impact assessment.likelihood assessment.impact"
    " assessment.residual_likelihood assessment.residual_impact"
)
_OTHERS: Final[dict[str, Kind]] = {
    **dict.fromkeys(_SCORES.split(), Kind(_score, N_("is not a step of a scale"))),
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
