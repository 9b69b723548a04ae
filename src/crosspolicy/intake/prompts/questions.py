"""Which questions a form has, in order: read off the form and the answers so far, never kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from crosspolicy.forms.base import Part
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.vocabulary.labels import field_label

Path = tuple[str | int, ...]

_NOT_ASKED: Final = frozenset({"occurred_on", "size", "sha256"})
"""Fields that no question asks for: when it happened, and what is read from a file."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: where its answer belongs, and what is asked.

    ``begins`` is the path of the list item, or of the optional object, whose first question this is: an empty answer
    means that there is none.
    """

    path: Path
    field: Field
    is_required: bool
    begins: Path = ()

    @property
    def begins_item(self) -> bool:
        """Whether the question is the first of a list's item."""
        return bool(self.begins) and isinstance(self.begins[-1], int)


def questions(form: type[Part], answers: Mapping[str, object]) -> Iterator[Question]:
    """Yield every question that the answers so far lead to; after a list's last item, the one for a further item."""
    return _of_part(form, answers, ())


def asked_fields(form: type[Part], answers: Mapping[str, object]) -> list[Field]:
    """Return the fields that are asked for: none that the form has no use for, or that is known otherwise."""
    return [f for f in fields_of(form) if f.name not in _NOT_ASKED and _is_of_use(f, form, answers)]


def _is_of_use(field: Field, form: type[Part], answers: Mapping[str, object]) -> bool:
    """Tell whether a field has a place beside the other answers."""
    others = getattr(form, "instead_of", {}).get(field.name, ())
    is_settled = any(answers.get(other) for other in others) and not answers.get(field.name)
    return field.only_for in ("", kind_of(form, answers)) and not is_settled


def kind_of(form: type[Part], answers: Mapping[str, object]) -> object:
    """Return which kind of the form the answers state, None for none so far."""
    return answers.get(getattr(form, "kind_field", "kind"))


def is_missed(field: Field, form: type[Part], answers: Mapping[str, object]) -> bool:
    """Tell whether the policy asks for a field that has no answer, nor one that stands in its place."""
    instead = [name for name, others in getattr(form, "instead_of", {}).items() if field.name in others]
    return bool(field.gate) and not any(answers.get(name) for name in (field.name, *instead))


def _is_last_chance(field: Field, form: type[Part], answers: Mapping[str, object]) -> bool:
    """Tell whether a field is the last of a group of which one must be stated, and none of the others is."""
    return any(
        field.name == group[-1] and not any(answers.get(other) for other in group[:-1])
        for group in getattr(form, "one_of", ())
    )


def _of_part(form: type[Part], answers: Mapping[str, object], at: Path) -> Iterator[Question]:
    needed = getattr(form, "required_of", {}).get(str(kind_of(form, answers)), ())
    for field in asked_fields(form, answers):
        is_required = field.is_required or field.name in needed or _is_last_chance(field, form, answers)
        yield from _of_field(field, answers.get(field.name), (*at, field.name), is_required)


def _of_field(field: Field, value: object, path: Path, is_required: bool) -> Iterator[Question]:
    if field.is_list and field.kind != "choice":
        items = value if isinstance(value, list) else []
        for index in range(len(items) + 1):
            is_last = index == len(items)
            needed = is_required and is_last and not items
            yield from _of_item(field, None if is_last else items[index], (*path, index), needed, is_last)
    elif field.part is not None:
        yield from _of_object(field, value, path, is_required)
    else:
        yield Question(path, field, is_required)


def _of_item(field: Field, item: object, path: Path, is_required: bool, is_last: bool) -> Iterator[Question]:
    if field.part is None:
        yield Question(path, field, is_required, begins=path)
        return
    content = item if isinstance(item, dict) else {}
    first, *others = _of_part(field.part, content, path)
    yield Question(first.path, first.field, is_required, begins=path)
    if not is_last:
        yield from others


def _of_object(field: Field, value: object, path: Path, is_required: bool) -> Iterator[Question]:
    assert field.part is not None
    content = value if isinstance(value, dict) else {}
    first, *others = _of_part(field.part, content, path)
    yield first if is_required else Question(first.path, first.field, False, begins=path)
    if is_required or content.get(first.field.name) is not None:
        yield from others


def field_at(form: type[Part], path: Path) -> Field:
    """Return the field that a path leads to; an item of a list is of the list's field."""
    names = [step for step in path if isinstance(step, str)]
    for name in names:
        field = next(f for f in fields_of(form) if f.name == name)
        form = field.part or form
    return field


def item_of(path: Path) -> Path:
    """Return the path of the list item in which a path lies, empty where it lies in none."""
    return next((path[:depth] for depth in range(len(path), 0, -1) if isinstance(path[depth - 1], int)), ())


def dotted(path: Path) -> str:
    """Write a path as faults and drafts do, counting from one: ``milestones.2.due_date``."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def path_of(text: str) -> Path:
    """Read a path that ``dotted`` wrote."""
    return tuple(int(step) - 1 if step.isascii() and step.isdigit() else step for step in text.split("."))


def crumbs(path: Path) -> str:
    """Tell where a path lies, in the language now spoken: ``Milestones 2 > Due date``."""
    told, within = "", ""
    for step in path:
        if isinstance(step, int):
            told += f" {step + 1}"
        else:
            told, within = f"{told} > {field_label(step, within)}", step
    return told.removeprefix(" > ")
