"""Where the questions are drawn: standard error, with the keyboard raw from the first to the last."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_input
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import is_dumb_terminal


@contextmanager
def on_standard_error() -> Iterator[None]:
    """Draw on standard error; standard output carries the result alone.

    The terminal stays raw from the first question to the last: what is typed ahead between two is neither echoed nor
    changed, and reaches the next one.
    """
    keyboard, page = create_input(sys.stdin), create_output(sys.stderr)
    if isinstance(page, Vt100_Output):
        # Asking the terminal where its cursor is costs a second a question where none answers; no question needs it.
        page.enable_cpr = False
    between = nullcontext() if is_dumb_terminal() else keyboard.raw_mode()
    with create_app_session(input=keyboard, output=page), between:
        yield
