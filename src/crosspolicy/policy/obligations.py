"""What the policy makes somebody owe: kinds, clauses, and the stages in which each is owed."""

from dataclasses import dataclass
from typing import Final

from crosspolicy.vocabulary.lists import STOPPED, WORKING, Stage, stages


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of obligation. It lapses when its request leaves ``owed_in``: the step is then behind it, or skipped.

    ``command`` is what settles it, with ``{request}``, ``{subject}`` (a milestone's name), ``{code}`` (the subject's
    first word: the code of an action item, a risk, an issue under the request, of a course, a session, an evaluation)
    and ``{year}`` (the one after the due date: what the annual round is for).
    """

    name: str
    clause: str
    owed_in: frozenset[Stage]
    command: str


_WHILE_EXECUTING = frozenset({Stage.EXECUTING})
_ALWAYS = frozenset(Stage)
_ACCEPTED = stages(Stage.ACCEPTED, Stage.CLOSED)
_RISKY = stages(Stage.APPROVED, Stage.ACCEPTING)
_SINCE_APPROVED = stages(Stage.APPROVED, Stage.CLOSED)
_WHILE_ALIVE = frozenset(Stage) - STOPPED

APPRAISALS: Final = ("department-appraisal", "person-appraisal")
"""The kinds of which each is one appraisal owed after the project (6.2.2)."""

KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("review", "2.2.1", frozenset({Stage.SUBMITTED}), "review {request}"),
        Kind(
            "coordination-meeting", "2.2.3", frozenset({Stage.APPROVED}), "meeting record {request} --kind coordination"
        ),
        Kind("responsibility-table", "2.3.1", frozenset({Stage.COORDINATED}), "responsibility assign {request}"),
        Kind("agreement-draft", "2.3.2", stages(Stage.COORDINATED, Stage.EXECUTING), "agree draft {request}"),
        Kind("signature", "2.3.2", stages(Stage.COORDINATED, Stage.ACCEPTED), "agree sign {request}"),
        Kind("start", "2.4.1", frozenset({Stage.AGREED}), "start {request}"),
        Kind("progress-report", "2.4.3", _WHILE_EXECUTING, "report {request}"),
        Kind("regular-meeting", "4.1.1", _WHILE_EXECUTING, "meeting record {request} --kind regular"),
        Kind("milestone", "2.4.1", stages(Stage.EXECUTING, Stage.ACCEPTING), "milestone reach {request} '{subject}'"),
        Kind("acceptance-opening", "2.5.1", _WHILE_EXECUTING, "accept open {request}"),
        Kind("evaluation", "2.5.1", frozenset({Stage.ACCEPTING}), "accept evaluate {request}"),
        Kind("decision", "3.3.4", frozenset({Stage.ACCEPTING}), "accept decide {request}"),
        Kind("summary", "2.5.3", frozenset({Stage.ACCEPTED}), "summary add {request}"),
        Kind("action", "4.1.3", _WHILE_ALIVE, "meeting action done {request}/{code}"),
        Kind("risk-measures", "5.3.1", _RISKY, "risk review {request}/{code} --measures-done"),
        Kind("risk-review", "5.4.1", WORKING, "risk review {request}/{code}"),
        Kind("contingency-plan", "5.3.3", WORKING, "risk treat {request}/{code}"),
        Kind("issue", "3.1.4", _SINCE_APPROVED, "issue resolve {request}/{code}"),
        Kind("escalation", "3.3.3", _SINCE_APPROVED, "issue resolve {request}/{code}"),
        Kind(
            "ad-hoc-meeting",
            "4.2.2",
            stages(Stage.APPROVED, Stage.ACCEPTED),
            "meeting record {request} --kind ad-hoc --issue {code}",
        ),
        Kind("appraisal-round", "6.2.2", _ACCEPTED, "appraise results {request}"),
        Kind("department-appraisal", "6.2.2", _ACCEPTED, "appraise {request} --kind regular --department {subject}"),
        Kind("person-appraisal", "6.2.2", _ACCEPTED, "appraise {request} --kind regular --person {subject}"),
        Kind("training-needs", "7.1.1", _ALWAYS, "training need --year {year}"),
        Kind("training-plan", "7.2.1", _ALWAYS, "training plan --year {year}"),
        Kind("training-course", "7.3.1", _ALWAYS, "training session {code}"),
        Kind("training-evaluation", "7.4.1", _ALWAYS, "training evaluate {code}"),
        Kind("training-adjustment", "7.4.3", _ALWAYS, "training adjust --rests-on {code}"),
        Kind("rework", "2.5.1", stages(Stage.EXECUTING, Stage.ACCEPTING), "meeting action done {request}/{code}"),
    )
}
