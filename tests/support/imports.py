"""Imports in tests: records of Lantern Works, files of them, and the import as the command runs it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final
from unittest.mock import patch

from crosspolicy.i18n import Text
from crosspolicy.intake.assembling.mapping import Mapping as Columns
from crosspolicy.intake.importing import running
from crosspolicy.intake.importing.options import Options
from crosspolicy.intake.importing.wishes import Wish, wish_of
from crosspolicy.records.outcome import Outcome
from crosspolicy.records.raw import Place, Raw
from crosspolicy.records.record import Record
from crosspolicy.records.rejects import NoRejects, Rejects
from crosspolicy.store.identity import By
from crosspolicy.store.perform import perform
from tests.journeys.driver import COMMAND, Answer, Cli
from tests.support import papers
from tests.support.apart import ROOT, environment
from tests.support.company import COORDINATOR, MANAGER, MEMBER, PARTIES, REQUESTER, SIGNATORY
from tests.support.world import HOST, World

Content = dict[str, Any]
Counts = tuple[int, int, int, int]

SMALL: Final[Content] = {"title": "Lantern kiosk", "requesting_department": "SALES"}
"""The least that a draft states."""


# Records


def record(act: str, form: Mapping[str, Any], *, by: str = REQUESTER, target: Any = "", **beside: Any) -> Content:
    """Return the object of a record; ``target`` may be the external id of another record."""
    aimed = {"target": target if isinstance(target, dict) or "CB-" in target else {"external_id": target}}
    return {"act": act, **beside, **(aimed if target else {}), "actor": by, "form": dict(form)}


def submitted(external_id: str = "", **changes: Any) -> Content:
    """Return the record of a request that is drafted and submitted; None leaves a field out."""
    return _request("request.submitted", papers.REQUEST, external_id, changes)


def drafted(external_id: str = "", **changes: Any) -> Content:
    """Return the record of a draft that states the least."""
    return _request("request.drafted", SMALL, external_id, changes)


def _request(act: str, content: Mapping[str, Any], external_id: str, changes: Mapping[str, Any]) -> Content:
    form = {name: value for name, value in {**content, **changes}.items() if value is not None}
    return record(act, form, **({"external_id": external_id} if external_id else {}))


# Files of them


def lines(path: Path, *records: Mapping[str, Any]) -> Path:
    """Write records as JSON Lines."""
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in records), "utf-8")
    return path


# The command, without the time that loading it takes


class Quick(Cli):
    """The command line as ``Cli`` runs it, by a process that has the program loaded already.

    ``limit`` is to how many bytes files may grow; 0 for as many as there is room for.
    """

    def __init__(self, folder: Path, server: "subprocess.Popen[str]", *, now: str, limit: int = 0) -> None:
        super().__init__(folder, now=now)
        self.limit = limit
        self._server = server

    def run(
        self,
        *words: str,
        by: str = "",
        now: str | None = None,
        plain: bool = False,
        stdin: str | bytes = "",
        env: Mapping[str, str | None] | None = None,
        timeout: float = 60,
        **options: Any,
    ) -> Answer:
        """Run one command line to its end."""
        streams = [self.folder / f".{name}" for name in ("in", "out", "err")]
        streams[0].write_bytes(stdin.encode() if isinstance(stdin, str) else stdin)
        order = {
            "words": self.line(*words, by=by, plain=plain)[len(COMMAND) :],
            "env": {k: v for k, v in {**self.environment(now), **(env or {})}.items() if v is not None},
            "folder": str(self.folder),
            "streams": [str(stream) for stream in streams],
            "limit": self.limit,
        }
        assert self._server.stdin and self._server.stdout
        print(json.dumps(order), file=self._server.stdin, flush=True)
        code = int(self._server.stdout.readline())
        return Answer(tuple(words), code, streams[1].read_text("utf-8"), streams[2].read_text("utf-8"))


@contextmanager
def command_server() -> Iterator["subprocess.Popen[str]"]:
    """Start the process that carries command lines out."""
    line = [sys.executable, "-m", "tests.support.apart", "commands", "", "{}"]
    pipe = subprocess.PIPE
    with subprocess.Popen(line, cwd=ROOT, env=environment(), stdin=pipe, stdout=pipe, text=True) as server:
        yield server
        server.communicate()


# The import


def imported(
    world: World,
    *files: Path,
    by: str = COORDINATOR,
    chunk: int = running.CHUNK,
    rejects: Rejects | None = None,
    act: str = "",
    mapping: Columns | None = None,
    keep_good: bool = False,
    dry_run: bool = False,
    notice: Callable[[Text], None] = lambda text: None,
    **options: Any,
) -> Outcome:
    """Import files into a world's book, at the world's time; ``options`` are those of the importer."""
    job = running.Job(
        files=[str(path) for path in files],
        mapping=mapping or Columns(),
        options=Options(**options),
        act=act,
        keep_good=keep_good,
        dry_run=dry_run,
    )
    with patch.object(running, "CHUNK", chunk):
        return running.run(
            lambda keep: world.book.writing(keep=keep),
            job,
            By(by, HOST),
            rejects=rejects or NoRejects(),
            now=world.now,
            progress=lambda records, done, total: None,
            notice=notice,
        )


def counts(outcome: Outcome) -> Counts:
    """Return how many records were new, changed, unchanged, rejected."""
    return outcome.new, outcome.changed, outcome.unchanged, outcome.rejected


def told(outcome: Outcome) -> list[tuple[int, str, str, str]]:
    """Return row, column, value and message of everything that is wrong."""
    return [(t.place.row, t.column, t.value, str(t.message)) for t in outcome.troubles]


def hints(outcome: Outcome) -> list[str]:
    """Return what to do about each thing that is wrong."""
    return [str(trouble.hint or "") for trouble in outcome.troubles]


def wish(content: Mapping[str, Any]) -> Wish:
    """Return what an object of a JSON Lines file wishes for."""
    stated = Record(
        Place("records.jsonl", "", 1),
        content["act"],
        content["form"],
        Raw(Place("records.jsonl", "", 1), content),
        content.get("target", ""),
        content.get("actor", ""),
        content.get("external_id", ""),
    )
    found = wish_of(stated)
    assert isinstance(found, Wish), found
    return found


# Records of all kinds, and the same one by one


def stories(count: int, seed: int = 5) -> list[Content]:
    """Return so many records of requests told side by side, each request's own in their order.

    Some say what they are done to by its code, the others by its external id.
    """
    chance = Random(seed)
    told_now: list[list[Content]] = []
    found: list[Content] = []
    codes: dict[str, str] = {}
    names = (f"R{number}" for number in range(1, count + 1))
    while len(found) < count:
        while len(told_now) < 9:
            told_now.append(_begun(next(names), chance))
        story = chance.choice(told_now)
        one = story.pop(0)
        if one["act"] in ("request.drafted", "request.submitted") and "target" not in one:
            codes[one["external_id"]] = f"CB-2026-{len(codes) + 1:04d}"
        found.append(_by_code(one, codes))
        if not story:
            told_now.remove(story)
    return found


def _begun(name: str, chance: Random) -> list[Content]:
    """Return what happens to one request, until somebody loses heart."""
    whole = [*_to_the_review(name), *_to_the_agreement(name), *_to_the_report(name)]
    before = [_of_the_book(name)] if name.endswith("7") else []
    return [*before, *whole[: chance.choice((1, 2, 4, 9, 15, len(whole), len(whole)))]]


def _by_code(one: Content, codes: Mapping[str, str]) -> Content:
    """Return a record that names its target's code, where it can be named no other way, and of every fifth request."""
    target = one.get("target")
    name, slash, part = target["external_id"].partition("/") if target else ("", "", "")
    if slash or (name in codes and name.endswith("5") and "milestone" not in one["target"]):
        return {**one, "target": codes[name] + slash + part}
    return one


def _of_the_book(name: str) -> Content:
    if name.endswith("17"):
        return record("department.added", {"code": f"D{name}", "name": f"Shop {name}"}, by=COORDINATOR)
    person = {"login": f"mr.{name.lower()}", "name": f"Mr {name}", "department": "IT"}
    return record("person.added", person, by=COORDINATOR)


def _to_the_review(name: str) -> Iterator[Content]:
    if name[-1] in "369":
        yield drafted(name, title=f"Kiosk {name}")
        filled = {field: value for field, value in papers.REQUEST.items() if field not in SMALL}
        yield record("request.edited", filled, target=name)
        yield record("request.submitted", {}, target=name)
    else:
        yield submitted(name, title=f"Kiosk {name}", planned_cost=f"{name[1:]}000.50")
    if name[-1] in "48":
        returned = papers.REVIEW | {"outcome": "return", "comment": "The tariff is missing."}
        yield record("review.decided", returned, by=MANAGER, target=name)
        edit = {"background": "Now with a tariff.", "risks": [papers.REQUEST["risks"][0] | {"impact": 4}]}
        yield record("request.edited", edit, target=name)
        yield record("request.submitted", {}, target=name)
    yield record("review.decided", papers.REVIEW, by=MANAGER, target=name, external_id=f"{name}-review")


def _to_the_agreement(name: str) -> Iterator[Content]:
    yield record("meeting.recorded", papers.COORDINATION | {"actions": [papers.ACTION]}, by=MANAGER, target=name)
    yield record("risk.identified", papers.RISK | {"category": "business"}, target=name, external_id=f"{name}-risk")
    yield record("risk.treated", papers.TREATMENT, target=f"{name}-risk")
    yield record("risk.closed", papers.RISK_CLOSE, target=f"{name}/R1")
    yield record("issue.raised", papers.ISSUE, target=name, external_id=f"{name}-issue")
    yield record("message.logged", papers.MESSAGE, target=name)
    yield record("issue.resolved", papers.RESOLUTION, by=MEMBER["IT"], target=f"{name}-issue")
    yield record("action.done", {}, by=MEMBER["IT"], target=f"{name}/A1")
    for category, department in (("personnel", "IT"), ("market", "FIN"), ("legal", "IT")):
        declared = papers.NO_RISK | {"category": category, "department": department}
        yield record("risk.excluded", declared, by=MEMBER[department], target=name)
    yield record("responsibility.assigned", papers.TABLE, target=name)
    yield record("agreement.drafted", papers.AGREEMENT, target=name)
    for department in PARTIES:
        yield record("agreement.signed", {"department": department}, by=SIGNATORY[department], target=name)


def _to_the_report(name: str) -> Iterator[Content]:
    waiver = {"gate": "staffed", "reason": "The festival does not wait."}
    yield record("gate.waived", waiver, by=MANAGER, target=name)
    yield record("execution.started", {}, target=name)
    late = {"due_date": "2026-12-11", "reason": "The booth comes late."}
    yield record("milestone.moved", late, target={"external_id": name, "milestone": "Pilot kiosk open"})
    yield record("report.filed", papers.REPORT | {"department": "IT"}, by=MEMBER["IT"], target=name)


def one_by_one(world: World, records: Iterable[Content]) -> None:
    """Perform what records ask for, each in a transaction of its own."""
    became: dict[str, str] = {}
    for one in records:
        target = one.get("target", "")
        code = target if isinstance(target, str) else became[target["external_id"]]
        request, slash, _ = code.partition("/")
        what = code if slash else ""
        if isinstance(target, dict):
            what = target.get("milestone", what)
        calls = wish(one).calls(request, what, {})
        receipts = perform(world.book, calls, By(COORDINATOR, HOST, one["actor"]), now=world.now)
        if "external_id" in one:
            became[one["external_id"]] = str(receipts[-1].code or receipts[-1].request)
