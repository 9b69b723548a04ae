"""A batch's file opened: what it holds in the order in which it is read, how far the reading is, and what to tell."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crosspolicy.i18n import Text
from crosspolicy.intake.reading.delimited import read_delimited
from crosspolicy.intake.reading.encoding import UTF8, Decoded
from crosspolicy.intake.reading.formats import format_of, see_beginning
from crosspolicy.intake.reading.json_lines import read_json_lines
from crosspolicy.intake.reading.nested import LIMIT, TOO_LARGE, read_json
from crosspolicy.intake.reading.nested_yaml import read_yaml
from crosspolicy.intake.reading.origin import STDIN, Origin, opened
from crosspolicy.intake.reading.workbook import opened_workbook
from crosspolicy.records.raw import Content, Nested
from crosspolicy.records.reasons import REJECTED


class Source:
    """An open file of a batch, to be read once.

    ``name`` is how the user named it, ``format`` one of ``formats.FORMATS``, ``contents`` its tables in order, or its
    one list of records; ``skipped`` are notices of what is not read.
    """

    def __init__(self, origin: Origin, form: str, decoded: Decoded | None = None) -> None:
        self.name = origin.path
        self.format = form
        self.skipped: tuple[Text, ...] = ()
        self.contents: Iterator[Content] = iter(())
        self._origin = origin
        self._decoded = decoded

    @property
    def encoding(self) -> str:
        """The encoding of a text where it is not UTF-8; known for certain when all is read."""
        found = self._decoded.encoding if self._decoded else ""
        return "" if found == UTF8 else found

    def progress(self) -> tuple[int, int | None]:
        """Return how many bytes were read so far, and of how many; None where nobody knows."""
        done, size = self._origin.done, self._origin.size
        return (done if size is None else min(done, size)), size

    def check_unchanged(self) -> None:
        """Raise InvalidInput where the file changed since it was opened. Ask once all is read, before it counts."""
        self._origin.check_unchanged()


@contextmanager
def open_content(path: str, *, input_format: str = "", is_field: Callable[[str], bool]) -> Iterator[Source]:
    """Open a file (``-`` for standard input) by its extension, or in the format stated, and close it.

    ``is_field`` tells the names of fields: a second line of nothing else is the header, and the first its headings.
    Raises InvalidInput, also while reading; NotFound where there is no such file; UsageFault for an unknown format.
    """
    with opened(path) as origin:
        form = format_of(path, input_format, origin.head)
        see_beginning(path, form, origin.head)
        if form != "xlsx":
            yield _text_source(origin, form, is_field)
            return
        with opened_workbook(origin) as workbook:
            source = Source(origin, form)
            source.skipped = workbook.skipped
            source.contents = workbook.tables(is_field)
            yield source


def _text_source(origin: Origin, form: str, is_field: Callable[[str], bool]) -> Source:
    is_whole = form in ("json", "yaml")
    decoded = Decoded(origin.path, origin.whole(LIMIT, Text(TOO_LARGE)) if is_whole else origin.blocks())
    source = Source(origin, form, decoded)
    source.contents = _contents(origin.path, form, decoded, is_field)
    return source


def _contents(path: str, form: str, decoded: Decoded, is_field: Callable[[str], bool]) -> Iterator[Content]:
    name = "" if path == STDIN else Path(path).stem.removesuffix(REJECTED)
    if form in ("csv", "tsv"):
        yield read_delimited(path, name, decoded, form, is_field)
    elif form == "jsonl":
        yield Nested(name, read_json_lines(path, decoded))
    elif form == "json":
        yield Nested(name, read_json(path, decoded))
    else:
        yield Nested(name, read_yaml(path, decoded))
