"""``training``: needs, the plan of a year, its sessions, what they bring about, and what follows from it (7)."""

from typing import Annotated, Any

from typer import Argument, Context, Option

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_choice, complete_named
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import department_named, looking, person_named
from crosspolicy.commands.kit.records import localised
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import NotFound, UsageFault
from crosspolicy.i18n import N_, Text, _
from crosspolicy.queries.book import Header
from crosspolicy.queries.training import RECORDS, record_named, year_of_training
from crosspolicy.settings import Settings
from crosspolicy.views.table import format_for

Year = Annotated[int | None, Option("--year", min=1900, max=2200, metavar="YEAR", help=_("only those of this year"))]


@make_command(
    N_("List needs, plans, courses, sessions, evaluations or adjustments."),
    name="list",
    example="crosspolicy training list courses --year 2027",
)
def listing(
    ctx: Context,
    what: Annotated[
        str,
        Argument(metavar="WHAT", help=" | ".join(RECORDS), shell_complete=complete_choice(tuple(RECORDS))),
    ],
    year: Year = None,
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.views.training import show_records

    if what not in RECORDS:
        raise UsageFault(
            Text(N_("There are no {what} of training."), what=what),
            Text(N_("Choose one of {names}."), names=tuple(RECORDS)),
        )
    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        found = [_told(record, book, settings) for record in RECORDS[what](reader, year)]
    show_records(what, found, format=format_for(settings), limit=limit)


def _told(record: Any, book: Header, settings: Settings) -> Any:
    """Return a record, and what lies inside it, with its moments as the book's people read them; JSON as it is kept."""
    return localised(record, book) if isinstance(record, dict) and not settings.is_json else record


@make_command(
    N_("Show a year's training whole: plan, courses, effect, people, coverage of needs; or one thing by its code."),
    name="show",
    example="crosspolicy training show 2027\ncrosspolicy training show TC-2027-0001",
)
def showing(
    ctx: Context,
    what: Annotated[
        str,
        Argument(
            metavar="YEAR|CODE", help=_("a year; or the code of a need, plan, course, session, evaluation, adjustment")
        ),
    ],
) -> None:
    """See the command's help."""
    from crosspolicy.views.sheet import show_sheet
    from crosspolicy.views.training import on_a_sheet, show_year

    settings = settings_of(ctx)
    is_year = what.isascii() and what.isdigit() and len(what) == 4
    with looking(settings) as (reader, book, _today):
        found = year_of_training(reader, int(what)) if is_year else record_named(reader, what)
        found = _told(found, book, settings)
    if found is None:
        raise _nothing(what)
    if is_year:
        show_year(found, format=format_for(settings))
    else:
        format_ = format_for(settings)
        show_sheet(on_a_sheet(found) if format_ == "table" else found, format=format_)


def _nothing(what: str) -> NotFound:
    return NotFound(
        Text(N_("There is no training {what} in this book."), what=what),
        Text(N_("`crosspolicy training list needs` and its siblings show what there is.")),
    )


@make_command(
    N_("What the book knows that may show a training need: marks, breaches, what is late, issues (7.1.2)."),
    name="evidence",
    example="crosspolicy training evidence\ncrosspolicy training evidence --year 2026 --department IT",
)
def evidence(
    ctx: Context,
    year: Annotated[
        int | None,
        Option("--year", min=1900, max=2200, metavar="YEAR", help=_("of this year; else of the last twelve months")),
    ] = None,
    department: Annotated[
        str | None,
        Option(
            "--department", help=_("of this department and its people"), shell_complete=complete_named("department")
        ),
    ] = None,
    person: Annotated[
        str | None, Option("--person", help=_("of this person"), shell_complete=complete_named("person"))
    ] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.training_evidence import evidence_of, scope_of
    from crosspolicy.views.training import show_evidence

    if department and person:
        raise UsageFault(
            Text(N_("--department and --person exclude each other.")), Text(N_("State one of the two, or neither."))
        )
    settings = settings_of(ctx)
    with looking(settings) as (reader, _book, today):
        known: dict[str, Any] = {
            "department": department_named(reader, department) if department else "",
            "person": person_named(reader, person)[0] if person else "",
        }
        scope = scope_of(today, year, **known)
        found = {"since": scope.since.isoformat(), "until": scope.until.isoformat()} | evidence_of(reader, scope)
    show_evidence(found, format=format_for(settings))


command = group(
    "training",
    N_("Training: needs, the year's plan, sessions, what they bring about, and what follows from it (7)."),
    (
        ActLeaf(
            "need",
            "training.need_stated",
            N_("State a training need, by what the business asks, what people can do, what went wrong (7.1)."),
            target="book",
            example="crosspolicy training need --year 2027 --department IT --topic 'Care of kiosks'"
            " --work-problem 'three stood still for a week'",
        ),
        evidence,
        ActLeaf(
            "plan",
            "training.planned",
            N_("Plan a year's training; further courses may follow (7.2)."),
            target="book",
            example="crosspolicy training plan --year 2027\ncrosspolicy training plan --template",
        ),
        ActLeaf(
            "session",
            "training.held",
            N_("Record a session of a course, and who attended (7.3)."),
            target="course",
            example="crosspolicy training session TC-2027-0001 --held-on 2027-03-05 --attendees li.na",
        ),
        ActLeaf(
            "evaluate",
            "training.evaluated",
            N_("Evaluate a session: by what method, each participant's result, the conclusion (7.4)."),
            target="session",
            example="crosspolicy training evaluate TS-2027-0001 --method exam --results person=li.na,score=82"
            " --conclusion effective",
        ),
        ActLeaf(
            "adjust",
            "training.adjusted",
            N_("Adjust the plan to what an evaluation showed (7.4.3)."),
            target="book",
            example="crosspolicy training adjust --rests-on TE-2027-0001",
        ),
        listing,
        showing,
    ),
)
