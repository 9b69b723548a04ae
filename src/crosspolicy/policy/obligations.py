"""What the policy makes somebody owe: kinds, clauses, and the stages in which each is owed."""

from dataclasses import dataclass
from typing import Final

from crosspolicy.vocabulary.lists import STOPPED, Stage, stages


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of obligation. It lapses when its request leaves ``owed_in``: the step is then behind it, or skipped."""

    name: str
    clause: str
    owed_in: frozenset[Stage]


_WHILE_EXECUTING = frozenset({Stage.EXECUTING})
_WHILE_ALIVE = frozenset(Stage) - STOPPED

KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("review", "2.2.1", frozenset({Stage.SUBMITTED})),
        Kind("coordination-meeting", "2.2.3", frozenset({Stage.APPROVED})),
        Kind("responsibility-table", "2.3.1", frozenset({Stage.COORDINATED})),
        Kind("agreement-draft", "2.3.2", frozenset({Stage.COORDINATED})),
        Kind("signature", "2.3.2", stages(Stage.COORDINATED, Stage.EXECUTING)),
        Kind("start", "2.4.1", frozenset({Stage.AGREED})),
        Kind("progress-report", "2.4.3", _WHILE_EXECUTING),
        Kind("regular-meeting", "4.1.1", _WHILE_EXECUTING),
        Kind("milestone", "2.4.1", stages(Stage.EXECUTING, Stage.ACCEPTING)),
        Kind("acceptance-opening", "2.5.1", _WHILE_EXECUTING),
        Kind("evaluation", "2.5.1", frozenset({Stage.ACCEPTING})),
        Kind("decision", "3.3.4", frozenset({Stage.ACCEPTING})),
        Kind("summary", "2.5.3", frozenset({Stage.ACCEPTED})),
        Kind("action", "4.1.3", _WHILE_ALIVE),
        Kind("rework", "2.5.1", _WHILE_EXECUTING),
    )
}
