"""One question as a screen shows it, whatever screen it is: all texts translated, nothing of the form's types."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from crosspolicy.i18n import N_
from crosspolicy.intake.prompts.naming import Candidate


class Option(NamedTuple):
    """Something to choose: the value that is handed on, what it is called, and other words for it."""

    value: str
    label: str
    words: tuple[str, ...] = ()


class Key(NamedTuple):
    """A key, and what it does (an untranslated source string)."""

    key: str
    does: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One question.

    ``note`` stands dim beside the label, ``lines`` below. ``read`` turns what was typed or chosen into the plain answer
    and raises Wrong. ``is_fresh`` says that the first key typed replaces the default. ``offer`` yields what a
    half-typed name may stand for. ``options`` are chosen from, several where ``is_several``.
    """

    label: str
    read: Callable[[str | list[str]], object]
    note: str = ""
    lines: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    default: str = ""
    is_fresh: bool = True
    is_prose: bool = False
    is_several: bool = False
    options: tuple[Option, ...] = ()
    offer: Callable[[str], Iterable[Candidate]] | None = None


NEXT = Key("Enter", N_("next"))
END = Key("Enter", N_("on an empty line: no more"))
DROP = Key("Enter", N_("next; on an empty line: take it out"))
BACK = Key("^B/Alt-Left", N_("back"))
LEAVE = Key("^C", N_("keep and leave"))
NEW_LINE = Key("Alt-Enter", N_("new line"))
EDITOR = Key("^E", N_("editor"))
CLEAR = Key("^U", N_("clear"))
MARK = Key("Space", N_("mark"))
