"""Questions that are answered by choosing: one of a list, or several."""

from collections.abc import Sequence
from typing import Any

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Always, Condition
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.layout import ConditionalContainer, FormattedTextControl, Layout, Window
from questionary.prompts.common import InquirerControl

from crosspolicy.intake.prompts.choosing import Choosing, Picking, Ticking
from crosspolicy.intake.prompts.choosing_keys import choosing_keys, ticking_keys
from crosspolicy.intake.prompts.frame import STYLE, framed, message_line, run, ways_out
from crosspolicy.intake.prompts.literal import marked, visible
from crosspolicy.intake.prompts.meaning import split
from crosspolicy.intake.prompts.sheet import Option, Sheet

_LOOK: dict[str, Any] = {"qmark": "", "pointer": ">", "instruction": " ", "style": STYLE, "erase_when_done": True}


def picked(sheet: Sheet) -> str:
    """Ask for one of the options and return its value. Raises GoBack and Left."""
    values = [option.value for option in sheet.options]
    is_offered = sheet.default in values
    question = questionary.select(
        "", _choices(sheet.options), default=sheet.default if is_offered else values[0], **_LOOK
    )
    state = Picking(sheet, _control(question.application), "" if is_offered else sheet.default)
    _dress(question.application, sheet, state, choosing_keys(state))
    return str(run(question.application, lambda: state.text))


def ticked(sheet: Sheet) -> list[str]:
    """Ask for any number of the options and return their values. Raises GoBack and Left."""
    values = [option.value for option in sheet.options]
    before = split(sheet.default)
    question = questionary.checkbox("", _choices(sheet.options, before), **_LOOK)
    state = Ticking(sheet, _control(question.application), ", ".join(text for text in before if text not in values))
    _dress(question.application, sheet, state, ticking_keys(state))
    chosen: list[str] = run(question.application, lambda: ", ".join(filter(None, (*state.ticked, state.text))))
    return chosen


def _choices(options: Sequence[Option], ticked: Sequence[str] = ()) -> list[questionary.Choice]:
    digits = len(str(len(options)))
    return [
        questionary.Choice(
            f"{number:>{digits}}  {visible(option.label)}", value=option.value, checked=option.value in ticked
        )
        for number, option in enumerate(options, 1)
    ]


def _control(app: Application[Any]) -> InquirerControl:
    return next(c for c in app.layout.find_all_controls() if isinstance(c, InquirerControl))


def _dress(app: Application[Any], sheet: Sheet, state: Choosing, keys: KeyBindings) -> None:
    """Put heading, keys and ways out about questionary's list, in the place of its own message and keys."""
    control = state.control
    control.focusable = Always()
    _message, listing, *_others = app.layout.container.get_children()
    for window in app.layout.find_all_windows():
        if window.content is control:
            window.dont_extend_height = Always()
    parts = [listing, _typed_line(state), message_line(lambda: state.message)]
    app.layout = Layout(framed(sheet, parts), focused_element=control)
    app.key_bindings = merge_key_bindings([keys, ways_out()])


def _typed_line(state: Choosing) -> ConditionalContainer:
    """Return the line that shows what was typed, while something is."""
    line = Window(FormattedTextControl(lambda: f"> {marked(state.text)}"), dont_extend_height=True, wrap_lines=True)
    return ConditionalContainer(line, Condition(lambda: bool(state.text)))
