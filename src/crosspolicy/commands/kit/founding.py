"""The founding of a book from flags, file and prompts."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crosspolicy.commands.kit.conduct import gather, name_the_missing, wants_prompts
from crosspolicy.commands.kit.looking import clock
from crosspolicy.forms.organisation import Founding
from crosspolicy.i18n import _
from crosspolicy.intake.template import template as blank
from crosspolicy.settings import Settings, is_terminal
from crosspolicy.store.account import account
from crosspolicy.store.founding import found_book
from crosspolicy.store.identity import this_account
from crosspolicy.store.location import locate_new
from crosspolicy.store.receipt import Receipt
from crosspolicy.views.receipt import show_receipt

if TYPE_CHECKING:
    from crosspolicy.intake.drafts import Draft


def found(
    settings: Settings,
    stated: dict[str, Any],
    *,
    rehearsal: bool = False,
    dry_run: bool = False,
    begun: "Draft | None" = None,
) -> None:
    """Make a book from flags, file and prompts, and say what comes next."""
    given = gather(Founding, stated)
    location = locate_new(settings.book())

    def act(content: dict[str, Any]) -> tuple[Founding, Receipt]:
        form = name_the_missing(Founding, content)
        now = clock(settings) if rehearsal else None
        return form, found_book(location, form, this_account(), is_rehearsal=rehearsal, now=now, dry_run=dry_run)

    if settings.may_prompt() and (begun or wants_prompts(Founding, given)):
        from crosspolicy.commands.kit.asking import ask_founding_and

        form, receipt = ask_founding_and(
            act, given, settings, datetime.now().date(), begun, is_rehearsal=rehearsal, is_trial=dry_run
        )
    else:
        form, receipt = act(given)
    show_receipt(receipt, settings, dry_run=dry_run)
    _advise(form, str(location))


def print_founding_template() -> None:
    """Print a blank file for ``init --from``."""
    sys.stdout.write(blank(Founding, _("make a book")))


def _advise(form: Founding, place: str) -> None:
    """Say on a terminal what comes next, and warn where the founder could not act in the book."""
    if not any(account() == (p.os_user or p.login) for p in form.people):
        told = _("Your account {account} is nobody's in this book; only those named can act in it.")
        sys.stderr.write(told.format(account=account()) + "\n")
    if is_terminal(sys.stdout):
        sys.stdout.write(_("The book is {place}.").format(place=place) + "\n")
        sys.stdout.write("→ crosspolicy request new\n")
