"""The records that another system would hand over, streamed into files: JSON Lines, or a CSV for each act.

Run as ``python -m bench.scale.records FILE REQUESTS`` for JSON Lines; where FILE is a folder, the CSVs go there. With
``alone`` behind, requests come in and nothing follows them. It prints the files.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.scale.course import COMING_IN, STEPS, Happening, Step, happenings


def record(happening: Happening) -> dict[str, Any]:
    """Return the record of an act as a JSON Lines file states it."""
    step, number, day = happening
    is_new = step is STEPS[0]
    return {
        "act": step.act,
        "external_id": f"K-{number}" if is_new else f"K-{number}-{step.act}",
        **({} if is_new else {"target": {"external_id": f"K-{number}"}}),
        "actor": step.actor(number),
        "occurred_on": day.isoformat(),
        "form": step.form(number, day),
    }


def write_json_lines(path: Path, requests: int, steps: tuple[Step, ...] = STEPS) -> Path:
    """Write the records of all acts, in the order of the days."""
    with path.open("w", encoding="utf-8") as file:
        for happening in happenings(requests, steps):
            file.write(json.dumps(record(happening)) + "\n")
    return path


def write_csvs(folder: Path, requests: int) -> list[Path]:
    """Write a table for each act, called by its name; return them, what comes first first."""
    return [_write_csv(folder / f"{step.act}.csv", happenings(requests, (step,))) for step in STEPS]


def _write_csv(path: Path, found: Iterator[Happening]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer: csv.DictWriter[str] | None = None
        for happening in found:
            cells = dict(_cells(record(happening)))
            if writer is None:
                writer = csv.DictWriter(file, cells)
                writer.writeheader()
            writer.writerow(cells)
    return path


def _cells(stated: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the columns of a record: the form's own beside those of its envelope, without the act."""
    for name, value in stated.items():
        if name == "form":
            yield from _flat(value, "")
        elif name != "act":
            yield from _flat(value, name)


def _flat(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value, 1):
            yield from _flat(inner, f"{path}.{step}" if path else str(step))
    else:
        yield path, value


if __name__ == "__main__":
    place, requests, steps = Path(sys.argv[1]), int(sys.argv[2]), COMING_IN if sys.argv[3:] == ["alone"] else STEPS
    print(*(write_csvs(place, requests) if place.is_dir() else [write_json_lines(place, requests, steps)]), sep="\n")
