"""What a shell is offered: request codes, departments, people, from the book at hand."""

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any, Final

from crosspolicy.queries.reader import Reader
from crosspolicy.settings import Settings
from crosspolicy.vocabulary.hidden import marked

_TYPED: Final = re.compile(r"[\w.@+/:-]+")
"""What may be offered: a shell puts it on the line as it is, where it must neither end a word nor begin a command."""

_ACTIVE: Final = {ord(c): ord(c) + 0xFEE0 for c in "!\"#$%&'()*;<=>?[\\]^`{|}~"}
"""What means something to a shell, shown as its full-width form: zsh evaluates what stands beside a candidate."""

_WIDTH: Final = 60
"""How many columns what stands beside a candidate takes at most."""

_NAMED = {
    "department": "SELECT code, name FROM department ORDER BY code",
    "person": "SELECT login, name FROM person ORDER BY login",
}


def complete_request(ctx: Any, param: Any, incomplete: str) -> list[Any]:
    """Offer the latest requests whose code begins so, with their titles."""
    from crosspolicy.queries.requests import codes_beginning

    return _offered(ctx, lambda reader: codes_beginning(reader, incomplete))


def complete_code(table: str, *, only_open: bool = False) -> Callable[[Any, Any, str], list[Any]]:
    """Return what offers the codes of a table's rows under the requests that begin so; only the open ones if asked.

    A ``--request`` or ``REQ`` that stands on the line already narrows it to that request's.
    """

    def complete(ctx: Any, param: Any, incomplete: str) -> list[Any]:
        from crosspolicy.queries.requests import children_beginning

        beginning = incomplete or str(ctx.params.get("request") or "")
        return _offered(ctx, lambda reader: children_beginning(reader, table, beginning, only_open=only_open))

    return complete


def complete_measure(ctx: Any, param: Any, incomplete: str) -> list[Any]:
    """Offer the latest rewards and penalties whose code begins so, with their reasons."""
    from crosspolicy.queries.incentives import codes_beginning

    return _offered(ctx, lambda reader: codes_beginning(reader, incomplete))


def complete_ground(ctx: Any, param: Any, incomplete: str) -> list[Any]:
    """Offer the appraisals and breaches of the latest requests whose code begins so, with whom or what they are."""
    from crosspolicy.queries.requests import children_beginning

    tables = ("appraisal", "breach")
    return _offered(ctx, lambda reader: [pair for t in tables for pair in children_beginning(reader, t, incomplete)])


def complete_training(table: str) -> Callable[[Any, Any, str], list[Any]]:
    """Return what offers the codes of a table of training that begin so, with what each is about."""

    def complete(ctx: Any, param: Any, incomplete: str) -> list[Any]:
        from crosspolicy.queries.training import codes_beginning

        return _offered(ctx, lambda reader: codes_beginning(reader, table, incomplete))

    return complete


def complete_named(kind: str) -> Callable[[Any, Any, str], list[Any]]:
    """Return what offers departments, or people, that begin so."""

    def complete(ctx: Any, param: Any, incomplete: str) -> list[Any]:
        return _offered(ctx, lambda reader: [row for row in reader.rows(_NAMED[kind]) if row[0].startswith(incomplete)])

    return complete


def complete_choice(choices: tuple[str, ...]) -> Callable[[Any, Any, str], list[Any]]:
    """Return what offers the values of a fixed list that begin so."""

    def complete(ctx: Any, param: Any, incomplete: str) -> list[Any]:
        return [choice for choice in choices if choice.startswith(incomplete)]

    return complete


def _offered(ctx: Any, ask: Callable[[Reader], list[Any]]) -> list[Any]:
    """Ask the book; without one that can be read, nothing is offered."""
    from typer._click.shell_completion import CompletionItem

    from crosspolicy.errors import CrosspolicyError
    from crosspolicy.store.location import locate
    from crosspolicy.store.reading import reading

    settings = ctx.find_root().ensure_object(Settings)
    try:
        with reading(locate(settings.book())) as reader:
            return [CompletionItem(value, help=_told(told)) for value, told in ask(reader) if _TYPED.fullmatch(value)]
    except CrosspolicyError:
        return []


def _told(text: object) -> str:
    """Return what stands beside a candidate, on one line that is short enough for Typer not to fold it."""
    line = marked(" ".join(str(text or "").split())).translate(_ACTIVE)
    ends = accumulate(1 if character.isascii() else 2 for character in line)
    kept = sum(1 for end in ends if end <= _WIDTH)
    return line if kept == len(line) else f"{line[:kept].rstrip()}…"
