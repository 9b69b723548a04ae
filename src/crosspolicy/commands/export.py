"""``export``: what the book holds, in files that other programs read."""

from pathlib import Path
from typing import Annotated, Any, Final

from typer import Argument, Context, Option

from crosspolicy.commands.kit.complete import complete_choice, complete_named
from crosspolicy.commands.kit.looking import department_named, looking, parse_day
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import settings_of
from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text, _, listed, plural
from crosspolicy.queries.exports.kinds import EVERYTHING, KINDS
from crosspolicy.queries.exports.source import Wanted
from crosspolicy.settings import Settings
from crosspolicy.views.export.sink import see_target
from crosspolicy.views.export.writing import Exported, Order, write_export
from crosspolicy.views.safe import named
from crosspolicy.views.table import print_json
from crosspolicy.vocabulary.lists import Stage
from crosspolicy.vocabulary.paths import to_new_path

FORMATS: Final = ("csv", "jsonl", "xlsx")
_ENDINGS: Final = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xlsx": "xlsx"}
_STANDARD_OUTPUT: Final = "-"


@make_command(
    N_(
        "Write what the book holds to CSV, JSON Lines or a workbook: requests, where nothing else is named. As JSON"
        " Lines, `everything` is the book as records that an empty book can import."
    ),
    name="export",
    example="crosspolicy export > requests.csv\ncrosspolicy export obligations --department SALES -o owed.xlsx\n"
    "crosspolicy export journal --since 2026-10-01 --format jsonl\ncrosspolicy export everything -o book.jsonl",
)
def command(
    ctx: Context,
    what: Annotated[
        str, Argument(metavar="WHAT", help=" | ".join(KINDS), shell_complete=complete_choice(tuple(KINDS)))
    ] = "requests",
    format_: Annotated[
        str | None,
        Option(
            "--format",
            metavar="FORMAT",
            help=_("csv, jsonl, xlsx; default: what the file's name says, else csv (of everything: jsonl)"),
            shell_complete=complete_choice(FORMATS),
        ),
    ] = None,
    output: Annotated[
        str | None, Option("--output", "-o", metavar="FILE", help=_("where to; default: standard output"))
    ] = None,
    stage: Annotated[
        str | None,
        Option(
            "--stage", help=_("only what is of requests at this stage"), shell_complete=complete_choice(tuple(Stage))
        ),
    ] = None,
    department: Annotated[
        str | None,
        Option(
            "--department", help=_("only what touches this department"), shell_complete=complete_named("department")
        ),
    ] = None,
    since: Annotated[
        str | None,
        Option(
            "--since",
            metavar="DAY",
            help=_("of this day or later: a request by its last act, an obligation by its due date"),
        ),
    ] = None,
    until: Annotated[str | None, Option("--until", metavar="DAY", help=_("of this day or before it"))] = None,
) -> None:
    """See the command's help."""
    settings = settings_of(ctx)
    target = to_new_path(output) if output not in (None, _STANDARD_OUTPUT) else None
    if target is not None:
        see_target(target)
    if stage is not None and stage not in set(Stage):
        ctx.fail(_("--stage takes one of {stages}").format(stages=listed(Stage)))
    order = Order(
        what=_kind(what),
        wanted=Wanted(
            stage,
            department,
            parse_day("--since", since) if since else None,
            parse_day("--until", until) if until else None,
        ),
        format=_format(format_ or settings.format, target, settings.is_json or what == EVERYTHING),
        target=target,
    )
    _see(order)
    with looking(settings) as (reader, book, _today):
        if department:
            order = order._replace(wanted=order.wanted._replace(department=department_named(reader, department)))
        written = write_export(reader, book, order)
    if order.target is not None:
        _tell(order, written, settings)


def _kind(what: str) -> str:
    if what not in KINDS:
        raise UsageFault(
            Text(N_("There is no export of {what}."), what=what), Text(N_("Choose one of {names}."), names=tuple(KINDS))
        )
    return what


def _format(stated: str, target: Path | None, wants_json: bool) -> str:
    """Return the format: the one stated, that of the file's name, JSON Lines where JSON is wanted, else CSV."""
    if stated == "json":
        return "jsonl"
    if stated:
        if stated not in FORMATS:
            raise UsageFault(
                Text(N_("An export cannot be written as {format}."), format=stated),
                Text(N_("--format takes one of {formats}"), formats=FORMATS),
            )
        return stated
    if target is None:
        return "jsonl" if wants_json else "csv"
    if target.suffix.lower() not in _ENDINGS:
        raise UsageFault(
            Text(N_("{path} does not say in which format to write."), path=target),
            Text(N_("State --format, or a name that ends in one of {endings}."), endings=tuple(_ENDINGS)),
        )
    return _ENDINGS[target.suffix.lower()]


def _see(order: Order) -> None:
    """Raise UsageFault for what does not go together."""
    if order.format == "xlsx" and order.target is None:
        raise UsageFault(
            Text(N_("A workbook is a file; it does not go to standard output.")),
            Text(N_("Name one with --output FILE.xlsx, or choose csv or jsonl.")),
        )
    if order.what == EVERYTHING and order.format == "csv":
        raise UsageFault(
            Text(N_("A CSV holds one kind of rows, not everything.")),
            Text(N_("Choose jsonl or xlsx, or name one kind: {names}."), names=tuple(KINDS)[:-1]),
        )
    if order.what == EVERYTHING and any(order.wanted):
        raise UsageFault(
            Text(N_("Everything is the whole book; nothing of it is left out.")),
            Text(N_("Leave the filters out, or name one kind: {names}."), names=tuple(KINDS)[:-1]),
        )
    knows_requests = all(source.of_stage for source in KINDS[order.what])
    if not knows_requests and (order.wanted.stage or order.wanted.department):
        raise UsageFault(
            Text(N_("Training lies under no request, and is the company's as a whole.")),
            Text(N_("Leave --stage and --department out; --since and --until choose by day.")),
        )


def _tell(order: Order, written: Exported, settings: Settings) -> None:
    """Tell what went where, and what a reader of the file should know."""
    content: dict[str, Any] = {"output": str(order.target), "format": order.format, **written._asdict()}
    if settings.is_json:
        print_json(content)
        return
    counts = listed(f"{name} {count}" for name, count in written.rows.items())
    print(_("{path}: {counts}").format(path=named(order.target), counts=counts))
    if written.long_texts:
        told = plural(
            "{n} text is longer than a cell holds; it stands whole on the sheet long_texts.",
            "{n} texts are longer than a cell holds; they stand whole on the sheet long_texts.",
            written.long_texts,
        )
        print(told)
