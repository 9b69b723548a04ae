"""``status``: the book at a glance, or one request."""

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

from typer import Argument, Context, Option

from crosspolicy.commands.kit.complete import complete_named, complete_request
from crosspolicy.commands.kit.glancing import Asked
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import department_named, looking, parse_day, request_named
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import settings_of
from crosspolicy.errors import Findings, NotFound, UsageFault
from crosspolicy.i18n import N_, Text, _
from crosspolicy.queries.agreements import standing_texts
from crosspolicy.queries.book import Header
from crosspolicy.queries.obligations import CELL, Owed, obligations_as_of, open_obligations
from crosspolicy.queries.policies import due_soon_days
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.requests import Standing, progress
from crosspolicy.settings import Settings
from crosspolicy.views.status import heading, show_obligations
from crosspolicy.views.table import TERMINAL_ROWS, format_for, print_json, print_lines
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import MANAGEMENT
from crosspolicy.vocabulary.money import from_minor


@make_command(
    N_("The book at a glance: stages, what is overdue and who owes it; or one request's page."),
    name="status",
    example="crosspolicy status\ncrosspolicy status --check\ncrosspolicy status --management\ncrosspolicy status REQ",
)
def command(
    ctx: Context,
    request: Annotated[
        str | None, Argument(metavar="REQ", help=_("a request's code"), shell_complete=complete_request)
    ] = None,
    check: Annotated[
        bool, Option("--check", help=_("for cron: silent and 0 when nothing is overdue, else lists it and 8"))
    ] = False,
    mine: Annotated[bool, Option("--mine", help=_("only what you owe"))] = False,
    department: Annotated[
        str | None,
        Option("--department", help=_("only what this department owes"), shell_complete=complete_named("department")),
    ] = None,
    overdue: Annotated[bool, Option("--overdue", help=_("only what is overdue"))] = False,
    clause: Annotated[str | None, Option("--clause", help=_("only what is owed under this clause"))] = None,
    as_of: Annotated[
        str | None, Option("--as-of", metavar="DATE", help=_("as it was, or will be, at the end of a day"))
    ] = None,
    management: Annotated[
        bool, Option("--management", help=_("management's view: what is escalated, risky, late, waiting, waived"))
    ] = False,
    limit: Limit = None,
) -> None:
    """See the command's help."""
    settings = settings_of(ctx)
    if management:
        _see_alone(request, check, mine, department, overdue, clause, as_of)
        _show_management(settings, limit)
        return
    format_ = format_for(settings)
    with looking(settings) as (reader, book, today):
        day = parse_day("--as-of", as_of) if as_of else today
        if request is not None:
            _show_request(reader, book, request, day, today, settings)
            return
        if clause is not None:
            _see_clause(reader, clause, day)
        owners = _owners(reader, settings)
        asked = Asked(
            book=book,
            day=day,
            is_past=day < today,
            owed_by=_owing(reader, department, owners if mine else None),
            clause=clause,
            is_overdue=overdue or check,
            limit=limit,
            soon=day + timedelta(days=due_soon_days(reader, day)),
        )
        if format_ == "tsv" and not asked.is_past:
            _pipe(asked.lines(reader), check=check)
        elif check:
            _check(asked, reader, format_)
        elif format_ == "table":
            from crosspolicy.views.glance import show_glance

            show_glance(asked.page(reader, frozenset() if mine else owners))
        else:
            _show_list(asked, reader, format_, asked.owed(reader, asked.limit if format_ != "json" else None))


def _show_list(asked: Asked, reader: Reader, format_: str, owed: list[Owed]) -> None:
    """Print what is owed; in JSON with the counts of the glance, which are those of all of it."""
    if format_ == "json":
        from crosspolicy.views.glance import glance_object

        print_json(
            glance_object(
                as_of=asked.day.isoformat(),
                is_rehearsal=asked.book.is_rehearsal,
                stages=asked.stages(reader),
                parts=asked.parts(owed),
                shown=owed[: asked.limit],
            )
        )
    else:
        show_obligations(owed[: asked.limit], format=format_)


def _check(asked: Asked, reader: Reader, format_: str) -> None:
    """List what is overdue, if there is something, and end with findings."""
    if format_ == "table":
        from crosspolicy.views.glance import show_part

        part = asked.overdue(reader)
        if part.many.n:
            show_part(part)
            raise _overdue()
        return
    if owed := asked.owed(reader):
        _show_list(asked, reader, format_, owed)
        raise _overdue()


def _pipe(pages: Iterable[list[str]], *, check: bool) -> None:
    """Print what is owed, a line each; where that is what is overdue, and there is some, end with findings."""
    is_some = False
    for lines in pages:
        print_lines(lines, CELL)
        is_some = is_some or bool(lines)
    if check and is_some:
        raise _overdue()


def _overdue() -> Findings:
    return Findings(Text(N_("Something is overdue.")))


def _see_alone(*others: object) -> None:
    """Raise UsageFault where another view is asked for beside management's."""
    if any(others):
        raise UsageFault(
            Text(N_("--management shows the whole book as it is now, and stands alone.")),
            Text(N_("Leave the request and the other filters out.")),
        )


def _show_management(settings: Settings, limit: int | None) -> None:
    import json

    from crosspolicy.queries import management as queries
    from crosspolicy.queries.policies import in_force
    from crosspolicy.views.management import OWED_AT, Overview, show_overview

    format_ = format_for(settings)
    most = TERMINAL_ROWS if format_ == "table" and limit is None and sys.stdout.isatty() else None
    further = None if most is None else most + 1
    with looking(settings) as (reader, book, today):
        high = json.loads(in_force(reader, today))["risk"]["high"]
        told = book.local if format_ in ("table", "md") else str
        escalated = queries.escalated_issues(reader, told, further)
        owed = queries.owed_by_management(reader, today, further)
        high_risks = queries.high_risks(reader, high, further)
        waivers = queries.standing_waivers(reader, today, further)
        overview = Overview(
            heading=heading(book.company, today.isoformat(), book.is_rehearsal),
            as_of=today.isoformat(),
            escalated=escalated[:most],
            owed=owed[:most],
            high_risks=high_risks[:most],
            late=queries.late_departments(reader, today),
            stages=queries.stages_by_age(reader, today),
            waivers=waivers[:most],
            first_owed=queries.first_owed(reader, today, OWED_AT.values()),
            is_cut=most is not None and max(len(escalated), len(owed), len(high_risks), len(waivers)) > most,
        )
    show_overview(overview, format=format_, limit=limit)


def _owing(reader: Reader, department: str | None, owners: frozenset[str] | None) -> frozenset[str] | None:
    """Return under what names only to look: a department's, the actor's own, or both; None for every name."""
    if department is None:
        return owners
    named = frozenset({_owner(reader, department)})
    return named if owners is None else named & owners


def _owner(reader: Reader, named: str) -> str:
    """Return under what name a department owes; management may be named like one. Raises NotFound."""
    return MANAGEMENT if named.casefold() == MANAGEMENT else department_named(reader, named)


def _see_clause(reader: Reader, clause: str, day: date) -> None:
    """Raise NotFound where the policy in force has no such clause."""
    import json

    from crosspolicy.queries.policies import in_force

    if clause not in json.loads(in_force(reader, day))["clauses"]:
        raise NotFound(
            Text(N_("The policy has no clause {clause}."), clause=clause),
            Text(N_("`crosspolicy policy show` lists them.")),
        )


def _owners(reader: Reader, settings: Settings) -> frozenset[str]:
    """Return under what names the actor owes: their department, and management where they are of it."""
    from crosspolicy.store.account import account

    column, value = ("login", settings.acting_as()) if settings.acting_as() else ("os_user", account())
    found = first(reader, f"SELECT department, roles FROM person WHERE {column} = :value", value=value)
    if found is None:
        return frozenset()
    return frozenset({found[0], *({MANAGEMENT} if f'"{MANAGEMENT}"' in found[1] else ())})


def _show_request(reader: Reader, book: Header, code: str, day: date, today: date, settings: Settings) -> None:
    standing = request_named(reader, code)
    if day >= today:
        owed = open_obligations(reader, day, request_id=standing.id)
    else:
        owed = obligations_as_of(reader, day, ahead=date.max, request_id=standing.id)
    page = _page(reader, book, standing, owed, day)
    format_ = format_for(settings)
    if format_ == "table":
        from crosspolicy.views.case import show_case

        show_case(page, owed, title=heading(book.company, day.isoformat(), book.is_rehearsal))
    elif format_ == "json":
        print_json(page)
    else:
        show_obligations(owed, format=format_)


def _page(reader: Reader, book: Header, request: Standing, owed: list[Owed], day: date) -> dict[str, Any]:
    parts = progress(reader, request.id, day, book.end_of(day))
    if not parts["stages"]:
        raise NotFound(
            Text(N_("{request} did not exist yet on {day}."), request=request.code, day=day),
            Text(N_("Choose a later --as-of.")),
        )
    texts = standing_texts(reader, request.id, book.end_of(day))
    signed = {s["department"]: (s["signed_by"], s["signed_on"]) for s in (texts.shown or {}).get("signatures", ())}
    verdicts = dict(parts["evaluations"])
    heard = {department for department, _opinion in parts["opinions"]}
    missed = dict(parts["missed"])
    summed = {department for department, _on in parts["summaries"]}
    percent = {row[1]: row[4] for row in reversed(parts["reports"])}
    spent = {row[1]: row[5] for row in reversed(parts["reports"]) if row[5] is not None}

    def money(minor: int | None) -> str | None:
        return None if minor is None else from_minor(minor, book.currency)

    risks, expected_loss = _risks(reader, book, request, owed, day)
    return {
        "request": request.code,
        "title": request.title,
        "stage": parts["stages"][-1][0],
        "as_of": day.isoformat(),
        "stages": [{"stage": s, "entered_on": on} for s, on in parts["stages"]],
        "departments": [
            {
                "department": code,
                "name": name,
                "requesting": bool(requesting),
                "opinion": code in heard,
                "signed_by": signed.get(code, (None, None))[0],
                "signed_on": signed[code][1] if code in signed else None,
                "progress_percent": percent.get(code),
                "verdict": verdicts.get(code),
                "summed_up": code in summed,
                "meetings_missed": missed.get(code, 0),
                "owes": [o.kind for o in owed if o.owed_by == code],
            }
            for code, name, requesting in parts["departments"]
        ],
        "milestones": [
            {
                "name": name,
                "department": department,
                "planned_date": planned,
                "due_date": due,
                "reached_date": reached,
                "days_late": (
                    date.fromisoformat(reached or max(due, day.isoformat())) - date.fromisoformat(planned)
                ).days
                if reached or due < day.isoformat() or due != planned
                else 0,
            }
            for name, department, planned, due, reached in parts["milestones"]
        ],
        "cost": {
            "currency": book.currency,
            "planned": money(request.planned_cost),
            "to_date": money(sum(spent.values())) if spent else None,
            "actual": money(request.actual_cost) if parts["acceptances"] else None,
        },
        "agreement": texts.shown,
        "agreement_waiting": texts.waiting,
        "reports": [
            {
                "code": child_code(request.id, "report", row[0]),
                "department": row[1],
                "period_start_date": row[2],
                "period_end_date": row[3],
                "progress_percent": row[4],
                "cost_to_date": money(row[5]),
                "done": row[6],
                "needs_management": row[7],
            }
            for row in parts["reports"]
        ],
        "risks": risks,
        "expected_loss": expected_loss,
        "waivers": [
            dict(
                zip(("number", "gate", "reason", "until_date", "granted_by", "granted_on", "used_on"), row, strict=True)
            )
            for row in parts["waivers"]
        ],
        "obligations": [o._asdict() for o in owed],
    }


def _risks(
    reader: Reader, book: Header, request: Standing, owed: list[Owed], day: date
) -> tuple[list[dict[str, Any]], str | None]:
    """Return the risks of a request as they stood on a day, when each is reviewed next, and the loss to be expected.

    A plan that was still owed on the day was not there, whatever there is now; a high risk without one breaks 5.3.3.
    """
    from crosspolicy.queries.risks import lacks_plan, risks_as_of, scales

    risks, expected_loss = risks_as_of(reader, request.id, book.end_of(day), book.currency)
    if not risks:
        return [], expected_loss
    steps = scales(reader, day, request.id)
    due = {(o.kind, o.subject.partition(" ")[0]): o.due_date for o in reversed(owed)}
    for risk in risks:
        number = risk["code"].partition("/")[2]
        risk["has_contingency"] &= ("contingency-plan", number) not in due
        risk["next_review"] = due.get(("risk-review", number))
        risk["breach"] = "5.3.3" if lacks_plan(steps, risk) else None
    return risks, expected_loss
