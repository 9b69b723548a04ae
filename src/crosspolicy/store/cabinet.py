"""The cabinet: the dossiers that a transaction has in hand, each locked, read for many requests at once."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from crosspolicy.policy.facts import NO_REQUEST
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.request_rows import OWED, RequestRows, request_rows
from crosspolicy.store import journal
from crosspolicy.store.dossier import Dossier
from crosspolicy.store.loading import Shelf
from crosspolicy.vocabulary.codes import parse_code


class Cabinet:
    """Opens dossiers, and lets go of those that nobody needs. ``numbers`` are those that events get."""

    def __init__(
        self, connection: Callable[[], Connection], reader: Reader, shelf: Shelf, numbers: journal.Numbers
    ) -> None:
        self._connection = connection
        self._reader = reader
        self._shelf = shelf
        self._numbers = numbers
        self._dossiers: dict[int, Dossier] = {}
        self._before: frozenset[int] = frozenset()
        self._wanted: frozenset[int] = frozenset()
        self._has_drawn = False

    def ahead(self, codes: Iterable[str], acts: int) -> None:
        """Open the dossiers of the requests that so many acts to come are done to, and have their numbers ready."""
        keys = {parsed[0] for code in codes if (parsed := parse_code(code))}
        self._open(keys - self._dossiers.keys())
        self._wanted = frozenset(keys)
        self._numbers.draw(acts)
        self._has_drawn = True

    def find(self, code: str) -> Dossier | None:
        """Return the dossier of a request, or of what lies under it; None where there is none of this code."""
        parsed = parse_code(code)
        if parsed is None:
            return None
        if parsed[0] not in self._dossiers:
            self._open({parsed[0]})
        return self._dossiers.get(parsed[0])

    def of(self, key: int) -> Dossier:
        """Return the dossier of a request that exists or is being drafted, or that of the book."""
        if key not in self._dossiers:
            self._dossiers[key] = self._of_book() if key == NO_REQUEST else self._of_draft(key)
        return self._dossiers[key]

    @property
    def keys(self) -> frozenset[int]:
        """The requests whose dossiers are open."""
        return frozenset(self._dossiers)

    def drop(self, key: int) -> None:
        """Forget a dossier, as if it had never been opened."""
        self._dossiers.pop(key, None)

    def tidy(self, touched: Iterable[int]) -> None:
        """Let go of the dossiers that were there before, and that nothing has ``touched`` since nor will soon."""
        for key in self._before.difference(touched, self._wanted):
            self._dossiers.pop(key, None)
        self._before = frozenset(self._dossiers)

    def empty(self) -> None:
        """Let go of all dossiers."""
        self._dossiers, self._before = {}, frozenset()

    def _open(self, keys: set[int]) -> None:
        if not keys:
            return
        journal.lock_requests(self._connection(), keys)
        found = request_rows(self._reader, keys)
        heads = self._locked(found)
        for key, rows in found.items():
            self._shelf.departments |= rows.departments
            rows.departments = self._shelf.departments
            self._dossiers[key] = Dossier(rows, heads[key])

    def _locked(self, chains: Iterable[int]) -> dict[int, journal.Head]:
        """Lock the ends of chains; numbers drawn before may lie below those that others gave there meanwhile."""
        heads = journal.lock_heads(self._connection(), chains)
        if self._has_drawn:
            self._numbers.draw(0)
            self._has_drawn = False
        return heads

    def _of_book(self) -> Dossier:
        last = first(self._reader, "SELECT MAX(number) FROM obligation WHERE chain = 0")
        rows = RequestRows(NO_REQUEST, counters={OWED: (last and last[0]) or 0})
        return Dossier(rows, self._locked((NO_REQUEST,))[NO_REQUEST])

    def _of_draft(self, key: int) -> Dossier:
        return Dossier(RequestRows(key, departments=self._shelf.departments), journal.Head(key), is_new=True)
