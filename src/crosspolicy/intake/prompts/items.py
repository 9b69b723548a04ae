"""What is typed for an item of a list of plain values: one of them, or several at once."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from crosspolicy.i18n import _
from crosspolicy.intake.fields import Field
from crosspolicy.intake.prompts.leaving import GoBack, Left, Wrong
from crosspolicy.intake.prompts.literal import one_line
from crosspolicy.intake.prompts.reading import read
from crosspolicy.intake.prompts.sheet import BACK, LEAVE, NEXT, Option, Sheet
from crosspolicy.intake.prompts.world import World

_APART: Final = re.compile("[、，；;\n]")
"""What stands between several; a comma of English may also stand within one."""
_COMMA: Final = re.compile("[,、，；;\n]")


class Several(NamedTuple):
    """Several values that were typed at once; ``whole`` is the one value that they may be instead, where it is open."""

    values: tuple[object, ...]
    whole: object = None


def read_item(field: Field, text: str, world: World) -> object:
    """Return the plain value that a text states, or Several. Raises Wrong with what is the matter."""
    if field.kind == "prose" or len(pieces := _pieces(_COMMA, text)) < 2:
        return read(field, text, world)
    if field.refers:
        return _named(field, text, pieces, world)
    if len(apart := _pieces(_APART, text)) > 1:
        return Several(tuple(read(field, piece, world) for piece in apart))
    return Several(tuple(read(field, piece, world) for piece in pieces), whole=read(field, text, world))


def _pieces(apart: re.Pattern[str], text: str) -> list[str]:
    return [piece for part in apart.split(text) if (piece := part.strip())]


def _named(field: Field, text: str, pieces: list[str], world: World) -> object:
    """Names of the book tell by themselves whether a comma stands within one."""
    try:
        return read(field, text, world)
    except Wrong:
        return Several(tuple(read(field, piece, world) for piece in pieces))


def settled(ask: Callable[[Sheet], object], sheet: Sheet) -> object:
    """Ask, and return the plain answer, or a tuple of several; where a comma leaves that open, ask which it is.

    Raises GoBack and Left with what stood half-typed.
    """
    while isinstance(answer := ask(sheet), Several):
        if answer.whole is None:
            return answer.values
        try:
            return answer.values if _is_several(ask, sheet, answer) else answer.whole
        except GoBack:
            sheet = replace(sheet, default=str(answer.whole), is_fresh=False)
        except Left:
            raise Left(str(answer.whole)) from None
    return answer


def _is_several(ask: Callable[[Sheet], object], sheet: Sheet, several: Several) -> bool:
    """Ask whether a comma stands between values, or within one."""
    values = one_line(" | ".join(map(str, several.values)))
    apart = Option("several", _("{n} values: {values}").format(n=len(several.values), values=values))
    whole = Option("one", _("one value: {value}").format(value=one_line(str(several.whole))))
    return ask(Sheet(label=sheet.label, read=str, keys=(NEXT, BACK, LEAVE), options=(apart, whole))) == apart.value
