"""Questions that are answered by typing: a line, a text, a name with what it may stand for."""

from collections.abc import Iterable
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Always
from prompt_toolkit.key_binding import merge_key_bindings
from prompt_toolkit.layout import (
    BufferControl,
    CompletionsMenu,
    Layout,
    Window,
    walk,
)
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.validation import ValidationError, Validator

from crosspolicy.intake.prompts.frame import STYLE, framed, message_line, run, ways_out
from crosspolicy.intake.prompts.leaving import Wrong
from crosspolicy.intake.prompts.literal import marked, visible
from crosspolicy.intake.prompts.sheet import Sheet
from crosspolicy.intake.prompts.typing_keys import select_all, typing_keys

_MENU_HEIGHT = 8
_OFFERED_AT_MOST = 200


def typed(sheet: Sheet) -> str:
    """Ask for a text and return it, checked. Raises GoBack and Left."""
    buffer = Buffer(
        document=Document(sheet.default),
        multiline=sheet.is_prose,
        completer=_Offers(sheet) if sheet.offer else None,
        on_text_changed=Buffer.start_completion if sheet.offer else None,
        validator=_Reads(sheet),
        validate_while_typing=False,
    )
    app: Application[Any] = Application(
        layout=Layout(framed(sheet, _parts(buffer))),
        key_bindings=merge_key_bindings([typing_keys(buffer, is_prose=sheet.is_prose), ways_out()]),
        style=STYLE,
        erase_when_done=True,
    )
    run(app, lambda: buffer.text, pre_run=lambda: _begin(sheet, buffer))
    return buffer.text


def _begin(sheet: Sheet, buffer: Buffer) -> None:
    if sheet.default and sheet.is_fresh:
        select_all(buffer)
    elif sheet.offer and not sheet.default:
        buffer.start_completion()


def _parts(buffer: Buffer) -> list[Any]:
    menu = CompletionsMenu(max_height=_MENU_HEIGHT)
    for window in walk(menu):
        if isinstance(window, Window):
            window.dont_extend_height = Always()
    return [
        Window(
            BufferControl(buffer, input_processors=[_Marks()]),
            get_line_prefix=lambda line, wrapped: "  " if line or wrapped else "> ",
            wrap_lines=True,
            dont_extend_height=True,
        ),
        message_line(lambda: buffer.validation_error.message if buffer.validation_error else ""),
        menu,
    ]


class _Offers(Completer):
    """Offers what a half-typed name may stand for."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield codes, each with its name."""
        assert self._sheet.offer
        text = document.text_before_cursor
        for number, found in enumerate(self._sheet.offer(text.strip())):
            if number == _OFFERED_AT_MOST:
                return
            meta = visible(f"{found.name} {found.note}".strip())
            yield Completion(found.code, -len(text), display=visible(found.code), display_meta=meta)


class _Reads(Validator):
    """Checks at once what was typed."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def validate(self, document: Document) -> None:
        """Raise ValidationError with what is the matter."""
        try:
            self._sheet.read(document.text)
        except Wrong as wrong:
            raise ValidationError(len(document.text), str(wrong.message)) from None


class _Marks(Processor):
    """Marks invisible characters, so that whoever pasted them sees what to take out."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Return the line with the marks; as long as before, so that no position moves."""
        fragments = transformation_input.fragments
        return Transformation([(style, marked(text), *rest) for style, text, *rest in fragments])  # type: ignore[misc]
