"""``db``: where the book is, whether it is whole, a copy of it, and bringing it up to date."""

from typing import Annotated

from typer import Argument, Context

from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import Findings
from crosspolicy.i18n import N_, Text, _, listed
from crosspolicy.store.location import locate, locate_new
from crosspolicy.views.safe import named
from crosspolicy.views.sheet import show_sheet
from crosspolicy.views.table import Column, format_for, print_json, show_list
from crosspolicy.vocabulary.paths import to_new_path


@make_command(N_("Print where the book is."), name="path", example="crosspolicy db path")
def path(ctx: Context) -> None:
    """See the command's help."""
    settings = settings_of(ctx)
    location = locate(settings.book())
    if settings.is_json:
        print_json({"book": str(location), "exists": location.path.exists() if location.path else None})
    else:
        print(named(location))


_COLUMNS = (Column("check", N_("Check")), Column("where", N_("Where")), Column("message", N_("What")))


@make_command(
    N_("Prove the book: integrity, foreign keys, hash chains, obligations against the journal."),
    name="check",
    example="crosspolicy db check",
)
def check(ctx: Context) -> None:
    """See the command's help."""
    from crosspolicy.store import upkeep

    settings = settings_of(ctx)
    found = upkeep.check(locate(settings.book()))
    rows = [{"check": f.check, "where": f.where, "message": str(f.message)} for f in found]
    format_ = format_for(settings)
    if format_ == "json":
        print_json({"sound": not rows, "checks": list(upkeep.CHECKS), "findings": rows})
    elif rows or format_ != "table":
        show_list(_COLUMNS, rows, format=format_)
    else:
        print(_("The book is sound: {checks}.").format(checks=listed(upkeep.CHECKS)))
    if rows:
        raise Findings(Text(N_("The book is not sound.")))


@make_command(N_("Copy the book, consistent while others write."), name="backup", example="crosspolicy db backup")
def backup(
    ctx: Context,
    target: Annotated[str | None, Argument(metavar="FILE", help=_("where; default: beside the book"))] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.store.backup import backup as make_backup

    settings = settings_of(ctx)
    made = make_backup(locate(settings.book()), to_new_path(target) if target else None)
    if settings.is_json:
        print_json({"backup": str(made)})
    else:
        print(named(made))


@make_command(
    N_("Bring a book of an older program up to date; a backup is made first."),
    name="migrate",
    example="crosspolicy db migrate",
)
def migrate(ctx: Context) -> None:
    """See the command's help."""
    from crosspolicy.store.migrating import migrate as bring_up_to_date

    settings = settings_of(ctx)
    revision, kept = bring_up_to_date(locate(settings.book()))
    content = {"revision": revision, "migrated": kept is not None, "backup": str(kept) if kept else None}
    show_sheet(content, format=format_for(settings))


@make_command(
    N_("Copy the book to a new file or an empty PostgreSQL database, the journal with its hashes, and prove the copy."),
    name="copy",
    example="crosspolicy db copy postgresql://host/book\ncrosspolicy db copy --db postgresql://host/book book.db",
)
def copy(
    ctx: Context,
    target: Annotated[str, Argument(metavar="PATH|URL", help=_("where to: a file, or a URL of PostgreSQL"))],
) -> None:
    """See the command's help."""
    from crosspolicy.store import upkeep
    from crosspolicy.store.copying import copy_book

    settings = settings_of(ctx)
    source, place = locate(settings.book()), locate_new(target)
    rows = copy_book(source, place)
    findings = upkeep.check(place)
    found = [{"check": f.check, "where": f.where, "message": str(f.message)} for f in findings]
    if settings.is_json:
        content = {"book": str(source), "copy": str(place), "rows": rows, "sound": not found}
        print_json(content | {"checks": list(upkeep.CHECKS), "findings": found})
    else:
        told = _("{copy} holds {events} events and {rows} other rows of {book}.")
        events = rows.pop("journal")
        print(told.format(copy=named(place), events=events, rows=sum(rows.values()), book=named(source)))
        if found:
            show_list(_COLUMNS, found, format=format_for(settings))
        else:
            print(_("The book is sound: {checks}.").format(checks=listed(upkeep.CHECKS)))
    if found:
        raise Findings(Text(N_("The book is not sound.")))


command = group("db", N_("The book's store: path, check, backup, migrate, copy."), (path, check, backup, migrate, copy))
