"""The prompts: what they are told of the book, and the draft that keeps what is typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from crosspolicy.acts.registry import title_of
from crosspolicy.commands.kit.looking import clock, request_named
from crosspolicy.commands.kit.training import beside_factors, offered_for_training
from crosspolicy.commands.kit.unkept import show_unkept
from crosspolicy.errors import CrosspolicyError, Fault, Interrupted, InvalidInput, UsageFault
from crosspolicy.forms.base import Form
from crosspolicy.forms.organisation import Founding
from crosspolicy.i18n import N_, Text, _, plural
from crosspolicy.intake import drafts
from crosspolicy.intake.prompts import World, fill
from crosspolicy.intake.prompts.world import nothing
from crosspolicy.queries.book import header
from crosspolicy.queries.organisation import departments, people
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.times import in_zone
from crosspolicy.settings import Settings
from crosspolicy.store.engine import Book
from crosspolicy.store.location import locate
from crosspolicy.store.outlook import see_target
from crosspolicy.store.reading import reading
from crosspolicy.vocabulary.codes import LETTERS
from crosspolicy.vocabulary.evidence import NOTHING
from crosspolicy.vocabulary.labels import value_label
from crosspolicy.vocabulary.lists import INDICATORS

if TYPE_CHECKING:
    from crosspolicy.commands.kit.conduct import Errand
    from crosspolicy.intake.drafts import Draft
    from crosspolicy.policy.facts import RiskFact
    from crosspolicy.store.suggesting import Suggestion


T = TypeVar("T")


def ask_and(
    act: Callable[[dict[str, Any]], T],
    book: Book,
    errand: "Errand",
    settings: Settings,
    given: dict[str, Any],
    draft: "Draft | None",
) -> T:
    """Ask for what an errand's form lacks, and act on it."""
    with reading(book.location) as reader:
        see_target(reader, errand.act, errand.request, errand.target, clock(settings))
        world = world_of(reader, errand, settings, given)
    kept = draft or drafts.new_draft(
        act=errand.act,
        command=_remembered(errand.words, settings, ["--submit"] if errand.then else []),
        target=errand.target,
        answers=given,
        book=locate(settings.book()).kept,
    )
    title = " · ".join(filter(None, (_(title_of(errand.act, str(given.get("kind", "")))), world.subject)))
    return _until_taken(act, errand.form, world, title, kept, given, is_trial=errand.dry_run)


def _remembered(words: Iterable[str], settings: Settings, more: list[str]) -> list[str]:
    """Return the words by which a draft is resumed as it was begun: for the same person, and to the same end."""
    return [*words, *(["--as", settings.as_login] if settings.as_login else []), *more]


def _until_taken(
    act: Callable[[dict[str, Any]], T],
    form: type[Form],
    world: World,
    title: str,
    kept: "Draft",
    given: dict[str, Any],
    *,
    is_trial: bool,
) -> T:
    """Ask and act; what the act finds wrong with the form is asked again. The draft lives until the act is done."""
    answers: dict[str, Any] = dict(kept.answers) | given
    faults: tuple[Fault, ...] = ()
    unkept: dict[str, Any] | None = None

    def save(so_far: dict[str, Any]) -> None:
        nonlocal answers, unkept
        answers = unkept = so_far  # with what was left out, so that a form to be mended asks for nothing twice
        drafts.save(replace(kept, answers=so_far))
        unkept = None

    try:
        while True:
            content = fill(form, answers, world=world, save=save, title=title, faults=faults)
            try:
                done = act(content)
                break
            except InvalidInput as error:
                if error.fields == faults:
                    raise
                faults = error.fields
    except (CrosspolicyError, KeyboardInterrupt) as error:
        if unkept is not None:
            show_unkept(form, unkept)
        raise _with_draft(error, kept.id if drafts.exists(kept.id) else "", is_whole=unkept is None) from None
    if not is_trial and drafts.exists(kept.id):
        with suppress(OSError):  # what was done is done
            drafts.discard(kept.id)
    return done


def _with_draft(error: BaseException, draft: str, *, is_whole: bool) -> BaseException:
    """Tell, with an error, what is kept of what was typed; ``draft`` is empty where nothing is."""
    told = _KEPT if is_whole else _KEPT_BEFORE
    hint = Text(told, draft=draft) if draft else None
    if not isinstance(error, CrosspolicyError):
        return Interrupted(
            Text(N_("Interrupted. An act is written whole or not at all; `crosspolicy log` shows it.")), hint
        )
    error.hint = Text("{first} {second}", first=error.hint, second=hint) if error.hint and hint else error.hint or hint
    return error


_KEPT: Final = N_("Your form is kept: `crosspolicy draft resume {draft}`.")
_KEPT_BEFORE: Final = N_("An earlier state of your form is kept: `crosspolicy draft resume {draft}`.")


def world_of(reader: Reader, errand: "Errand", settings: Settings, given: dict[str, Any]) -> World:
    """Return what the prompts offer: departments, people, milestones, and what the facts suggest."""
    from crosspolicy.store.suggesting import suggested

    book = header(reader)
    now = clock(settings) or datetime.now(UTC)
    found = suggested(
        reader, errand.act, settings.acting_as(), given, errand.request, clock(settings), target=errand.target
    )
    is_training = errand.act.startswith("training.")
    offered = partial(_about, settings, errand.act, errand.request)
    return World(
        subject=_subject(found.risk),
        departments=tuple((d["code"], d["name"]) for d in departments(reader)),
        people=tuple((p["login"], p["name"], p["department"]) for p in people(reader)),
        milestones=found.milestones,
        issues=found.issues,
        suggested=found.answers | _minutes(reader, errand, book.day_of(now), book.currency),
        currency=book.currency,
        parties=found.parties,
        today=book.day_of(now),
        timezone=book.timezone,
        clock=lambda: in_zone(clock(settings) or datetime.now(UTC), ZoneInfo(book.timezone)),
        marks=dict.fromkeys(INDICATORS, found.marks) if errand.act == "appraisal.given" and found.marks else {},
        scales={scale: found.scales.texts(scale) for scale in ("likelihood", "impact")},
        asked_for=partial(_asked_for, found),
        beside=_noted(settings, errand.act, errand.request),
        about=partial(offered_for_training, settings) if is_training else offered,
    )


def _minutes(reader: Reader, errand: "Errand", day: date, currency: str) -> dict[str, str]:
    """Return what the minutes of a regular meeting begin with: its agenda (4.1.3)."""
    if errand.act != "meeting.recorded":
        return {}
    from crosspolicy.queries.agenda import agenda
    from crosspolicy.views.agenda import minutes

    return minutes(agenda(reader, request_named(reader, errand.request), day, currency))


def _subject(risk: "RiskFact | None") -> str:
    """Tell which risk is in hand, and what level it has now."""
    if risk is None:
        return ""
    level = f" ({value_label(risk.level)})" if risk.level else ""
    return f"{LETTERS['risk']}{risk.number} {risk.description}{level}"


def _asked_for(found: "Suggestion", gate: str, answers: Mapping[str, Any]) -> str:
    """Tell why the policy asks for a field; of a contingency plan only where the risk is high, and has none (5.3.3)."""
    if gate != "contingency":
        return _("asked for by the policy")
    scores = (_step(answers.get(name)) for name in ("likelihood", "impact"))
    level = found.scales.level(*scores) or (found.risk and found.risk.level)
    if not level or not found.scales.is_high(level) or (found.risk and found.risk.has_contingency):
        return ""
    return _("asked for by the policy: the risk is {level}").format(level=value_label(level))


def _step(answer: object) -> int | None:
    """Return a score as it was answered, or None where there is none."""
    text = str(answer)
    return int(text) if text.isdecimal() else None


def _noted(settings: Settings, act_name: str, request: str) -> Callable[[str, Mapping[str, object]], tuple[str, ...]]:
    """Return what tells what is on record beside a field, where an act's form has such fields."""
    if act_name == "appraisal.given":
        return _beside(settings, request)
    return beside_factors(settings) if act_name == "training.need_stated" else nothing


_FACTS_SHOWN: Final = 6
"""How many facts stand beside an indicator at a prompt; a question that fills the screen is none."""


def _beside(settings: Settings, request: str) -> Callable[[str, Mapping[str, object]], tuple[str, ...]]:
    """Return what tells, beside an indicator, what is on record of whom the answers name; each is looked up once."""
    from crosspolicy.store.suggesting import on_record

    known: dict[tuple[object, object], dict[str, tuple[str, ...]]] = {}

    def beside(name: str, answers: Mapping[str, object]) -> tuple[str, ...]:
        whom = (answers.get("department"), answers.get("person"))
        if name not in INDICATORS or not any(whom):
            return ()
        if whom not in known:
            with reading(locate(settings.book())) as reader:
                known[whom] = on_record(reader, request, answers, clock(settings))
        scale, *facts = known[whom][name]
        return (scale, *_as_lines(facts, request, answers))

    return beside


def _as_lines(facts: Sequence[str], request: str, answers: Mapping[str, object]) -> tuple[str, ...]:
    if not facts:
        return (_("on record: {facts}").format(facts=_(NOTHING)),)
    lines = [_("on record: {facts}").format(facts="").rstrip(), *(f"- {fact}" for fact in facts[:_FACTS_SHOWN])]
    if more := len(facts) - _FACTS_SHOWN:
        flag = "--person {person}" if answers.get("person") else "--department {department}"
        command = f"crosspolicy appraise evidence {request} " + flag.format_map(answers)
        lines += [plural("- and {n} more", "- and {n} more", more) + f": {command}"] if more > 0 else []
    return tuple(lines)


def _about(
    settings: Settings, act_name: str, request: str, refers: str, answers: Mapping[str, object]
) -> tuple[tuple[str, str, str], ...]:
    """Return what a field may name that hangs on the answers: what is overdue, what a reward or a penalty rests on."""
    from crosspolicy.store.suggesting import grounds_for, overdue_kinds

    if refers not in ("ground", "overdue"):
        return ()
    with reading(locate(settings.book())) as reader:
        if refers == "ground":
            return tuple(grounds_for(reader, act_name, answers))
        return tuple(overdue_kinds(reader, request, clock(settings)))


def ask_founding_and(
    act: Callable[[dict[str, Any]], T],
    given: dict[str, Any],
    settings: Settings,
    today: date,
    begun: "Draft | None",
    *,
    is_rehearsal: bool,
    is_trial: bool,
) -> T:
    """Ask for what a new book starts from, and act on it."""
    command = _remembered(["init"], settings, ["--rehearsal"] if is_rehearsal else [])
    kept = begun or drafts.new_draft(
        act="book.initialised", command=command, target="", answers=given, book=locate(settings.book()).kept
    )
    world = World(
        departments=(),
        people=(),
        milestones=(),
        suggested={"currency": "CNY", "country": "CN"},
        currency="",
        parties=(),
        today=today,
        timezone="UTC",
    )
    return _until_taken(act, Founding, world, _("make a book"), kept, given, is_trial=is_trial)


def _book_of(draft: "Draft", settings: Settings) -> str:
    """Return the book that a saved form is for; of a URL kept without its password, the one now set that is the same.

    Raises UsageFault where another book is set, or none.
    """
    kept = locate(draft.book)
    if kept.server is None or kept.server.is_whole:
        return draft.book
    if str(locate(settings.book())) == draft.book:
        return settings.book()
    raise UsageFault(
        Text(N_("The form is for the book {book}, whose password is not kept."), book=draft.book),
        Text(N_("Name the book with --db, or in CROSSPOLICY_DB.")),
    )


def resume(draft_id: str, settings: Settings) -> None:
    """Go on with a saved form at the prompts."""
    from crosspolicy.commands.kit.conduct import Errand, attempt

    draft = drafts.load(draft_id)
    if not settings.db and draft.book:
        settings.db = _book_of(draft, settings)
    if "--as" in draft.command[:-1] and not settings.as_login:
        settings.as_login = draft.command[draft.command.index("--as") + 1]
    if draft.act == "book.initialised":
        from crosspolicy.commands.kit.founding import found

        found(settings, {}, rehearsal="--rehearsal" in draft.command, begun=draft)
        return
    words = [word for word in draft.command if word.upper().startswith("CB-")]
    request = words[0].partition("/")[0] if words else ""
    book = Book(locate(settings.book()))
    try:
        then = "request.submitted" if "--submit" in draft.command else ""
        errand = Errand(draft.act, tuple(draft.command), request, draft.target, then=then)
        attempt(errand, settings, book, {}, draft=draft)
    finally:
        book.close()
