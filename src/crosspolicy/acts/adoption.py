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
from crosspolicy.policy.file import CheckedPolicy, check_policy
from crosspolicy.policy.rules import rules_of
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


def _governs_from(case: Case[Adoption], policy: CheckedPolicy) -> date:
    """An edition governs from the later of its adoption and the date on which it says that it takes effect."""
    return max(case.clock.day, date.fromisoformat(policy.parsed["effective_date"]))


def _check_adoption(case: Case[Adoption]) -> Iterator[Fault]:
    policy, day = check_policy(case.form.text), case.clock.day
    last = next(a for a in case.book.adoptions if a.governs_from is None or a.adopted_date <= day)
    if policy.digest == last.digest and last.governs_from and last.governs_from > day:
        told = Text(N_("is adopted already, and comes into force on {day}"), day=last.governs_from)
        yield Fault("policy", told)
    elif policy.digest == last.digest:
        yield Fault("policy", Text(N_("is the text in force already")))
    owner = policy.parsed["training"]["owed-by"]
    if owner != OWED_BY_MANAGEMENT and owner not in case.book.departments:
        yield Fault("training.owed-by", Text(N_("{value} is no department of the book"), value=owner))


def _adopt(case: Case[Adoption]) -> Decision:
    policy = check_policy(case.form.text)
    rules, since = rules_of(policy.parsed, policy.digest), _governs_from(case, policy)
    weak = weakened(case.rules, rules)
    kept = () if policy.digest in case.book.policies else (policy_row(policy, case.clock.occurred, case.actor.login),)
    told = {"digest": policy.digest, "version": policy.version, "governs_from": since.isoformat()}
    return Decision(
        rows=(*kept, adoption_row(case, policy, since)),
        opens=annual_round(replace(case, rules=rules) if since <= case.clock.day else case),
        remarks=tuple(_remarks(case, policy, since, weak)),
        details={**told, **({"weakened": list(weak)} if weak else {})},
    )


def _remarks(case: Case[Adoption], policy: CheckedPolicy, since: date, weak: tuple[str, ...]) -> Iterator[Text]:
    """Tell when the edition comes into force, which one will not after all, and which gates it weakens."""
    if since > case.clock.day:
        yield Text(N_("Edition {version} comes into force on {day}."), version=policy.version, day=since)
    for other in case.book.adoptions:
        if other.governs_from and other.governs_from > case.clock.day and other.governs_from >= since:
            message = N_("Edition {version}, which was to come into force on {day}, is replaced by it.")
            yield Text(message, version=other.version, day=other.governs_from)
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
