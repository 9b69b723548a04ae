"""How tests say that an act is refused: by which gate, under which clause, and what is missing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from crosspolicy.errors import Breach, Fault, InvalidInput, NotFound, NotPermitted, Refused


@contextmanager
def refused(
    gate: str | Sequence[str], clause: str | Sequence[str] = (), missing: Sequence[str] | None = None
) -> Iterator[list[Breach]]:
    """Hold that the policy refuses: by exactly these gates, citing these clauses in the same order.

    ``missing`` is everything that the breaches name, in order. Yields the breaches, filled once the act is refused.
    """
    breaches: list[Breach] = []
    with pytest.raises(Refused) as caught:
        yield breaches
    assert type(caught.value) is Refused
    breaches += caught.value.breaches
    assert [b.gate for b in breaches] == ([gate] if isinstance(gate, str) else list(gate))
    if clause:
        assert [b.clause for b in breaches] == ([clause] if isinstance(clause, str) else list(clause))
    if missing is not None:
        assert [name for b in breaches for name in b.missing] == list(missing)
    for breach in breaches:
        assert [name for name in _to_be_told(breach) if name not in str(breach.message)] == [], str(breach.message)
        assert str(breach.hint)


_STEPS = frozenset({"review-first", "meeting-first", "table-first", "cross-department"})
"""Gates whose one missing thing is a step, told in a sentence of its own."""


def _to_be_told(breach: Breach) -> list[str]:
    """Return the words that the message of a breach must hold: everything missing, by name."""
    if breach.gate in _STEPS:
        return []
    if "agreement" in breach.missing:
        return ["agreement"]
    return [word for name in breach.missing for word in name.rpartition(":")[2].split("/")]


@contextmanager
def not_permitted(clause: str) -> Iterator[list[Breach]]:
    """Hold that authority is denied, citing the clause."""
    breaches: list[Breach] = []
    with pytest.raises(NotPermitted) as caught:
        yield breaches
    breaches += caught.value.breaches
    assert [(b.gate, b.clause) for b in breaches] == [("authority", clause)]
    assert str(breaches[0].message)
    assert str(breaches[0].hint)


@contextmanager
def invalid(*fields: str) -> Iterator[list[Fault]]:
    """Hold that the form cannot be taken, for exactly these fields."""
    faults: list[Fault] = []
    with pytest.raises(InvalidInput) as caught:
        yield faults
    faults += caught.value.fields
    assert sorted(f.field for f in faults) == sorted(fields), [f"{f.field}: {f.message}" for f in faults]
    assert all(str(f.message) for f in faults)


@contextmanager
def not_found() -> Iterator[None]:
    """Hold that an argument names nothing."""
    with pytest.raises(NotFound) as caught:
        yield
    assert str(caught.value)
    assert str(caught.value.hint)
