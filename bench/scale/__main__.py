"""``python -m bench.scale``: the import, and how books of up to a million requests are looked at and exported."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.measuring import measure
from bench.scale import results
from bench.scale.during import beside
from bench.scale.exports import EXPORTED, export_rows, write_statements
from bench.scale.imports import Import, once, repeated
from bench.scale.looks import STATUS, rows
from bench.scale.options import Options, read_options
from bench.scale.postgres import on_server
from bench.scale.site import ALONE, CSV, JSON_LINES, Site, at_site, discard
from bench.tables import Line, machine, markdown, plain, put

_OF_COMMANDS: Final = ("look at", "export")
"""How tables begin whose lines are called as commands are."""


def measured(site: Site, options: Options) -> Iterator[list[Line]]:
    """Measure part after part, and yield their tables."""
    books, imports = _books(site, options)
    if "import" in options.parts:
        imports = [*repeated(site, options.repeated, options.imports), *imports]
        yield results.imported(imports, options.repeated)
        yield results.held(imports)
    if "looks" in options.parts:
        found = measure(site, list(rows(books)), options.rounds)
        yield results.looked(found, options.sizes)
    if "export" in options.parts:
        yield _exports(site, books[options.large], options)
    readers = [beside(site, "SQLite", books[options.sizes[0]], options.large)] if "reader" in options.parts else []
    if "postgres" in options.parts:
        server = on_server(site, options.postgres, options.imports, options.rounds)
        readers.append(server.reader)
        yield results.imported([server.imported], 0)
        yield results.looked(server.looks, server.sizes, STATUS, store="PostgreSQL")
    if readers:
        yield results.waited(readers)


def _books(site: Site, options: Options) -> tuple[dict[int, Path], list[Import]]:
    """Import the books of all sizes, and what is large enough in the other ways too."""
    books = {size: site.new_book(f"book-{size}") for size in options.sizes}
    imports = [once(site, JSON_LINES, size, book) for size, book in books.items()]
    if "import" in options.parts:
        for form in (CSV, ALONE):
            trial = site.new_book("trial")
            imports.append(once(site, form, options.large, trial))
            discard(trial)
    return books, imports


def _exports(site: Site, book: Path, options: Options) -> list[Line]:
    counts = {f"bare reading of {kind}": write_statements(site.folder, book, kind) for kind in EXPORTED}
    export = export_rows(book)
    return results.exported(export, measure(site, export, options.rounds), counts)


def main() -> None:
    options = read_options()
    free = shutil.disk_usage(options.folder or tempfile.gettempdir()).free
    if free < options.bytes:
        sys.exit(f"this needs {options.bytes / 1e9:.1f} GB of disk, and {free / 1e9:.1f} GB are free; name a --folder")
    with at_site(options.folder) as site:
        tables = []
        for table in measured(site, options):
            print(plain(table), end="\n\n", flush=True)
            tables.append(table)
    about = f"{machine()}; {options.imports} rounds of imports, {options.rounds} of looks and exports."
    print(about)
    if options.markdown:
        put(
            options.markdown,
            "at scale",
            "\n".join([*(markdown(table, is_code=table[0][0].startswith(_OF_COMMANDS)) for table in tables), about]),
        )


if __name__ == "__main__":
    main()
