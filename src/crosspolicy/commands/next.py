"""``next``: what can be done now, by whom, and what is in the way."""

import sys
from typing import Annotated, Any

from typer import Argument, Context

from crosspolicy.commands.kit.complete import complete_request
from crosspolicy.commands.kit.looking import clock, looking
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import settings_of
from crosspolicy.i18n import N_, _, listed
from crosspolicy.views.table import format_for


@make_command(
    N_("What can be done now: the command to type, who may; and what is blocked, by which clause."),
    name="next",
    example="crosspolicy next\ncrosspolicy next CB-2026-0001",
)
def command(
    ctx: Context,
    request: Annotated[
        str | None, Argument(metavar="REQ", help=_("a request's code"), shell_complete=complete_request)
    ] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.views.steps import SHOWN, show_steps

    settings = settings_of(ctx)
    with looking(settings) as (reader, _book, today):
        if request is None:
            is_page = format_for(settings) == "table" and sys.stdout.isatty()
            steps, is_more = _of_the_book(reader, today, SHOWN + 1 if is_page else None)
        else:
            from crosspolicy.store.outlook import outlook

            found = outlook(reader, request, clock(settings))
            steps, is_more = [_step(step) for step in found], False
    show_steps(steps, format=format_for(settings), is_more=is_more)


def _step(step: Any) -> dict[str, Any]:
    from crosspolicy.views.errors import breach_object

    departments = f" ({listed(step.departments)})" if step.departments else ""
    return {
        "act": step.act,
        "title": _(step.title),
        "command": step.command,
        "available": not step.blocked_by,
        "who": f"{step.who}{departments}",
        "blocked_by": [breach_object(breach) for breach in step.blocked_by],
        "behind": step.is_behind,
    }


def _of_the_book(reader: Any, today: Any, limit: int | None) -> tuple[list[dict[str, Any]], bool]:
    """What is owed anywhere, those due first before the others; and drafts to submit; and a new request.

    With a limit only the first so many of each, since a screen shows no more; and whether there may be more.
    """
    from crosspolicy.queries.obligations import open_obligations
    from crosspolicy.queries.requests import listed as requests_listed
    from crosspolicy.views.receipt import next_command
    from crosspolicy.views.status import what
    from crosspolicy.vocabulary.labels import owner_label

    owed = [
        {
            "act": o.kind,
            "title": " · ".join(filter(None, (what(o), o.title, o.due_date))),
            "command": next_command(o),
            "available": True,
            "who": owner_label(o.owed_by),
            "blocked_by": [],
            "behind": False,
        }
        for o in open_obligations(reader, today, limit=limit)
    ]
    drafts = [
        _plain(
            "request.submitted",
            f"{_('submit the request')} · {r.title}",
            f"request submit {r.code}",
            r.requesting_department,
        )
        for r in requests_listed(reader, stage="draft", limit=limit)
    ]
    steps = [*owed, *drafts, _plain("request.drafted", _("draft a request"), "request new", _("anybody"))]
    return steps, limit in (len(owed), len(drafts))


def _plain(act: str, title: str, command_line: str, who: str) -> dict[str, Any]:
    return {
        "act": act,
        "title": title,
        "command": f"crosspolicy {command_line}",
        "available": True,
        "who": who,
        "blocked_by": [],
        "behind": False,
    }
