"""The lines that stay on the screen, above the question: heading, answers, faults, the page to look over."""

from collections.abc import Iterable, Sequence

from prompt_toolkit.application import get_app_session
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crosspolicy.errors import CrosspolicyError
from crosspolicy.i18n import _, plural
from crosspolicy.intake.prompts.leaving import LEAVING, Left
from crosspolicy.intake.prompts.literal import cut, visible
from crosspolicy.output import cleaning
from crosspolicy.vocabulary.bounds import WIDTH


class Screen:
    """Standard error, as a page. ``labels`` are those to be aligned. Every method raises Left where it is gone."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._console: Console = cleaning(Console(stderr=True, markup=False, highlight=False, emoji=False))
        self._widest = max((cell_len(label) for label in labels), default=0)

    @property
    def width(self) -> int:
        """How many cells a line has: as the questions are told, and whatever COLUMNS says."""
        return min(get_app_session().output.get_size().columns, WIDTH[1])

    @property
    def _column(self) -> int:
        return min(self._widest + 4, 30, self.width * 2 // 5)

    def print(self, *what: RenderableType) -> None:
        """Print whatever Rich can."""
        try:
            self._console.width = self.width
            self._console.print(*what)
        except LEAVING:
            raise Left from None

    def title(self, title: str) -> None:
        """Begin the page."""
        self.print(Text(visible(title), "bold"))
        self.print(Text(_("Every answer is kept as you give it: Ctrl-C leaves, and you can go on later."), "dim"))

    def answer(self, label: str, value: str) -> None:
        """Show an answer on one line, cut to the terminal."""
        line = Text(f"  {cut(visible(label), self._column - 3)}", "dim")
        line.pad_right(self._column - line.cell_len)
        line.append(cut(value or "-", self.width - self._column - 1), "dim" if not value else "not dim")
        self.print(line)

    def faults(self, faults: Sequence[tuple[str, str]]) -> None:
        """Show what is wrong, each with where."""
        self.print(Text(plural("{n} answer must be mended:", "{n} answers must be mended:", len(faults)), "red"))
        for where, message in faults:
            self.print(Padding(Text(visible(f"{where}: {message}"), "red", overflow="fold"), (0, 0, 0, 2)))

    def trouble(self, error: CrosspolicyError) -> None:
        """Show what went wrong beside the questions, and what to do about it."""
        self.print(Text(visible(f"{error} {error.hint or ''}".rstrip()), "red", overflow="fold"))

    def page(self, title: str, rows: Iterable[tuple[str, Sequence[str], str]]) -> None:
        """Show answers in full, folded: ``(label, lines, note)``; the note stands where there is no answer."""
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(style="dim", max_width=self._column, overflow="fold")
        table.add_column(overflow="fold", ratio=1)
        for label, lines, note in rows:
            told = Text("\n".join(lines)) if any(lines) else Text(note, "dim")
            table.add_row(Text(visible(label)), told)
        self.print("")
        self.print(Text(visible(title), "bold"))
        self.print(Padding(table, (0, 0, 0, 2)))
