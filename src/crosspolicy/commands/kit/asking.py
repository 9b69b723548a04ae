"""The prompts: what they are told of the book, and the draft that keeps what is typed."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from crosspolicy.acts.registry import named
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
from crosspolicy.store.reading import reading

if TYPE_CHECKING:
    from crosspolicy.intake.drafts import Draft


def ask(
    book: Book,
    act_name: str,
    settings: Settings,
    given: dict[str, Any],
    words: list[str],
    *,
    request: str,
    target: str,
    draft: "Draft | None",
) -> "tuple[dict[str, Any], Draft]":
    """Ask for what is not given, and return it all with the draft that keeps it until the act is performed."""
    act = named(act_name)
    with reading(book.location) as reader:
        world = world_of(reader, act_name, settings, given, request)
    kept = draft or drafts.new_draft(act=act_name, command=words, target=target, answers=given, book=settings.book())

    def save(answers: dict[str, Any]) -> None:
        drafts.save(replace(kept, answers=answers))

    started = dict(kept.answers) | given
    try:
        answers = fill(act.form, started, world=world, save=save, title=_(act.title))
    except Interrupted as stop:
        stop.hint = Text(N_("Your form is kept: `crosspolicy draft resume {draft}`."), draft=kept.id)
        raise
    return dict(answers), kept


def world_of(reader: Reader, act_name: str, settings: Settings, given: dict[str, Any], request: str) -> World:
    """Return what the prompts offer: departments, people, milestones, and what the facts suggest."""
    from crosspolicy.commands.kit.conduct import clock
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


def ask_founding(given: dict[str, Any], account: str, today: date) -> dict[str, Any]:
    """Ask for what a new book starts from; it can name the one who founds it as its coordinator."""
    kept = drafts.new_draft(act="book.initialised", command=["init"], target="", answers=given, book="")
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
    answers = fill(
        Founding,
        given,
        world=world,
        save=lambda found: drafts.save(replace(kept, answers=found)),
        title=_("make a book"),
    )
    drafts.discard(kept.id)
    return dict(answers)


def resume(draft_id: str, settings: Settings) -> None:
    """Go on with a saved form at the prompts."""
    from crosspolicy.commands.kit.conduct import attempt
    from crosspolicy.commands.kit.tree import leaf_at

    draft = drafts.load(draft_id)
    leaf = leaf_at(draft.command)
    if not settings.db and draft.book:
        settings.db = str(locate(draft.book))
    words = [word for word in draft.command if word.upper().startswith("CB-")]
    request = words[0].partition("/")[0] if words else ""
    attempt(
        leaf,
        draft.command,
        settings,
        {},
        request=request,
        target=draft.target,
        dry_run=False,
        submit=False,
        draft=draft,
    )
