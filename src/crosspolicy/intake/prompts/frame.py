"""What every question on a screen has: label and hint above, the keys below, the ways back and out."""

from collections.abc import Callable, Sequence
from typing import Any

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import ConditionalContainer, Container, FormattedTextControl, HSplit, VerticalAlign, Window
from prompt_toolkit.styles import Style
from rich.cells import cell_len

from crosspolicy.i18n import _
from crosspolicy.intake.prompts.leaving import LEAVING, GoBack, Left
from crosspolicy.intake.prompts.literal import folded, visible
from crosspolicy.intake.prompts.sheet import Key, Sheet

STYLE = Style.from_dict(
    {
        "label": "bold",
        "note": "dim",
        "key": "",
        "does": "dim",
        "wrong": "fg:ansired",
        "pointer": "bold",
        "highlighted": "bold",
        "selected": "",
        "completion-menu": "noinherit",
        "completion-menu.completion": "noinherit",
        "completion-menu.meta.completion": "noinherit dim",
        "completion-menu.completion.current": "noinherit reverse",
        "completion-menu.meta.completion.current": "noinherit reverse",
        "scrollbar.background": "noinherit",
        "scrollbar.button": "noinherit reverse",
    }
)


def framed(sheet: Sheet, parts: Sequence[Container]) -> HSplit:
    """Put a question's parts between its heading and its keys."""
    return HSplit(
        [_strip(lambda: heading(sheet)), *parts, _strip(lambda: keys_line(sheet.keys))], align=VerticalAlign.TOP
    )


def message_line(message: Callable[[], str]) -> ConditionalContainer:
    """Return the line that tells what is the matter, while something is."""

    def text() -> StyleAndTextTuples:
        return [("class:wrong", "\n".join(folded(f"! {message()}", _width())))]

    return ConditionalContainer(_strip(text), Condition(lambda: bool(message())))


def _strip(text: Callable[[], StyleAndTextTuples]) -> Window:
    return Window(FormattedTextControl(text), dont_extend_height=True, wrap_lines=True)


def _width() -> int:
    return max(get_app().output.get_size().columns - 1, 10)


def heading(sheet: Sheet) -> StyleAndTextTuples:
    """Return the label, the note beside it, and the lines below, folded to the terminal."""
    note = visible(sheet.note)
    label = folded(f"{sheet.label}  {note}" if note else sheet.label, _width())
    tokens: StyleAndTextTuples = [("", "\n")]
    left = len(visible(sheet.label))
    for line in label:
        tokens += [("class:label", line[:left]), ("class:note", line[left:]), ("", "\n")]
        left = max(left - len(line) - 1, 0)
    for text in sheet.lines:
        tokens += [("class:note", f"  {line}\n") for line in folded(text, _width() - 2)]
    return tokens[:-1] if tokens[-1][1] == "\n" else [*tokens[:-1], (tokens[-1][0], tokens[-1][1].rstrip("\n"))]


def keys_line(keys: Sequence[Key]) -> StyleAndTextTuples:
    """Return the keys and what they do, on as many lines as they need, none broken in two."""
    tokens: StyleAndTextTuples = []
    used = 0
    for key, does in keys:
        meaning = _(does)
        width = cell_len(f"{key} {meaning}")
        if tokens:
            fits = used + 2 + width <= _width()
            tokens.append(("", "  " if fits else "\n"))
            used = used + 2 if fits else 0
        tokens += [("class:key", key), ("class:does", f" {meaning}")]
        used += width
    return tokens


def ways_out() -> KeyBindings:
    """Return the keys that lead out of any question: back, and away."""
    keys = KeyBindings()
    nothing_typed = Condition(lambda: not get_app().current_buffer.text)

    @keys.add("c-b", eager=True)
    @keys.add("escape", "left")
    def go_back(event: KeyPressEvent) -> None:
        event.app.exit(exception=GoBack())

    @keys.add("c-c", eager=True)
    @keys.add("<sigint>")
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @keys.add("c-d", filter=nothing_typed)
    def end_of_input(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError())

    return keys


def run(app: Application[Any], typed: Callable[[], str], pre_run: Callable[[], None] | None = None) -> Any:
    """Ask, and return what was answered. Raises GoBack and Left with what stood half-typed."""
    try:
        return app.run(pre_run=pre_run)
    except GoBack:
        raise GoBack(typed()) from None
    except LEAVING:
        raise Left(typed()) from None
