"""What one edition of the policy changes against another: settings by their keys, and the gates that it weakens."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any, Final, NamedTuple

from crosspolicy.policy.gates import GATES
from crosspolicy.policy.rules import AppraisalScale, RiskScales, Rules

OF_HIGH_RISKS: Final = frozenset({"treated", "contingency"})
"""The gates that ask something of high risks: acceptance by management, and a plan."""

RESTS_ON: Final = "rests-on"
"""The gate that lets a fine or a dismissal rest on an appraisal below the threshold."""


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
    """Return the gates that refuse less under the new edition.

    They only warn now, or fewer risks count as high for them, or more appraisals carry a penalty.
    """
    warns = {gate for gate in GATES if not new.blocks(gate)}
    fewer = OF_HIGH_RISKS if _fewer_high(old.risk, new.risk) else frozenset()
    more = {RESTS_ON} if _carrying(new.appraisal) > _carrying(old.appraisal) else set()
    return tuple(gate for gate in GATES if old.blocks(gate) and gate in warns | fewer | more)


def _fewer_high(old: RiskScales, new: RiskScales) -> bool:
    """Tell whether a risk that counts as high would not any more; of scales of other sizes, whether a smaller share."""
    before, after = _high(old), _high(new)
    if before.keys() == after.keys():
        return any(before[at] and not after[at] for at in before)
    return Fraction(sum(after.values()), len(after)) < Fraction(sum(before.values()), len(before))


def _high(scales: RiskScales) -> dict[tuple[int, int], bool]:
    """Return for each pair of likelihood and impact whether it makes a high risk."""
    pairs = product(range(1, len(scales.likelihood) + 1), range(1, len(scales.impact) + 1))
    return {at: scales.is_high(scales.level(*at)) for at in pairs}


def _carrying(scale: AppraisalScale) -> Fraction:
    """Return the part of the scale of marks in which a score carries a penalty: none is 0, all of it with its top 2."""
    if scale.penalty_below > 100 * scale.highest:
        return Fraction(2)
    return Fraction(max(0, scale.penalty_below - 100 * scale.lowest), 100 * (scale.highest - scale.lowest))
