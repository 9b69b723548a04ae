"""The risk register on a terminal: the list, a risk's sheet with its chart, the heat map."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crosspolicy.i18n import N_, _, plural
from crosspolicy.policy.rules import RiskScales
from crosspolicy.views.sheet import show_sheet, tell
from crosspolicy.views.table import Column, print_json, show_list
from crosspolicy.vocabulary.labels import field_label, value_label
from crosspolicy.vocabulary.lists import RiskLevel

if TYPE_CHECKING:
    from rich.text import Text

    from crosspolicy.errors import Breach

LEVEL_STYLES: Final = {"low": "green", "medium": "yellow", "high": "red", "extreme": "bold red"}
_ARROWS: Final = {"up": "↑", "down": "↓", "": ""}
_SCALES: Final = ("likelihood", "impact")
_ASSESSMENTS: Final = (("inherent_", N_("at first")), ("", N_("now")), ("residual_", N_("once treated")))
_RESPONSE: Final = ("response", "measures", "owner", "due_date", "measures_done_on", "accepted_by")
_NAMED: Final = ("cause", "identified_by", "identified_on", "reviewed_on", "closed_on", "closed_by", "close_reason")
_CODED: Final = frozenset({"category", "response", "level"})
_ROOMY: Final = 100
"""From how many columns on the list of risks is a table; below, each risk has two lines."""

PLAIN: Final = tuple(
    Column(name, name)
    for name in (
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
)
"""What a list of risks holds in a pipe."""


class Register(NamedTuple):
    """What a list of risks shows: of a request where it is named, else of the book."""

    risks: list[dict[str, Any]]
    request: str
    title: str
    expected_loss: str | None
    currency: str
    following: str = ""


def told(name: str, value: Any) -> str:
    """Return a value of a risk as people read it."""
    return value_label(value) if value and name in _CODED else tell(name, value)


def level_text(level: str | None, text: str = "") -> "Text":
    """Return a level, or what stands for it, in the level's colour."""
    from crosspolicy.views.terminal import literal

    return literal(text or (value_label(level) if level else "–"), LEVEL_STYLES.get(level or "", "dim"))


# The list


def show_register(register: Register, *, format: str) -> None:
    """Print a list of risks; on a terminal with what they are expected to cost."""
    if format != "table":
        show_list(PLAIN, register.risks, format=format)
        return
    from crosspolicy.views.terminal import console, literal

    screen = console()
    if register.request:
        screen.print(literal(f"{register.request} · {register.title}", "bold"))
    if not register.risks:
        screen.print(_("No risk to show."), markup=False)
    elif screen.width >= _ROOMY:
        _as_table(register)
    else:
        _as_lines(register)
    if register.expected_loss is not None:
        screen.print(literal(_expected(register)))
    if register.following:
        screen.print(literal(register.following, "dim"))


def _expected(register: Register) -> str:
    of_what = N_("Expected loss of the open risks: {amount} {currency}")
    of_book = N_("Expected loss of the open risks in the book: {amount} {currency}")
    told = _(of_what if register.request else of_book)
    return told.format(amount=register.expected_loss, currency=register.currency)


def _short(register: Register, code: str) -> str:
    return code.rpartition("/")[2] if register.request else code


def _scores(risk: dict[str, Any]) -> str:
    return f"{risk['likelihood']}×{risk['impact']}" if risk["level"] else ""


def _state(risk: dict[str, Any]) -> str:
    """Tell that a risk is closed, or has happened."""
    told = [_("happened")] if risk["occurred"] else []
    told += [_("closed {day}").format(day=risk["closed_on"][:10])] if risk["closed_on"] else []
    return ", ".join(told)


def _as_table(register: Register) -> None:
    from crosspolicy.views.terminal import Heading, console, grid

    has_state = any(map(_state, register.risks))
    rows = [
        [
            _short(register, risk["code"]),
            told("category", risk["category"]),
            risk["description"],
            level_text(risk["level"]),
            _scores(risk),
            told("response", risk["response"]),
            risk["owner"] or "",
            risk["due_date"] or "",
            risk["expected_loss"] or "",
            *([_state(risk)] if has_state else []),
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
        _two_lines(
            (
                literal(_short(register, risk["code"]), "bold"),
                level_text(risk["level"]),
                literal(_scores(risk)),
                literal(f"{told('category', risk['category'])} · {risk['description']}"),
            ),
            (told("response", risk["response"]), risk["owner"], risk["due_date"], loss, _state(risk)),
        )


def _two_lines(first: Sequence["Text"], second: Sequence[str | None]) -> None:
    """Print what would be a row of a table on two lines, the second dim and set in."""
    from rich.padding import Padding

    from crosspolicy.views.terminal import console, literal

    console().print(*filter(None, first))
    if any(second):
        console().print(Padding(literal(" · ".join(filter(None, second)), "dim"), (0, 0, 0, 4)))


def show_wanting(breaches: Sequence["Breach"], command: str, otherwise: str) -> None:
    """Tell what the register still lacks for the start, and the command to type next."""
    from rich.table import Table

    from crosspolicy.views.terminal import console, literal

    screen = console()
    if not breaches:
        screen.print(literal(_("✓ The register lacks nothing for the start."), "green"))
        return
    screen.print(literal(_("Before the work may start:"), "bold"))
    lines = Table.grid(padding=(0, 1))
    for breach in breaches:
        lines.add_row(" ·", breach.clause, literal(str(breach.message), "yellow"))
    screen.print(lines)
    # A command stays whole, to be copied: the terminal itself folds it.
    screen.print(literal(f"→ {command}"), soft_wrap=True)
    if otherwise:
        screen.print(literal(f"  {_('or, where none is seen: {command}').format(command=otherwise)}"), soft_wrap=True)


# The sheet


def show_risk(risk: dict[str, Any], steps: RiskScales, *, format: str, currency: str) -> None:
    """Print a risk with its plan and its history."""
    if format != "table":
        show_sheet(risk, format=format)
        return
    from crosspolicy.views.terminal import console, literal

    screen = console()
    screen.print(literal(f"{risk['code']} · {told('category', risk['category'])} · {risk['description']}", "bold"))
    state = _state(risk | {"occurred": any(entry["occurred"] for entry in risk["history"])})
    screen.print(*filter(None, (level_text(risk["level"]), literal(state, "bold"))))
    _assessments(risk, steps)
    figures = {
        "probability_percent": f"{risk['probability_percent']} %" if risk["probability_percent"] is not None else None,
        "loss": risk["loss"] and f"{risk['loss']} {currency}",
        "expected_loss": risk["expected_loss"] and f"{risk['expected_loss']} {currency}",
    }
    _pairs({name: risk[name] for name in _NAMED} | figures)
    _pairs({name: risk[name] for name in _RESPONSE})
    _plan(risk, steps)
    _happened(risk)
    _history(risk)


def _assessments(risk: dict[str, Any], steps: RiskScales) -> None:
    from crosspolicy.views.terminal import Heading, console, grid

    if risk["level"] is None:
        hint = _("Not assessed yet: crosspolicy risk review {risk}").format(risk=risk["code"])
        console().print(hint, style="yellow", markup=False)
        return
    rows: list[list[str | Text]] = [
        [
            _(when),
            *(_step(steps, scale, risk[f"{prefix}{scale}"]) for scale in _SCALES),
            level_text(risk[f"{prefix}level"]),
        ]
        for prefix, when in _ASSESSMENTS
        if risk[f"{prefix}level"]
    ]
    headings = [Heading(_("Assessed")), *(Heading(field_label(name)) for name in (*_SCALES, "level"))]
    console().print(grid("", headings, rows))


def _step(steps: RiskScales, scale: str, score: int) -> str:
    """Return a score with what the policy calls it."""
    texts = steps.texts(scale)
    return f"{score} {texts[score - 1]}" if score <= len(texts) else str(score)


def _pairs(content: dict[str, Any]) -> None:
    from rich.table import Table

    from crosspolicy.views.terminal import console, literal

    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", max_width=28)
    rows.add_column(overflow="fold")
    for name, value in content.items():
        if value not in (None, [], ""):
            rows.add_row(literal(field_label(name)), literal(told(name, value)))
    console().print(rows)


def _plan(risk: dict[str, Any], steps: RiskScales) -> None:
    from crosspolicy.views.terminal import console, literal

    if risk["contingency"]:
        console().print(literal(field_label("contingency"), "bold"))
        _pairs(risk["contingency"])
    elif steps.is_high(risk["level"]) and not risk["closed_on"]:
        missing = _("5.3.3 High, and without a contingency plan: crosspolicy risk treat {risk}")
        console().print(literal(missing.format(risk=risk["code"]), "red"))


def _happened(risk: dict[str, Any]) -> None:
    from crosspolicy.views.terminal import console, literal

    for issue in risk["issues"]:
        state = _("resolved") if issue["resolved_on"] else _("open")
        told = _("It happened: {issue} · {title} ({state})").format(
            issue=issue["code"], title=issue["title"], state=state
        )
        console().print(literal(told, "bold"))
        if risk["contingency"] and not issue["resolved_on"]:
            console().print(literal(_("The contingency plan above says what to do now."), "bold"))


def _history(risk: dict[str, Any]) -> None:
    from crosspolicy.views.chart import Point, chart
    from crosspolicy.views.terminal import ROOMY, Heading, console, grid, literal

    points = [
        Point(entry["assessed_on"][:10], entry["level"], bool(entry["occurred"]))
        for entry in risk["history"]
        if entry.get("level")
    ]
    if not points:
        return
    screen = console()
    screen.print()
    levels = [(level.value, value_label(level)) for level in reversed(RiskLevel)]
    for level, line in chart(levels, points, screen.width):
        screen.print(literal(line, LEVEL_STYLES.get(level, "dim")))
    screen.print(literal(_("Assessments"), "bold"))
    rows = [_assessed(entry) for entry in risk["history"]]
    if screen.width < ROOMY:
        for *first, change in rows:
            _two_lines(
                [cell for cell in (c if not isinstance(c, str) else literal(c) for c in first) if cell], [str(change)]
            )
    else:
        headings = [
            Heading(_("Day"), whole=True),
            Heading(_("By")),
            Heading(field_label("level"), whole=True),
            Heading(_("L×I"), whole=True),
            *map(Heading, (field_label("response"), _("What changed"))),
        ]
        screen.print(grid("", headings, rows))
    if any(entry["occurred"] for entry in risk["history"]):
        screen.print(literal(_("! it happened"), "dim"))


def _assessed(entry: dict[str, Any]) -> list["str | Text"]:
    """Return an entry of the history as a row: the day, by whom, level, scores, response, what changed."""
    return [
        entry["assessed_on"][:10],
        entry["assessed_by"],
        level_text(entry.get("level")),
        f"{entry['likelihood']}×{entry['impact']}" if entry.get("level") else "",
        told("response", entry.get("response")),
        ("! " if entry["occurred"] else "") + (entry.get("change") or entry.get("measures") or ""),
    ]


# The heat map


def show_matrix(heat: dict[str, Any], *, format: str, title: str, which: str) -> None:
    """Print the heat map: a grid on a terminal, in a pipe a line for each cell."""
    if format == "json":
        print_json(heat)
    elif format != "table":
        columns = [Column(name, name) for name in ("likelihood", "impact", "level", "count", "up", "down", "risks")]
        show_list(columns, heat["cells"], format=format)
    else:
        _map(heat, title, which)


def _map(heat: dict[str, Any], title: str, which: str) -> None:
    from crosspolicy.views.terminal import ROOMY, console, literal

    screen = console()
    screen.print(literal(f"{title} · {_(dict(_ASSESSMENTS)[which])}", "bold"))
    padding = 1 if screen.width >= ROOMY else 0
    if _needs(heat, padding) <= screen.width:
        _grid(heat, padding)
    else:
        _cells_as_lines(heat)
    _legend(heat)


def _needs(heat: dict[str, Any], padding: int) -> int:
    """Return the cells that the grid takes where no word is broken."""
    from rich.cells import cell_len

    levels = {value_label(level) for row in heat["levels"] for level in row}
    words = [word for text in (*heat["likelihood"], *heat["impact"], *levels) for word in text.split()]
    columns = len(heat["impact"]) + 1
    return columns * (max(map(cell_len, words)) + 2 * padding + 1) + 1


def _grid(heat: dict[str, Any], padding: int) -> None:
    from rich import box
    from rich.table import Table

    from crosspolicy.views.terminal import console, literal

    console().print(literal(_("likelihood upwards, impact to the right"), "dim"))
    table = Table(box=box.SQUARE, show_lines=True, padding=(0, padding), header_style="")
    table.add_column("", overflow="fold")
    for step, text in enumerate(heat["impact"], 1):
        table.add_column(literal(f"{step} {text}"), overflow="fold")
    cells = {(cell["likelihood"], cell["impact"]): cell for cell in heat["cells"]}
    for likelihood in range(len(heat["likelihood"]), 0, -1):
        row = [cells[likelihood, impact] for impact in range(1, len(heat["impact"]) + 1)]
        name = literal(f"{likelihood} {heat['likelihood'][likelihood - 1]}")
        table.add_row(name, *(_cell(cell, heat["moved"]) for cell in row))
    console().print(table)


def _cells_as_lines(heat: dict[str, Any]) -> None:
    """Print the cells in which something stands, the gravest first: where there is no room for a grid."""
    from crosspolicy.views.terminal import console, literal

    order = [level.value for level in RiskLevel]
    for cell in sorted(heat["cells"], key=lambda c: (order.index(c["level"]), c["likelihood"]), reverse=True):
        if cell["count"]:
            likelihood, impact = (f"{cell[name]} {heat[name][cell[name] - 1]}" for name in _SCALES)
            inside = literal(" ".join(_inside(cell, heat["moved"])), "bold")
            console().print(level_text(cell["level"]), literal(f"{likelihood} × {impact}:"), inside)


def _inside(cell: dict[str, Any], moved: dict[str, str]) -> list[str]:
    """Return what stands in a cell: the codes of a request's risks, or how many of a book's; with what moved."""
    if cell["risks"] or not cell["count"]:
        return [f"{code.rpartition('/')[2]}{_ARROWS[moved.get(code, '')]}" for code in cell["risks"]]
    return [str(cell["count"]), *(f"{_ARROWS[way]}{cell[way]}" for way in ("up", "down") if cell[way])]


def _cell(cell: dict[str, Any], moved: dict[str, str]) -> "Text":
    """Return a cell: its level in words, and under it what stands there."""
    inside = _inside(cell, moved)
    style = LEVEL_STYLES[cell["level"]]
    text = level_text(cell["level"])
    text.stylize(style if inside else f"{style} dim")
    if inside:
        text.append("\n" + " ".join(inside), f"bold {style}")
    return text


def _legend(heat: dict[str, Any]) -> None:
    from crosspolicy.views.terminal import console, literal

    screen = console()
    counts = {level.value: 0 for level in RiskLevel}
    for cell in heat["cells"]:
        counts[cell["level"]] += cell["count"]
    used = {level for row in heat["levels"] for level in row}
    parts = [level_text(level, f"{value_label(level)} {count}") for level, count in counts.items() if level in used]
    screen.print(literal(" · ").join(parts))
    if any(cell["up"] or cell["down"] for cell in heat["cells"]):
        screen.print(literal(_("↑ graver, ↓ less grave than when first assessed"), "dim"))
    apart = (
        ("unassessed", "{n} open risk is not assessed so.", "{n} open risks are not assessed so."),
        (
            "elsewhere",
            "{n} open risk was assessed on the scales of another edition of the policy.",
            "{n} open risks were assessed on the scales of another edition of the policy.",
        ),
    )
    for name, singular, several in apart:
        if heat[name]:
            screen.print(literal(plural(singular, several, heat[name]), "dim"))
    if heat["expected_loss"] is not None:
        expected = _("Expected loss of the open risks: {amount} {currency}")
        screen.print(literal(expected.format(amount=heat["expected_loss"], currency=heat["currency"])))
