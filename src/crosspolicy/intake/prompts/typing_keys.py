"""The keys of a question that is answered by typing."""

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import has_selection
from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.selection import SelectionState

from crosspolicy.intake.prompts.editor import edit

_CLEARING = ("c-u", "c-w", "c-k", "delete")
_MOVING = ("c-a", "c-e", "c-f")


def select_all(buffer: Buffer) -> None:
    """Select everything as by Shift: what is typed replaces it, an arrow key begins to edit it."""
    buffer.cursor_position = len(buffer.text)
    buffer.selection_state = SelectionState(original_cursor_position=0)
    buffer.selection_state.enter_shift_mode()


def typing_keys(buffer: Buffer, *, is_prose: bool) -> KeyBindingsBase:
    """Return the keys for a line, or for a text of several lines."""
    return merge_key_bindings(
        [_of_any(buffer, is_prose), _of_fresh(buffer), *([_of_prose(buffer)] if is_prose else [])]
    )


def _of_any(buffer: Buffer, is_prose: bool) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter")
    def answer(event: KeyPressEvent) -> None:
        if buffer.validate(set_cursor=False):
            event.app.exit()
        elif not is_prose:
            select_all(buffer)

    @keys.add(Keys.BracketedPaste)
    def paste(event: KeyPressEvent) -> None:
        _drop_selection(buffer)
        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        buffer.insert_text(text if is_prose else text.strip("\n"))

    return keys


def _of_fresh(buffer: Buffer) -> KeyBindings:
    """Return what prompt_toolkit leaves out while something is selected, as a fresh default is."""
    keys = KeyBindings()

    def clear(event: KeyPressEvent) -> None:
        _drop_selection(buffer)

    def begin_editing(event: KeyPressEvent) -> None:
        buffer.exit_selection()
        event.key_processor.feed(event.key_sequence[0], first=True)

    for names, act in ((_CLEARING, clear), (_MOVING, begin_editing)):
        for name in names:
            keys.add(name, filter=has_selection)(act)
    return keys


def _of_prose(buffer: Buffer) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("escape", "enter")
    def new_line(event: KeyPressEvent) -> None:
        _drop_selection(buffer)
        buffer.newline(copy_margin=False)

    @keys.add("c-u")
    def clear(event: KeyPressEvent) -> None:
        buffer.save_to_undo_stack()
        buffer.text = ""

    @keys.add("c-e", eager=True)
    @keys.add("escape", "e")
    def open_editor(event: KeyPressEvent) -> None:
        edit(buffer)

    return keys


def _drop_selection(buffer: Buffer) -> None:
    if buffer.selection_state is not None:
        buffer.cut_selection()
