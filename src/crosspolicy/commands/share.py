"""``share``: progress, results and feedback that departments share (4.3)."""

from typing import Annotated, Any

from typer import Argument, Context

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_code
from crosspolicy.commands.kit.records import columns, forms_named, list_command, show_command
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import Findings, NotFound, UsageFault
from crosspolicy.i18n import N_, Text, _
from crosspolicy.views.table import format_for
from crosspolicy.vocabulary.codes import parse_code


@make_command(
    N_("Tell whether shared files still are what was shared: 0 and unchanged, or 8 and what differs (4.3.2)."),
    name="check",
    example="crosspolicy share check CB-2026-0001\ncrosspolicy share check CB-2026-0001/F1 ~/Downloads/prices.pdf",
)
def checking(
    ctx: Context,
    code: Annotated[
        str,
        Argument(
            metavar="CODE",
            help=_("the item's code, or the request's for all of its files"),
            shell_complete=complete_code("shared_item"),
        ),
    ],
    file: Annotated[
        str | None, Argument(metavar="FILE", help=_("where the file lies, if not where it was shared from"))
    ] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.views.shared import show_check

    settings = settings_of(ctx)
    items = forms_named(settings, "shared_item", code)
    parsed = parse_code(code)
    if parsed and parsed[1]:
        _see_file(items[0])
    elif file is not None:
        raise UsageFault(
            Text(N_("{file} can be held against one shared item only."), file=file),
            Text(N_("Name the item: `crosspolicy share list {request}` shows them."), request=code),
        )
    found = [_compared(item, file) for item in items]
    is_unchanged = all(item["state"] in ("unchanged", "link") for item in found)
    show_check(
        code.partition("/")[0].upper(),
        found,
        is_unchanged=is_unchanged,
        format=format_for(settings),
        empty=_("Nothing is shared on this request."),
    )
    if not is_unchanged:
        raise Findings(Text(N_("Shared files are not what they were.")))


def _see_file(item: dict[str, Any]) -> None:
    """Raise NotFound where there is no file to check."""
    if not item["file"]:
        raise NotFound(
            Text(N_("{code} is a link, {link}; a link cannot be checked."), code=item["code"], link=item["link"]),
            Text(N_("Only files are kept with size and SHA-256.")),
        )


def _compared(item: dict[str, Any], file: str | None) -> dict[str, Any]:
    """Return how a shared item stands, as JSON carries it."""
    from crosspolicy.intake.attachments import compared

    told = {name: item[name] for name in ("code", "title", "link", "size", "sha256")}
    if not item["file"]:
        return told | {"file": None, "state": "link", "told": _("a link cannot be checked")}
    place = file or item["file"]
    now = compared(place, item["size"], item["sha256"])
    return told | {
        "file": place,
        "state": now.state,
        "found_size": now.size,
        "found_sha256": now.sha256,
        "told": now.told,
    }


command = group(
    "share",
    N_("Progress, results and feedback shared between departments; files with their SHA-256 (4.3)."),
    (
        ActLeaf(
            "add",
            "item.shared",
            N_("Share a file or a link; a file's size and SHA-256 are kept (4.3.2)."),
            example="crosspolicy share CB-2026-0001 --kind result --title 'Price list' --file prices.pdf",
        ),
        checking,
        list_command(
            "shared_item",
            N_("List what is shared on a request."),
            columns("code", "kind", "title", "department", "file", "link", "shared_on"),
            example="crosspolicy share list CB-2026-0001",
        ),
        show_command("shared_item", N_("Show a shared item."), example="crosspolicy share show CB-2026-0001/F1"),
    ),
    default="add",
)
