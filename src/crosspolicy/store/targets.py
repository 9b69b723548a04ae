"""What an act is done to: found by the name or code that somebody gave, or told as missing."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from crosspolicy.acts.act import Act, Target
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.facts import ActionFact, IssueFact, RequestFacts, RiskFact
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.training_facts import course_named, session_named
from crosspolicy.vocabulary.codes import LETTERS, parse_book_code, parse_code, request_code


def not_found(code: str) -> NotFound:
    """Return what to say where a code names no request."""
    return NotFound(
        Text(N_("There is no request {code} in this book."), code=code),
        Text(N_("`crosspolicy request list` shows those there are.")),
    )


def find_target(act: Act, request: RequestFacts, target: str) -> str:
    """Return the milestone's name, or the number of the action item, risk or issue, that ``target`` names.

    Raises NotFound.
    """
    if act.target is Target.MILESTONE:
        if found := request.milestone(target):
            return found.name
        names = [m.name for m in request.milestones]
        raise NotFound(
            Text(N_("{request} has no milestone {name}."), request=request_code(request.id), name=target),
            Text(N_("Its milestones: {names}."), names=tuple(names)),
        )
    if act.target in _NUMBERED:
        kind = _NUMBERED[act.target]
        parsed, numbers = parse_code(target), {row.number for row in kind.of(request)}
        if parsed and parsed[:2] == (request.id, LETTERS[act.target]) and parsed[2] in numbers:
            return str(parsed[2])
        raise NotFound(Text(kind.missing, code=target), Text(kind.shown_by, request=request_code(request.id)))
    return target


def find_training(reader: Reader, act: Act, target: str) -> str:
    """Return the code of the course or session that ``target`` names; what is no code is an unplanned course's title.

    Raises NotFound.
    """
    if act.target is Target.COURSE and parse_book_code(target):
        if found := course_named(reader, target):
            return found.code
        raise NotFound(
            Text(N_("There is no course {code}."), code=target),
            Text(N_("`crosspolicy training list courses` shows those there are.")),
        )
    if act.target is Target.SESSION:
        if session := session_named(reader, target):
            return session.code
        raise NotFound(
            Text(N_("There is no training session {code}."), code=target),
            Text(N_("`crosspolicy training list sessions` shows those there are.")),
        )
    return target


class _Numbered(NamedTuple):
    """What is numbered under a request and can be acted upon: where it is found, and what to say where it is not."""

    of: Callable[[RequestFacts], Iterable[ActionFact | RiskFact | IssueFact]]
    missing: str
    shown_by: str


_NUMBERED: Final = {
    Target.ACTION: _Numbered(
        lambda request: request.actions,
        N_("There is no action item {code}."),
        N_("`crosspolicy meeting list {request}` shows them."),
    ),
    Target.RISK: _Numbered(
        lambda request: request.risks,
        N_("There is no risk {code}."),
        N_("`crosspolicy risk list {request}` shows them."),
    ),
    Target.ISSUE: _Numbered(
        lambda request: request.issues,
        N_("There is no issue {code}."),
        N_("`crosspolicy issue list {request}` shows them."),
    ),
}
