"""A file that was just written is proved before it gets its name: what did not reach the disk is noticed."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from crosspolicy.errors import BookUnavailable
from crosspolicy.store.location import Location
from crosspolicy.store.proving import last_event, prove
from crosspolicy.store.sqlite_file import dbapi, open_file


@pytest.fixture
def draft(on_file, tmp_path: Path) -> Path:
    """Return a closed file with three events."""
    on_file.until("submitted")
    on_file.book.close()
    shutil.copy(on_file.book.location.path, tmp_path / "draft.db")
    return tmp_path / "draft.db"


def _events(path: Path) -> int:
    with closing(open_file(path, "rw")) as connection:
        return last_event(connection)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + bytes(4096))


def _scratched(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:40_960] + b"\xa5" * 4096 + content[45_056:])


def _unmarked(path: Path) -> None:
    with closing(open_file(path, "rw")) as connection:
        connection.execute("PRAGMA application_id=7")


def _logged(path: Path) -> None:
    Path(f"{path}-wal").write_bytes(b"the latest acts")


def test_a_whole_file_is_proved(draft: Path):
    prove(draft, Location(path=draft), _events(draft))


@pytest.mark.parametrize("spoil", [_cut, _longer, _scratched, _unmarked, _logged])
def test_what_is_not_whole_is_told(draft: Path, spoil):
    last = _events(draft)
    spoil(draft)
    with pytest.raises((BookUnavailable, dbapi.DatabaseError)):
        prove(draft, Location(path=draft), last)


def test_a_file_that_lacks_the_latest_event_is_told(draft: Path):
    with pytest.raises(BookUnavailable, match="is not whole on the disk"):
        prove(draft, Location(path=draft), _events(draft) + 1)
