"""What one edition of the policy changes against another: settings by their keys, and the gates that it weakens."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from crosspolicy.policy.gates import GATES
from crosspolicy.policy.rules import RiskScales, Rules

CONTINGENCY = "contingency"
"""The gate that asks something of high risks: it is weakened where fewer of them count as high."""


class Change(NamedTuple):
    """A setting that two editions have otherwise, by its key in the policy file; None where one has none such."""

    key: str
    old: str | None
    new: str | None


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what differs between two editions, as the book keeps them parsed, in the order of the newer one."""
    before, after = dict(_settings(old, "")), dict(_settings(new, ""))
    keys = dict.fromkeys((*after, *before))
    return tuple(Change(k, before.get(k), after.get(k)) for k in keys if before.get(k) != after.get(k))


def _settings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield every setting below a key; entries of a list go by their kind, or else by their number."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _settings(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
        for number, item in enumerate(value, 1):
            name = item.get("kind", number) if isinstance(item, Mapping) else number
            yield from _settings(item, f"{path}.{name}")
    elif value is not None:
        yield path, " ".join(map(str, value)) if isinstance(value, list) else str(value)


def weakened(old: Rules, new: Rules) -> tuple[str, ...]:
    """Return the gates that refuse less under the new edition: those that only warn now, or ask it of fewer risks."""
    warns = {gate for gate in GATES if old.blocks(gate) and not new.blocks(gate)}
    fewer = {CONTINGENCY} if new.blocks(CONTINGENCY) and _fewer_high(old.risk, new.risk) else set()
    return tuple(gate for gate in GATES if gate in warns | fewer)


def _fewer_high(old: RiskScales, new: RiskScales) -> bool:
    """Tell whether a risk that counts as high would not any more; scales of other sizes cannot be compared."""
    sizes = {(len(scales.likelihood), len(scales.impact)) for scales in (old, new)}
    if len(sizes) > 1:
        return False
    scores = product(range(1, len(old.likelihood) + 1), range(1, len(old.impact) + 1))
    return any(old.is_high(old.level(*at)) and not new.is_high(new.level(*at)) for at in scores)
