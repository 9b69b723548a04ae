"""Questions that are answered by choosing: one of a list, or several."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from unicodedata import normalize

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Always
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout
from questionary.prompts.common import InquirerControl

from crosspolicy.intake.prompts.frame import STYLE, framed, message_line, run, ways_out
from crosspolicy.intake.prompts.leaving import Wrong
from crosspolicy.intake.prompts.literal import visible
from crosspolicy.intake.prompts.sheet import Option, Sheet

_LOOK: dict[str, Any] = {"qmark": "", "pointer": ">", "instruction": " ", "style": STYLE, "erase_when_done": True}


def picked(sheet: Sheet) -> str:
    """Ask for one of the options and return its value. Raises GoBack and Left."""
    values = [option.value for option in sheet.options]
    default = sheet.default if sheet.default in values else values[0]
    question = questionary.select("", _choices(sheet.options), default=default, use_jk_keys=False, **_LOOK)
    control = _control(question.application)
    _dress(question.application, sheet, control, _jumps(sheet.options, control))
    return str(run(question.application, str))


def ticked(sheet: Sheet) -> list[str]:
    """Ask for any number of the options and return their values. Raises GoBack and Left."""
    before = [value.strip() for value in sheet.default.split(",")]
    question = questionary.checkbox(
        "", _choices(sheet.options, before), validate=_verdict(sheet), use_jk_keys=False, **_LOOK
    )
    control = _control(question.application)
    _dress(question.application, sheet, control, _toggles(sheet.options, control))
    values: list[str] = run(question.application, lambda: ", ".join(control.selected_options))
    return values


def _verdict(sheet: Sheet) -> Callable[[list[str]], bool | str]:
    def verdict(values: list[str]) -> bool | str:
        try:
            sheet.read(values)
        except Wrong as wrong:
            return str(wrong.message)
        return True

    return verdict


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


def _dress(app: Application[Any], sheet: Sheet, control: InquirerControl, keys: KeyBindings) -> None:
    """Put heading, keys and ways out about questionary's list, in the place of its one-line message."""
    control.focusable = Always()
    _message, listing, *_others = app.layout.container.get_children()
    for window in app.layout.find_all_windows():
        if window.content is control:
            window.dont_extend_height = Always()
    app.layout = Layout(
        framed(sheet, [listing, message_line(lambda: fragment_list_to_text(control.error_message or []))]),
        focused_element=control,
    )
    app.key_bindings = merge_key_bindings([app.key_bindings or KeyBindings(), _line_feed(), keys, ways_out()])


@cache
def _line_feed() -> KeyBindings:
    """Return Enter as some terminals, and what was typed ahead, send it."""
    keys = KeyBindings()

    @keys.add("c-j")
    def enter(event: KeyPressEvent) -> None:
        event.key_processor.feed(KeyPress(Keys.ControlM, "\r"), first=True)

    return keys


def _jumps(options: Sequence[Option], control: InquirerControl) -> KeyBindings:
    """Return the keys that lead to an option: its number, or the first letters of its name or value."""
    keys = KeyBindings()
    words = [(str(n), o.value.casefold(), o.label.casefold()) for n, o in enumerate(options, 1)]
    so_far = ""

    @keys.add(Keys.Any)
    def jump(event: KeyPressEvent) -> None:
        nonlocal so_far
        typed = normalize("NFKC", event.data).casefold()
        here = control.pointed_at
        # Going on from what was typed before; else a letter typed again leads to the next that begins so.
        for text, order in ((so_far + typed, range(len(words))), (typed, range(here + 1, here + 1 + len(words)))):
            found = [i % len(words) for i in order if any(w.startswith(text) for w in words[i % len(words)])]
            if found:
                so_far, control.pointed_at = text, found[0]
                return
        so_far = ""

    return keys


def _toggles(options: Sequence[Option], control: InquirerControl) -> KeyBindings:
    """Return the keys that tick an option: its number."""
    keys = KeyBindings()

    def tick(number: int) -> None:
        value = options[number].value
        chosen = control.selected_options
        chosen.remove(value) if value in chosen else chosen.append(value)
        control.pointed_at = number

    for number in range(min(len(options), 9)):
        keys.add(str(number + 1), eager=True)(lambda event, number=number: tick(number))
    return keys
