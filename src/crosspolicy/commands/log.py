"""``log``: the journal."""

from typing import Annotated, Any, Final

from typer import Argument, Context, Option

from crosspolicy.commands.kit.complete import complete_request
from crosspolicy.commands.kit.looking import looking, request_named
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import settings_of
from crosspolicy.i18n import N_, _, listed, phrases
from crosspolicy.queries.book import Header
from crosspolicy.views.table import TERMINAL_ROWS, Column, format_for, show_list
from crosspolicy.vocabulary.bounds import ROWS_ASKED

WIDE = 110
"""From how many columns on a terminal has room for hashes."""

COLUMNS = (
    Column("seq", N_("No."), str, True),
    Column("occurred_on", N_("When"), whole=True),
    Column("request", N_("Request"), whole=True),
    Column("act", N_("Act"), whole=True),
    Column("who", N_("Who")),
    Column("outcome", N_("Outcome")),
    Column("hash", N_("Hash"), lambda value: str(value)[:8], whole=True, from_width=WIDE),
)


@make_command(
    N_("The journal: who did what and when, what was refused and under which clause."),
    name="log",
    example="crosspolicy log CB-2026-0001\ncrosspolicy log --json\ncrosspolicy log --before 1200 --limit 20",
)
def command(
    ctx: Context,
    request: Annotated[
        str | None, Argument(metavar="REQ", help=_("a request's code"), shell_complete=complete_request)
    ] = None,
    before: Annotated[
        int | None,
        Option("--before", min=1, max=ROWS_ASKED, metavar="SEQ", help=_("only those before the event of this number")),
    ] = None,
    limit: Annotated[int | None, Option("--limit", min=0, max=ROWS_ASKED, help=_("only the last so many"))] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.journal import events, pages_of_events

    settings = settings_of(ctx)
    format_ = format_for(settings)
    with looking(settings) as (reader, book, _today):
        chain = request_named(reader, request).id if request else None
        if format_ == "tsv" and limit is None:
            for page in pages_of_events(reader, chain=chain, before=before):
                show_list(COLUMNS, [_told(event, book) for event in page], format=format_)
            return
        is_page = format_ == "table" and limit is None
        found = events(reader, chain=chain, before=before, limit=TERMINAL_ROWS + 1 if is_page else limit)
    has_more = is_page and len(found) > TERMINAL_ROWS
    shown = found[1:] if has_more else found
    shown = shown if format_ == "json" else [_told(event, book) for event in shown]
    show_list(_fitting(request) if format_ == "table" else COLUMNS, shown, format=format_, limit=limit)
    if has_more:
        from crosspolicy.views.terminal import console

        told = _("The last {n} events; for those before, add --before {seq}")
        console().print(told.format(n=TERMINAL_ROWS, seq=shown[0]["seq"]), markup=False)


def _told(event: dict[str, Any], book: Header) -> dict[str, Any]:
    """Return an event as people read it: the time in their zone, who acted and who recorded it, what came of it."""
    actor, recorder = event["actor"], event["recorded_by"]
    return event | {
        "occurred_on": book.local(event["occurred_on"]),
        "who": actor if actor == recorder else f"{actor} ← {recorder}",
        "outcome": _outcome(event),
    }


def _fitting(request: str | None) -> tuple[Column, ...]:
    """Return the columns for people: the request where it is not given."""
    return tuple(column for column in COLUMNS if column.key != "request" or not request)


def _outcome(event: dict[str, object]) -> str:
    if event["refused"]:
        breaches: list[dict[str, str]] = event["breaches"]  # type: ignore[assignment]
        return _("refused: {gates}").format(gates=listed(f"{b['clause']} {b['gate']}" for b in breaches))
    effect: dict[str, object] = event["effect"]  # type: ignore[assignment]
    stage = effect.get("stage")
    from crosspolicy.vocabulary.labels import value_label

    told = [f"→ {value_label(str(stage))}"] if stage else []
    told += [_told_interest(interest) for interest in event.get("interested", ())]  # type: ignore[attr-defined]
    return phrases([*told, *([_("imported as history")] if "imported" in event else [])])


_INTERESTED: Final = {
    "recorder": N_("recorded by an interested party: {person} ({department})"),
    "decider": N_("decided by an interested party: {person} ({department})"),
}


def _told_interest(interest: dict[str, str]) -> str:
    return _(_INTERESTED[interest["role"]]).format(person=interest["person"], department=interest["department"])
