"""The founding of a book from flags, file and prompts."""

import sys
from datetime import date
from typing import Any

from crosspolicy.commands.kit.conduct import clock, name_the_missing, wants_prompts
from crosspolicy.errors import InvalidInput
from crosspolicy.forms.organisation import Founding
from crosspolicy.i18n import _
from crosspolicy.intake.check import checked
from crosspolicy.intake.files import read_form
from crosspolicy.intake.flags import from_flags
from crosspolicy.intake.template import template as blank
from crosspolicy.settings import Settings, is_terminal
from crosspolicy.store.account import account
from crosspolicy.store.founding import found_book
from crosspolicy.store.identity import this_account
from crosspolicy.store.location import locate
from crosspolicy.views.receipt import show_receipt


def found(
    settings: Settings, flags: dict[str, Any], *, from_file: str, rehearsal: bool, template: bool, dry_run: bool
) -> None:
    """Make a book, and say what comes next."""
    if template:
        sys.stdout.write(blank(Founding, _("make a book")))
        return
    given, faults = from_flags(Founding, flags)
    if from_file:
        given = read_form(from_file) | given
    if faults:
        raise InvalidInput(faults)
    if settings.may_prompt() and wants_prompts(Founding, given):
        from crosspolicy.commands.kit.asking import ask_founding

        given = ask_founding(given, account(), date.today())
    name_the_missing(Founding, given)
    form = checked(Founding, given)
    location = locate(settings.book())
    receipt = found_book(
        location,
        form,
        this_account(),
        is_rehearsal=rehearsal,
        now=clock(settings) if rehearsal else None,
        dry_run=dry_run,
    )
    show_receipt(receipt, settings, dry_run=dry_run)
    _advise(form, str(location))


def _advise(form: Founding, place: str) -> None:
    """Say on a terminal what comes next, and warn where the founder could not act in the book."""
    if not any(account() == (p.os_user or p.login) for p in form.people):
        told = _("Your account {account} is nobody's in this book; only those named can act in it.")
        sys.stderr.write(told.format(account=account()) + "\n")
    if is_terminal(sys.stdout):
        sys.stdout.write(_("The book is {place}.").format(place=place) + "\n")
        sys.stdout.write("→ crosspolicy request new\n")
