"""Editions of the policy: listed, compared, adopted (1.1)."""

import json
from typing import Annotated, Any, NamedTuple

from typer import Argument, Context, Option

from crosspolicy.commands.kit.consent import see_agreed
from crosspolicy.commands.kit.looking import clock, looking
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import settings_of
from crosspolicy.errors import BookUnavailable, CrosspolicyError, NotFound, UsageFault
from crosspolicy.i18n import N_, Text, _
from crosspolicy.queries.policies import editions, in_force, parsed_of
from crosspolicy.queries.reader import Reader
from crosspolicy.settings import Settings
from crosspolicy.views.table import format_for


class InForce(NamedTuple):
    """The policy in force today, parsed, and the editions that are adopted and yet to come into force."""

    parsed: dict[str, Any]
    coming: list[dict[str, Any]]


def in_force_now(settings: Settings) -> InForce:
    """Return the policy in force in the book; without a book, the one that the program ships with."""
    try:
        with looking(settings) as (reader, _book, today):
            known = editions(reader, today)
            return InForce(json.loads(in_force(reader, today)), [e for e in known if e["state"] == "coming"])
    except BookUnavailable:
        from crosspolicy.policy.file import check_policy, default_policy

        return InForce(check_policy(default_policy()).parsed, [])


@make_command(
    N_("List the adopted editions of the policy: from which day each governs, which is in force, which is to come."),
    name="list",
    example="crosspolicy policy list",
)
def listing(ctx: Context) -> None:
    """See the command's help."""
    from crosspolicy.views.policy_editions import show_editions

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, today):
        known = editions(reader, today)
    local = known if settings.is_json else [e | {"adopted_on": book.local(e["adopted_on"])} for e in known]
    show_editions(local, format=format_for(settings))


@make_command(
    N_("Show what a policy file changes against the edition in force, and which gates it weakens; change nothing."),
    name="diff",
    example="crosspolicy policy diff ours.toml\ncrosspolicy policy diff --edition 2.0 --against 1.0",
)
def diffing(
    ctx: Context,
    file: Annotated[str | None, Argument(metavar="FILE", help=_("a policy file; - is standard input"))] = None,
    edition: Annotated[
        str | None,
        Option(
            "--edition",
            metavar="VERSION",
            help=_("an adopted edition in place of a file: its version, or the beginning of its digest"),
        ),
    ] = None,
    against: Annotated[
        str | None,
        Option(
            "--against", metavar="VERSION", help=_("the adopted edition to compare with; default: the one in force")
        ),
    ] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.views.policy_editions import show_difference

    settings = settings_of(ctx)
    if (file is None) == (edition is None):
        raise UsageFault(Text(N_("Name a policy file, or an adopted edition with --edition; one of the two.")))
    new = None if file is None else _file(file)
    if edition is None and against is None:
        old = in_force_now(settings).parsed
    else:
        with looking(settings) as (reader, _book, today):
            old = _parsed(reader, against) if against else json.loads(in_force(reader, today))
            new = _parsed(reader, edition) if edition else new
    assert new is not None
    show_difference(_difference(old, new), format=format_for(settings))


def _file(path: str) -> dict[str, Any]:
    from crosspolicy.intake.files import read_text
    from crosspolicy.policy.file import check_policy

    return check_policy(read_text(path)).parsed


def _parsed(reader: Reader, named: str) -> dict[str, Any]:
    """Return an adopted edition, parsed. Raises NotFound, or UsageFault where several are called so."""
    from datetime import date

    known = {e["digest"]: e["version"] for e in editions(reader, date.max)}
    found = [d for d, version in known.items() if version == named]
    found = found or [d for d in known if len(named) >= 4 and d.startswith(named.lower())]
    if not found:
        raise NotFound(
            Text(N_("No edition {version} of the policy is adopted."), version=named),
            Text(N_("`crosspolicy policy list` shows those there are.")),
        )
    if len(found) > 1:
        raise UsageFault(
            Text(N_("Several editions are called {version}."), version=named),
            Text(N_("Name one by the beginning of its digest: {digests}."), digests=tuple(d[:12] for d in found)),
        )
    return dict(json.loads(parsed_of(reader, found[0])))


def _difference(old: dict[str, Any], new: dict[str, Any]) -> Any:
    from crosspolicy.policy.changes import changes, weakened
    from crosspolicy.policy.rules import rules_of
    from crosspolicy.views.policy_editions import Difference

    return Difference(old["version"], new["version"], changes(old, new), weakened(rules_of(old, ""), rules_of(new, "")))


@make_command(
    N_("Adopt a policy file; management only. Requests that are submitted already keep their edition."),
    name="adopt",
    example="crosspolicy policy adopt ours.toml",
)
def adopting(
    ctx: Context,
    file: Annotated[str, Argument(metavar="FILE", help=_("a policy file; - is standard input"))],
    occurred_on: Annotated[str | None, Option("--occurred-on", help=_("when it was adopted; default: now"))] = None,
    yes: Annotated[bool, Option("--yes", help=_("adopt without asking"))] = False,
    dry_run: Annotated[bool, Option("--dry-run", help=_("show the receipt that it would give; write nothing"))] = False,
) -> None:
    """See the command's help."""
    from crosspolicy.forms.governance import Adoption
    from crosspolicy.intake.check import checked
    from crosspolicy.intake.files import read_text
    from crosspolicy.store.engine import Book
    from crosspolicy.store.identity import this_account
    from crosspolicy.store.location import locate
    from crosspolicy.store.perform import Call, perform
    from crosspolicy.views.receipt import show_receipt

    settings = settings_of(ctx)
    form = checked(Adoption, {"text": read_text(file), "occurred_on": occurred_on})
    book = Book(locate(settings.book()))
    by, now, calls = this_account(settings.acting_as()), clock(settings), [Call("policy.adopted", form)]
    if settings.may_prompt():
        try:
            perform(book, calls, by, now=now, dry_run=True)
        except CrosspolicyError:
            yes = True  # it is refused below, and the refusal is kept
        else:
            _show_what_changes(settings, form)
        see_agreed(settings, _("Adopt this policy?"), Text(N_("Not adopted.")), yes=yes or dry_run)
    show_receipt(perform(book, calls, by, now=now, dry_run=dry_run)[0], settings, dry_run=dry_run)


def _show_what_changes(settings: Settings, form: Any) -> None:
    """Show what the text of the form changes against each edition that gives way, and against the one in force."""
    from datetime import datetime

    from crosspolicy.policy.editions import displaced, governs_from
    from crosspolicy.policy.file import check_policy
    from crosspolicy.queries.book_facts import book_facts
    from crosspolicy.views.policy_editions import show_difference

    new = check_policy(form.text).parsed
    with looking(settings) as (reader, book, today):
        stated = form.occurred_on
        day = book.day_of(stated) if isinstance(stated, datetime) else stated or today
        digests = displaced(book_facts(reader), governs_from(new, day), today)
        known = [json.loads(parsed_of(reader, digest)) for digest in digests]
    for old in known:
        show_difference(_difference(old, new), format="table", errors=True)
