"""``init``: make a book (1.2)."""

from typing import Annotated, Any

from typer import Context, Option

from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import settings_of
from crosspolicy.i18n import N_, _


@make_command(
    N_("Make a book: company, currency, country, departments, people. Asks, or takes --from FILE."),
    name="init",
    example="crosspolicy init\ncrosspolicy init --template > company.yaml\ncrosspolicy init --from company.yaml",
)
def command(
    ctx: Context,
    from_file: Annotated[
        str | None, Option("--from", metavar="FILE", help=_("a YAML, JSON or TOML file; - is standard input"))
    ] = None,
    company: Annotated[str | None, Option("--company", help=_("the company's name"))] = None,
    currency: Annotated[str | None, Option("--currency", help=_("the book's currency, such as CNY"))] = None,
    country: Annotated[str | None, Option("--country", help=_("whose public holidays count, such as CN"))] = None,
    timezone: Annotated[
        str | None, Option("--timezone", help=_("such as Asia/Shanghai; default: the country's"))
    ] = None,
    departments: Annotated[
        list[str] | None, Option("--departments", help=_("code=...,name=...; repeat for several"))
    ] = None,
    people: Annotated[
        list[str] | None, Option("--people", help=_("login=...,name=...,department=...; repeat for several"))
    ] = None,
    rehearsal: Annotated[
        bool, Option("--rehearsal", help=_("a book to rehearse in: --now sets its clock, and it says so everywhere"))
    ] = False,
    template: Annotated[bool, Option("--template", help=_("print a blank file for --from"))] = False,
    dry_run: Annotated[bool, Option("--dry-run", help=_("show the receipt that it would give; write nothing"))] = False,
) -> None:
    """See the command's help."""
    from crosspolicy.commands.kit.founding import found, print_founding_template

    if template:
        print_founding_template()
        return
    stated: dict[str, Any] = {
        "company": company,
        "currency": currency,
        "country": country,
        "timezone": timezone,
        "departments": departments,
        "people": people,
        "from_file": from_file,
    }
    found(settings_of(ctx), stated, rehearsal=rehearsal, dry_run=dry_run)
