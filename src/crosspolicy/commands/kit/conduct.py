"""One act from the command line to its receipt: gather the form, perform, show; keep a draft of what was typed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from crosspolicy.acts.registry import named
from crosspolicy.commands.kit.looking import parse_moment
from crosspolicy.errors import CrosspolicyError, Fault, Interrupted, InvalidInput
from crosspolicy.forms.base import Form
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.check import checked
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.intake.files import read_form
from crosspolicy.intake.flags import from_flags
from crosspolicy.settings import Settings
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import this_account
from crosspolicy.store.location import locate
from crosspolicy.store.perform import Call, perform
from crosspolicy.views.receipt import show_receipt

if TYPE_CHECKING:
    from crosspolicy.commands.kit.acting import ActLeaf
    from crosspolicy.intake.drafts import Draft


def clock(settings: Settings) -> datetime | None:
    """Return the time that ``--now`` sets, or None. Raises UsageFault where it is no time."""
    stated = settings.clock()
    return parse_moment(stated) if stated else None


def conduct(leaf: "ActLeaf", path: list[str], settings: Settings, stated: dict[str, Any]) -> None:
    """Carry one act out, from what the command line states to the receipt."""
    form = named(leaf.act).form
    if stated.get("template"):
        from crosspolicy.commands.kit.acting import print_template

        print_template(leaf)
        return
    given, faults = from_flags(form, stated)
    if source := stated.get("from_file"):
        given = read_form(source) | given
    if faults:
        raise InvalidInput(faults)
    target = [str(stated[name]) for name in ("request", "target") if stated.get(name)]
    attempt(
        leaf,
        [*path, *target],
        settings,
        given,
        request=stated.get("request") or _request_of(target),
        target=stated.get("target") or "",
        dry_run=bool(stated.get("dry_run")),
        submit=bool(stated.get("submit")),
    )


def _request_of(target: list[str]) -> str:
    return target[0].partition("/")[0] if target else ""


def attempt(
    leaf: "ActLeaf",
    words: list[str],
    settings: Settings,
    given: dict[str, Any],
    *,
    request: str,
    target: str,
    dry_run: bool,
    submit: bool,
    draft: "Draft | None" = None,
) -> None:
    """Fill what is missing at the prompts where somebody sits there, perform, and show the receipt."""
    form = named(leaf.act).form
    book = Book(locate(settings.book()))
    asks = settings.may_prompt() and (draft is not None or wants_prompts(form, given))
    kept = None
    try:
        if asks:
            from crosspolicy.commands.kit.asking import ask

            given, kept = ask(book, leaf.act, settings, given, words, request=request, target=target, draft=draft)
        name_the_missing(form, given)
        calls = [Call(leaf.act, checked(form, given), request, target)]
        if submit and leaf.then:
            calls.append(Call(leaf.then, checked(named(leaf.then).form, {}), "*"))
        receipts = perform(book, calls, this_account(settings.acting_as()), now=clock(settings), dry_run=dry_run)
    except (CrosspolicyError, KeyboardInterrupt) as error:
        if kept is not None and not isinstance(error, Interrupted):
            raise _with_draft(error, kept.id) from None
        raise
    finally:
        book.close()
    if kept is not None:
        from crosspolicy.intake.drafts import discard

        discard(kept.id)
    show_receipt(receipts[-1], settings, all_receipts=receipts, dry_run=dry_run)


def wants_prompts(form: type[Form], given: dict[str, Any]) -> bool:
    """Tell whether something is not given that the form, or a gate, asks for."""
    kind = str(given.get("kind", ""))
    wanted = [f for f in fields_of(form) if (f.is_required or f.gate) and f.only_for in ("", kind)]
    if not any(f.is_required for f in fields_of(form)) and given:
        return False
    if any(f.is_required and not given.get(f.name) for f in wanted):
        return True
    required = {name for f in fields_of(form) if f.is_required for name in (f.name,)}
    return bool(wanted) and not set(given) - required and any(not given.get(f.name) for f in wanted)


def name_the_missing(form: type[Form], given: dict[str, Any]) -> None:
    """Raise InvalidInput that names every missing field and its flag, beside whatever else is wrong."""
    try:
        checked(form, given)
    except InvalidInput as error:
        flags = {f.name: f for f in fields_of(form)}
        raise InvalidInput(tuple(_flagged(fault, flags) for fault in error.fields), hint=_how_to_fill()) from None


def _how_to_fill() -> Text:
    return Text(N_("State it with flags or --from FILE; --template prints a blank file, --help explains each field."))


def _flagged(fault: Fault, flags: dict[str, Field]) -> Fault:
    field = flags.get(fault.field)
    if field is None or fault.message.msgid != "must be there":
        return fault
    return Fault(fault.field, Text(N_("must be there: {flag} ({hint})"), flag=field.flag, hint=field.hint))


def _with_draft(error: BaseException, draft: str) -> BaseException:
    """Tell, with an error, that what was typed is kept."""
    hint = Text(N_("Your form is kept: `crosspolicy draft resume {draft}`."), draft=draft)
    if isinstance(error, KeyboardInterrupt):
        return Interrupted(Text(N_("Interrupted; nothing was written.")), hint)
    if isinstance(error, CrosspolicyError):
        error.hint = Text("{first} {second}", first=error.hint, second=hint) if error.hint else hint
    return error
