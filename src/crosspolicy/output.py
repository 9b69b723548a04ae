"""The one way to standard output and standard error: no text passes that steers a terminal or hides on it.

Whoever prints, prints to ``sys.stdout`` and ``sys.stderr``, which ``guard`` has replaced. What a terminal itself needs
comes from two libraries: Rich goes past the guard, and every console of ours is ``cleaning`` instead; what
prompt_toolkit writes, it has cleaned of controls itself.
"""

import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO, cast

from crosspolicy.vocabulary.hidden import visible


class Guarded:
    """A stream of text that shows hidden characters as escapes; everything else it leaves to the stream behind."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.rich_proxied_file = stream
        """Where Rich writes, by this name: it has colours to write, and moves the cursor."""

    def write(self, text: str) -> int:
        """Write a text; returns its length."""
        self._stream.write(visible(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def guard() -> None:
    """Put a guard before standard output and standard error, where there is none yet."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, Guarded):
            setattr(sys, name, cast("TextIO", Guarded(stream)))


def cleaning(console: Any) -> Any:
    """Return one of Rich's consoles, from now on showing hidden characters as escapes."""
    console.push_render_hook(_Cleaning())
    return console


class _Cleaning:
    """A hook of Rich: what is printed is rendered first, then each piece of text in it cleaned."""

    def process_renderables(self, renderables: list[Any]) -> list[Any]:
        """Return what to print instead; part of Rich's contract for hooks."""
        return [_Cleaned(renderable) for renderable in renderables]


class _Cleaned:
    def __init__(self, renderable: Any) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
        for segment in console.render(self._renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))
