"""What a shell is offered: request codes, departments, people, from the book at hand."""

from typing import Any

from crosspolicy.settings import Settings


def complete_request(ctx: Any, param: Any, incomplete: str) -> list[Any]:
    """Offer the latest open requests whose code begins so, with their titles."""
    from typer._click.shell_completion import CompletionItem

    from crosspolicy.errors import CrosspolicyError
    from crosspolicy.queries.requests import codes_beginning
    from crosspolicy.store.location import locate
    from crosspolicy.store.reading import reading

    settings = ctx.find_root().ensure_object(Settings)
    try:
        with reading(locate(settings.book())) as reader:
            return [CompletionItem(code, help=title) for code, title in codes_beginning(reader, incomplete)]
    except CrosspolicyError:
        return []
