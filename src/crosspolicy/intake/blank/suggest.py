"""A first mapping file for other people's columns: a guess at each by its name, for somebody to look through."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from itertools import islice
from typing import Final

from crosspolicy.i18n import _, listed
from crosspolicy.intake.assembling.cells import as_text
from crosspolicy.intake.assembling.choices import choices_of, folded
from crosspolicy.intake.assembling.kinds import named_act
from crosspolicy.intake.blank.blank_layout import columns_of
from crosspolicy.intake.blank.guesses import fields_by_path, formats_of, guessed
from crosspolicy.intake.fields import Field
from crosspolicy.records.raw import Raw, Table
from crosspolicy.vocabulary.hidden import visible

_ROWS: Final = 20_000
"""How many rows are looked at."""
_SHOWN: Final = 3
_LISTED: Final = 60
_ENTITY: Final = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_BARE: Final = re.compile(r"[^\W\d_][\w()./-]*(?: [\w()./-]+)*")
_CODE: Final = re.compile(r"[^\W_][\w.@+-]{0,39}")
_DAYS: Final = ("day", "when")
_ISO: Final = "%Y-%m-%d"

Samples = Mapping[str, Sequence[str]]
"""The different values of a column, by its name, in the order in which they come."""


def suggest_mapping(table: Table, act: str) -> str:
    """Return a first mapping file (YAML) for a table's columns. Raises UsageFault where there is no such act."""
    act = named_act(act)
    samples = _samples(table)
    fields, pairs = fields_by_path(act), guessed(act, table.columns)
    words = {path: _words_of(fields[path], samples[column]) for path, column in pairs.items()}
    lines = [
        f"# {_('Guessed from the names of the columns: look it through before you use it.')}",
        f"act: {act}",
        f"# source: {_('NAME')}   # {_('what the system is called that the records are from')}",
    ]
    if any(unescape(found) != found for values in samples.values() for found in _ENTITY.findall(" ".join(values))):
        lines.append(f"decode: html   # {_('some texts have entities in them, such as &amp;')}")
    lines += ["", "columns:" if pairs else "columns: {}"]
    lines += [_column(fields[path], path, pairs[path], samples, has_words=bool(words[path])) for path in pairs]
    lines += [
        *_left_alone(table, pairs, samples),
        *_lacking(act, pairs),
        *_values({p: w for p, w in words.items() if w}),
    ]
    return "\n".join(lines) + "\n"


def _samples(table: Table) -> Samples:
    found: dict[str, dict[str, None]] = {column: {} for column in table.columns}
    for row in islice(table.rows, _ROWS):
        for column, cell in row.values.items() if isinstance(row, Raw) else ():
            if len(found[column]) < _LISTED:
                found[column].setdefault("" if isinstance(cell, date) else str(as_text(cell)).strip())
    return {column: [value for value in values if value] for column, values in found.items()}


def _words_of(field: Field, values: Sequence[str]) -> Sequence[str]:
    """Return the values that need a word of ours each: what is no code where one belongs, or no choice of the list."""
    known = choices_of(field) if field.choices else {}
    if field.choices and any(folded(value) not in known for value in values):
        return values
    is_named = field.refers in ("department", "person") and any(not _CODE.fullmatch(value) for value in values)
    return values if is_named else ()


def _column(field: Field, path: str, column: str, samples: Samples, *, has_words: bool) -> str:
    stated, notes = [f"column: {_scalar(column)}"], [_shown(samples[column])]
    if has_words:
        stated.append(f"values: {_scalar(path)}")
    if field.kind in _DAYS and samples[column]:
        formats = formats_of(samples[column])
        if not formats:
            notes.append(_("state how the days are written, under date"))
        elif formats[0] != _ISO:
            stated.append(f"date: {json.dumps(formats[0], ensure_ascii=False)}")
            notes += [_("or {formats}").format(formats=listed(formats[1:]))] if formats[1:] else []
    spelled = f"{{{', '.join(stated)}}}" if len(stated) > 1 else _scalar(column)
    return f"  {path}: {spelled}{_comment(' · '.join(filter(None, notes)))}"


def _left_alone(table: Table, pairs: Mapping[str, str], samples: Samples) -> Iterator[str]:
    rest = [column for column in table.columns if column not in pairs.values()]
    if rest:
        yield f"  # {_('Left alone, for no field is called alike:')}"
        yield from (f"  # FIELD: {_scalar(column)}{_comment(_shown(samples[column]))}" for column in rest)


def _lacking(act: str, pairs: Mapping[str, str]) -> Iterator[str]:
    yield from ("", f"defaults:   # {_('what a record gets that states none')}")
    stated = {path.partition(".")[0] for path in pairs}
    for column in columns_of(act, with_lists=True):
        is_begun = column.path not in pairs and ("." not in column.path or column.path.partition(".")[0] in stated)
        if column.is_needed and (is_begun or column.path.partition(".")[0] not in stated):
            yield f"  # {column.path}:{_comment(column.field.hint)}"


def _values(words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if not words:
        return
    yield from ("", f"values:   # {_('ours for each of theirs; left empty, it states nothing')}")
    for path, values in words.items():
        yield f"  {_scalar(path)}:"
        yield from (f"    {_scalar(value)}:" for value in values)
        yield f"    # {_('and what else there may be')}"


def _scalar(text: str) -> str:
    """Write a text so that YAML reads it back as it is."""
    is_bare = _BARE.fullmatch(text) and text.lower() not in ("null", "true", "false", "yes", "no", "on", "off")
    return text if is_bare else json.dumps(text, ensure_ascii=not text.isprintable())


def _shown(values: Sequence[str]) -> str:
    return " | ".join(value if len(value) <= 40 else value[:39] + "…" for value in values[:_SHOWN])


def _comment(text: str) -> str:
    return f"   # {visible(' '.join(text.split()))}" if text.strip() else ""
