"""The page before sending: everything once more, and what to do with it."""

from collections.abc import Sequence
from typing import Final

from crosspolicy.i18n import N_, _, listed
from crosspolicy.intake.fields import Field
from crosspolicy.intake.prompts.interview import Interview
from crosspolicy.intake.prompts.leaving import GoBack, Left
from crosspolicy.intake.prompts.literal import cut, one_line
from crosspolicy.intake.prompts.questions import Path, asked_fields, is_missed
from crosspolicy.intake.prompts.sheet import BACK, LEAVE, NEXT, Option, Sheet
from crosspolicy.intake.prompts.shown import lines_of, shown

_SEND, _CHANGE, _KEEP = "send", "change", "keep"
_WAYS: Final = {
    _SEND: N_("Send it"),
    _CHANGE: N_("Change an answer"),
    _KEEP: N_("Keep it as a draft and leave"),
}
_WORDS: Final = {
    _SEND: ("submit", "yes", "y", "发送", "發送", "提交", "是"),
    _CHANGE: ("edit", "mend", "修改", "更改", "改"),
    _KEEP: ("leave", "quit", "save", "draft", "保存", "草稿", "离开", "離開"),
}
"""Other words for the ways on, in every language."""
_MARGIN: Final = 10
"""Cells of a menu's line that its pointer and number take."""


def look_over(interview: Interview, title: str) -> bool:
    """Show everything and ask what to do. Returns whether to send it; after a change, not yet. Raises Left."""
    show_page(interview, title)
    try:
        way = _menu(interview, _("What now?"), [Option(value, _(text), _WORDS[value]) for value, text in _WAYS.items()])
    except GoBack:
        interview.ask_last()
        return False
    if way == _KEEP:
        raise Left
    if way == _CHANGE:
        _change(interview)
    return way == _SEND


def show_page(interview: Interview, title: str) -> None:
    """Show every answer in full, and what the policy asks for and nobody has answered."""
    answers, world = interview.record.answers, interview.world
    rows = []
    for field in asked_fields(interview.record.form, answers):
        lines = lines_of(field, answers.get(field.name), world)
        if any(lines) or (is_missed(field, interview.record.form, answers) and world.asked_for(field.gate, answers)):
            rows.append((field.label, lines, _("no answer; asked for by {clause}").format(clause=field.clause)))
        rows += _missed_in_items(field, answers.get(field.name))
    interview.screen.page(title, rows)


def _missed_in_items(field: Field, value: object) -> list[tuple[str, list[str], str]]:
    """Return, for each item of a list, what the policy asks for in it and nobody has answered."""
    if field.part is None or not isinstance(value, list):
        return []
    part = field.part
    missed = [[f for f in asked_fields(part, item) if is_missed(f, part, item)] for item in value]
    told = _("no answer for {fields}; asked for by {clause}")
    return [
        (
            f"{field.label} {n}",
            [],
            told.format(fields=listed(f.label for f in fields), clause=fields[0].clause or field.clause),
        )
        for n, fields in enumerate(missed, 1)
        if fields
    ]


def _change(interview: Interview) -> None:
    answers, world = interview.record.answers, interview.world
    fields = {f.name: f for f in asked_fields(interview.record.form, answers)}
    options = [Option(n, _beside(f.label, shown(f, answers.get(n), world))) for n, f in fields.items()]
    try:
        name = _menu(interview, _("Which answer?"), options)
        path, start = _where(fields[name], answers.get(name), interview)
    except GoBack:
        return
    interview.ask_within(path, start)


def _where(field: Field, value: object, interview: Interview) -> tuple[Path, Path]:
    """Return which questions to ask again, and where to begin: of a list, one item, or further ones."""
    if not (isinstance(value, list) and value and field.is_list and field.kind != "choice"):
        return (field.name,), ()
    items = [Option(str(i), shown(field, item, interview.world)) for i, item in enumerate(value)]
    chosen = _menu(interview, field.label, [*items, Option(str(len(value)), _("add one"))])
    place: Path = (field.name, int(chosen))
    return ((field.name,), place) if int(chosen) == len(value) else (place, ())


def _beside(label: str, value: str) -> str:
    return f"{label}: {value or '-'}"


def _menu(interview: Interview, label: str, options: Sequence[Option]) -> str:
    """Ask for one of the options and return its value. Raises GoBack and Left."""
    width = interview.screen.width - _MARGIN
    short = tuple(option._replace(label=cut(one_line(option.label), width)) for option in options)
    return str(interview.ask(Sheet(label=label, read=str, keys=(NEXT, BACK, LEAVE), options=short)))
