"""The heat map of open risks: likelihood by impact, of one request or counted over the book (5.2.2)."""

from datetime import date
from typing import Any, Final, NamedTuple

from crosspolicy.policy.rules import RiskScales
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.risks import expected_loss, scales
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import RiskLevel

CURRENT, INHERENT, RESIDUAL = "", "inherent_", "residual_"
"""The assessments that are kept apart: what the columns of each begin with."""
UP: Final = "up"
DOWN: Final = "down"


class Spread(NamedTuple):
    """Risks that stand in one cell and began in one: how many, or which of a request. None where not assessed."""

    likelihood: int | None
    impact: int | None
    level: str | None
    first: tuple[int | None, int | None]
    many: int
    code: str


def heat_map(reader: Reader, currency: str, day: date, request_id: int | None, which: str) -> dict[str, Any]:
    """Return the map of a request's open risks, or of the book's, by one of their assessments.

    A cell names the risks of a request, and counts those of a book; ``up`` and ``down`` count those that moved there
    since their first assessment. ``unassessed`` have no such assessment; ``elsewhere`` were assessed on the scales of
    another edition of the policy, and have no place on these.
    """
    steps = scales(reader, day, request_id)
    cells = {
        (likelihood, impact): _cell(steps, likelihood, impact)
        for likelihood in range(1, len(steps.likelihood) + 1)
        for impact in range(1, len(steps.impact) + 1)
    }
    apart = {"unassessed": 0, "elsewhere": 0}
    moved: dict[str, str] = {}
    for group in _spread(reader, request_id, which):
        cell = cells.get((group.likelihood or 0, group.impact or 0))
        if group.level is None or cell is None or cell["level"] != group.level:
            apart["unassessed" if group.level is None else "elsewhere"] += group.many
            continue
        cell["count"] += group.many
        cell["risks"] += [group.code] if group.code else []
        if way := _moved(steps, group):
            cell[way] += group.many
            moved |= {group.code: way} if group.code else {}
    return {
        "likelihood": steps.texts("likelihood"),
        "impact": steps.texts("impact"),
        "levels": [[level.value for level in row] for row in steps.matrix],
        "cells": list(cells.values()),
        "moved": moved,
        **apart,
        "expected_loss": expected_loss(reader, currency, request_id),
        "currency": currency,
    }


def _cell(steps: RiskScales, likelihood: int, impact: int) -> dict[str, Any]:
    level = steps.matrix[likelihood - 1][impact - 1].value
    return {
        "likelihood": likelihood,
        "impact": impact,
        "level": level,
        "risks": [],
        "count": 0,
        UP: 0,
        DOWN: 0,
    }


def _spread(reader: Reader, request_id: int | None, which: str) -> list[Spread]:
    """Return where the open risks stand and began: one by one for a request, counted by the store for a book."""
    pair = f"{which}likelihood, {which}impact, {which}level, inherent_likelihood, inherent_impact"
    if request_id is None:
        rows = reader.rows(f"SELECT {pair}, COUNT(*) FROM risk WHERE closed_on IS NULL GROUP BY {pair}")
        return [Spread(row[0], row[1], row[2], row[3:5], row[5], "") for row in rows]
    sql = f"SELECT {pair}, number FROM risk WHERE request_id = :id AND closed_on IS NULL ORDER BY number"
    rows = reader.rows(sql, id=request_id)
    return [Spread(row[0], row[1], row[2], row[3:5], 1, child_code(request_id, "risk", row[5])) for row in rows]


def _moved(steps: RiskScales, group: Spread) -> str:
    """Tell whether risks have become graver or less grave since they were first assessed: by level, then by scores."""
    now, then = (_gravity(steps, *scores) for scores in ((group.likelihood, group.impact), group.first))
    return "" if now == then or not all((now, then)) else UP if now > then else DOWN


def _gravity(steps: RiskScales, likelihood: int | None, impact: int | None) -> tuple[int, ...]:
    level = steps.level(likelihood, impact)
    return () if level is None else ([*RiskLevel].index(level), (likelihood or 0) * (impact or 0))
