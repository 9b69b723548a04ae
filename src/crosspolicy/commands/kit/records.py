"""``list`` and ``show`` for what lies under a request: one pair of commands for every table of forms."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from typer import Argument, Context

from crosspolicy.commands.kit.complete import complete_request
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import looking, request_named
from crosspolicy.commands.kit.tree import Leaf, settings_of
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text, _
from crosspolicy.views.sheet import show_sheet, tell
from crosspolicy.views.table import Column, format_for, show_list
from crosspolicy.vocabulary.codes import LETTERS, parse_code
from crosspolicy.vocabulary.labels import FIELD_LABELS


def columns(*names: str) -> tuple[Column, ...]:
    """Return columns for fields, headed by their labels."""
    return tuple(
        Column(
            name,
            FIELD_LABELS.get(name, name),
            partial(tell, name),
            whole=name.endswith(("_date", "_on", "_at", "code")),
        )
        for name in names
    )


def list_command(table: str, help: str, shown: Sequence[Column], *, example: str) -> Leaf:
    """Return the command that lists the forms of a table under a request."""

    def listing(
        ctx: Context,
        request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
        limit: Limit = None,
    ) -> None:
        settings = settings_of(ctx)
        rows = _forms(ctx, table, request)
        format_ = format_for(settings)
        show_list(shown, rows, format=format_, limit=limit)

    return make_command(help, name="list", example=example)(listing)


def show_command(table: str, help: str, *, example: str) -> Leaf:
    """Return the command that shows one form of a table by its code; of a request's code, the latest."""

    def showing(
        ctx: Context,
        code: Annotated[
            str,
            Argument(
                metavar="CODE", help=_("its code, or the request's for the latest"), shell_complete=complete_request
            ),
        ],
    ) -> None:
        settings = settings_of(ctx)
        found = _forms(ctx, table, code)
        parsed = parse_code(code)
        wanted = [
            f for f in found if not parsed or not parsed[2] or f["code"].endswith(f"/{LETTERS[table]}{parsed[2]}")
        ]
        if not wanted or (parsed and parsed[1] not in ("", LETTERS[table])):
            raise NotFound(
                Text(N_("There is nothing of the code {code}."), code=code), Text(N_("See the `list` beside `show`."))
            )
        show_sheet(wanted[-1], format=format_for(settings))

    return make_command(help, name="show", example=example)(showing)


def _forms(ctx: Any, table: str, code: str) -> list[dict[str, Any]]:
    from crosspolicy.queries.forms import stated_forms

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        found = request_named(reader, code.partition("/")[0])
        forms = stated_forms(reader, table, found.id, book.currency)
        if settings.is_json:
            return forms
        return [
            {name: book.local(v) if v and name.endswith(("_on", "_at")) else v for name, v in form.items()}
            for form in forms
        ]
