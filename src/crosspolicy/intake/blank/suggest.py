"""A first mapping file for other people's columns: a guess at each by its name, for somebody to look through."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from itertools import islice
from typing import Final

from crosspolicy.i18n import _
from crosspolicy.intake.assembling.cells import as_text
from crosspolicy.intake.assembling.columns import slot_of
from crosspolicy.intake.assembling.envelope import Envelope
from crosspolicy.intake.assembling.kinds import form_of, named_act
from crosspolicy.intake.blank.blank_layout import columns_of
from crosspolicy.intake.blank.guesses import fields_by_path, guessed
from crosspolicy.intake.blank.suggest_column import Seen, column_lines, comment, scalar, shown
from crosspolicy.records.raw import Raw, Table
from crosspolicy.vocabulary.json_text import yaml_text

_ROWS: Final = 20_000
"""How many rows are looked at."""
_LISTED: Final = 60
_ENTITY: Final = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")

Samples = Mapping[str, Seen]
"""What stands in each column, by its name."""


def suggest_mapping(table: Table, act: str) -> str:
    """Return a first mapping file (YAML) for a table's columns. Raises UsageFault where there is no such act."""
    act = named_act(act)
    samples = _samples(table)
    fields, pairs = fields_by_path(act), guessed(act, table.columns)
    lines = [
        f"# {_('Guessed from the names of the columns: look it through before you use it.')}",
        f"# {_('A line behind # says what else could be meant: take the # away, and the line that it stands for.')}",
        f"act: {act}",
        f"# source: {_('NAME')}   # {_('what the system is called that the records are from')}",
    ]
    if any(unescape(found) != found for seen in samples.values() for found in _ENTITY.findall(" ".join(seen.values))):
        lines.append(f"decode: html   # {_('some texts have entities in them, such as &amp;')}")
    lines += ["", "columns:" if pairs else "columns: {}"]
    for path, column in pairs.items():
        lines += column_lines(fields[path], path, column, samples[column])
    rest = [column for column in table.columns if column not in pairs.values()]
    lines += [*_left_alone(rest, samples), *_ignored(act, table.columns, rest), *_lacking(act, pairs)]
    return "\n".join(lines) + "\n"


def _samples(table: Table) -> Samples:
    found: dict[str, dict[str, None]] = {column: {} for column in table.columns}
    stated = dict.fromkeys(table.columns, 0)
    rows = 0
    for row in islice(table.rows, _ROWS):
        rows += isinstance(row, Raw)
        for column, cell in row.values.items() if isinstance(row, Raw) else ():
            stated[column] += 1
            if len(found[column]) < _LISTED:
                found[column].setdefault("" if isinstance(cell, date) else str(as_text(cell)).strip())
    return {
        column: Seen([value for value in values if value], has_gaps=stated[column] < rows)
        for column, values in found.items()
    }


def _left_alone(rest: Sequence[str], samples: Samples) -> Iterator[str]:
    if rest:
        yield f"  # {_('Left alone, for no field is called alike:')}"
        yield from (f"  # FIELD: {scalar(column)}{comment(shown(samples[column].values))}" for column in rest)


def _ignored(act: str, columns: Sequence[str], rest: Sequence[str]) -> Iterator[str]:
    """Yield what leaves columns out; it is needed for those that would count by their own name."""
    called = [column for column in rest if slot_of(Envelope, column) or slot_of(form_of(act), column)]
    listed = ", ".join(map(yaml_text, called or rest or columns[-1:]))
    yield from (
        "",
        f"{'' if called else '# '}ignore: [{listed}]{comment(_('left out, even where it is called as a field is'))}",
    )


def _lacking(act: str, pairs: Mapping[str, str]) -> Iterator[str]:
    yield from ("", f"defaults:   # {_('what a record gets that states none')}")
    stated = {path.partition(".")[0] for path in pairs}
    for column in columns_of(act, with_lists=True):
        is_begun = column.path not in pairs and ("." not in column.path or column.path.partition(".")[0] in stated)
        if column.is_needed and (is_begun or column.path.partition(".")[0] not in stated):
            yield f"  # {column.path}:{comment(column.field.hint)}"
