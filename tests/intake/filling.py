"""Fills a form at a terminal, for the tests: ``python -m tests.intake.filling SETUP.json``.

The set-up names the form (``module:Class``), what is given, the world, and the file in which answers are kept. The
result goes to standard output, all else to standard error.
"""

import contextlib
import importlib
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from crosspolicy.errors import CrosspolicyError, Fault, InvalidInput
from crosspolicy.i18n import Text, use
from crosspolicy.intake.prompts import World, fill

DEPARTMENTS = (("SALES", "销售部"), ("TECH", "技術部"), ("FIN", "财务部"), ("LEGAL", "法務部"))
PEOPLE = (("li.na", "李娜", "SALES"), ("li.wei", "李偉", "TECH"), ("wang.fang", "王芳", "FIN"))


def world(beside: dict[str, Any]) -> World:
    """Return a company of four departments, on a Wednesday in Shanghai."""
    company = World(
        departments=DEPARTMENTS,
        people=PEOPLE,
        currency="CNY",
        timezone="Asia/Shanghai",
        today=date(2026, 9, 30),
        clock=lambda: datetime(2026, 9, 30, 6, 0, tzinfo=UTC),
    )
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in beside.items()}
    return replace(company, **known)


def main() -> int:
    """Fill the form that the set-up names."""
    setup = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    use(setup.get("language", "en"))
    module, _, name = setup["form"].partition(":")
    form = getattr(importlib.import_module(f"crosspolicy.forms.{module}"), name)
    kept = Path(setup["kept"])

    def save(answers: dict[str, Any]) -> None:
        kept.write_text(json.dumps(answers, ensure_ascii=False), "utf-8")

    faults = tuple(Fault(field, Text(message)) for field, message in setup.get("faults", ()))
    try:
        known = world(setup.get("world", {}))
        result = fill(form, setup.get("given", {}), world=known, save=save, title=Text("New request"), faults=faults)
    except CrosspolicyError as error:
        told = [
            str(error),
            *(f"{f.field} {f.message}" for f in (error.fields if isinstance(error, InvalidInput) else ())),
        ]
        with contextlib.suppress(OSError):  # the terminal may be gone
            os.write(sys.stderr.fileno(), "".join(f"{line}\n" for line in told).encode())
        return int(error.exit_code)
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
