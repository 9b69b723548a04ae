"""``incentive``: rewards and penalties, decided by management on what appraisals and breaches show (6.3)."""

from typing import Annotated, Any

from typer import Argument, Context, Option

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_measure, complete_named
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import department_named, looking, person_named
from crosspolicy.commands.kit.records import ABOUT, INTERESTED, columns, localised, with_subject
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text, _
from crosspolicy.queries.book import Header
from crosspolicy.views.sheet import show_sheet
from crosspolicy.views.table import format_for, show_list

_LIST = (*columns("code"), ABOUT, *columns("measure", "amount", "reason", "rests_on", "decided_on"), INTERESTED)


@make_command(
    N_("List rewards and penalties together, by whom they are about (6.3)."),
    name="list",
    example="crosspolicy incentive list --department IT --year 2026",
)
def listing(
    ctx: Context,
    department: Annotated[
        str | None,
        Option("--department", help=_("only those of this department"), shell_complete=complete_named("department")),
    ] = None,
    person: Annotated[
        str | None, Option("--person", help=_("only those of this person"), shell_complete=complete_named("person"))
    ] = None,
    year: Annotated[int | None, Option("--year", min=1900, max=2200, help=_("only those of this year"))] = None,
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.incentives import measures

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        known = department_named(reader, department) if department else None
        login = person_named(reader, person)[0] if person else None
        found = measures(reader, book.currency, department=known, person=login, year=year)
    format_ = format_for(settings)
    if format_ != "json":
        found = [with_subject(_told(measure, book)) for measure in found]
    show_list(_LIST, found, format=format_, limit=limit, empty=_("No reward and no penalty."))


@make_command(N_("Show a reward or a penalty."), name="show", example="crosspolicy incentive show IN-2026-0001")
def showing(
    ctx: Context,
    code: Annotated[str, Argument(metavar="CODE", help=_("its code"), shell_complete=complete_measure)],
) -> None:
    """See the command's help."""
    from crosspolicy.queries.incentives import measure_named

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        found = measure_named(reader, code, book.currency)
    if found is None:
        raise NotFound(
            Text(N_("There is no reward and no penalty of the code {code}."), code=code),
            Text(N_("`crosspolicy incentive list` shows those there are.")),
        )
    show_sheet(found if settings.is_json else _told(found, book), format=format_for(settings))


def _told(measure: dict[str, Any], book: Header) -> dict[str, Any]:
    """Return a measure as people read it: the amount with its currency."""
    amount = measure["amount"] and f"{measure['amount']} {measure['currency']}"
    return localised(measure, book) | {"amount": amount, "currency": None}


command = group(
    "incentive",
    N_("Rewards and penalties, decided by management on what appraisals and breaches show (6.3)."),
    (
        ActLeaf(
            "grant",
            "incentive.granted",
            N_("Grant a reward, resting on an appraisal (6.3.1, 6.3.2)."),
            target="book",
            example="crosspolicy incentive grant --department IT --measure bonus --amount 5000"
            " --reason 'both kiosks early' --rests-on CB-2026-0001/Q1",
        ),
        ActLeaf(
            "penalise",
            "penalty.imposed",
            N_("Impose a penalty, resting on an appraisal or a breach (6.3.3)."),
            target="book",
            example="crosspolicy incentive penalise --department FIN --measure warning"
            " --reason 'no report in October' --rests-on CB-2026-0001/B1",
        ),
        listing,
        showing,
    ),
)
