"""What tests have done in a process of its own: crowds of writers, writers killed, a full disk, a read-only book.

``run("crowd", ...)`` starts this module with a job's name and its arguments as JSON, and returns what the job answers.
The job forks from a process that has no threads, so that a crowd costs no more than its work.
"""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

from crosspolicy.__main__ import main
from crosspolicy.errors import BookUnavailable, CrosspolicyError, InvalidInput
from crosspolicy.forms.request import Request, Submission
from crosspolicy.intake.check import checked
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from crosspolicy.store.location import Location, locate
from crosspolicy.store.perform import Call, perform
from crosspolicy.store.reading import reading
from tests.support import papers
from tests.support.company import REQUESTER
from tests.support.world import HOST, START, World, found

ROOT: Final = Path(__file__).parents[2]
NOBODY: Final = 65534
LONGEST_SECONDS: Final = 300


def run(job: str, location: Location, **arguments: Any) -> Any:
    """Have a job done in a process of its own, and return its answer."""
    place = str(location.path or location.url)
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.apart", job, place, json.dumps(arguments)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def environment() -> dict[str, str]:
    """Return the environment in which such a process finds the program and the tests."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _forked(work: Callable[[], Any], answers: int) -> int:
    """Do work in a child process that writes what it answers, or what went wrong, as one line."""
    child = os.fork()
    if child:
        return child
    try:
        answer: Any = {"done": work()}
    except BaseException as error:
        answer = {"failed": f"{type(error).__name__}: {error}"}
    os.write(answers, json.dumps(answer).encode() + b"\n")
    os._exit(0)


# A crowd


def crowd(place: str, *, writers: int, acts: int, task: str, code: str = "", now: str = "") -> dict[str, Any]:
    """Let so many processes perform so many acts each, all beginning at once."""
    barrier_out, barrier_in = os.pipe()
    reading, writing = os.pipe()
    moment = datetime.fromisoformat(now) if now else START

    def work(number: int) -> list[str]:
        os.close(barrier_in)
        os.read(barrier_out, 1)
        book = Book(locate(place))
        world = World(book, now=moment)
        world.code = code
        return list(TASKS[task](world, number, acts))

    children = [_forked(lambda number=n: work(number), writing) for n in range(writers)]  # type: ignore[misc]
    os.close(writing)
    began = time.perf_counter()
    os.close(barrier_in)
    with os.fdopen(reading) as lines:
        answers = [json.loads(line) for line in lines]
    for child in children:
        os.waitpid(child, 0)
    return {
        "seconds": time.perf_counter() - began,
        "failed": [answer["failed"] for answer in answers if "failed" in answer],
        "codes": [code for answer in answers for code in answer.get("done", ())],
    }


def _requests(world: World, number: int, acts: int) -> list[str]:
    """Draft requests and edit each of them nine times."""
    codes = []
    for act in range(acts):
        if act % 10 == 0:
            codes.append(str(world.draft(title=f"Kiosk {number}-{act}").code))
        else:
            world.edit(background=f"Edition {act} by writer {number}.")
    return codes


def _meetings(world: World, number: int, acts: int) -> list[str]:
    """Record meetings under one request, and try in vain what is not due, under the request and under the book."""
    codes = []
    for act in range(acts):
        if act % 3 == 0:
            codes.append(str(world.ad_hoc().code))
        else:
            _try_in_vain(world.submit if act % 3 == 1 else lambda: world.add_person(by=REQUESTER))
    return codes


def _edits(world: World, number: int, acts: int) -> list[str]:
    """Edit a request of one's own, which is there already."""
    world.code = f"CB-2026-{number + 1:04d}"
    return [str(world.edit(background=f"Edition {act}.").request) for act in range(acts)]


def _departments(world: World, number: int, acts: int) -> list[str]:
    """Add departments that all the others add, too."""
    codes = []
    for act in range(acts):
        try:
            codes.append(str(world.add_department(code=f"D{act}").code))
        except InvalidInput as error:
            assert [fault.field for fault in error.fields] == ["code"], str(error)
    return codes


def _try_in_vain(act: Callable[[], Any]) -> None:
    try:
        act()
    except CrosspolicyError as refusal:
        if isinstance(refusal, BookUnavailable):
            raise


TASKS: Final = {"requests": _requests, "meetings": _meetings, "edits": _edits, "departments": _departments}


# Writers killed


def killed(place: str, *, times: int, seed: int, longest_seconds: float) -> dict[str, Any]:
    """Kill a writer at a random moment, again and again; return the events it was told were written, per round."""
    chance = random.Random(seed)
    acknowledged = []
    for _ in range(times):
        reading, writing = os.pipe()
        child = _forked(lambda out=writing: _write_for_ever(place, out), writing)  # type: ignore[misc]
        os.close(writing)
        with os.fdopen(reading) as lines:
            first = lines.readline()
            time.sleep(chance.uniform(0, longest_seconds))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            acknowledged.append([*_whole([first]), *_whole(lines.readlines())])
    return {"acknowledged": acknowledged}


def _whole(lines: list[str]) -> list[Any]:
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _write_for_ever(place: str, out: int) -> None:
    """Draft and submit requests in one go, telling the numbers of the events once they are written."""
    book = Book(locate(place))
    calls = [Call("request.drafted", checked(Request, papers.REQUEST)), Call("request.submitted", Submission(), "*")]
    while True:
        receipts = perform(book, calls, By(REQUESTER, HOST), now=START)
        told = [receipt.event.seq for receipt in receipts if receipt.event]
        os.write(out, json.dumps(told).encode() + b"\n")


# Imports


def imports(place: str, *, file: str, importers: int) -> list[Any]:
    """Let so many processes import a file, all beginning at once; return what each came to."""
    _load_the_import()
    barrier_out, barrier_in = os.pipe()
    reading, writing = os.pipe()

    def work() -> Any:
        os.close(barrier_in)
        os.read(barrier_out, 1)
        return _import(place, file)

    children = [_forked(work, writing) for _ in range(importers)]
    os.close(writing)
    os.close(barrier_in)
    with os.fdopen(reading) as lines:
        answers = [json.loads(line) for line in lines]
    for child in children:
        os.waitpid(child, 0)
    return [answer.get("failed") or answer["done"] for answer in answers]


def imports_killed(place: str, *, file: str, times: int, seed: int, longest_seconds: float = 0) -> list[int]:
    """Kill an import at a random moment, again and again; return how many requests there are after each time.

    The moment lies within ``longest_seconds``; else the first import is let finish, and tells how long it takes. Where
    all is in a book that is a file, it begins anew with a copy of the book as it was.
    """
    _load_the_import()
    chance, path, before = random.Random(seed), locate(place).path, Path(file).with_suffix(".before")
    if path:
        shutil.copy(path, before)
    longest, kept = longest_seconds, []
    for _ in range(times):
        began = time.perf_counter()
        _killed_importing(place, file, after=chance.uniform(0, longest) if longest else None)
        longest = longest or 1.2 * (time.perf_counter() - began)
        kept.append(_whole_requests(place))
        if kept[-1] and path:
            for old in path.parent.glob(f"{path.name}*"):
                old.unlink()
            shutil.copy(before, path)
    return kept


def _killed_importing(place: str, file: str, after: float | None) -> None:
    reading, writing = os.pipe()
    child = _forked(lambda: _import(place, file, began=writing), writing)
    os.close(writing)
    with os.fdopen(reading) as lines:
        lines.readline()
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _whole_requests(place: str) -> int:
    """Return how many requests a book holds, each known as imported; a file is looked at for damage."""
    with reading(locate(place)) as reader:
        if locate(place).path:
            assert reader.rows("PRAGMA quick_check") == [("ok",)]
        ((requests,),) = reader.rows("SELECT COUNT(*) FROM request")
        ((known,),) = reader.rows("SELECT COUNT(*) FROM imported")
        assert requests == known, (requests, known)
    return int(requests)


def _load_the_import() -> Any:
    """Load what an import takes, before it is forked: it takes longer than the import."""
    return import_module("tests.support.imports")


def _import(place: str, file: str, began: int | None = None) -> list[int]:
    """Import a file, a few records at a time; return how many were new, changed, unchanged, rejected."""
    importing = _load_the_import()
    world = World(Book(locate(place)))
    if began is not None:
        os.write(began, b"began\n")
    return list(importing.counts(importing.imported(world, Path(file), chunk=7)))


# Places that give trouble


def on_a_full_disk(place: str, *, room: int) -> str:
    """Draft requests where files may grow by ``room`` bytes and no more; return what the last attempt came to."""
    path = Path(place)
    book = Book(Location(path=path))
    world = World(book)
    limit = path.stat().st_size + room
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for _ in range(500):
            world.draft(background="Full " * 3000)
    except BookUnavailable as error:
        return str(error)
    return "never full"


def found_on_a_full_disk(place: str, *, room: int) -> str:
    """Make a book where files may grow to ``room`` bytes and no more; return what it came to."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    return _told(lambda: found(locate(place)))


def as_nobody(place: str) -> dict[str, str]:
    """Try to write, and to read, as somebody whom neither the book nor its folder belongs to."""
    if os.geteuid() == 0:
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    world = World(Book(locate(place)))
    return {"writing": _told(world.draft), "reading": _told(lambda: world.value("SELECT company FROM book"))}


def _told(doing: Callable[[], Any]) -> str:
    try:
        return f"done: {doing()}"
    except BookUnavailable as error:
        return str(error)


# Command lines


def commands(place: str) -> None:
    """Carry out the command lines that come on standard input, each in a process of its own that has all loaded."""
    for module in LOADED:
        import_module(f"crosspolicy.{module}")
    for module in FOREIGN:
        import_module(module)
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _carry_out(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


LOADED: Final = (
    "cli",
    *(f"commands.{name}" for name in ("import_", "kit.importing", "db", "kit.looking", "log", "request", "status")),
    *("commands.init", "commands.kit.founding", "commands.export", "store.backup", "store.copying", "store.migrating"),
    *("store.engine", "queries.requests", "views.errors", "intake.reading.workbook"),
)
"""What most command lines of an import load, and those that a full disk may stop."""
FOREIGN: Final = ("yaml", "holidays", "holidays.countries.china", "openpyxl", "alembic.operations", "tzdata")
"""What they load of others."""


def _carry_out(words: list[str], env: dict[str, str], folder: str, streams: list[str], limit: int) -> NoReturn:
    """Be the command, with files for standard input, output and error; files may grow to ``limit`` bytes, if any."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8")
    sys.dont_write_bytecode = bool(limit)  # Python keeps half a file of it
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.argv = ["crosspolicy", *words]
    main()
    os._exit(1)


JOBS: Final[dict[str, Callable[..., Any]]] = {
    "commands": commands,
    "imports": imports,
    "imports_killed": imports_killed,
    "crowd": crowd,
    "killed": killed,
    "on_a_full_disk": on_a_full_disk,
    "found_on_a_full_disk": found_on_a_full_disk,
    "as_nobody": as_nobody,
}

if __name__ == "__main__":
    name, given, arguments = sys.argv[1:]
    print(json.dumps(JOBS[name](given, **json.loads(arguments))))
