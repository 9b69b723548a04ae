"""Blank tables and files to be filled in: every field of a form, in the user's language, ready to be imported."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Final

from crosspolicy.acts.act import Target
from crosspolicy.acts.registry import named
from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text, _, listed, phrases
from crosspolicy.intake.assembling.cells import NAMED
from crosspolicy.intake.assembling.columns import paths_of
from crosspolicy.intake.assembling.envelope import Target as TargetPart
from crosspolicy.intake.assembling.kinds import SUBMITTED, form_of, named_act
from crosspolicy.intake.blank.blank_layout import columns_of
from crosspolicy.intake.blank.blank_notes import World, needed_note, stated_note
from crosspolicy.intake.fields import fields_of
from crosspolicy.intake.template import remark, template
from crosspolicy.vocabulary.labels import field_label


def blank(kind: str, format: str, world: World | None = None) -> bytes:
    """Return a blank ``xlsx``, ``csv`` or ``yaml`` file for a kind of record, such as ``request``, ``review.decided``.

    ``world`` is what there is to choose from. Raises UsageFault for what is no kind of record, and for another format.
    """
    act = named_act(kind)
    if not act or format not in _FORMATS:
        raise UsageFault(
            Text(N_("There is no blank {kind} as {format}."), kind=kind, format=format),
            Text(N_("The formats are {formats}."), formats=tuple(_FORMATS)),
        )
    return _FORMATS[format](act, world or World())


def _workbook(act: str, world: World) -> bytes:
    from crosspolicy.intake.blank.blank_workbook import blank_workbook

    return blank_workbook(act, world)


def _table(act: str, world: World) -> bytes:
    """Return a line of headings over one of field names; with the mark by which spreadsheets know UTF-8."""
    columns = columns_of(act, with_lists=True)
    text = StringIO(newline="")
    csv.writer(text).writerows([[c.label for c in columns], [c.path for c in columns]])
    return text.getvalue().encode("utf-8-sig")


def _records(act: str, world: World) -> bytes:
    """Return a list of one record, commented; further ones are written below it."""
    return "\n".join([*_remarks(act, world), "", *_record(act)]).encode("utf-8")


def _remarks(act: str, world: World) -> Iterator[str]:
    yield remark(f"{_(named(act).title)} · {', '.join(named(act).cites)}")
    yield remark(_("* must be there. Leave empty, or delete, what does not apply."))
    yield remark(_("Each record begins with a line that begins with a hyphen."))
    for label, known in ((_("Departments"), world.departments), (_("People"), world.people)):
        if known:
            yield remark(f"{label}: {listed(NAMED.join(one) for one in known)}")
    for scale in world.scales if any(field.scale for field in paths_of(form_of(act)).values()) else ():
        yield remark(f"{field_label(scale)}: {listed(world.steps(scale))}")


def _record(act: str) -> Iterator[str]:
    target = named(act).target
    has_target = act != SUBMITTED and target not in (Target.BOOK, Target.NEW_REQUEST)
    columns = columns_of(act, with_lists=True)
    beside = {c.path: phrases([stated_note(c), needed_note(act, c)]) for c in columns}
    inner = {field.name: field.hint for field in fields_of(TargetPart)}
    yield f"- act: {act}"
    yield f"  external_id:   {remark(beside['external_id'])}"
    if has_target and target is Target.MILESTONE:
        yield from ("  target:", f"    code:   # * {inner['code']}", f"    milestone:   # * {inner['milestone']}")
    elif has_target:
        yield f"  target:   {remark('* ' + stated_note(next(c for c in columns if c.path == 'target')))}"
    yield f"  actor:   {remark(beside['actor'])}"
    yield "  form:"
    yield from (f"    {line}" if line else "" for line in template(form_of(act), "").split("\n\n", 1)[1].split("\n"))


_FORMATS: Final[dict[str, Callable[[str, World], bytes]]] = {"xlsx": _workbook, "csv": _table, "yaml": _records}
