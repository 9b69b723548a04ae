"""The risk register on a terminal: the list, and what it still lacks for the start (chapter 5)."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crosspolicy.i18n import N_, _
from crosspolicy.views.sheet import tell
from crosspolicy.views.table import Column, show_list
from crosspolicy.vocabulary.labels import FIELD_LABELS, field_label, value_label
from crosspolicy.vocabulary.lists import RiskLevel

if TYPE_CHECKING:
    from rich.text import Text

    from crosspolicy.errors import Breach

SCALES: Final = ("likelihood", "impact")
ASSESSMENTS: Final = {"inherent_": N_("at first"), "": N_("now"), "residual_": N_("once treated")}
"""The assessments that are kept apart, by what their fields begin with."""
LEVEL_STYLES: Final = {"low": "green", "medium": "yellow", "high": "red", "extreme": "bold red"}
_CODED: Final = frozenset({"category", "response", "level"})
_ROOMY: Final = 100
"""From how many columns on the list of risks is a table; below, each risk has two lines."""


class Register(NamedTuple):
    """What a list of risks shows: of a request where it is named, else of the book."""

    risks: list[dict[str, Any]]
    request: str
    title: str
    expected_loss: str | None
    currency: str
    is_draft: bool = False
    following: str = ""


def told(name: str, value: Any) -> str:
    """Return a value of a risk as people read it."""
    return value_label(value, name) if value and name in _CODED else tell(name, value)


def level_text(level: str | None, text: str = "") -> "Text":
    """Return a level, or what stands for it, in the level's colour."""
    from crosspolicy.views.terminal import literal

    return literal(text or (value_label(level) if level else "–"), LEVEL_STYLES.get(level or "", "dim"))


# The list

_LISTED: Final = (
    "code",
    "category",
    "description",
    "level",
    "likelihood",
    "impact",
    "response",
    "owner",
    "due_date",
    "expected_loss",
    "identified_by",
    "occurred",
    "closed_on",
)
"""What a list of risks holds where it is no page: in a pipe, in a file."""


def show_register(register: Register, *, format: str) -> None:
    """Print a list of risks; on a terminal with what they are expected to cost."""
    if format != "table":
        columns = [Column(name, FIELD_LABELS[name], partial(told, name)) for name in _LISTED]
        show_list(columns, register.risks, format=format)
        return
    from crosspolicy.views.terminal import console, literal

    screen = console()
    if register.request:
        screen.print(literal(f"{register.request} · {register.title}", "bold"))
    if not register.risks:
        of_draft = N_("No risk yet: those that the form foresees enter the register when it is submitted.")
        screen.print(_(of_draft if register.is_draft else N_("No risk to show.")), markup=False)
    elif screen.width >= _ROOMY:
        _as_table(register)
    else:
        _as_lines(register)
    if register.expected_loss is not None:
        screen.print(literal(_expected(register.expected_loss, register.currency, is_book=not register.request)))
    if register.following:
        screen.print(literal(register.following, "dim"))


def _expected(amount: str, currency: str, *, is_book: bool = False) -> str:
    of_what = N_("Expected loss of the open risks: {amount} {currency}")
    of_book = N_("Expected loss of the open risks in the book: {amount} {currency}")
    return _(of_book if is_book else of_what).format(amount=amount, currency=currency)


def _short(register: Register, code: str) -> str:
    return code.rpartition("/")[2] if register.request else code


def scores(risk: dict[str, Any]) -> str:
    return f"{risk['likelihood']}×{risk['impact']}" if risk["level"] else ""


def state(risk: dict[str, Any]) -> str:
    """Tell that a risk is closed, or has happened."""
    told = [_("happened")] if risk["occurred"] else []
    told += [_("closed {day}").format(day=risk["closed_on"][:10])] if risk["closed_on"] else []
    return ", ".join(told)


def _as_table(register: Register) -> None:
    from crosspolicy.views.terminal import Heading, console, grid

    has_state = any(map(state, register.risks))
    rows = [
        [
            _short(register, risk["code"]),
            told("category", risk["category"]),
            risk["description"],
            level_text(risk["level"]),
            scores(risk),
            told("response", risk["response"]),
            risk["owner"] or "",
            risk["due_date"] or "",
            risk["expected_loss"] or "",
            *([state(risk)] if has_state else []),
        ]
        for risk in register.risks
    ]
    headings = [
        Heading(_("Risk"), whole=True),
        *map(Heading, (field_label("category"), field_label("description"))),
        Heading(field_label("level"), whole=True),
        Heading(_("L×I"), whole=True),
        *map(Heading, (field_label("response"), field_label("owner"))),
        Heading(_("Due"), whole=True),
        Heading(field_label("expected_loss"), right=True),
        *([Heading(_("State"))] if has_state else []),
    ]
    console().print(grid("", headings, rows))


def _as_lines(register: Register) -> None:
    """Print each risk on two lines, as a narrow terminal has no room for columns."""
    from crosspolicy.views.terminal import literal

    for risk in register.risks:
        loss = f"{risk['expected_loss']} {register.currency}" if risk["expected_loss"] else ""
        two_lines(
            (
                literal(_short(register, risk["code"]), "bold"),
                level_text(risk["level"]),
                literal(scores(risk)),
                literal(f"{told('category', risk['category'])} · {risk['description']}"),
            ),
            (told("response", risk["response"]), risk["owner"], risk["due_date"], loss, state(risk)),
        )


def two_lines(first: Sequence["Text"], second: Sequence[str | None]) -> None:
    """Print what would be a row of a table on two lines, the second dim and set in."""
    from rich.padding import Padding

    from crosspolicy.views.terminal import console, literal

    console().print(*filter(None, first))
    if any(second):
        console().print(Padding(literal(" · ".join(filter(None, second)), "dim"), (0, 0, 0, 4)))


PAGE_RISKS: Final = 10
"""How many risks a request's page shows, the gravest first."""


def show_open_risks(page: dict[str, Any]) -> None:
    """Print the open risks of a request's page, the gravest first, and which of them lack what the policy asks for."""
    from crosspolicy.views.terminal import Heading, console, grid, literal

    order = ["", *RiskLevel]
    found = [risk for risk in page["risks"] if risk["closed_on"] is None]
    found.sort(key=lambda risk: order.index(risk["level"] or ""), reverse=True)
    if not found:
        return
    rows = [
        [
            risk["code"].rpartition("/")[2],
            level_text(risk["level"]),
            risk["description"],
            risk["owner"] or "",
            risk["next_review"] or "",
        ]
        for risk in found[:PAGE_RISKS]
    ]
    headings = [
        Heading(_("Risk"), whole=True),
        Heading(field_label("level"), whole=True),
        *map(Heading, (field_label("description"), field_label("owner"))),
        Heading(_("Next review"), whole=True),
    ]
    screen = console()
    screen.print(grid(_("Risks ({n})").format(n=len(found)), headings, rows))
    if len(found) > PAGE_RISKS:
        told = _("All of them: crosspolicy risk list {request}").format(request=page["request"])
        screen.print(literal(told, "dim"))
    for risk in found:
        if risk["breach"]:
            missing = _("{clause} {risk} is high, and has no contingency plan: crosspolicy risk treat {risk}")
            screen.print(literal(missing.format(clause=risk["breach"], risk=risk["code"]), "red"))
    if page["expected_loss"] is not None:
        screen.print(literal(_expected(page["expected_loss"], page["cost"]["currency"])))


def show_wanting(breaches: Sequence["Breach"], command: str, otherwise: str) -> None:
    """Tell what the register still lacks for the start, and the command to type next."""
    from rich.table import Table

    from crosspolicy.views.terminal import console, literal

    screen = console()
    if not breaches:
        screen.print(literal(_("✓ The register lacks nothing for the start."), "green"))
    else:
        screen.print(literal(_("Before the work may start:"), "bold"))
        lines = Table.grid(padding=(0, 1))
        for breach in breaches:
            lines.add_row(" ·", breach.clause, literal(str(breach.message), "yellow"))
        screen.print(lines)
    # A command stays whole, to be copied: the terminal itself folds it.
    screen.print(literal(f"→ {command}"), soft_wrap=True)
    if otherwise:
        screen.print(literal(f"  {_('or, where none is seen: {command}').format(command=otherwise)}"), soft_wrap=True)
