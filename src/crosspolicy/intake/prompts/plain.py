"""Questions on a terminal that cannot move its cursor (TERM=dumb): a line out, a line in."""

import sys

from crosspolicy.i18n import _
from crosspolicy.intake.prompts.leaving import LEAVING, GoBack, Left, Wrong
from crosspolicy.intake.prompts.literal import one_line, visible
from crosspolicy.intake.prompts.meaning import meant, split
from crosspolicy.intake.prompts.sheet import Sheet

_BACK, _NOTHING = "<", "-"


def asked_plainly(sheet: Sheet) -> object:
    """Ask until there is an answer, and return it. Raises GoBack and Left."""
    _say(f"{sheet.label}  {sheet.note}".rstrip(), *(f"  {line}" for line in sheet.lines))
    _say(*(f"  {number}  {option.label}" for number, option in enumerate(sheet.options, 1)))
    while True:
        text = _line(sheet)
        if text in (_BACK, "\x02"):
            raise GoBack
        text = "" if text == _NOTHING else text or sheet.default
        try:
            return sheet.read(_several(sheet, text) if sheet.is_several else _chosen(sheet, text))
        except Wrong as wrong:
            _say(f"! {wrong.message}")


def _line(sheet: Sheet) -> str:
    default = f"[{one_line(sheet.default)}] " if sheet.default else ""
    try:
        ways = _("< goes back, - leaves empty")
        sys.stderr.write(f"({ways}) {default}> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
    except LEAVING:
        raise Left from None
    if not line:
        raise Left
    return line.strip()


def _say(*lines: str) -> None:
    try:
        sys.stderr.writelines(f"{visible(line)}\n" for line in lines)
    except LEAVING:
        raise Left from None


def _several(sheet: Sheet, text: str) -> list[str]:
    return [_chosen(sheet, word) for word in split(text)]


def _chosen(sheet: Sheet, text: str) -> str:
    """Return the value of the option that a text means, nothing for none; other questions' text as it is."""
    return meant(sheet.options, text).value if sheet.options and text else text
