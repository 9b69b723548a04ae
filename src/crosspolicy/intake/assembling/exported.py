"""What exports tell beside the forms, such as a request's stage: passed over when an export comes in again."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from crosspolicy.intake.assembling.columns import paths_of
from crosspolicy.intake.assembling.kinds import DRAFTED, SUBMITTED, form_of, kind_named
from crosspolicy.queries.exports.kinds import KINDS


@cache
def _told(act: str) -> frozenset[str]:
    """Return the paths that exports of an act's records have, without the numbers of list items."""
    act = SUBMITTED if act == DRAFTED else act
    sources = [source for name, found in KINDS.items() if kind_named(name) == act for source in found]
    own = {column.name for source in sources for column in source.columns}
    inner = {f"{a_list.field}.{column.name}" for s in sources for a_list in s.lists for column in a_list.columns}
    return frozenset(own | inner)


def is_told(act: str, column: str) -> bool:
    """Tell whether exports of an act's records have such a column."""
    return ".".join(step for step in column.split(".") if not step.isdigit()) in _told(act)


def without_told(act: str, form: Mapping[str, Any]) -> dict[str, Any]:
    """Return an exported object without what is told beside the form, inside its lists as well."""
    fields = _fields(act)
    kept = {name: value for name, value in form.items() if name in fields or not is_told(act, name)}
    for name, value in kept.items():
        if isinstance(value, list):
            kept[name] = [_item(act, name, item, fields) for item in value]
    return kept


@cache
def _fields(act: str) -> frozenset[str]:
    return frozenset(path.replace(".#", "") for path in paths_of(form_of(act)))


def _item(act: str, name: str, item: Any, fields: frozenset[str]) -> Any:
    if not isinstance(item, Mapping):
        return item
    return {n: v for n, v in item.items() if f"{name}.{n}" in fields or not is_told(act, f"{name}.{n}")}
