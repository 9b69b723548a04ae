"""An import from its files to its outcome: opened, read, performed in one transaction, kept or rolled back."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from crosspolicy.forms.organisation import Founding
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.assembling import assemble
from crosspolicy.intake.assembling.columns import is_field
from crosspolicy.intake.assembling.mapping import Mapping
from crosspolicy.intake.check import checked
from crosspolicy.intake.importing.importer import Importer, Item
from crosspolicy.intake.importing.mended import without_reasons
from crosspolicy.intake.importing.options import Options
from crosspolicy.intake.importing.tally import Tally
from crosspolicy.intake.importing.wishes import FOUNDING
from crosspolicy.intake.reading.opening import Source, open_content
from crosspolicy.intake.reading.origin import STDIN
from crosspolicy.interrupts import held_off
from crosspolicy.records.outcome import Outcome
from crosspolicy.records.progress import Progress
from crosspolicy.records.raw import Trouble
from crosspolicy.records.record import Record
from crosspolicy.records.rejects import Rejects
from crosspolicy.store.batch import Batch
from crosspolicy.store.engine import Begin
from crosspolicy.store.identity import By
from crosspolicy.store.imported import alone

CHUNK: Final = 200
"""How many records are read, judged and written at once: enough for few statements, few enough for little memory."""

_COLLECTIONS: Final = 40
"""After so many chunks the collector looks once: rejections leave rings behind, and nothing else does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to import, and how: ``keep_good`` commits what can be, ``dry_run`` nothing."""

    files: Sequence[str]
    mapping: Mapping
    options: Options
    act: str = ""
    input_format: str = ""
    keep_good: bool = False
    dry_run: bool = False


_READ_AS: Final = N_("{file} was read as {encoding}.")


def run(
    begin: Begin,
    job: Job,
    by: By,
    *,
    rejects: Rejects,
    now: datetime | None,
    progress: Progress,
    notice: Callable[[Text], None],
) -> Outcome:
    """Import files into the book that ``begin`` opens: all of them, or the good records, or nothing.

    ``rejects`` takes what is rejected.

    Raises what reading and opening do (InvalidInput, NotFound, UsageFault, BookUnavailable); nothing is written then.
    """
    with ExitStack() as stack:
        sources = [
            stack.enter_context(open_content(name, input_format=job.input_format, is_field=is_field(job.act)))
            for name in job.files
        ]
        tally = stack.enter_context(Tally())
        stack.enter_context(_without_collector())
        outcome = Outcome()
        with begin(lambda: outcome.is_kept) as connection:
            alone(connection)
            with Batch(connection, now) as batch:
                importer = Importer(batch, tally, by, job.options, rejects.take)
                outcome = importer.outcome
                _take_all(importer, sources, rejects, job, progress)
                importer.finish()
            for source in sources:
                source.check_unchanged()
            outcome.is_to_keep = job.keep_good or outcome.is_whole
            outcome.is_kept = outcome.is_to_keep and not job.dry_run
            rejects.seal()
            stack.enter_context(held_off())  # from here on it ends as was decided: an interruption comes too late
        _notify(sources, notice)
    return outcome


def founding_form(job: Job) -> Founding | None:
    """Return the form with which the files' first record founds a book, None where it does not. Raises InvalidInput."""
    if job.files[0] == STDIN:
        return None
    with open_content(job.files[0], input_format=job.input_format, is_field=is_field(job.act)) as source:
        first = next(assemble(without_reasons(source.contents), job.mapping, job.act), None)
    if not isinstance(first, Record) or first.act != FOUNDING:
        return None
    return checked(Founding, first.form)


def _take_all(importer: Importer, sources: Sequence[Source], rejects: Rejects, job: Job, progress: Progress) -> None:
    contents = chain.from_iterable(rejects.seeing(s.name, without_reasons(s.contents)) for s in sources)
    items = assemble(contents, job.mapping, job.act)
    for number, chunk in enumerate(_chunks(items), 1):
        importer.take(chunk)
        read = [source.progress() for source in sources]
        total = None if any(size is None for _, size in read) else sum(size or 0 for _, size in read)
        progress(importer.outcome.records, sum(done for done, _ in read), total)
        if number % _COLLECTIONS == 0:
            gc.collect()


def _chunks(items: Iterator[Item]) -> Iterator[list[Item]]:
    """Yield items a chunk at a time; all that is wrong with one row stays together."""
    chunk: list[Item] = []
    for item in items:
        if len(chunk) >= CHUNK and not (isinstance(item, Trouble) and item.place == chunk[-1].place):
            yield chunk
            chunk = []
        chunk.append(item)
    if chunk:
        yield chunk


def _notify(sources: Sequence[Source], notice: Callable[[Text], None]) -> None:
    for source in sources:
        for skipped in source.skipped:
            notice(skipped)
        if source.encoding:
            notice(Text(_READ_AS, file=source.name, encoding=source.encoding))


@contextmanager
def _without_collector() -> Iterator[None]:
    """A bulk load makes millions of objects and no rings; looking for rings would take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
