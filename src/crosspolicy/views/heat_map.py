"""The heat map of risks on a terminal: every cell tells its level in words, so that no colour is needed (5.2.2)."""

from typing import TYPE_CHECKING, Any, Final

from crosspolicy.i18n import _, plural
from crosspolicy.views.risk import ASSESSMENTS, LEVEL_STYLES, SCALES, level_text
from crosspolicy.views.table import Column, print_json, show_list
from crosspolicy.vocabulary.labels import FIELD_LABELS, value_label
from crosspolicy.vocabulary.lists import RiskLevel

if TYPE_CHECKING:
    from rich.text import Text

_ARROWS: Final = {"up": "↑", "down": "↓", "": ""}


def show_matrix(heat: dict[str, Any], *, format: str, title: str, which: str) -> None:
    """Print the heat map: a grid on a terminal, in a pipe a line for each cell."""
    if format == "json":
        print_json(heat)
    elif format == "table":
        _map(heat, title, which)
    elif format == "md":
        _drawn(heat)
    else:
        columns = [Column(name, name) for name in ("likelihood", "impact", "level", "count", "up", "down", "risks")]
        show_list(columns, heat["cells"], format=format)


def _map(heat: dict[str, Any], title: str, which: str) -> None:
    from crosspolicy.views.terminal import ROOMY, console, literal

    screen = console()
    screen.print(literal(f"{title} · {_(ASSESSMENTS[which])}", "bold"))
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
    for likelihood, cells in _rows(heat):
        name = literal(f"{likelihood} {heat['likelihood'][likelihood - 1]}")
        table.add_row(name, *(_cell(cell, heat["moved"]) for cell in cells))
    console().print(table)


def _drawn(heat: dict[str, Any]) -> None:
    """Print the grid as a table of Markdown."""
    rows = [
        {"likelihood": f"{likelihood} {heat['likelihood'][likelihood - 1]}"}
        | {str(cell["impact"]): " ".join([value_label(cell["level"]), *_inside(cell, heat["moved"])]) for cell in cells}
        for likelihood, cells in _rows(heat)
    ]
    steps = [Column(str(step), f"{step} {text}") for step, text in enumerate(heat["impact"], 1)]
    show_list([Column("likelihood", FIELD_LABELS["likelihood"]), *steps], rows, format="md")


def _rows(heat: dict[str, Any]) -> list[tuple[int, list[dict[str, Any]]]]:
    """Return the cells row by row, the likeliest first, each row from the slightest impact on."""
    cells = {(cell["likelihood"], cell["impact"]): cell for cell in heat["cells"]}
    impacts = range(1, len(heat["impact"]) + 1)
    return [(n, [cells[n, impact] for impact in impacts]) for n in range(len(heat["likelihood"]), 0, -1)]


def _cells_as_lines(heat: dict[str, Any]) -> None:
    """Print the cells in which something stands, the gravest first: where there is no room for a grid."""
    from crosspolicy.views.terminal import console, literal

    order = [level.value for level in RiskLevel]
    for cell in sorted(heat["cells"], key=lambda c: (order.index(c["level"]), c["likelihood"]), reverse=True):
        if cell["count"]:
            likelihood, impact = (f"{cell[name]} {heat[name][cell[name] - 1]}" for name in SCALES)
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
