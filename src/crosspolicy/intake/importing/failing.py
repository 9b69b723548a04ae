"""Records that failed: everything that is wrong with each, found in one run and told in a file's words."""

from collections.abc import Iterable
from dataclasses import replace

from crosspolicy.acts.act import Act
from crosspolicy.errors import CrosspolicyError, InvalidInput, Refused
from crosspolicy.forms.base import Form
from crosspolicy.intake.importing.against import Against, Calls, Stated, against
from crosspolicy.intake.importing.meant import Meant
from crosspolicy.intake.importing.options import Options, acting
from crosspolicy.intake.importing.repeats import Repeats
from crosspolicy.intake.importing.targets import Names
from crosspolicy.intake.importing.troubles import at_fault, breached, troubles_of
from crosspolicy.intake.importing.wishes import FOUNDING, Unfit, Wish, calls_of, taken
from crosspolicy.records.raw import Trouble
from crosspolicy.records.record import Record
from crosspolicy.store.batch import Batch
from crosspolicy.store.calls import Call
from crosspolicy.store.identity import By
from crosspolicy.store.imported import Known


class Failing:
    """Finds what is wrong with records that failed. Good records never come here: what it costs, these cost."""

    def __init__(self, batch: Batch, names: Names, repeats: Repeats, by: By, options: Options) -> None:
        self._batch = batch
        self._names = names
        self._repeats = repeats
        self._by = by
        self._options = options
        self.turn()

    def turn(self) -> None:
        """Forget what the book's people and departments are called: a chunk begins, and the one before may add some."""
        self._meant = Meant(self._batch)

    def of_form(self, unfit: Unfit) -> list[Trouble]:
        """Return what is wrong with a form that cannot be taken, by itself."""
        return self._told(unfit.record, unfit.act, Against(unfit.faults), unfit.troubles)

    def unfit(self, unfit: Unfit) -> list[Trouble]:
        """Return all that is wrong with a record whose form cannot be taken."""
        record, act = unfit.record, unfit.act
        if act is None or act.name == FOUNDING or any(path.partition(".")[0] == "target" for path in record.open):
            return self.of_form(unfit)
        aim = self._names.aim(record, act)
        if isinstance(aim, Trouble):
            return [*self.of_form(unfit), aim]
        history = self._options.history(record)
        found = self._against(record, act, lambda form: calls_of(record, act, form, *aim, history), unfit)
        return self._told(record, act, found, unfit.troubles)

    def failed(self, wish: Wish, before: Known | None, error: CrosspolicyError) -> list[Trouble]:
        """Return all that is wrong with a record whose acts failed, the error among it."""
        record, history = wish.record, self._options.history(wish.record)
        aim = self._names.aim(record, wish.act)
        if not isinstance(error, InvalidInput | Refused) or isinstance(aim, Trouble):
            return troubles_of(record, error)

        def calls(form: Form) -> list[Call]:
            again = replace(wish, form=form)
            return self._repeats.calls(again, before, history) if before else again.calls(*aim, history)

        try:
            calls(wish.form)
        except InvalidInput:  # what it became can no longer be changed, whatever it says
            return troubles_of(record, error)
        return self._told(record, wish.act, self._against(record, wish.act, calls), (), error)

    def _against(self, record: Record, act: Act, calls: Calls, unfit: Unfit | None = None) -> Against:
        stated = Stated(act.form, record.form, lambda content: taken(act, content), calls, self._meant.code)
        faults = unfit.faults if unfit else ()
        makes = self._options.create_departments
        by = acting(self._by, record)
        return against(self._batch, stated, by, faults, open=record.open, makes_departments=makes)

    def _told(
        self,
        record: Record,
        act: Act | None,
        found: Against,
        more: Iterable[Trouble],
        error: InvalidInput | Refused | None = None,
    ) -> list[Trouble]:
        """Return what stands against a record in a file's words; what the ``error`` alone says is not lost."""
        meant = [self._meant.told(act, record, fault, found.scales) for fault in found.faults] if act else []
        told = [*record.wrong, *(at_fault(record, fault) for fault in meant)]
        told += more
        told += troubles_of(record, found.error) if found.error else []
        told += [breached(record, breach) for breach in found.breaches]
        if isinstance(error, Refused) and not record.open:
            gates = {breach.gate for breach in found.breaches}
            told += [breached(record, breach) for breach in error.breaches if breach.gate not in gates]
        return told or (troubles_of(record, error) if error else [])
