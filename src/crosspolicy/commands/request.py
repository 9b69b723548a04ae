"""``request``: the request form, and the ways into and out of the process (2.1)."""

from typing import TYPE_CHECKING, Annotated, Any, Final

from typer import Argument, Context, Option

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_named, complete_request
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import department_named, looking, request_named
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.i18n import N_, _
from crosspolicy.i18n import listed as strung
from crosspolicy.queries.book import Header
from crosspolicy.views.table import TERMINAL_ROWS, Column, format_for, show_list
from crosspolicy.vocabulary.labels import value_label

if TYPE_CHECKING:
    from crosspolicy.queries.requests import Listed

WIDE: Final = 100
"""From how many columns on a terminal has room for more than what a request is and where it stands."""

LIST = (
    Column("code", N_("Request"), whole=True),
    Column("title", N_("Title")),
    Column("stage", N_("Stage"), value_label),
    Column("requesting_department", N_("By")),
    Column("requester", N_("Requester"), from_width=WIDE),
    Column("planned_end_date", N_("Planned end"), whole=True, from_width=WIDE),
    Column("last_occurred_on", N_("Last act"), lambda when: str(when)[:10], whole=True),
)


@make_command(N_("List requests."), name="list", example="crosspolicy request list --stage executing")
def listing(
    ctx: Context,
    stage: Annotated[str | None, Option("--stage", help=_("only those at this stage"))] = None,
    department: Annotated[
        str | None,
        Option(
            "--department", help=_("only those that touch this department"), shell_complete=complete_named("department")
        ),
    ] = None,
    after: Annotated[str | None, Option("--after", metavar="REQ", help=_("only those after this one"))] = None,
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.requests import listed, pages_listed
    from crosspolicy.vocabulary.lists import Stage

    settings = settings_of(ctx)
    if stage is not None and stage not in set(Stage):
        ctx.fail(_("--stage takes one of {stages}").format(stages=strung(Stage)))
    format_ = format_for(settings)
    with looking(settings) as (reader, book, _today):
        key = request_named(reader, after).id if after else 0
        department = department_named(reader, department) if department else None
        if format_ == "tsv":
            for page in pages_listed(reader, stage, department, key, limit):
                show_list(LIST, [_told(row, book) for row in page], format=format_)
            return
        is_page = format_ == "table" and limit is None
        capped = TERMINAL_ROWS + 1 if is_page else limit
        rows = listed(reader, stage=stage, department=department, after=key, limit=capped)
    objects = [row._asdict() if format_ == "json" else _told(row, book) for row in rows]
    if is_page and len(objects) > TERMINAL_ROWS:
        objects = objects[:TERMINAL_ROWS]
        show_list(LIST, objects, format=format_)
        from crosspolicy.views.terminal import console

        told = _("The first {n}; for the next, add --after {code}")
        console().print(told.format(n=TERMINAL_ROWS, code=objects[-1]["code"]), markup=False)
        return
    show_list(LIST, objects, format=format_, empty=_("No request yet. Begin with: crosspolicy request new"))


def _told(row: "Listed", book: Header) -> dict[str, Any]:
    """Return a request as people read it, its last act in their time zone."""
    return row._asdict() | {"last_occurred_on": book.local(row.last_occurred_on)}


@make_command(N_("Show a request's form in full."), name="show", example="crosspolicy request show CB-2026-0001")
def showing(
    ctx: Context,
    request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
) -> None:
    """See the command's help."""
    from crosspolicy.queries.agreements import codes_standing
    from crosspolicy.queries.forms import stated_forms
    from crosspolicy.views.sheet import show_sheet

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        found = request_named(reader, request)
        form = stated_forms(reader, "request", found.id, book.currency)[0]
        beside = codes_standing(reader, found.id)
    show_sheet({"code": found.code} | form | beside, format=format_for(settings))


command = group(
    "request",
    N_("Requests: the form, and the ways into and out of the process (2.1)."),
    (
        ActLeaf(
            "new",
            "request.drafted",
            N_("Fill the Cross-Department Request Form (2.1.1); --submit hands it in at once."),
            target="new-request",
            then="request.submitted",
            example="crosspolicy request new\ncrosspolicy request new --template > request.yaml\n"
            "crosspolicy request new --from request.yaml --submit",
        ),
        ActLeaf(
            "edit", "request.edited", N_("Change a draft (2.1.2)."), example="crosspolicy request edit CB-2026-0001"
        ),
        ActLeaf(
            "submit",
            "request.submitted",
            N_("Hand a draft in to management (2.2.1)."),
            example="crosspolicy request submit CB-2026-0001",
        ),
        ActLeaf(
            "withdraw",
            "request.withdrawn",
            N_("Take a request back, before the agreement."),
            example="crosspolicy request withdraw CB-2026-0001 --reason 'no longer needed'",
        ),
        ActLeaf(
            "terminate",
            "request.terminated",
            N_("End a request for good; management only."),
            example="crosspolicy request terminate CB-2026-0001 --reason 'the market is gone'",
        ),
        ActLeaf(
            "close",
            "request.closed",
            N_("Close a request that every department has summed up (2.5.3)."),
            example="crosspolicy request close CB-2026-0001",
        ),
        listing,
        showing,
    ),
)
