"""Work stopped at any line of the modules that write files: interrupted there, or ended there as by ``kill -9``.

``python -m tests.support.moments WORK HOW FOLDER`` tries every line in turn, each in a process of its own, and prints
what was left in the folder, as JSON: the line's number, how the process ended, and what each file there is.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

import crosspolicy
from crosspolicy.files import atomic, scratch
from crosspolicy.files.unfinished import remove_all
from crosspolicy.intake.drafts import Draft, save
from crosspolicy.store import placing
from crosspolicy.store.backup import backup
from crosspolicy.store.location import Location
from crosspolicy.store.migrating import migrate

KILLED: Final = 9
INTERRUPTED: Final = 130


def _new_book(folder: Path) -> None:
    with placing._in_file(folder / "deep" / "new.db", True, placing.ELSEWHERE):  # its tables would take the time
        pass


def _backup(folder: Path) -> None:
    backup(Location(path=folder / "book.db"), folder / "copy.db")


def _migrate(folder: Path) -> None:
    migrate(Location(path=folder / "older.db"))


def _replace(folder: Path) -> None:
    with atomic.replacing(folder / "export.csv") as file:
        file.write(b"new" * 1000)


def _draft(folder: Path) -> None:
    save(Draft(id="d3f2", answers={"title": "new"}), folder)


def _scratch(folder: Path) -> None:
    tempfile.tempdir = str(folder)
    with scratch.temporary_files_in_scratch():
        Path(tempfile.gettempdir(), "sheet").write_text("rows")


WORKS: Final[dict[str, Callable[[Path], None]]] = {
    "new book": _new_book,
    "backup": _backup,
    "migrate": _migrate,
    "replace": _replace,
    "draft": _draft,
    "scratch": _scratch,
}
ROOMS: Final = {
    "new book": ("files", "store/placing.py", "store/proving.py"),
    "backup": ("files", "store/backup.py", "store/proving.py"),
    "migrate": ("store/migrating.py",),
    "replace": ("files",),
    "draft": ("files",),
    "scratch": ("files",),
}
"""Where each is stopped: in the modules of its own, and in those by which files are written."""


def _stop_at(line: int, rooms_of: str, stop: Callable[[], None]) -> None:
    """Stop before the n-th line that is carried out in the rooms of a work."""
    root = Path(crosspolicy.__file__).parent
    rooms = tuple(str(root / room) for room in ROOMS[rooms_of])
    left = line

    def at(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if not left:
                stop()
        return at

    def enter(frame: FrameType, _event: str, _argument: object) -> Any:
        return at if frame.f_code.co_filename.startswith(rooms) else None

    sys.settrace(enter)


def _interrupt() -> None:
    raise KeyboardInterrupt


def _kill() -> None:
    os._exit(KILLED)


def _child(work: str, how: str, folder: Path, line: int) -> int:
    """Do the work as the command does, up to a line; return how it ended."""
    _stop_at(line, work, _interrupt if how == "interrupted" else _kill)
    try:
        WORKS[work](folder)
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        sys.settrace(None)
        remove_all()
    return 0


def tries(work: str, how: str, original: Path) -> Iterator[dict[str, Any]]:
    """Yield what each line came to, until the work is done before it is stopped."""
    folder = original.with_name(f"{original.name}-tried")
    line, code = 0, -1
    while code:
        line += 1
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(original, folder)
        child = os.fork()
        if not child:
            os._exit(_child(work, how, folder, line))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        left = folder.with_name(f"{folder.name}-{line}")
        folder.rename(left)
        yield {"line": line, "code": code, "left": str(left)}


if __name__ == "__main__":
    print(json.dumps(list(tries(sys.argv[1], sys.argv[2], Path(sys.argv[3])))))
