"""The prompts: what they are told of the book, and the draft that keeps what is typed."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from crosspolicy.acts.registry import named
from crosspolicy.commands.kit.looking import clock
from crosspolicy.errors import Interrupted
from crosspolicy.forms.organisation import Founding
from crosspolicy.i18n import N_, Text, _
from crosspolicy.intake import drafts
from crosspolicy.intake.prompts import World, fill
from crosspolicy.queries.book import header
from crosspolicy.queries.organisation import departments, people
from crosspolicy.queries.reader import Reader
from crosspolicy.settings import Settings
from crosspolicy.store.engine import Book
from crosspolicy.store.location import locate
from crosspolicy.store.outlook import see_target
from crosspolicy.store.reading import reading

if TYPE_CHECKING:
    from crosspolicy.commands.kit.conduct import Errand
    from crosspolicy.intake.drafts import Draft


def ask(
    book: Book, errand: "Errand", settings: Settings, given: dict[str, Any], *, draft: "Draft | None"
) -> "tuple[dict[str, Any], Draft]":
    """Ask for what is not given, and return it all with the draft that keeps it until the act is performed."""
    act = named(errand.act)
    with reading(book.location) as reader:
        see_target(reader, errand.act, errand.request, errand.target, clock(settings))
        world = world_of(reader, errand.act, settings, given, errand.request)
    kept = draft or drafts.new_draft(
        act=errand.act, command=list(errand.words), target=errand.target, answers=given, book=settings.book()
    )

    def save(answers: dict[str, Any]) -> None:
        drafts.save(replace(kept, answers=answers))

    try:
        answers = fill(act.form, dict(kept.answers) | given, world=world, save=save, title=_(act.title))
    except Interrupted as stop:
        stop.hint = Text(N_("Your form is kept: `crosspolicy draft resume {draft}`."), draft=kept.id)
        raise
    return dict(answers), kept


def world_of(reader: Reader, act_name: str, settings: Settings, given: dict[str, Any], request: str) -> World:
    """Return what the prompts offer: departments, people, milestones, and what the facts suggest."""
    from crosspolicy.store.suggesting import suggested

    book = header(reader)
    now = clock(settings) or datetime.now().astimezone()
    found = suggested(reader, act_name, settings.acting_as(), given, request, clock(settings))
    return World(
        departments=tuple((d["code"], d["name"]) for d in departments(reader)),
        people=tuple((p["login"], p["name"], p["department"]) for p in people(reader)),
        milestones=found.milestones,
        suggested=found.answers,
        currency=book.currency,
        parties=found.parties,
        today=book.day_of(now),
        timezone=book.timezone,
    )


def ask_founding(
    given: dict[str, Any], settings: Settings, today: date, begun: "Draft | None"
) -> "tuple[dict[str, Any], Draft]":
    """Ask for what a new book starts from, and return it with the draft that keeps it until the book is made."""
    kept = begun or drafts.new_draft(
        act="book.initialised", command=["init"], target="", answers=given, book=settings.book()
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

    def save(answers: dict[str, Any]) -> None:
        drafts.save(replace(kept, answers=answers))

    answers = fill(Founding, dict(kept.answers) | given, world=world, save=save, title=_("make a book"))
    return dict(answers), kept


def resume(draft_id: str, settings: Settings) -> None:
    """Go on with a saved form at the prompts."""
    from crosspolicy.commands.kit.conduct import Errand, attempt

    draft = drafts.load(draft_id)
    if draft.act == "book.initialised":
        from crosspolicy.commands.kit.founding import found

        found(settings, {}, begun=draft)
        return
    if not settings.db and draft.book:
        settings.db = draft.book
    words = [word for word in draft.command if word.upper().startswith("CB-")]
    request = words[0].partition("/")[0] if words else ""
    book = Book(locate(settings.book()))
    try:
        attempt(Errand(draft.act, tuple(draft.command), request, draft.target), settings, book, {}, draft=draft)
    finally:
        book.close()
