"""What is on record beside an indicator of an appraisal, in words (6.1.2, 6.2.2)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from crosspolicy.i18n import N_, _, listed, plural
from crosspolicy.vocabulary.labels import field_label, value_label
from crosspolicy.vocabulary.lists import INDICATORS

_WHAT: Final = {
    "milestone": N_("milestone “{subject}”"),
    "progress-report": N_("progress report"),
    "regular-meeting": N_("regular meeting"),
    "ad-hoc-meeting": N_("ad-hoc meeting on {subject}"),
    "action": N_("action item {subject}"),
    "rework": N_("point of rework {subject}"),
    "issue": N_("issue {subject}"),
    "risk-review": N_("review of risk {subject}"),
    "risk-measures": N_("measures against risk {subject}"),
    "contingency-plan": N_("contingency plan for risk {subject}"),
}
_HOW: Final = {
    "late": N_("{what}, due {day}: {days} late"),
    "missed": N_("{what}: missed {days}"),
    "moved": N_("{what}, due {day}: first planned for {planned}"),
    "open": N_("{what}, due {day}: still open"),
}
_OVERDUE: Final = N_("{what}, due {day}: still open, {days} late")


def fact_labels(facts: Iterable[Mapping[str, Any]], local: Callable[[str], str] = str) -> list[str]:
    """Return facts in the language now spoken, a line each; dates of one thing that were missed share a line."""
    missed: dict[str, list[str]] = {}
    lines: dict[str, None] = {}
    for fact in facts:
        if fact.get("state") == "missed":
            missed.setdefault(_what(fact), []).append(fact["due_date"])
            lines[_what(fact)] = None
        else:
            lines[_label(fact, local)] = None
    told = _(_HOW["missed"])
    return [told.format(what=line, days=listed(missed[line])) if line in missed else line for line in lines]


def _what(fact: Mapping[str, Any]) -> str:
    return _(_WHAT[fact["fact"]]).format(subject=fact["subject"])


def _label(fact: Mapping[str, Any], local: Callable[[str], str] = str) -> str:
    """Return one fact in the language now spoken; ``local`` writes a moment as the book's people read it."""
    kind = fact["fact"]
    if kind == "evaluation":
        told = _("{by} evaluated the result: quality {quality}, as a whole {verdict}")
        return told.format(by=fact["by"], quality=value_label(fact["quality"]), verdict=value_label(fact["verdict"]))
    if kind == "absent":
        return _("absent from meeting {code} of {day}").format(code=fact["code"], day=local(fact["on"])[:10])
    if kind == "occurred":
        told = _("risk {code} “{what}” happened, {day}")
        return told.format(code=fact["code"], what=fact["what"], day=local(fact["on"])[:10])
    state, late = fact["state"], fact["days_late"]
    how = _OVERDUE if state == "open" and late else _HOW[state]
    return _(how).format(
        what=_what(fact),
        day=fact["due_date"],
        planned=fact.get("planned_date", ""),
        days=plural("{n} day", "{n} days", late),
    )


NOTHING: Final = N_("nothing late, missed or open")
"""What is said where a book has no fact beside an indicator."""


def evidence_lines(
    evidence: Mapping[str, list[dict[str, Any]]], local: Callable[[str], str] = str
) -> list[dict[str, str]]:
    """Return the facts beside every indicator in words, a line each; an indicator without any says so."""
    return [
        {"indicator": field_label(indicator), "fact": told}
        for indicator in INDICATORS
        for told in fact_labels(evidence.get(indicator, ()), local) or [_(NOTHING)]
    ]
