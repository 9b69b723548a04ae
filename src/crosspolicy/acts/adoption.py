"""The adoption of an edition of the policy, and from which day on it governs (1.1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.decision import Decision, Row
from crosspolicy.acts.training import annual_round
from crosspolicy.errors import Fault
from crosspolicy.forms.governance import Adoption
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import MANAGEMENT
from crosspolicy.policy.case import Case
from crosspolicy.policy.changes import weakened
from crosspolicy.policy.editions import displaced, governs_from, replaced
from crosspolicy.policy.file import CheckedPolicy, check_policy
from crosspolicy.policy.gates import GATES
from crosspolicy.policy.rules import Rules, rules_of
from crosspolicy.vocabulary.lists import MANAGEMENT as OWED_BY_MANAGEMENT


def policy_row(policy: CheckedPolicy, adopted_on: object, adopted_by: str) -> Row:
    """Return the row that keeps a policy text, parsed beside it."""
    kept = {"digest": policy.digest, "version": policy.version, "text": policy.text, "parsed": policy.parsed}
    return Row("policy", {**kept, "adopted_on": adopted_on, "adopted_by": adopted_by})


def adoption_row(case: Case[Any], policy: CheckedPolicy, governs_from: date | None) -> Row:
    """Return the row that tells that a text was adopted; the founding one governs from the start."""
    values = {
        "number": len(case.book.adoptions) + 1 if governs_from else 1,
        "digest": policy.digest,
        "adopted_on": case.clock.occurred,
        "adopted_by": case.actor.login,
        "adopted_date": case.clock.day,
        "governs_from": governs_from,
        "due_soon_days": policy.parsed["status"]["due-soon-days"],
    }
    return Row("adoption", values)


def _check_adoption(case: Case[Adoption]) -> Iterator[Fault]:
    policy, before = check_policy(case.form.text), tuple(_before(case))
    yield from before or _adopted_already(case, policy)
    owner = policy.parsed["training"]["owed-by"]
    if owner != OWED_BY_MANAGEMENT and owner not in case.book.departments:
        yield Fault("training.owed-by", Text(N_("{value} is no department of the book"), value=owner))


def _before(case: Case[Adoption]) -> Iterator[Fault]:
    """Yield a fault for a day before the last adoption; history that is imported may lie before the founding."""
    is_history = case.clock.today < case.clock.now_day
    known = [a for a in case.book.adoptions if a.governs_from or not is_history]
    last = max(known, key=lambda a: a.adopted_date, default=None)
    if last is None or last.adopted_date <= case.clock.day:
        return
    if last.governs_from:
        message = N_("lies before the adoption of edition {version}, on {day}; state that day or a later one")
        yield Fault("occurred_on", Text(message, version=last.version, day=last.adopted_date))
    else:
        message = N_("lies before the founding of the book, on {day}; state that day or a later one")
        yield Fault("occurred_on", Text(message, day=last.adopted_date))


def _adopted_already(case: Case[Adoption], policy: CheckedPolicy) -> Iterator[Fault]:
    last = case.book.adoptions[0]
    if policy.digest != last.digest:
        return
    if last.governs_from and last.governs_from > case.clock.day:
        told = Text(N_("is adopted already, and comes into force on {day}"), day=last.governs_from)
        yield Fault("policy", told)
    else:
        yield Fault("policy", Text(N_("is the text in force already")))


def _adopt(case: Case[Adoption]) -> Decision:
    policy = check_policy(case.form.text)
    rules, since = rules_of(policy.parsed, policy.digest), governs_from(policy.parsed, case.clock.day)
    weak = _weakened(case, rules, since)
    kept = () if policy.digest in case.book.policies else (policy_row(policy, case.clock.occurred, case.actor.login),)
    told = {"digest": policy.digest, "version": policy.version, "governs_from": since.isoformat()}
    return Decision(
        rows=(*kept, adoption_row(case, policy, since)),
        opens=annual_round(replace(case, rules=rules) if since <= case.clock.day else case),
        remarks=tuple(_remarks(case, policy, since, weak)),
        details={**told, **({"weakened": list(weak)} if weak else {})},
    )


def _weakened(case: Case[Adoption], rules: Rules, since: date) -> tuple[str, ...]:
    """Return every gate that refuses less than under one of the editions that give way, or the one in force today."""
    old = displaced(case.book, since, case.clock.now_day)
    found = {gate for digest in old for gate in weakened(case.book.editions[digest], rules)}
    return tuple(gate for gate in GATES if gate in found)


def _remarks(case: Case[Adoption], policy: CheckedPolicy, since: date, weak: tuple[str, ...]) -> Iterator[Text]:
    """Tell when the edition comes into force, which ones it replaces, and which gates it weakens."""
    if since > case.clock.day:
        yield Text(N_("Edition {version} comes into force on {day}."), version=policy.version, day=since)
    for other in replaced(case.book, since):
        ahead = N_("Edition {version}, which was to come into force on {day}, is replaced by it.")
        begun = N_("Edition {version}, which came into force on {day}, is replaced by it.")
        is_ahead = other.governs_from is not None and other.governs_from > case.clock.now_day
        yield Text(ahead if is_ahead else begun, version=other.version, day=other.governs_from)
    if weak:
        yield Text(N_("Gates that it weakens: {gates}."), gates=weak)


ACTS = (
    Act(
        name="policy.adopted",
        title=N_("adopt a policy"),
        clause="1.1",
        command="policy adopt FILE",
        form=Adoption,
        who=MANAGEMENT,
        target=Target.BOOK,
        check=_check_adoption,
        effect=_adopt,
    ),
)
