"""The objects of JSON, JSON Lines and YAML files as records: a form in an envelope, or a form alone."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling import mapping as mappings
from crosspolicy.intake.assembling.cells import as_text
from crosspolicy.intake.assembling.envelope import OBJECT_KEYS, Envelope, faults_of_envelope, is_simple
from crosspolicy.intake.assembling.exported import without_told
from crosspolicy.intake.assembling.headers import trouble
from crosspolicy.intake.assembling.kinds import form_of, kind_named, no_act
from crosspolicy.intake.assembling.overlay import Overlay, overlay_of
from crosspolicy.intake.assembling.rows import Rows, not_its_act
from crosspolicy.intake.assembling.sources import Wrong
from crosspolicy.records.raw import Raw, Trouble
from crosspolicy.records.record import Record
from crosspolicy.vocabulary.acts import ACT_NAMES
from crosspolicy.vocabulary.labels import FieldName

_KEYS: Final = frozenset(OBJECT_KEYS)
_HEAD: Final = ("target", "actor", "external_id")
_KINDS_OF_OBJECTS: Final = 50
"""How many sets of keys are kept ready; a file whose every object has others is read without it, only slower."""


class Objects:
    """What makes records of objects. ``act`` is that of forms alone; empty where each object names its own."""

    def __init__(self, mapping: mappings.Mapping, act: str = "") -> None:
        self._mapping = mapping
        self._act = act
        self._passed_over = _KEYS.union(mapping.ignore)
        self._head = overlay_of(Envelope, mapping)
        self._overlays: dict[str, Overlay | None] = {}
        self._rows: dict[tuple[str, ...], Rows] = {}

    def record(self, raw: Raw) -> Record | list[Trouble]:
        """Return the record of an object, or all that is wrong with it."""
        values = raw.values
        if "form" in values or "act" in values:
            if values.keys() <= _KEYS:
                return self._enveloped(raw, values, values.get("form"))
            return [trouble(raw, _unknown(name)) for name in values if name not in _KEYS]
        if not self._act:
            hint = Text(N_('Write it as {"act": ..., "form": {...}}, or state --act.'))
            return [Trouble(raw.place, "act", "", Text(N_("must be there")), hint)]
        if self._mapping.is_stated:
            return self._foreign(raw)
        form = {name: value for name, value in values.items() if name not in self._passed_over}
        return self._enveloped(raw, values, without_told(self._act, form))

    def _enveloped(self, raw: Raw, values: Mapping[str, Any], form: Any) -> Record | list[Trouble]:
        stated = values.get("act") or self._act
        act = stated if stated.__class__ is str and stated in ACT_NAMES else kind_named(str(stated))
        head = {name: values[name] for name in _HEAD if values.get(name) is not None}
        if self._head:
            head = self._head(head)
        if form is None:
            form = {}
        is_right = act and act == (self._act or act) and type(form) is dict and is_simple(head)
        if not is_right:
            wrong = [*_wrong_act(stated, act, self._act), *_wrong_head(head), *_wrong_form(form)]
            if wrong:
                return [trouble(raw, each) for each in wrong]
        if (occurred_on := values.get("occurred_on")) is not None:
            if form.get("occurred_on") is not None:
                return [trouble(raw, Wrong("occurred_on", Text(N_("stands beside the form and in it as well"))))]
            form = {**form, "occurred_on": occurred_on}
        if self._mapping.is_laid_over:
            form = self._laid_over(act, form)
        external_id = head.get("external_id", "")
        return Record(raw.place, act, form, raw, head.get("target", ""), head.get("actor", ""), external_id, _NONE)

    def _laid_over(self, act: str, form: dict[str, Any]) -> dict[str, Any]:
        if act not in self._overlays:
            self._overlays[act] = overlay_of(form_of(act), self._mapping)
        overlay = self._overlays[act]
        return overlay(form) if overlay else form

    def _foreign(self, raw: Raw) -> Record | list[Trouble]:
        """Return the record of an object whose keys are somebody else's columns."""
        keys = tuple(raw.values)
        if keys not in self._rows:
            if len(self._rows) >= _KINDS_OF_OBJECTS:
                self._rows.clear()
            self._rows[keys] = Rows(keys, self._mapping, self._act)
        rows = self._rows[keys]
        return [trouble(raw, wrong) for wrong in rows.twice] or rows.record(raw)


_NONE: Final[Mapping[str, str]] = {}


def _unknown(name: str) -> Wrong:
    near = get_close_matches(name, OBJECT_KEYS, 1)
    known = Text(N_("A record states {keys}; everything else belongs into its form."), keys=OBJECT_KEYS)
    if near:
        return Wrong(name, Text(N_("is no part of a record; do you mean {near}?"), near=FieldName(near[0])), known)
    return Wrong(name, Text(N_("is no part of a record")), known)


def _wrong_act(stated: Any, act: str, wanted: str) -> Iterator[Wrong]:
    if not act:
        yield Wrong("act", *no_act(str(stated or "")))
    elif wanted and act != wanted:
        yield not_its_act("act", wanted)


def _wrong_head(head: dict[str, Any]) -> Iterator[Wrong]:
    """Yield what is wrong with an envelope, after blanks around are gone and a number for an identity is its text."""
    if type(head.get("external_id")) is int:
        head["external_id"] = as_text(head["external_id"])
    head |= {name: value.strip() for name, value in head.items() if isinstance(value, str)}
    if isinstance(target := head.get("target"), dict):
        stated = {name: value for name, value in target.items() if value is not None}
        head["target"] = {n: as_text(v) if type(v) is int else v for n, v in stated.items()} or ""
    for fault in faults_of_envelope(head):
        yield Wrong(fault.field, fault.message)


def _wrong_form(form: Any) -> Iterator[Wrong]:
    if not isinstance(form, dict):
        yield Wrong("form", Text(N_("must be an object with named fields")))
