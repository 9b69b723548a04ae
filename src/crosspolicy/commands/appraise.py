"""``appraise``: departments and people appraised, with what is on record of them, and what it comes to (6.1, 6.2)."""

from typing import Annotated, Any

from typer import Argument, Context, Option

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_named, complete_request
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import department_named, looking, person_named, request_named
from crosspolicy.commands.kit.records import ABOUT, INTERESTED, columns, list_everywhere, show_command
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import NotFound, UsageFault
from crosspolicy.i18n import N_, Text, _
from crosspolicy.queries.book import Header
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.requests import Standing, departments_of
from crosspolicy.views.table import format_for


def _told(form: dict[str, Any], book: Header) -> dict[str, Any]:
    """Return an appraisal with what was on record in words, one line a fact."""
    from crosspolicy.vocabulary.evidence import evidence_lines

    return form | {"evidence": evidence_lines(form["evidence"], book.local)}


@make_command(
    N_("What appraisals come to: each rater's score, mean, spread, rank; and who still owes one (6.2.2)."),
    name="results",
    example="crosspolicy appraise results CB-2026-0001\ncrosspolicy appraise results --year 2026",
)
def results(
    ctx: Context,
    request: Annotated[
        str | None, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)
    ] = None,
    year: Annotated[
        int | None,
        Option("--year", min=1900, max=2200, help=_("over all requests, what was given in this year")),
    ] = None,
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.appraisals import of_request, of_year
    from crosspolicy.views.appraisal import show_results

    if (request is None) == (year is None):
        raise UsageFault(
            Text(N_("The results are those of one request, or of one year.")),
            Text(N_("Name a request, or state --year; one of the two.")),
        )
    settings = settings_of(ctx)
    with looking(settings) as (reader, book, today):
        if request is not None:
            found = request_named(reader, request)
            title, rows = f"{found.code} · {found.title}", of_request(reader, found.id, today)
        else:
            assert year is not None
            title, rows = str(year), of_year(reader, year, today, book.local)
    show_results(rows, format=format_for(settings), title=title, limit=limit)


@make_command(
    N_("What is on record of a department or a person on a request, beside each indicator (6.1.2)."),
    name="evidence",
    example="crosspolicy appraise evidence CB-2026-0001 --department IT",
)
def evidence(
    ctx: Context,
    request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
    department: Annotated[
        str | None,
        Option("--department", help=_("the department it is about"), shell_complete=complete_named("department")),
    ] = None,
    person: Annotated[
        str | None, Option("--person", help=_("the person it is about"), shell_complete=complete_named("person"))
    ] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.evidence import evidence as known
    from crosspolicy.views.appraisal import show_evidence

    if bool(department) == bool(person):
        raise UsageFault(
            Text(N_("The record is that of one department, or of one person.")),
            Text(N_("State --department or --person; one of the two.")),
        )
    settings = settings_of(ctx)
    with looking(settings) as (reader, book, today):
        found = request_named(reader, request)
        about = _subject(reader, found, department or "", person or "")
        facts = known(reader, found.id, about["department"] or "", about["person"] or "", today)
    page = {"request": found.code, **about, "as_of": today.isoformat(), "evidence": facts}
    show_evidence(page, format=format_for(settings), local=book.local)


def _subject(reader: Reader, request: Standing, department: str, person: str) -> dict[str, str | None]:
    """Return whom the record is asked of, as the book writes it. Raises NotFound where they are not in the request."""
    if person:
        person, belongs = person_named(reader, person)
    else:
        belongs = department = department_named(reader, department)
    parties = tuple(departments_of(reader, request.id))
    if belongs not in parties:
        raise NotFound(
            Text(
                N_("{department} is no department of this request; its departments are {parties}."),
                department=belongs,
                parties=parties,
            ),
            Text(N_("`crosspolicy status {request}` shows them."), request=request.code),
        )
    return {"department": department or None, "person": person or None}


command = group(
    "appraise",
    N_(
        "Appraisal: departments and people, by the policy's indicators; what is on record, what it comes to (6.1, 6.2)."
    ),
    (
        ActLeaf(
            "give",
            "appraisal.given",
            N_("Appraise a department or a person: after the project, or on an occasion (6.2)."),
            example="crosspolicy appraise CB-2026-0001",
        ),
        evidence,
        results,
        list_everywhere(
            "appraisal",
            N_("List the appraisals of a request, or of all."),
            (*columns("code", "kind"), ABOUT, *columns("by_department", "score", "given_on"), INTERESTED),
            example="crosspolicy appraise list CB-2026-0001",
        ),
        show_command(
            "appraisal",
            N_("Show an appraisal, with what was on record when it was given."),
            example="crosspolicy appraise show CB-2026-0001/Q1",
            told=_told,
        ),
    ),
    default="give",
)
