"""Editions of the policy file: the shipped one, with what a company changed in it."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from crosspolicy.policy.file import default_policy
from crosspolicy.queries.policies import editions
from crosspolicy.store.reading import reading
from tests.support.world import World

FURTHER = """
[[further-obligations]]
kind = "{kind}"
clause = "{clause}"
opened-by = "{opened_by}"
discharged-by = "{discharged_by}"
owed-by = "{owed_by}"
working-days = {working_days}
title = {{ en = "A rule of ours", zh_Hans = "本公司规定", zh_Hant = "本公司規定" }}
"""


def edition(
    version: str = "2.0",
    *,
    deadlines: Mapping[str, int] | None = None,
    periods: Mapping[str, str] | None = None,
    gates: Mapping[str, str] | None = None,
    calendar: str = "",
    risk: str = "",
    further: str = "",
) -> str:
    """Return the shipped policy file with these settings in place of its own; ``risk`` replaces lines of ``[risk]``."""
    text = _with(default_policy(), "version", f'"{version}"')
    for name, days in (deadlines or {}).items():
        text = _with(text, name, str(days))
    for name, word in {**(periods or {}), **(gates or {})}.items():
        text = _with(text, name, f'"{word}"')
    if calendar:
        text = text.replace(f'version = "{version}"', f'version = "{version}"\ncalendar = "{calendar}"', 1)
    for setting in risk.split("\n\n") if risk else ():
        key, _, value = setting.partition(" = ")
        text, count = re.subn(rf"(?ms)^{key} = (\[$.*?^\]$|[^#\n]*)", lambda _: f"{key} = {value} ", text)  # noqa: B023
        assert count == 1, f"{key} stands {count} times in the policy file"
    return text + further


def scales(*matrix: str) -> str:
    """Return settings of risk with this matrix, a word for each likelihood and in it the first letter of each level."""
    levels = {level[0]: level for level in ("low", "medium", "high", "extreme")}
    rows = [[levels[letter] for letter in word] for word in matrix]
    return "\n\n".join(
        (
            f"likelihood = {_steps(len(rows))}",
            f"impact = {_steps(len(rows[0]))}",
            f"matrix = {json.dumps(rows)}",
        )
    )


def _steps(count: int) -> str:
    steps = (f'{{ en = "step {n}", zh_Hans = "第{n}级", zh_Hant = "第{n}級" }}' for n in range(1, count + 1))
    return f"[{', '.join(steps)}]"


def without(text: str, beginning: str) -> str:
    """Return the text without the one line that begins so."""
    changed, count = re.subn(rf"(?m)^{re.escape(beginning)}.*\n", "", text)
    assert count == 1, f"{count} lines of the policy file begin with {beginning}"
    return changed


def _with(text: str, key: str, value: str) -> str:
    changed, count = re.subn(rf"(?m)^{re.escape(key)}\s*=\s*[^#\n]*", f"{key} = {value} ", text)
    assert count == 1, f"{key} stands {count} times in the policy file"
    return changed


def further(
    kind: str = "first-report",
    *,
    clause: str = "2.4.3",
    opened_by: str = "execution.started",
    discharged_by: str = "report.filed",
    owed_by: str = "each-party",
    working_days: int = 10,
) -> str:
    """Return an obligation that the company adds."""
    return FURTHER.format(
        kind=kind,
        clause=clause,
        opened_by=opened_by,
        discharged_by=discharged_by,
        owed_by=owed_by,
        working_days=working_days,
    )


def in_force_on(world: World, day: date) -> dict[str, Any]:
    """Return the edition that is in force in a book on a day: its version, its digest."""
    with reading(world.book.location) as reader:
        return next(e for e in editions(reader, day) if e["state"] == "in-force")
