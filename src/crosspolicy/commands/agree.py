"""``agree``: the collaboration agreement and its signatures (2.3.2)."""

from typing import Annotated, Any

from typer import Argument, Context

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_request
from crosspolicy.commands.kit.looking import looking, request_named
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import Interrupted, NotFound
from crosspolicy.i18n import N_, Text, _
from crosspolicy.queries.book import Header
from crosspolicy.settings import Settings
from crosspolicy.views.table import format_for


@make_command(
    N_("Show the agreement's text, its digest, and who signed when; of CB-…/G1, an earlier text."),
    name="show",
    example="crosspolicy agree show CB-2026-0001",
)
def showing(
    ctx: Context,
    request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
) -> None:
    """See the command's help."""
    from crosspolicy.queries.agreements import agreement
    from crosspolicy.views.agreement import show_agreement
    from crosspolicy.vocabulary.codes import parse_code

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        found = request_named(reader, request.partition("/")[0])
        parsed = parse_code(request)
        text = agreement(reader, found.id, parsed[2] if parsed and parsed[1] == "G" else None, book)
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
    return text | {"drafted_on": book.local(text["drafted_on"]), "signatures": signatures}


class Signing(ActLeaf):
    """``agree sign``: whoever signs at a terminal is shown the text first, and signs that very one."""

    def run(self, ctx: Context, stated: dict[str, Any]) -> None:
        """Show the text and ask, where somebody sits there; then sign."""
        settings = settings_of(ctx)
        if settings.may_prompt() and not (stated.get("digest") or stated.get("template") or stated.get("from_file")):
            stated = stated | {"digest": _read_and_agreed(settings, stated["request"])}
        super().run(ctx, stated)


def _read_and_agreed(settings: Settings, code: str) -> str | None:
    """Return the digest of the text that was shown and agreed to; None where there is none to show."""
    from crosspolicy.intake.confirm import confirmed
    from crosspolicy.queries.agreements import agreement
    from crosspolicy.views.agreement import show_agreement

    with looking(settings) as (reader, book, _today):
        text = agreement(reader, request_named(reader, code).id, None, book)
    if text is None:
        return None
    show_agreement(_local(text, book), format="table", errors=True)
    if not confirmed(_("Sign this text?")):
        raise Interrupted(Text(N_("Not signed.")))
    return str(text["digest"])


command = group(
    "agree",
    N_("The collaboration agreement: drafted, signed by every department, shown (2.3.2)."),
    (
        ActLeaf(
            "draft",
            "agreement.drafted",
            N_("Draft the agreement; a new draft voids the signatures under the old one."),
            example="crosspolicy agree draft CB-2026-0001 --from agreement.yaml",
        ),
        Signing(
            "sign",
            "agreement.signed",
            N_("Sign the agreement for a department: its signatory or head, under the exact text."),
            example="crosspolicy agree sign CB-2026-0001",
        ),
        showing,
    ),
)
