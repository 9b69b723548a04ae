"""The import itself: records in their order, a chunk at a time; each is known already, or performed, or rejected."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from crosspolicy.acts.references import named_by
from crosspolicy.errors import CrosspolicyError, UsageFault
from crosspolicy.forms.organisation import Department
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.columns import column_behind
from crosspolicy.intake.importing.failing import Failing
from crosspolicy.intake.importing.options import Options, acting
from crosspolicy.intake.importing.repeats import Repeats
from crosspolicy.intake.importing.tally import Tally
from crosspolicy.intake.importing.targets import Aim, Names
from crosspolicy.intake.importing.wishes import FOUNDING, Unfit, Wish, wish_of
from crosspolicy.records.outcome import Outcome
from crosspolicy.records.raw import Place, Trouble
from crosspolicy.records.record import Record
from crosspolicy.store.batch import Batch
from crosspolicy.store.calls import Call
from crosspolicy.store.founding import checked
from crosspolicy.store.identity import By
from crosspolicy.store.imported import Known, by_content, by_id, known, remember, remember_change
from crosspolicy.store.recording import Recorded, stated

Item = Record | Trouble


class Importer:
    """Imports through one batch. ``reject`` is told of each item that is rejected, with what is wrong with it."""

    def __init__(
        self,
        batch: Batch,
        tally: Tally,
        by: By,
        options: Options,
        reject: Callable[[Item, Sequence[Trouble]], None],
    ) -> None:
        self.outcome = Outcome()
        self._batch = batch
        self._tally = tally
        self._by = by
        self._options = options
        self._reject = reject
        self._names = Names(self._batch.reader, options.source)
        self._repeats = Repeats(self._batch)
        self._failing = Failing(self._batch, self._names, self._repeats, by, options)
        self._bad: list[tuple[Item, Sequence[Trouble]]] = []

    def take(self, items: Sequence[Item]) -> None:
        """Import a chunk of records, in their order."""
        keyed = self._keyed(list(self._checked(items)))
        before = known(self._batch.reader, self._options.source, [key for _, key in keyed])
        self._batch.ahead(self._names.look_up([wish.record for wish, _ in keyed]), 2 * len(keyed))
        self._batch.turn()
        self._failing.turn()
        for wish, key in keyed:
            if isinstance(wish, Unfit):
                self._refuse(wish.record, self._failing.unfit(wish))
                continue
            try:
                self._one(wish, key, before.get(key))
            except UsageFault:
                raise
            except CrosspolicyError as error:
                self._refuse(wish.record, self._failing.failed(wish, before.get(key), error))
        self._tell_rejected(items)

    def finish(self) -> None:
        """See that all is written."""
        self._batch.put_away()

    def _checked(self, items: Iterable[Item]) -> Iterator[Wish | Unfit]:
        """Yield each record as what it asks for; what is none is rejected."""
        for item in items:
            if isinstance(item, Trouble):
                self._refuse(item, [item])
            else:
                yield wish_of(item, is_history=self._options.as_of_record)

    def _keyed(self, checked: Sequence[Wish | Unfit]) -> list[tuple[Wish | Unfit, str]]:
        """Return each wish with the key under which it is known; a second record of one external id is rejected."""
        stated = [by_id(w.record.external_id) if w.record.external_id else w.digest for w in checked]
        counted = self._tally.count([(key, _where(w.record.place)) for key, w in zip(stated, checked, strict=True)])
        keyed: list[tuple[Wish | Unfit, str]] = []
        for wish, key, (n, first) in zip(checked, stated, counted, strict=True):
            has_id = bool(wish.record.external_id)
            if has_id and n > 1:
                faults = self._failing.of_form(wish) if isinstance(wish, Unfit) else []
                self._bad.append((wish.record, [*faults, _twice(wish.record, first)]))  # its id means the first
            else:
                keyed.append((wish, key if has_id else by_content(wish.digest, n)))
        return keyed

    def _one(self, wish: Wish, key: str, before: Known | None) -> None:
        """See to one record. Raises what its acts raise."""
        record, source = wish.record, self._options.source
        if before is None and record.act == FOUNDING:
            self._founded(wish, key)
            return
        if before is None and self._batch.has(_exported(record), str(record.form.get("title"))):
            self._refuse(record, [_here_already(record)])
            return
        if before is None:
            aim = self._names.aim(record, wish.act)
            if isinstance(aim, Trouble):
                self._refuse(record, [aim])
                return
            done = self._perform(wish, aim)
            code = wish.became(done)
            remember(self._batch, source, key, Known(record.act, wish.digest, code), done.event.seq)
            self._names.made(record.external_id, code)
            self.outcome.new += 1
            return
        self._names.made(record.external_id, before.code)
        if before.digest == wish.digest:
            self.outcome.unchanged += 1
            return
        done = self._repeats.change(wish, before, acting(self._by, record), self._options.history(record))
        remember_change(self._batch, source, key, wish.digest, done.event.seq)
        self.outcome.changed += 1

    def _founded(self, wish: Wish, key: str) -> None:
        """See to the record that a book begins with: it is this book's, or it is out of place."""
        first = self._batch.first_event(FOUNDING)
        if first is None or first.form != stated(checked(wish.founding)):
            self._refuse(wish.record, [_another_book(wish.record)])
            return
        remember(self._batch, self._options.source, key, Known(FOUNDING, wish.digest, ""), first.seq)
        if self._options.is_founding:
            self.outcome.new += 1
        else:
            self.outcome.unchanged += 1

    def _perform(self, wish: Wish, aim: Aim) -> Recorded:
        calls = wish.calls(aim.request, aim.target, self._options.history(wish.record))
        missing = self._missing_departments(wish) if self._options.create_departments else ()
        if not missing:
            return self._batch.attempt(calls, acting(self._by, wish.record))[-1]
        with self._batch.apart():
            for code in missing:
                name = self._options.departments.get(code, code)
                self._batch.perform(Call("department.added", Department(code=code, name=name)), self._by)
            done = self._batch.attempt(calls, acting(self._by, wish.record))[-1]
        self.outcome.departments += len(missing)
        return done

    def _missing_departments(self, wish: Wish) -> tuple[str, ...]:
        there = self._batch.shelf.book(()).departments
        named = (value for kind, value in named_by(wish.form) if kind == "department" and value not in there)
        return tuple(dict.fromkeys(named))

    def _refuse(self, item: Item, troubles: Sequence[Trouble]) -> None:
        """Reject a record."""
        self._bad.append((item, troubles))
        if isinstance(item, Record) and item.external_id:
            self._names.refused(item.external_id, item.place)

    def _tell_rejected(self, items: Sequence[Item]) -> None:
        """Tell of the chunk's rejected records in their order; several faults of one row are one record."""
        if not self._bad:
            return
        order = {item.place: number for number, item in enumerate(items)}
        self._bad.sort(key=lambda bad: order[bad[0].place])
        for _place, faults in groupby(self._bad, lambda bad: bad[0].place):
            rejected = list(faults)
            raw = rejected[0][0].raw
            troubles = [raw.placed(trouble) if raw else trouble for _, found in rejected for trouble in found]
            if isinstance(first := rejected[0][0], Trouble) and first.is_row:
                self.outcome.rejected_rows += 1
            else:
                self.outcome.rejected += 1
            self.outcome.troubles.extend(trouble._replace(raw=None) for trouble in troubles)
            self._reject(first, troubles)
        self._bad = []


def _another_book(record: Record) -> Trouble:
    hint = Text(N_("Import it into a place where there is no book yet: name one with --db."))
    return Trouble(record.place, "act", record.act, Text(N_("this book did not begin so")), hint, record.raw)


def _exported(record: Record) -> str:
    """Return the code that an export told of a record, where its identity is that code still; else nothing."""
    return record.external_id if record.raw.values.get("code") == record.external_id else ""


def _here_already(record: Record) -> Trouble:
    code, column = record.external_id, column_behind(record.columns, "external_id")
    message = Text(N_("is a request of this book, from which it was exported"))
    hint = Text(N_("Import it into another book; a draft is changed by `crosspolicy request edit {code}`."), code=code)
    return Trouble(record.place, column, record.external_id, message, hint, record.raw)


def _where(place: Place) -> str:
    return ":".join(part for part in (place.file, place.sheet, str(place.row)) if part)


def _twice(record: Record, first: str) -> Trouble:
    return Trouble(
        record.place,
        column_behind(record.columns, "external_id"),
        record.external_id,
        Text(N_("stands there already: {where}"), where=first),
        Text(N_("Give each record an external_id of its own; records of another system go under another --source.")),
    )
