"""``agree``: the collaboration agreement and its signatures (2.3.2)."""

from typing import Annotated, Any

from typer import Argument, Context, Option

from crosspolicy.commands.kit.acting import ActLeaf, switch
from crosspolicy.commands.kit.complete import complete_request
from crosspolicy.commands.kit.consent import see_agreed
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import looking, request_named
from crosspolicy.commands.kit.records import columns
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text, _
from crosspolicy.queries.book import Header
from crosspolicy.settings import Settings
from crosspolicy.views.table import format_for, show_list


@make_command(
    N_("Show the agreement in force, who signed it, and who has not signed a newer text; or any text by its number."),
    name="show",
    example="crosspolicy agree show CB-2026-0001\ncrosspolicy agree show CB-2026-0001 --edition 2",
)
def showing(
    ctx: Context,
    request: Annotated[
        str,
        Argument(
            metavar="REQ", help=_("the request's code; or a text's, like CB-…/G1"), shell_complete=complete_request
        ),
    ],
    edition: Annotated[int | None, Option("--edition", min=1, help=_("the number of a text: 2 for CB-…/G2"))] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.agreements import agreement
    from crosspolicy.views.agreement import show_agreement
    from crosspolicy.vocabulary.codes import parse_code

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        found = request_named(reader, request.partition("/")[0])
        parsed = parse_code(request)
        number = edition or (parsed[2] if parsed and parsed[1] == "G" else None)
        text = agreement(reader, found.id, number, book)
    if text is None and number:
        raise NotFound(
            Text(N_("The agreement of {request} has no text {number}."), request=found.code, number=number),
            Text(N_("`crosspolicy agree list {request}` shows those there are."), request=found.code),
        )
    if text is None:
        raise NotFound(
            Text(N_("{request} has no agreement yet."), request=request),
            Text(N_("Draft it: `crosspolicy agree draft {request}`."), request=found.code),
        )
    format_ = format_for(settings)
    show_agreement(text if format_ == "json" else _local(text, book), format=format_)


def _local(text: dict[str, Any], book: Header) -> dict[str, Any]:
    """Return the agreement with its moments as the book's people read them."""
    signatures = [signature | {"signed_on": book.local(signature["signed_on"])} for signature in text["signatures"]]
    moments = {name: book.local(text[name]) for name in _MOMENTS if text.get(name)}
    waiting = {"waiting": _local(text["waiting"], book)} if text.get("waiting") else {}
    return text | moments | waiting | {"signatures": signatures}


_MOMENTS = ("drafted_on", "concluded_on", "withdrawn_on")


@make_command(
    N_("List the texts of the agreement: how each stands, who has signed it and who has not."),
    name="list",
    example="crosspolicy agree list CB-2026-0001",
)
def listing(
    ctx: Context,
    request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.agreements import listed

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        texts = listed(reader, request_named(reader, request).id)
    if not settings.is_json:
        texts = [text | {name: book.local(text[name]) for name in _MOMENTS if text[name]} for text in texts]
    shown = columns("code", "state", "drafted_on", "signed", "unsigned", "concluded_on", "withdrawn_on")
    show_list(shown, texts, format=format_for(settings), limit=limit, empty=_("No agreement is drafted yet."))


class Signing(ActLeaf):
    """``agree sign``: whoever signs at a terminal is shown the text first, and signs that very one."""

    def options(self) -> list[Any]:
        """Return the act's own flags, and ``--yes``."""
        yes = switch("yes", _("sign the newest text at once: do not show it, do not ask"), _("How to fill the form"))
        return [*super().options(), yes]

    def run(self, ctx: Context, stated: dict[str, Any]) -> None:
        """Show the text and ask, where somebody sits there; then sign."""
        settings = settings_of(ctx)
        is_settled = any(stated.get(name) for name in ("yes", "digest", "template", "from_file", "dry_run"))
        if settings.may_prompt() and not is_settled:
            stated = stated | {"digest": _read_and_agreed(settings, stated["request"])}
        super().run(ctx, stated)


def _read_and_agreed(settings: Settings, code: str) -> str | None:
    """Return the digest of the text that was shown and agreed to; None where there is none to show."""
    from crosspolicy.queries.agreements import agreement
    from crosspolicy.views.agreement import show_agreement

    with looking(settings) as (reader, book, _today):
        text = agreement(reader, request_named(reader, code).id, None, book, newest=True)
    if text is None or not text["unsigned"]:
        return None
    show_agreement(_local(text, book), format="table", errors=True)
    see_agreed(settings, _("Sign this text?"), Text(N_("Not signed.")), yes=False)
    return str(text["digest"])


command = group(
    "agree",
    N_("The collaboration agreement: drafted, signed by every department, shown (2.3.2)."),
    (
        ActLeaf(
            "draft",
            "agreement.drafted",
            N_("Draft the agreement; a new draft is signed anew, and the signed text stands until the last signature."),
            example="crosspolicy agree draft CB-2026-0001 --from agreement.yaml",
        ),
        Signing(
            "sign",
            "agreement.signed",
            N_("Sign the agreement for a department: its signatory or head, under the exact text."),
            example="crosspolicy agree sign CB-2026-0001",
        ),
        ActLeaf(
            "withdraw",
            "agreement.withdrawn",
            N_("Withdraw a text that not every department has signed; the signed one stands."),
            example="crosspolicy agree withdraw CB-2026-0001 --reason 'the date cannot be held'",
        ),
        listing,
        showing,
    ),
)
