"""A file of everything that is wrong: JSON, or a table for a spreadsheet, by its name."""

import csv
import io
from pathlib import Path
from typing import Final

from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text
from crosspolicy.records.outcome import Outcome
from crosspolicy.views.export.sink import replacing, see_target
from crosspolicy.views.imports.outcome import HEADINGS, outcome_object, trouble_object
from crosspolicy.views.safe import neutral
from crosspolicy.vocabulary.hidden import visible
from crosspolicy.vocabulary.json_text import json_text

ENDINGS: Final = (".json", ".csv", ".tsv")


def see_report(path: Path) -> None:
    """Raise UsageFault where a report cannot go there."""
    if path.suffix.lower() not in ENDINGS:
        raise UsageFault(
            Text(N_("{path} does not say in which format to write."), path=path),
            Text(N_("Name a file that ends in one of {endings}."), endings=ENDINGS),
        )
    see_target(path)


def write_report(path: Path, outcome: Outcome) -> None:
    """Write everything that is wrong; the file appears whole. Raises SystemFault."""
    suffix = path.suffix.lower()
    if suffix == ".json":
        content = json_text(outcome_object(outcome), indent=2) + "\n"
    else:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter="\t" if suffix == ".tsv" else ",", lineterminator="\n")
        writer.writerow(HEADINGS)
        for trouble in outcome.troubles:
            cells = trouble_object(trouble).values()
            writer.writerow([neutral(visible("" if cell is None else str(cell))) for cell in cells])
        content = text.getvalue()
    with replacing(path) as file:
        file.write(content.encode("utf-8-sig" if suffix != ".json" else "utf-8"))
