"""How far an import is: a bar with rate and time left on a terminal, nothing in a pipe."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from crosspolicy.i18n import _
from crosspolicy.records.progress import Progress
from crosspolicy.settings import Settings


@contextmanager
def shown_progress(settings: Settings) -> Iterator[Progress]:
    """Yield what is told of the progress."""
    if settings.is_json or not sys.stderr.isatty():
        yield lambda records, done, total: None
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from crosspolicy.views.terminal import console

    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[told]}", markup=False),
        TimeElapsedColumn(),
        TextColumn("·"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console(errors=True), transient=True) as bar:
        task = bar.add_task("", total=None, told="")

        def tell(records: int, done: int, total: int | None) -> None:
            elapsed = bar.tasks[task].elapsed or 0
            rate = round(records / elapsed) if elapsed else 0
            told = _("{n} records · {rate} a second").format(n=records, rate=rate)
            bar.update(task, completed=done, total=total, told=told)

        yield tell
