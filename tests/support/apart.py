"""What tests have done in a process of its own: crowds of writers, writers killed, a full disk, a read-only book.

``run("crowd", ...)`` starts this module with a job's name and its arguments as JSON, and returns what the job answers.
The job forks from a process that has no threads, so that a crowd costs no more than its work.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from crosspolicy.errors import BookUnavailable, CrosspolicyError, InvalidInput
from crosspolicy.forms.request import Request, Submission
from crosspolicy.intake.check import checked
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from crosspolicy.store.location import Location, locate
from crosspolicy.store.perform import Call, perform
from tests.support import papers
from tests.support.company import REQUESTER
from tests.support.world import HOST, START, World, found

ROOT: Final = Path(__file__).parents[2]
NOBODY: Final = 65534
LONGEST_SECONDS: Final = 300


def run(job: str, location: Location, **arguments: Any) -> Any:
    """Have a job done in a process of its own, and return its answer."""
    place = str(location.path or location.url)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.apart", job, place, json.dumps(arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


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


JOBS: Final[dict[str, Callable[..., Any]]] = {
    "crowd": crowd,
    "killed": killed,
    "on_a_full_disk": on_a_full_disk,
    "found_on_a_full_disk": found_on_a_full_disk,
    "as_nobody": as_nobody,
}

if __name__ == "__main__":
    name, given, arguments = sys.argv[1:]
    print(json.dumps(JOBS[name](given, **json.loads(arguments))))
