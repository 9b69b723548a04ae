"""The keys of a question that is answered by choosing."""

from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from crosspolicy.intake.prompts.choosing import Choosing, Picking, Ticking


def choosing_keys(state: Picking | Ticking) -> KeyBindings:
    """Return the keys that every list has: up and down, what is typed, and Enter."""
    keys = KeyBindings()
    _add_moving(keys, state)
    _add_typing(keys, state)

    @keys.add("enter")
    @keys.add("c-j")  # Enter as some terminals, and what was typed ahead, send it
    def enter(event: KeyPressEvent) -> None:
        answer = state.answer()
        if answer is not None:
            event.app.exit(result=answer)

    return keys


def ticking_keys(state: Ticking) -> KeyBindings:
    """Return the keys of a list of which several can be chosen: its numbers and the space bar tick, too."""
    keys = choosing_keys(state)
    nothing_typed = Condition(lambda: not state.text)

    for number in range(1, min(len(state.sheet.options), 9) + 1):

        @keys.add(str(number), filter=nothing_typed)
        def tick(event: KeyPressEvent, place: int = number - 1) -> None:
            state.toggle(place)

    @keys.add("space")
    def space(event: KeyPressEvent) -> None:
        state.space()

    return keys


def _add_moving(keys: KeyBindings, state: Choosing) -> None:
    @keys.add("down")
    @keys.add("c-n")
    def down(event: KeyPressEvent) -> None:
        state.move(1)

    @keys.add("up")
    @keys.add("c-p")
    def up(event: KeyPressEvent) -> None:
        state.move(-1)


def _add_typing(keys: KeyBindings, state: Choosing) -> None:
    @keys.add(Keys.Any)
    def typed(event: KeyPressEvent) -> None:
        if event.data.isprintable():  # a function key's data begins with an escape
            state.type(event.data)

    @keys.add(Keys.BracketedPaste)
    def pasted(event: KeyPressEvent) -> None:
        state.type(" ".join(event.data.split()))

    @keys.add("backspace")
    def take_back(event: KeyPressEvent) -> None:
        state.take_back()

    @keys.add("c-u")
    def clear(event: KeyPressEvent) -> None:
        state.clear()
