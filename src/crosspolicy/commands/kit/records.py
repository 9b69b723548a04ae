"""``list`` and ``show`` for what lies under a request: one pair of commands for every table of forms."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, Final

from typer import Argument, Context

from crosspolicy.commands.kit.complete import complete_code, complete_request
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import looking, request_named
from crosspolicy.commands.kit.tree import Leaf, settings_of
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text, _
from crosspolicy.queries.book import Header
from crosspolicy.queries.reader import Reader
from crosspolicy.settings import Settings
from crosspolicy.views.sheet import show_sheet, tell
from crosspolicy.views.table import Column, format_for, show_list
from crosspolicy.vocabulary.codes import parse_code
from crosspolicy.vocabulary.labels import FIELD_LABELS

Beside = Callable[[Reader, int, Sequence[dict[str, Any]]], list[dict[str, Any]]]
"""What is known of the forms of a request beside what they state: further fields for each of them."""


def columns(*names: str) -> tuple[Column, ...]:
    """Return columns for fields, headed by their labels."""
    return tuple(
        Column(
            name,
            FIELD_LABELS.get(name, name),
            partial(tell, name),
            whole=name.endswith(("_date", "code")) or _is_moment(name),
        )
        for name in names
    )


INTERESTED: Final = Column("interested", FIELD_LABELS["interested"], partial(tell, "interested"), if_any=True)
"""The column that names who decided or recorded a form though they have an interest in it."""

ABOUT: Final = Column("subject", N_("About whom"))
"""The column that names the department, or the person, that a form is about."""


def _is_moment(name: str) -> bool:
    """Tell by its name whether a field holds a day or a moment."""
    return name.endswith(("_on", "_at")) and name != "rests_on"


def list_command(table: str, help: str, shown: Sequence[Column], *, example: str, beside: Beside | None = None) -> Leaf:
    """Return the command that lists the forms of a table under a request, with what ``beside`` knows of each."""

    def listing(
        ctx: Context,
        request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
        limit: Limit = None,
    ) -> None:
        settings = settings_of(ctx)
        show_list(shown, _forms(settings, table, request, beside), format=format_for(settings), limit=limit)

    return make_command(help, name="list", example=example)(listing)


def list_everywhere(table: str, help: str, shown: Sequence[Column], *, example: str) -> Leaf:
    """Return the command that lists the forms of a table under a request, or under all of them.

    The forms are about a department or a person; their column ``subject`` names the one or the other.
    """

    def listing(
        ctx: Context,
        request: Annotated[
            str | None,
            Argument(
                metavar="REQ", help=_("the request's code; all requests without it"), shell_complete=complete_request
            ),
        ] = None,
        limit: Limit = None,
    ) -> None:
        settings = settings_of(ctx)
        forms = _forms(settings, table, request, None) if request else _all_forms(settings, table)
        forms = forms if settings.is_json else [with_subject(form) for form in forms]
        show_list(shown, forms, format=format_for(settings), limit=limit)

    return make_command(help, name="list", example=example)(listing)


def show_command(
    table: str,
    help: str,
    *,
    example: str,
    beside: Beside | None = None,
    told: Callable[[dict[str, Any], Header], dict[str, Any]] | None = None,
) -> Leaf:
    """Return the command that shows one form of a table by its code; of a request's code, the latest.

    What ``beside`` knows of it is shown, too; ``told`` puts into words, for people, what JSON carries as it is.
    """

    def showing(
        ctx: Context,
        code: Annotated[
            str,
            Argument(
                metavar="CODE",
                help=_("its code, or the request's for the latest"),
                shell_complete=complete_code(table),
            ),
        ],
    ) -> None:
        settings = settings_of(ctx)
        form = latest(forms_named(settings, table, code, beside), code)
        if told and not settings.is_json:
            with looking(settings) as (_reader, book, _today):
                form = told(form, book)
        show_sheet(form, format=format_for(settings))

    return make_command(help, name="show", example=example)(showing)


def latest(forms: Sequence[dict[str, Any]], code: str) -> dict[str, Any]:
    """Return the last of the forms that a code names. Raises NotFound where it names none."""
    if not forms:
        raise _nothing(code)
    return forms[-1]


def forms_named(settings: Settings, table: str, code: str, beside: Beside | None = None) -> list[dict[str, Any]]:
    """Return the forms of a table that a code names: one by its own code, all by the request's. Raises NotFound."""
    parsed = parse_code(code)
    found = _forms(settings, table, code, beside)
    if parsed and parsed[1]:
        found = [f for f in found if f["code"].endswith(f"/{parsed[1]}{parsed[2]}")]
        if not found:
            raise _nothing(code)
    return found


def _nothing(code: str) -> NotFound:
    return NotFound(
        Text(N_("There is nothing of the code {code}."), code=code), Text(N_("See the `list` beside `show`."))
    )


def _forms(settings: Settings, table: str, code: str, beside: Beside | None) -> list[dict[str, Any]]:
    from crosspolicy.queries.forms import stated_forms

    with looking(settings) as (reader, book, _today):
        found = request_named(reader, code.partition("/")[0])
        forms = stated_forms(reader, table, found.id, book.currency)
        if beside:
            forms = [form | more for form, more in zip(forms, beside(reader, found.id, forms), strict=True)]
        return forms if settings.is_json else [localised(form, book) for form in forms]


def _all_forms(settings: Settings, table: str) -> list[dict[str, Any]]:
    from crosspolicy.queries.forms import stated_everywhere

    with looking(settings) as (reader, book, _today):
        forms = stated_everywhere(reader, table, book.currency)
        return forms if settings.is_json else [localised(form, book) for form in forms]


def with_subject(form: dict[str, Any]) -> dict[str, Any]:
    """Return a form with its subject beside it: the department, or the person, that it is about."""
    return form | {"subject": form["department"] or form["person"]}


def localised(form: dict[str, Any], book: Header) -> dict[str, Any]:
    """Return a form, and the lists in it, with their moments as the book's people read them."""
    return {name: _local(name, value, book) for name, value in form.items()}


def _local(name: str, value: Any, book: Header) -> Any:
    if isinstance(value, list):
        return [localised(item, book) if isinstance(item, dict) else item for item in value]
    return book.local(value) if value and _is_moment(name) else value
