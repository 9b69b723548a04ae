"""``policy``: the policy in force, its clauses, its editions, the process as a picture (1.1)."""

from functools import partial
from typing import Annotated, Any

from typer import Argument, Context, Option

from crosspolicy.commands.kit.editions import adopting, diffing, in_force_now, listing
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text, _, listed, phrases
from crosspolicy.views.sheet import tell
from crosspolicy.views.table import Column, format_for, show_list

_COLUMNS = (
    Column("clause", N_("Clause")),
    Column("title", N_("Title")),
    Column("summary", N_("Says")),
    Column("honoured_by", N_("Honoured by"), partial(tell, "honoured_by")),
    Column("commands", N_("Commands"), lambda lines: listed(line.removeprefix("crosspolicy ") for line in lines)),
)
_WHO = Column("who_may", N_("Who may"))
_WHO_COLUMNS = (Column("clause", N_("Clause"), whole=True), Column("act", N_("Act")), Column("who", N_("Who may")))
_TOLD = "{act}: {who}"


@make_command(
    N_("The clauses of the policy in force, how each is honoured, and who may do what; or one clause in full."),
    name="show",
    example="crosspolicy policy show\ncrosspolicy policy show 3.3\ncrosspolicy policy show 2.3.2",
)
def showing(
    ctx: Context,
    clause: Annotated[str | None, Argument(help=_("a clause's number, such as 2.3.2; or 2 for its chapter"))] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.commands.kit.clauses import clause_object
    from crosspolicy.views.policy_editions import show_coming
    from crosspolicy.views.sheet import show_sheet

    settings = settings_of(ctx)
    now = in_force_now(settings)
    policy = now.parsed
    chosen = {
        number: entry
        for number, entry in policy["clauses"].items()
        if clause is None or number == clause or number.startswith(f"{clause}.")
    }
    if not chosen:
        raise NotFound(
            Text(N_("The policy has no clause {clause}."), clause=clause),
            Text(N_("`crosspolicy policy show` lists them.")),
        )
    objects = [clause_object(number, entry) for number, entry in chosen.items()]
    format_ = format_for(settings)
    if clause in chosen:
        show_sheet(objects[0], format=format_)
    else:
        _show_clauses(objects, format_, _title(policy), is_overview=clause is None)
    if format_ == "table":
        show_coming(now.coming)


def _show_clauses(objects: list[dict[str, Any]], format_: str, title: str, *, is_overview: bool) -> None:
    """Print clauses; on a page who may do what stands below them, unless it is all clauses that are asked for."""
    if format_ == "json":
        show_list((), objects, format=format_)
        return
    told = [clause | {"who_may": phrases(map(_TOLD.format_map, clause["who_may"]))} for clause in objects]
    show_list(_COLUMNS if format_ == "table" else (*_COLUMNS, _WHO), told, format=format_, title=title)
    if format_ == "table" and not is_overview:
        rows = [{"clause": clause["clause"]} | each for clause in objects for each in clause["who_may"]]
        show_list(_WHO_COLUMNS, rows, format=format_, title=_("Who may"))


def _title(policy: dict[str, Any]) -> str:
    from crosspolicy.i18n import local

    return f"{local(policy['name'])} · {policy['version']} · {policy['effective_date']}"


@make_command(
    N_("Say whether a policy file is sound; change nothing."),
    name="check",
    example="crosspolicy policy check ours.toml",
)
def checking(
    ctx: Context, file: Annotated[str, Argument(metavar="FILE", help=_("a policy file; - is standard input"))]
) -> None:
    """See the command's help."""
    from crosspolicy.intake.files import read_text
    from crosspolicy.policy.file import check_policy
    from crosspolicy.views.sheet import show_sheet

    settings = settings_of(ctx)
    policy = check_policy(read_text(file))
    format_ = format_for(settings)
    content = {
        "sound": True,
        "version": policy.version,
        "digest": policy.digest,
        "clauses": len(policy.parsed["clauses"]),
    }
    show_sheet(content, format=format_)


@make_command(
    N_("The process as a picture: stages, and the acts that lead from one to the next."),
    name="workflow",
    example="crosspolicy policy workflow\ncrosspolicy policy workflow --as-mermaid > workflow.mmd",
)
def picturing(
    ctx: Context,
    as_mermaid: Annotated[bool, Option("--as-mermaid", help=_("as a Mermaid state diagram"))] = False,
) -> None:
    """See the command's help."""
    from crosspolicy.commands.kit.workflow import arrows
    from crosspolicy.views.workflow import show_workflow

    settings = settings_of(ctx)
    show_workflow(arrows(), as_mermaid=as_mermaid, as_json=settings.is_json)


command = group(
    "policy",
    N_("The policy: its clauses and editions, a text checked, compared or adopted, the process as a picture (1.1)."),
    (showing, listing, checking, diffing, adopting, picturing),
)
