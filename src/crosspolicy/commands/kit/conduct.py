"""One act from the command line to its receipt: gather the form, perform, show; keep a draft of what was typed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from crosspolicy.acts.registry import named
from crosspolicy.commands.kit.looking import clock
from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.forms.base import Form
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.attachments import attached, file_faults
from crosspolicy.intake.check import checked
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.intake.files import read_form
from crosspolicy.intake.flags import from_flags
from crosspolicy.settings import Settings
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import this_account
from crosspolicy.store.location import locate
from crosspolicy.store.perform import Call, perform
from crosspolicy.store.reading import reading
from crosspolicy.store.receipt import Receipt
from crosspolicy.views.receipt import show_receipt

if TYPE_CHECKING:
    from crosspolicy.commands.kit.acting import ActLeaf
    from crosspolicy.intake.drafts import Draft

F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Errand:
    """What a command line asks for: the act, what it is done to, the words to repeat it, and how."""

    act: str
    words: tuple[str, ...]
    request: str = ""
    target: str = ""
    dry_run: bool = False
    then: str = ""

    @property
    def form(self) -> type[Form]:
        """The act's form."""
        return named(self.act).form


def conduct(leaf: "ActLeaf", path: list[str], settings: Settings, stated: dict[str, Any]) -> None:
    """Carry one act out, from what the command line states to the receipt."""
    if stated.get("template"):
        from crosspolicy.commands.kit.acting import print_template

        print_template(leaf)
        return
    named_on_line = [str(stated[name]) for name in ("request", "target") if stated.get(name)]
    target = str(stated.get("target") or "")
    errand = Errand(
        act=leaf.act,
        words=(*path, *named_on_line),
        request=stated.get("request") or (target.partition("/")[0] if named(leaf.act).is_on_request else ""),
        target=target,
        dry_run=bool(stated.get("dry_run")),
        then=leaf.then if stated.get("submit") else "",
    )
    book = Book(locate(settings.book()))
    try:
        given = gather(errand.form, stated)
        attempt(errand, settings, book, given)
    except InvalidInput:
        _see_what_is_named(errand, settings, book)
        raise
    finally:
        book.close()


def gather(form: type[Form], stated: dict[str, Any]) -> dict[str, Any]:
    """Return what flags and file state, flags above the file. Raises InvalidInput."""
    given, faults = from_flags(form, stated)
    if source := stated.get("from_file"):
        given = read_form(source) | given
    if faults:
        raise InvalidInput(faults)
    return given


def _see_what_is_named(errand: Errand, settings: Settings, book: Book) -> None:
    """Answer a missing book, or an argument that names nothing, before the faults of a form."""
    from crosspolicy.store.outlook import see_target

    with reading(book.location) as reader:
        see_target(reader, errand.act, errand.request, errand.target, clock(settings))


def attempt(
    errand: Errand, settings: Settings, book: Book, given: dict[str, Any], *, draft: "Draft | None" = None
) -> None:
    """Perform, after asking for what is missing where somebody sits there who can be asked; show the receipt."""

    def act(content: dict[str, Any]) -> tuple[Receipt, ...]:
        form = attached(name_the_missing(errand.form, content), content)
        calls = [Call(errand.act, form, errand.request, errand.target)]
        if errand.then:
            calls.append(Call(errand.then, checked(named(errand.then).form, {}), "*"))
        by = this_account(settings.acting_as())
        return perform(book, calls, by, now=clock(settings), dry_run=errand.dry_run)

    if settings.may_prompt() and (draft is not None or wants_prompts(errand.form, given)):
        from crosspolicy.commands.kit.asking import ask_and

        receipts = ask_and(act, book, errand, settings, given, draft)
    else:
        receipts = act(given)
    show_receipt(receipts[-1], settings, all_receipts=receipts, dry_run=errand.dry_run)


def wants_prompts(form: type[Form], given: dict[str, Any]) -> bool:
    """Tell whether something is not given that the form asks for; or, of a form barely begun, that a gate asks for."""
    kind = str(given.get(form.kind_field, ""))
    asked = [f for f in fields_of(form) if f.only_for in ("", kind) and not given.get(f.name)]
    if any(f.is_required for f in asked):
        return True
    if any(not any(given.get(name) for name in group) for group in form.one_of):
        return True
    is_barely_begun = all(f.is_required for f in fields_of(form) if given.get(f.name))
    return is_barely_begun and any(f.gate for f in asked)


def name_the_missing(form: type[F], given: dict[str, Any]) -> F:
    """Return the form, or raise InvalidInput with every missing field and its flag, beside whatever else is wrong."""
    try:
        return checked(form, given)
    except InvalidInput as error:
        flags = {f.name: f for f in fields_of(form)}
        faults = [_flagged(fault, flags) for fault in error.fields]
        named = {fault.field for fault in faults}
        faults += [fault for fault in file_faults(form, given) if fault.field not in named]
        raise InvalidInput(tuple(faults), hint=_how_to_fill()) from None


def _how_to_fill() -> Text:
    return Text(N_("State it with flags or --from FILE; --template prints a blank file, --help explains each field."))


def _flagged(fault: Fault, flags: dict[str, Field]) -> Fault:
    field = flags.get(fault.field)
    if field is None or fault.message.msgid != "must be there":
        return fault
    return Fault(fault.field, Text(N_("must be there: {flag} ({hint})"), flag=field.flag, hint=field.hint))
