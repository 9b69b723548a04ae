"""What departments tell each other: issues, messages, shared items (2.4.2, 3.1.4, 3.2.3, 3.3.3, 4.2, 4.3)."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.decision import Change, Decision, Opening, Row
from crosspolicy.acts.owing import opening, owed, working_days
from crosspolicy.acts.stating import not_a_party, row, stated_twice
from crosspolicy.errors import Fault
from crosspolicy.forms import communication as forms
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import PARTY, PARTY_NAMED, SOLVING
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import IssueFact
from crosspolicy.vocabulary.codes import LETTERS, child_code
from crosspolicy.vocabulary.lists import MANAGEMENT, Severity, Stage, stages

TITLE_LIMIT = 120
"""How much of a longer text becomes the title of an issue."""


class Raised(NamedTuple):
    """An issue about to stand in the book: its row, what is owed for it, its code."""

    row: Row
    opens: tuple[Opening, ...]
    code: str


def raised(
    case: Case[Any],
    *,
    title: str,
    description: str,
    severity: Severity,
    departments: tuple[str, ...],
    responsible: str = "",
    due: date | None = None,
    origin: Mapping[str, object] = MappingProxyType({}),
) -> Raised:
    """Return a new issue: its responsible department owes the solution, several departments an ad-hoc meeting.

    ``origin`` holds further columns: the risk or the report that it comes from, its escalation.
    """
    number = case.request.next_number("issue")
    responsible = responsible or departments[0]
    due = due or working_days(case, f"issue-{severity}")
    title = title.strip().split("\n", 1)[0][:TITLE_LIMIT]
    issue = row(
        case,
        "issue",
        number=number,
        title=title,
        description=description,
        severity=severity,
        departments=departments,
        responsible_department=responsible,
        due_date=due,
        raised_by=case.actor.login,
        raised_on=case.clock.occurred,
        **origin,
    )
    subject = _subject(number, title)
    opens = [opening(case, "issue", responsible, due=due, subject=subject)]
    if len(departments) > 1:
        opens.append(opening(case, "ad-hoc-meeting", case.request.requesting_department, subject=subject))
    if origin.get("escalated_on"):
        opens.append(opening(case, "escalation", MANAGEMENT, subject=subject))
    return Raised(issue, tuple(opens), child_code(case.request.id, "issue", number))


def escalated(case: Case[Any], reason: str) -> dict[str, object]:
    """Return the columns of an issue that is brought before management (3.3.3)."""
    return {"escalation_reason": reason, "escalated_by": case.actor.login, "escalated_on": case.clock.occurred}


def _subject(number: int, title: str) -> str:
    return f"{LETTERS['issue']}{number} {title}"


def issue_owed(case: Case[Any], issue: IssueFact, *kinds: str) -> tuple[int, ...]:
    """Return the numbers of what is open of these kinds for an issue."""
    return owed(case, *kinds, subject=_subject(issue.number, issue.title))


def _issue_defaults(case: Case[forms.Issue]) -> dict[str, object]:
    named = getattr(case.form, "departments", ())  # a form that somebody has only begun names none yet
    return {"responsible_department": next((d for d in named if d in case.request.parties), None)}


def _check_issue(case: Case[forms.Issue]) -> Iterator[Fault]:
    form = case.form
    if not form.departments:
        yield Fault("departments", Text(N_("must name at least one department")))
    yield from not_a_party(case, ((f"departments.{n}", d) for n, d in enumerate(form.departments, 1)))
    yield from stated_twice("departments", "", form.departments)
    yield from not_a_party(case, [("responsible_department", form.responsible_department)])
    if form.due_date and form.due_date < case.clock.day:
        yield Fault(
            "due_date",
            Text(N_("{day} lies before the day it is raised, {other}"), day=form.due_date, other=case.clock.day),
        )


def _raise(case: Case[forms.Issue]) -> Decision:
    form = case.form
    issue = raised(
        case,
        title=form.title,
        description=form.description,
        severity=form.severity,
        departments=form.departments,
        responsible=form.responsible_department or "",
        due=form.due_date,
    )
    return Decision(rows=(issue.row,), opens=issue.opens, codes=(issue.code,))


def _target(case: Case[Any]) -> IssueFact:
    """The issue that the act names; ``perform`` has seen that it exists."""
    return next(issue for issue in case.request.issues if issue.number == int(case.target))


def _unresolved(case: Case[Any]) -> Iterator[Fault]:
    if resolved := _target(case).resolved_on:
        yield Fault("code", Text(N_("is resolved already, on {day}"), day=case.clock.day_of(resolved)))


def _check_escalation(case: Case[forms.Escalation]) -> Iterator[Fault]:
    yield from _unresolved(case)
    if escalated_on := _target(case).escalated_on:
        yield Fault("code", Text(N_("is escalated already, on {day}"), day=case.clock.day_of(escalated_on)))


def _changed(case: Case[Any], **values: object) -> Change:
    return Change("issue", {"request_id": case.request.id, "number": int(case.target)}, values)


def _escalate(case: Case[forms.Escalation]) -> Decision:
    issue = _target(case)
    return Decision(
        changes=(_changed(case, **escalated(case, case.form.reason)),),
        opens=(opening(case, "escalation", MANAGEMENT, subject=_subject(issue.number, issue.title)),),
        codes=(child_code(case.request.id, "issue", issue.number),),
    )


def _resolve(case: Case[forms.Resolution]) -> Decision:
    issue = _target(case)
    solved = _changed(
        case,
        solution=case.form.solution,
        resolved_by=case.form.resolved_by or case.actor.login,
        resolved_on=case.clock.occurred,
    )
    return Decision(
        changes=(solved,),
        discharges=issue_owed(case, issue, "issue", "escalation"),
        lapses=issue_owed(case, issue, "ad-hoc-meeting"),
        codes=(child_code(case.request.id, "issue", issue.number),),
    )


def _check_message(case: Case[forms.Message]) -> Iterator[Fault]:
    form = case.form
    if not form.parties:
        yield Fault("parties", Text(N_("must name at least one person")))
    yield from stated_twice("parties", "", form.parties)
    if form.sent_at > case.clock.now:
        yield Fault("sent_at", Text(N_("lies in the future")))


def _log(case: Case[forms.Message]) -> Decision:
    form, number = case.form, case.request.next_number("message")
    issue = case.request.issue(form.issue) if form.issue else None
    message = row(
        case,
        "message",
        form,
        number=number,
        issue=issue.number if issue else None,
        logged_by=case.actor.login,
        logged_on=case.clock.occurred,
    )
    return Decision(rows=(message,), codes=(child_code(case.request.id, "message", number),))


def _own_department(case: Case[Any]) -> dict[str, object]:
    return {"department": case.actor.department}


def _check_item(case: Case[forms.SharedItem]) -> Iterator[Fault]:
    form = case.form
    if not form.file and not form.link:
        yield Fault("file", Text(N_("must be there, or a link in its place")))
    if form.file and form.link:
        yield Fault("link", Text(N_("cannot stand beside a file; leave one of the two out")))
    if form.file and (form.size is None or form.sha256 is None):
        yield Fault("file", Text(N_("was not read: its size and SHA-256 must be there")))
    if not form.file and (form.size is not None or form.sha256 is not None):
        yield Fault("file", Text(N_("must be there beside a size or a SHA-256")))


def _share(case: Case[forms.SharedItem]) -> Decision:
    number = case.request.next_number("shared_item")
    item = row(case, "shared_item", case.form, number=number, shared_by=case.actor.login, shared_on=case.clock.occurred)
    return Decision(rows=(item,), codes=(child_code(case.request.id, "shared_item", number),))


_SINCE_SUBMITTED = stages(Stage.SUBMITTED, Stage.CLOSED)

ACTS = (
    Act(
        name="issue.raised",
        title=N_("raise an issue"),
        clause="3.1.4",
        clauses=("2.4.2", "3.2.3", "4.2.2"),
        command="issue raise {request}",
        form=forms.Issue,
        who=PARTY,
        stages=stages(Stage.APPROVED, Stage.ACCEPTED),
        opens=("issue", "ad-hoc-meeting"),
        defaults=_issue_defaults,
        check=_check_issue,
        effect=_raise,
    ),
    Act(
        name="issue.escalated",
        title=N_("bring an issue before management"),
        clause="3.3.3",
        clauses=("3.1.4",),
        command="issue escalate {request}/I…",
        form=forms.Escalation,
        who=PARTY,
        target=Target.ISSUE,
        stages=stages(Stage.APPROVED, Stage.CLOSED),
        opens=("escalation",),
        check=_check_escalation,
        effect=_escalate,
    ),
    Act(
        name="issue.resolved",
        title=N_("resolve an issue"),
        clause="3.1.4",
        clauses=("2.4.2", "3.2.3", "3.3.3"),
        command="issue resolve {request}/I…",
        form=forms.Resolution,
        who=SOLVING,
        target=Target.ISSUE,
        stages=stages(Stage.APPROVED, Stage.CLOSED),
        discharges=("issue", "escalation"),
        check=_unresolved,
        effect=_resolve,
    ),
    Act(
        name="message.logged",
        title=N_("log a message"),
        clause="4.2.1",
        clauses=("1.3.3", "2.4.2"),
        command="message log {request}",
        form=forms.Message,
        who=PARTY,
        stages=_SINCE_SUBMITTED,
        check=_check_message,
        effect=_log,
    ),
    Act(
        name="item.shared",
        title=N_("share progress, a result or feedback"),
        clause="4.3.2",
        clauses=("1.3.3", "2.4.2", "4.3.1"),
        command="share {request}",
        form=forms.SharedItem,
        who=PARTY_NAMED,
        stages=_SINCE_SUBMITTED,
        defaults=_own_department,
        check=_check_item,
        effect=_share,
    ),
)
