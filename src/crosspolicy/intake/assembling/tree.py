"""The columns of a table as one tree of its form, compiled once: then a row is a form after one walk, without paths."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.cells import as_text
from crosspolicy.intake.assembling.columns import Step
from crosspolicy.intake.assembling.sources import Build, Going, Source, Wrong
from crosspolicy.intake.assembling.steps import Cells


@dataclass(slots=True)
class Node:
    """A place in a form: what states it whole, what it gets where nothing does, and the places below it."""

    source: Source | None = None
    fixed: Any = None
    below: dict[Step, "Node"] = field(default_factory=dict)

    @property
    def has_columns(self) -> bool:
        """Whether a column states it, or part of it."""
        return self.source is not None or any(node.has_columns for node in self.below.values())


def grown(sources: Iterable[Source], fixed: Iterable[tuple[tuple[Step, ...], Any]]) -> Node:
    """Return the tree of sources and of fixed values."""
    root = Node()
    for source in sources:
        _at(root, source.slot.steps).source = source
    for steps, value in fixed:
        _at(root, steps).fixed = value
    return root


def _at(node: Node, steps: tuple[Step, ...]) -> Node:
    for step in steps:
        node = node.below.setdefault(step, Node())
    return node


def fixed_of(root: Node) -> Mapping[str, Any]:
    """Return what the fields of a form get where no column states them."""
    return {
        str(name): value
        for name, node in root.below.items()
        if (value := node.fixed if node.fixed is not None else _always(node, str(name))) is not None
    }


def _always(node: Node, path: str) -> Any:
    return None if node.has_columns else compiled(node, path)({}, Going())


def compiled(node: Node, path: str = "") -> Build:
    """Return what makes a row's value at a place.

    An object of which no column of a row states anything is left out, its fixed values too, unless no column is for it
    at all. At the root, fixed values are left to ``fixed_of``.
    """
    if not node.below:
        source, fixed = node.source, node.fixed
        return source.build if source else lambda cells, going: fixed
    inner = _listed(node, path) if all(isinstance(step, int) for step in node.below) else _made(node, path)
    return _either(node.source, inner, path, any(n.has_columns for n in node.below.values())) if node.source else inner


def _made(node: Node, path: str) -> Build:
    """Return what makes an object, or the form itself."""
    plain: list[tuple[str, str]] = []
    others: list[tuple[str, Build]] = []
    for step, child in node.below.items():
        name = str(step)
        if child.source and child.source.column and not child.below:
            plain.append((child.source.column, name))
        elif child.has_columns:
            others.append((name, compiled(child, f"{path}.{name}" if path else name)))
    fixed = tuple(fixed_of(node).items()) if path else ()
    is_kept_empty = not path or not node.has_columns

    def build(cells: Cells, going: Going) -> Any:
        made: dict[str, Any] = {}
        for column, name in plain:
            cell = cells.get(column)
            if cell is not None:
                if type(cell) is not str:
                    made[name] = as_text(cell)
                elif cell and not cell.isspace():
                    made[name] = cell
        for name, inner in others:
            value = inner(cells, going)
            if value is not None:
                made[name] = value
        if not made and not is_kept_empty:
            return None
        for name, value in fixed:
            if name not in made:
                made[name] = value
        return made

    return build


def _listed(node: Node, path: str) -> Build:
    """Return what makes a list of numbered items; those that are not there leave no gap."""
    numbered = sorted(((s, c) for s, c in node.below.items() if isinstance(s, int)), key=lambda item: item[0])
    items = [(number, _item(child, f"{path}.{number}")) for number, child in numbered]

    def build(cells: Cells, going: Going) -> Any:
        made: list[Any] = []
        for number, inner in items:
            value = inner(cells, going)
            if value is not None:
                made.append(value)
                if len(made) != number:
                    going.moved.append((path, number, len(made)))
        return made or None

    return build


def _item(child: Node, path: str) -> Build:
    inner, fixed = compiled(child, path), child.fixed
    if fixed is None:
        return inner
    return lambda cells, going: fixed if (value := inner(cells, going)) is None else value


def _either(source: Source, inner: Build, path: str, has_columns: bool) -> Build:
    """Return what takes a list or an object whole from one column, or from columns for its parts, never from both."""

    def build(cells: Cells, going: Going) -> Any:
        whole = source.build(cells, going)
        parts = inner(cells, going) if whole is None or has_columns else None
        if whole is not None and parts is not None:
            hint = Text(N_("Leave one of the two empty."))
            going.wrong.append(Wrong(source.columns[0], Text(N_("is stated by columns of its own as well")), hint))
        return parts if whole is None else whole

    return build
