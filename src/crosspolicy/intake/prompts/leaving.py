"""Ways out of a question that are no answer: back, and away (Ctrl-C, end of input, a terminal that hangs up)."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from crosspolicy.i18n import Text

_HANG_UPS: Final = tuple(
    getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)
)  # Windows has no SIGHUP


class Wrong(Exception):
    """What was typed cannot be taken; the question stays."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message


class GoBack(Exception):
    """To the question before; ``text`` is what stood half-typed."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.text = text


class Left(Exception):
    """Away from the form; ``text`` is what stood half-typed."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.text = text


LEAVING: Final = (KeyboardInterrupt, EOFError, OSError)
"""What a terminal answers when somebody leaves, or when it is gone."""


def _end_of_input(*_signal: Any) -> None:
    """End the question being asked; where none is, end the work at hand."""
    from prompt_toolkit.application import get_app

    app = get_app()
    if app.loop is None or not app.is_running:
        raise EOFError

    def leave() -> None:
        if app.future is not None and not app.future.done():
            app.exit(exception=EOFError)

    app.loop.call_soon_threadsafe(leave)


@contextmanager
def hang_ups_end_the_input() -> Iterator[None]:
    """Take a terminal that goes away, and a machine that shuts down, for the end of input."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _end_of_input) for number in _HANG_UPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
