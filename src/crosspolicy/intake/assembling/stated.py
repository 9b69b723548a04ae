"""Values stated once for all records, by a default or a constant: read as a cell is, and checked before any record."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from crosspolicy.forms.base import Part
from crosspolicy.forms.faults import faults_in
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.cells import BadCell, reader_of
from crosspolicy.intake.assembling.columns import Slot, nearest, slot_at
from crosspolicy.vocabulary.labels import FieldName


class Fields:
    """The fields that a mapping may speak of: those of one act, or of any where it is not known which."""

    def __init__(self, forms: tuple[type[Part], ...], separator: str) -> None:
        self._forms = forms
        self._separator = separator

    def _slot(self, path: str) -> Slot | None:
        return next((slot for form in self._forms if (slot := slot_at(form, path))), None)

    def unknown(self, path: str) -> Text | None:
        """Return what is wrong with a path that leads to no field."""
        if self._slot(path):
            return None
        if near := nearest(self._forms, path):
            return Text(N_("is no field of this form; do you mean {near}?"), near=FieldName(near))
        return Text(N_("is no field of this form"))

    def is_list(self, path: str) -> bool:
        """Tell whether a field takes several values."""
        slot = self._slot(path)
        return slot is not None and slot.field.is_list and not slot.is_item

    def value(self, path: str, stated: Any) -> Any:
        """Return what a text states in a field; nested data as it stands. Raises BadCell."""
        slot = self._slot(path)
        assert slot is not None
        return reader_of(slot, self._separator)(stated)

    def wrong(self, path: str, stated: Any) -> Iterator[Text]:
        """Yield what is wrong with a value, by itself."""
        slot = self._slot(path)
        assert slot is not None
        try:
            value = self.value(path, stated)
        except BadCell as bad:
            yield bad.message
            return
        if slot.field.is_list and not slot.is_item and not isinstance(value, list):
            yield Text(N_("must be a list"))
            return
        for item in value if isinstance(value, list) else [value]:
            yield from _wrong(slot, item)


def _wrong(slot: Slot, item: Any) -> Iterator[Text]:
    try:
        slot.field.adapter.validate_python(item)
    except ValidationError as error:
        for fault in faults_in(error, slot.field.part or Part):
            is_inner = slot.field.part is not None and fault.field != "form"
            told = Text(N_("{field}: {reason}"), field=FieldName(fault.field), reason=fault.message)
            yield told if is_inner else fault.message
