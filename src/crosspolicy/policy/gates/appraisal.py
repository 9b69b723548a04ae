"""Gates of appraisal, rewards and penalties (chapter 6)."""

from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates.gate import Gate, code
from crosspolicy.vocabulary.labels import FieldName
from crosspolicy.vocabulary.lists import AppraisalKind, Reward, Sanction


def _not_oneself(case: Case[Any]) -> Breach | None:
    """Neither who acts, nor a deputy behind them, appraises themselves, their own department, or one that they head."""
    form, actor = case.form, case.actor
    judging = [actor.person, *([actor.recorded_by] if actor.is_deputised else [])]
    if form.person in [person.login for person in judging]:
        missing = form.person
        message = Text(N_("{name} would appraise themselves."), name=form.person)
    elif form.department and (
        form.department == case.department or any(case.book.stands_for(p, form.department) for p in judging)
    ):
        missing = form.department
        message = Text(N_("{department} would appraise itself."), department=form.department)
    else:
        return None
    return Breach("not-oneself", "6.2.2", message, Text(N_("Leave it to another department.")), (missing,))


def _rated_once(case: Case[Any]) -> Breach | None:
    form = case.form
    subject = form.department or form.person or ""
    given = any(
        a.kind == AppraisalKind.REGULAR
        and (a.department, a.person) == (form.department or "", form.person or "")
        and a.by_department == case.department
        for a in case.request.appraisals
    )
    if not given:
        return None
    return Breach(
        "rated-once",
        "6.2.2",
        Text(N_("{department} has appraised {subject} already."), department=case.department, subject=subject),
        Text(
            N_("`crosspolicy appraise list {request}` shows it; an appraisal on an occasion is `--kind ad-hoc`."),
            request=code(case),
        ),
        (subject,),
    )


def _rests_on(case: Case[Any]) -> Breach | None:
    form = case.form
    is_reward = isinstance(form.measure, Reward)
    clause = "6.3.1" if is_reward else "6.3.3"
    grounds = [case.book.grounds[c] for c in form.rests_on if c in case.book.grounds]
    alien = tuple(g.code for g in grounds if (g.department, g.person) != (form.department or "", form.person or ""))
    breaches = tuple(g.code for g in grounds if not g.is_appraisal)
    missing: tuple[str, ...]
    if not grounds:
        missing = ("rests_on",)
        message = Text(N_("It rests on nothing; missing: {missing}."), missing=tuple(map(FieldName, missing)))
    elif alien:
        missing = alien
        message = Text(N_("It rests on what is about somebody else: {codes}."), codes=alien)
    elif is_reward and breaches:
        missing = breaches
        message = Text(N_("A reward rests on appraisals, not on breaches: {codes}."), codes=breaches)
    elif not is_reward and form.measure != Sanction.WARNING and not any(g.carries_penalty for g in grounds):
        missing = tuple(g.code for g in grounds)
        message = Text(
            N_("More than a warning needs a serious breach, or an appraisal below the threshold; {codes} is neither."),
            codes=missing,
        )
    else:
        return None
    hint = (
        Text(N_("Name an appraisal of the same department or person with --rests-on."))
        if is_reward
        else Text(N_("Name an appraisal or a breach of the same department or person with --rests-on."))
    )
    return Breach("rests-on", clause, message, hint, missing)


GATES = (
    Gate("not-oneself", "6.2.2", N_("nobody appraises themselves"), _not_oneself, reads_form=True),
    Gate("rated-once", "6.2.2", N_("a department appraises each subject once"), _rated_once, reads_form=True),
    Gate(
        "rests-on", "6.3.1", N_("a reward or a penalty rests on an appraisal or a breach"), _rests_on, reads_form=True
    ),
)
