"""Rejected records that come back mended: the reasons that were told beside them are passed over."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import compress

from crosspolicy.records.raw import Content, Nested, Raw, Trouble
from crosspolicy.records.reasons import OBJECT, REASON, REMEDY

_COLUMNS = (REASON, REMEDY)


def without_reasons(contents: Iterable[Content]) -> Iterator[Content]:
    """Pass on what files hold, without the reasons for which records were rejected."""
    for content in contents:
        if isinstance(content, Nested):
            yield Nested(content.name, _without(content.rows, (OBJECT,)))
        elif REASON in content.columns:
            stays = [name not in _COLUMNS for name in content.columns]
            columns, labels = (tuple(compress(texts, stays)) for texts in (content.columns, content.labels))
            yield replace(content, columns=columns, labels=labels, rows=_without(content.rows, _COLUMNS))
        else:
            yield content


def _without(rows: Iterable[Raw | Trouble], names: tuple[str, ...]) -> Iterator[Raw | Trouble]:
    for row in rows:
        if isinstance(row, Raw) and names[0] in row.values:
            yield row._replace(values={name: value for name, value in row.values.items() if name not in names})
        else:
            yield row
