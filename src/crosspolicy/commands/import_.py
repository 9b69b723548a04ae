"""``import``: records from files, all of them or the good ones."""

from typing import Annotated, Final

from typer import Argument, Context, Option

from crosspolicy.commands.kit.complete import complete_choice
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import settings_of
from crosspolicy.errors import Exit, UsageFault
from crosspolicy.i18n import N_, Text, _

_FILES: Final = ("csv", "tsv", "json", "jsonl", "yaml", "xlsx")
_BLANKS: Final = ("xlsx", "csv", "yaml")
_HELP: Final = N_(
    "Import records: any act, from CSV, TSV, JSON, JSON Lines, YAML or a workbook; all of them, or nothing. A second"
    " import of the same file changes nothing."
)


@make_command(
    _HELP,
    name="import",
    example="crosspolicy import --template request --format xlsx > requests.xlsx\n"
    "crosspolicy import requests.xlsx --dry-run\n"
    "crosspolicy import projects.csv --act request --map title=Project --set background='see the plan'\n"
    "crosspolicy import projects.csv --mapping projects.yaml --create-departments --keep-good",
)
def command(
    ctx: Context,
    files: Annotated[list[str] | None, Argument(metavar="FILE...", help=_("the files; - is standard input"))] = None,
    act: Annotated[
        str | None,
        Option("--act", help=_("what a table holds, such as request, review.decided; default: the sheet's name")),
    ] = None,
    mapping: Annotated[
        str | None, Option("--mapping", metavar="FILE", help=_("a YAML file that says which column is which field"))
    ] = None,
    maps: Annotated[
        list[str] | None,
        Option("--map", metavar="FIELD=COLUMN", help=_("which column is which field; repeatable")),
    ] = None,
    sets: Annotated[
        list[str] | None,
        Option("--set", metavar="FIELD=VALUE", help=_("one value for all records; repeatable")),
    ] = None,
    input_format: Annotated[
        str | None,
        Option(
            "--input-format",
            metavar="FORMAT",
            help=_("{formats}; default: as the file's name ends").format(formats=" | ".join(_FILES)),
            shell_complete=complete_choice(_FILES),
        ),
    ] = None,
    source: Annotated[
        str | None,
        Option(
            "--source", metavar="NAME", help=_("the system that the records are from; each has its own external ids")
        ),
    ] = None,
    as_of_record: Annotated[
        bool,
        Option("--as-of-record", help=_("they are history: each is judged as of its occurred_on, and journalled so")),
    ] = False,
    create_departments: Annotated[
        bool, Option("--create-departments", help=_("make the departments that are named and missing"))
    ] = False,
    keep_good: Annotated[
        bool, Option("--keep-good", help=_("import the good records; put the others into FILE.rejected.EXT"))
    ] = False,
    dry_run: Annotated[bool, Option("--dry-run", help=_("do everything but keep it"))] = False,
    report: Annotated[
        str | None,
        Option("--report", metavar="FILE", help=_("write all that is wrong to a .json, .csv or .tsv")),
    ] = None,
    rehearsal: Annotated[
        bool, Option("--rehearsal", help=_("where the first record founds a book: one to rehearse in"))
    ] = False,
    suggest_mapping: Annotated[
        bool, Option("--suggest-mapping", help=_("print a first mapping file for a table"))
    ] = False,
    template: Annotated[
        str | None,
        Option("--template", metavar="ACT", help=_("print a blank file for such records")),
    ] = None,
    format_: Annotated[
        str | None,
        Option(
            "--format",
            metavar="FORMAT",
            help=_("of --template: {formats}").format(formats=" | ".join(_BLANKS)),
            shell_complete=complete_choice(_BLANKS),
        ),
    ] = None,
    output: Annotated[
        str | None, Option("--output", "-o", metavar="FILE", help=_("of --template and --suggest-mapping: where to"))
    ] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.commands.kit.importing import Importing, import_files, print_blank, print_suggestion

    settings = settings_of(ctx)
    if format_ == "json":
        settings.is_json = True
    if template:
        print_blank(settings, template, format_ or "", output)
        return
    if not files:
        raise UsageFault(
            Text(N_("No file is named.")),
            Text(N_("Name one; `crosspolicy import --template request` prints a blank one.")),
        )
    if suggest_mapping:
        print_suggestion(files, act or "", input_format or "", output)
        return
    wanted = Importing(
        files=tuple(files),
        act=act or "",
        mapping=mapping or "",
        maps=tuple(maps or ()),
        sets=tuple(sets or ()),
        input_format=input_format or "",
        source=source,
        as_of_record=as_of_record,
        create_departments=create_departments,
        keep_good=keep_good,
        dry_run=dry_run,
        report=report or "",
        rehearsal=rehearsal,
    )
    if not import_files(settings, wanted).is_whole:
        ctx.exit(Exit.INVALID)
