"""``org``: departments, people, deputies (1.2)."""

from typing import Annotated, Any

from typer import Argument, Context, Option

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_named
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import department_named, looking
from crosspolicy.commands.kit.records import columns
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text, _, listed
from crosspolicy.views.sheet import show_sheet
from crosspolicy.views.table import format_for, show_list
from crosspolicy.vocabulary.lists import Role

_DEPARTMENT = columns("code", "name", "head", "people")
_PERSON = columns("login", "name", "department", "position", "roles", "email", "os_user")
_DEPUTY = columns("person", "deputy", "from_date", "until_date", "reason")


def _show(ctx: Context, shown: Any, rows: list[dict[str, Any]], limit: int | None) -> None:
    settings = settings_of(ctx)
    show_list(
        shown,
        rows,
        limit=limit,
        format=format_for(settings),
    )


def _only(rows: list[dict[str, Any]], key: str, value: str, ctx: Context) -> None:
    found = [row for row in rows if row[key].casefold() == value.casefold()]
    if not found:
        raise NotFound(
            Text(N_("There is no {value} in this book."), value=value),
            Text(N_("See the `list` beside `show`.")),
        )
    settings = settings_of(ctx)
    show_sheet(found[0], format=format_for(settings))


@make_command(N_("List the departments."), name="list", example="crosspolicy org department list")
def list_departments(ctx: Context, limit: Limit = None) -> None:
    """See the command's help."""
    from crosspolicy.queries.organisation import departments

    with looking(settings_of(ctx)) as (reader, _book, _today):
        rows = departments(reader)
    _show(ctx, _DEPARTMENT, rows, limit)


@make_command(N_("Show a department."), name="show", example="crosspolicy org department show SALES")
def show_department(
    ctx: Context,
    code: Annotated[str, Argument(help=_("the department's code"), shell_complete=complete_named("department"))],
) -> None:
    """See the command's help."""
    from crosspolicy.queries.organisation import departments

    with looking(settings_of(ctx)) as (reader, _book, _today):
        rows = departments(reader)
    _only(rows, "code", code, ctx)


@make_command(N_("List the people."), name="list", example="crosspolicy org person list --role management")
def list_people(
    ctx: Context,
    department: Annotated[
        str,
        Option("--department", help=_("only those of this department"), shell_complete=complete_named("department")),
    ] = "",
    role: Annotated[str, Option("--role", help=_("only those with this role"))] = "",
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.organisation import people

    if role and role not in set(Role):
        ctx.fail(_("--role takes one of {roles}").format(roles=listed(Role)))
    with looking(settings_of(ctx)) as (reader, _book, _today):
        department = department_named(reader, department) if department else ""
        rows = people(reader, department=department, role=role)
    _show(ctx, _PERSON, rows, limit)


@make_command(N_("Show a person."), name="show", example="crosspolicy org person show li.na")
def show_person(
    ctx: Context, login: Annotated[str, Argument(help=_("the person's login"), shell_complete=complete_named("person"))]
) -> None:
    """See the command's help."""
    from crosspolicy.queries.organisation import people

    with looking(settings_of(ctx)) as (reader, _book, _today):
        rows = people(reader)
    _only(rows, "login", login, ctx)


@make_command(N_("List the deputies."), name="list", example="crosspolicy org deputy list")
def list_deputies(ctx: Context, limit: Limit = None) -> None:
    """See the command's help."""
    from crosspolicy.queries.organisation import deputies

    with looking(settings_of(ctx)) as (reader, _book, _today):
        rows = deputies(reader)
    _show(ctx, _DEPUTY, rows, limit)


command = group(
    "org",
    N_("The organisation: departments, people, deputies (1.2)."),
    (
        group(
            "department",
            N_("Departments."),
            (
                ActLeaf(
                    "add",
                    "department.added",
                    N_("Add a department."),
                    target="book",
                    example="crosspolicy org department add --code LEGAL --name 'Legal affairs'",
                ),
                list_departments,
                show_department,
            ),
        ),
        group(
            "person",
            N_("People."),
            (
                ActLeaf(
                    "add",
                    "person.added",
                    N_("Add a person."),
                    target="book",
                    example="crosspolicy org person add --login chen.jie --name '陈洁'"
                    " --department LEGAL --roles signatory",
                ),
                list_people,
                show_person,
            ),
        ),
        group(
            "deputy",
            N_("Deputies: who stands in for whom, and when."),
            (
                ActLeaf(
                    "add",
                    "deputy.named",
                    N_("Name a deputy."),
                    target="book",
                    example="crosspolicy org deputy add --person li.na --deputy wang.wei"
                    " --from-date 2026-07-01 --until-date 2026-07-31",
                ),
                list_deputies,
            ),
        ),
    ),
)
