"""The same on PostgreSQL: the server that the tests start, from a wheel, which keeps nothing safe on a disk."""

from dataclasses import dataclass
from typing import Final

from bench.measuring import completed, counted, measure
from bench.scale.during import Beside, beside
from bench.scale.imports import Import, beside_raw
from bench.scale.looks import STATUS, rows
from bench.scale.site import JSON_LINES, Site, discard_records, found
from bench.timing import Pairs
from tests.support.postgres import PostgresServer, running_server

SMALL: Final = 1_000


@dataclass(frozen=True)
class OnServer:
    """The import, the looks at two books by their sizes, and a reader beside another import."""

    imported: Import
    sizes: tuple[int, int]
    looks: dict[str, Pairs]
    reader: Beside


def on_server(site: Site, requests: int, rounds: int, looks: int) -> OnServer:
    """Import so many requests into new databases again and again; look at the last, and at a small one."""
    small = min(SMALL, requests // 2)
    with running_server() as server:
        imported, book = _imports(site, server, requests, rounds)
        few = _founded(site, server)
        files = site.files(JSON_LINES, small)
        completed(site.importing(few, files), site.environment)
        discard_records(files)
        found_looks = measure(site, list(rows({small: few, requests: book}, STATUS)), looks)
        return OnServer(imported, (small, requests), found_looks, beside(site, "PostgreSQL", few, requests))


def _imports(site: Site, server: PostgresServer, requests: int, rounds: int) -> tuple[Import, str]:
    """Return the imports, and where the last of them went."""
    imported, book = Import("JSON Lines, PostgreSQL", requests), ""
    files = site.files(JSON_LINES, requests)
    for _ in counted(f"import of {requests:,} requests, PostgreSQL, round", rounds):
        if book:
            server.drop_database(book)
        book, target = _founded(site, server), server.create_database()
        imported.own.append(completed(site.importing(book, files), site.environment))
        beside_raw(site, imported, book, target)
        server.drop_database(target)
    discard_records(files)
    return imported, book


def _founded(site: Site, server: PostgresServer) -> str:
    url = server.create_database()
    found(site, url)
    return url
