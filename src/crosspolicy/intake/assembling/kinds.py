"""Which act a table is about: by the act's own name, or as a worksheet is called in plain words, in any language."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Final

from crosspolicy.acts.act import Act
from crosspolicy.acts.registry import all_acts, named
from crosspolicy.errors import UsageFault
from crosspolicy.forms.base import Form
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.languages import in_every_language
from crosspolicy.vocabulary.labels import FIELD_LABELS

SUBMITTED: Final = "request.submitted"
DRAFTED: Final = "request.drafted"

_KINDS: Final = N_("What a table holds is one of {kinds}, or an act's own name.")

_FIRST: Final = {"request": SUBMITTED}
"""What a kind means where that is not the first of its acts."""

_CALLED: Final = {
    SUBMITTED: N_("Request"),
    "review.decided": N_("Review"),
    "meeting.recorded": N_("Meeting"),
    "agreement.signed": N_("Signature"),
    "milestone.reached": N_("Milestone"),
    "message.logged": N_("Message"),
    "item.shared": N_("Shared item"),
    "appraisal.given": N_("Appraisal"),
    "breach.recorded": N_("Breach"),
    "incentive.granted": N_("Incentive"),
    "penalty.imposed": N_("Penalty"),
    "gate.waived": N_("Waiver"),
}
"""What people call the records of an act, where no field of a form is called so."""

EXPLANATION: Final = N_("Explanation")
"""What the page of a blank workbook is called that explains the others."""

_NO_TABLE: Final = ("book.", "policy.")
"""How the names begin of acts that nobody would state in a table."""

_PLURALS: Final = {"person": "people"}


def form_of(act: str) -> type[Form]:
    """Return the form that a record of an act states; one that submits a request states all of it. Raises KeyError."""
    return named(DRAFTED if act == SUBMITTED else act).form


@cache
def every_form() -> tuple[type[Form], ...]:
    """Return the forms of all acts."""
    return tuple(dict.fromkeys(form_of(act.name) for act in all_acts()))


def named_act(name: str) -> str:
    """Return the act that somebody names on the command line; empty for nothing. Raises UsageFault for no act."""
    act = kind_named(name)
    if name and not act:
        raise UsageFault(Text(N_("There is no act {act}."), act=name), no_act(name)[1])
    return act


def no_act(name: str) -> tuple[Text, Text]:
    """Return what to say where an act should be named, and what to do about it."""
    if not name:
        return Text(N_("must be there")), Text(_KINDS, kinds=kinds())
    near = get_close_matches(folded(name), _names(), 1, 0.75)
    hint = Text(N_("Do you mean {near}?"), near=_names()[near[0]]) if near else Text(_KINDS, kinds=kinds())
    return Text(N_("is no act")), hint


def folded(name: str) -> str:
    """Return a name as names are compared: without case, underlines and hyphens as spaces."""
    return re.sub(r"[\s_-]+", " ", name.strip()).casefold()


def kind_named(name: str) -> str:
    """Return the act that a table called so holds; empty where nothing is called so."""
    return _names().get(folded(name), "")


def kinds() -> tuple[str, ...]:
    """Return the words that a table may be called by, one an act, in the policy's order."""
    words: dict[str, str] = {}
    for word, act in _words():
        if not act.startswith(_NO_TABLE) and kind_named(word) == act:
            words.setdefault(act, word)
    return tuple(words.values())


@cache
def _names() -> dict[str, str]:
    """Return every name that a table can have, with the act that it means; what comes first holds."""
    names: dict[str, str] = {folded(act.name): act.name for act in all_acts()}
    for word, name in _words():
        names.setdefault(folded(word), name)
        names.setdefault(folded(_plural(word)), name)
    for act in all_acts():
        for text in _texts(act):
            names.setdefault(folded(text), act.name)
    return names


def _words() -> Iterator[tuple[str, str]]:
    """Yield the English words for acts: the first half of their names, then what their forms are called."""
    for act in all_acts():
        kind = act.name.partition(".")[0]
        yield kind, _FIRST.get(kind) or next(a.name for a in all_acts() if a.name.startswith(f"{kind}."))
    for act in all_acts():
        yield re.sub(r"(?<=[a-z])(?=[A-Z])", "-", act.form.__name__).lower(), act.name


def _plural(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("y"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "ch")) else "s")


def _texts(act: Act) -> Iterator[str]:
    """Yield what an act, or its kind, is called in every language."""
    kind = act.name.partition(".")[0]
    words = [act.title, _CALLED.get(act.name, "")]
    if act.name == _names_first(kind):
        words += [FIELD_LABELS.get(kind, ""), FIELD_LABELS.get(_plural(kind), "")]
    for word in filter(None, words):
        yield from in_every_language(word)


@cache
def _names_first(kind: str) -> str:
    return next(act for word, act in _words() if word == kind)
