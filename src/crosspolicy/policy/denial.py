"""What somebody is told who may not do what they try: why not, who may, and what to do next."""

from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy import sides
from crosspolicy.policy.authority import (
    AUTHORITY,
    OTHER_SIDE,
    OWN_PARTY,
    PARTY,
    PARTY_NAMED,
    REWARDING,
    SIGNATORY,
    TREATING,
    Who,
    is_management,
)
from crosspolicy.policy.case import Case


def refusal(who: Who, clause: str, case: Case[Any]) -> Breach | None:
    """Return why the actor may not act, citing ``clause``, or None where they may."""
    if who.permits(case):
        return None
    if conflict := _requesting_side(who, case) or _themselves(who, case):
        return Breach(AUTHORITY, clause, conflict, Text(N_("Somebody else has to do it, and to record it.")))
    hint = Text(N_("Ask somebody who may. A coordinator, or their deputy, records it for them with `--as LOGIN`."))
    return Breach(AUTHORITY, clause, _alien_department(who, case) or _not_of_them(who, case), hint)


def _alien_department(who: Who, case: Case[Any]) -> Text | None:
    if who not in (OWN_PARTY, SIGNATORY, PARTY, PARTY_NAMED) or case.department in case.request.parties:
        return None
    return Text(
        N_("{department} is no department of this request; its departments are {parties}."),
        department=case.department,
        parties=case.request.parties,
    )


def _requesting_side(who: Who, case: Case[Any]) -> Text | None:
    """Tell who of management, or behind them, is of the requesting side."""
    if who not in (OTHER_SIDE, TREATING) or not is_management(case):
        return None
    for person in sides.hands(case):
        if headed := sides.heads_requesting(case, person):
            return Text(
                N_(
                    "{name} ({login}) heads {department}, which requests this or did so in an earlier draft, and may "
                    "neither do this nor record it."
                ),
                name=person.name,
                login=person.login,
                department=headed,
            )
        if sides.is_requesting(case, person):
            return Text(
                N_(
                    "{name} ({login}, {department}) is of the requesting side, by this or an earlier draft, and may "
                    "neither do this nor record it."
                ),
                name=person.name,
                login=person.login,
                department=person.department,
            )
    return None


def _themselves(who: Who, case: Case[Any]) -> Text | None:
    if who is not REWARDING or not is_management(case):
        return None
    return Text(
        N_("It is about {login}: nobody decides on or records a reward or a penalty for themselves."),
        login=case.form.person,
    )


def _not_of_them(who: Who, case: Case[Any]) -> Text:
    return Text(
        N_("{name} ({login}, {department}) may not do this; who may: {who}."),
        name=case.actor.person.name,
        login=case.actor.login,
        department=case.actor.department,
        who=Text(who.label),
    )
