"""``issue``: problems met in the work, raised, escalated, resolved (3.1.4, 3.3.3)."""

import sys
from typing import Annotated

from typer import Argument, Context, Option

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_choice, complete_code, complete_named, complete_request
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import department_named, looking, request_named
from crosspolicy.commands.kit.records import localised
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text, _
from crosspolicy.i18n import listed as strung
from crosspolicy.views.table import TERMINAL_ROWS, format_for
from crosspolicy.vocabulary.codes import LETTERS, parse_code
from crosspolicy.vocabulary.lists import Severity


@make_command(
    N_("List the open issues of a request, or of the whole book, those due first before the others."),
    name="list",
    example="crosspolicy issue list CB-2026-0001\ncrosspolicy issue list --escalated\n"
    "crosspolicy issue list --department IT --all",
)
def listing(
    ctx: Context,
    request: Annotated[
        str | None,
        Argument(metavar="REQ", help=_("a request's code; the whole book without"), shell_complete=complete_request),
    ] = None,
    everything: Annotated[bool, Option("--all", help=_("resolved ones, too"))] = False,
    escalated: Annotated[bool, Option("--escalated", help=_("only those brought before management"))] = False,
    department: Annotated[
        str | None,
        Option(
            "--department",
            help=_("only those that this department must solve, or answers for"),
            shell_complete=complete_named("department"),
        ),
    ] = None,
    severity: Annotated[
        str | None,
        Option("--severity", help=_("only those of this severity"), shell_complete=complete_choice(tuple(Severity))),
    ] = None,
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.issues import Wanted, listed
    from crosspolicy.views.issue import show_issues

    settings = settings_of(ctx)
    if severity is not None and severity not in tuple(Severity):
        ctx.fail(_("{flag} takes one of {choices}").format(flag="--severity", choices=strung(Severity)))
    with looking(settings) as (reader, book, today):
        wanted = Wanted(
            request_id=request_named(reader, request).id if request else None,
            severity=severity,
            department=department_named(reader, department) if department else None,
            is_escalated=escalated,
            is_resolved_too=everything,
        )
        is_page = format_for(settings) == "table" and limit is None and sys.stdout.isatty()
        issues = listed(reader, wanted, today, book.currency, TERMINAL_ROWS + 1 if is_page else limit)
    more = is_page and len(issues) > TERMINAL_ROWS
    issues = issues[:TERMINAL_ROWS] if more else issues
    shown = issues if settings.is_json else [localised(issue, book) for issue in issues]
    show_issues(shown, format=format_for(settings), limit=limit)
    if more:
        from crosspolicy.views.terminal import console

        console().print(_("Many more rows; --limit shows more."), markup=False)


@make_command(
    N_("Show an issue: its messages and meetings, and the contingency plan of the risk that it comes from."),
    name="show",
    example="crosspolicy issue show CB-2026-0001/I1",
)
def showing(
    ctx: Context,
    code: Annotated[
        str,
        Argument(
            metavar="CODE", help=_("its code, or the request's for the latest"), shell_complete=complete_code("issue")
        ),
    ],
) -> None:
    """See the command's help."""
    from crosspolicy.queries.issues import issue_sheet, latest_number
    from crosspolicy.views.issue import show_issue

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, today):
        found = request_named(reader, code.partition("/")[0])
        _key, letter, number = parse_code(code) or (0, "?", 0)
        number = number or latest_number(reader, found.id)
        is_issue = letter in ("", LETTERS["issue"])
        issue = issue_sheet(reader, found.id, number, today, book.currency) if is_issue else None
    if issue is None:
        raise NotFound(
            Text(N_("There is no issue {code}."), code=code),
            Text(N_("`crosspolicy issue list {request} --all` shows them."), request=found.code),
        )
    show_issue(issue if settings.is_json else localised(issue, book), format=format_for(settings))


command = group(
    "issue",
    N_("Problems met in the work: raised, escalated to management, resolved (3.1.4, 3.2.3, 3.3.3)."),
    (
        ActLeaf(
            "raise",
            "issue.raised",
            N_("Raise an issue; several departments call for an ad-hoc meeting (4.2.2)."),
            example="crosspolicy issue raise CB-2026-0001",
        ),
        ActLeaf(
            "escalate",
            "issue.escalated",
            N_("Bring an issue before management (3.3.3)."),
            target="issue",
            example="crosspolicy issue escalate CB-2026-0001/I1 --reason 'the permit needs the board'",
        ),
        ActLeaf(
            "resolve",
            "issue.resolved",
            N_("Resolve an issue."),
            target="issue",
            example="crosspolicy issue resolve CB-2026-0001/I1 --solution 'the shelf was moved'",
        ),
        listing,
        showing,
    ),
)
