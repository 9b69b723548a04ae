"""Books at every stage of the process, made once by the real command and copied: Lantern Works on 30 September 2026.

Everything up to the close happens on that one day, so that a test can let time pass as it likes.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from filelock import FileLock

from tests.journeys.driver import Cli, founded_by_account
from tests.support import papers
from tests.support.company import FOUNDING, MANAGER, MEMBER, PARTIES, REQUESTER, SIGNATORY

DAY: Final = "2026-09-30"
REQ: Final = "CB-2026-0001"
COMPANY: Final = founded_by_account(FOUNDING)

Form = Mapping[str, Any]
Act = tuple[str, str, Form | None]
"""The command, who gives it, the form."""


def reach(milestone: str) -> Act:
    """Return the act that records a milestone as reached; its name is one word of the command."""
    return f"milestone reach {REQ}|{milestone}", REQUESTER, None


NONE_SEEN: Final = (("business", "IT"), ("personnel", "FIN"), ("market", "IT"), ("legal", "FIN"))
"""Who declares which category free of risk; of the fifth is the risk that the request foresees."""


def close_risk(number: int = 1) -> Act:
    """Return the act that closes a risk."""
    return f"risk close {REQ}/R{number}", REQUESTER, papers.RISK_CLOSE


def none_seen(category: str, department: str) -> Act:
    """Return a department's declaration that it sees no risk of a category."""
    declaration = papers.NO_RISK | {"category": category, "department": department}
    return f"risk none {REQ}", MEMBER[department], declaration


STAGES: Final[dict[str, tuple[Act, ...]]] = {
    "founded": (),
    "draft": (("request new", REQUESTER, papers.REQUEST),),
    "submitted": ((f"request submit {REQ}", REQUESTER, None),),
    "approved": ((f"review {REQ}", MANAGER, papers.REVIEW),),
    "coordinated": ((f"meeting record {REQ}", MANAGER, papers.COORDINATION | {"actions": [papers.ACTION]}),),
    "faced": (close_risk(), *(none_seen(*each) for each in NONE_SEEN)),
    "tabled": ((f"responsibility assign {REQ}", REQUESTER, papers.TABLE),),
    "drafted": ((f"agree draft {REQ}", REQUESTER, papers.AGREEMENT),),
    "agreed": tuple((f"agree sign {REQ}", SIGNATORY[department], None) for department in PARTIES),
    "executing": ((f"start {REQ}", REQUESTER, papers.START),),
    "reached": tuple(reach(str(milestone["name"])) for milestone in papers.REQUEST["milestones"]),
    "accepting": ((f"accept open {REQ}", REQUESTER, papers.OPENING),),
    "evaluated": tuple((f"accept evaluate {REQ}", MEMBER[d], papers.EVALUATION) for d in PARTIES),
    "accepted": ((f"accept decide {REQ}", MANAGER, papers.DECISION),),
    "closed": tuple((f"summary add {REQ}", MEMBER[d], papers.SUMMARY) for d in PARTIES),
}
"""What carries a case to each point of the way from the one before it; once its risks are faced, none is open."""


def words(command: str) -> list[str]:
    """Split a command into its words; what follows a ``|`` is one word, whatever it holds."""
    plain, _, last = command.partition("|")
    return [*plain.split(), *([last] if last else [])]


class Books:
    """The originals: a file for each stage, each made from the one before when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def original(self, stage: str) -> Path:
        """Return the file of a stage."""
        path = self.folder / f"{stage}.db"
        with FileLock(self.folder / "books.lock"):
            self._make(stage, path)
        return path

    def _make(self, stage: str, path: Path) -> None:
        if path.exists():
            return
        names = list(STAGES)
        work = self.folder / f"making-{stage}"
        work.mkdir()
        cli = Cli(work, now=DAY)
        if stage == "founded":
            cli.act("init", "--rehearsal", form=COMPANY)
        else:
            before = names[names.index(stage) - 1]
            self._make(before, self.folder / f"{before}.db")
            shutil.copy(self.folder / f"{before}.db", cli.book)
        for command, by, form in STAGES[stage]:
            cli.act(*words(command), form=form, by=by)
        cli.book.rename(path)


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Books:
    """Return the originals, which all who run tests at once share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "books-at-stages"
    folder.mkdir(exist_ok=True)
    return Books(folder)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Return the command on a place where there is no book yet."""
    return Cli(tmp_path, now=DAY)


@pytest.fixture
def at(books: Books, tmp_path: Path) -> Callable[[str], Cli]:
    """Return a function that puts a copy of the book at a stage into the command's hands."""

    def place(stage: str) -> Cli:
        cli = Cli(tmp_path, now=DAY)
        shutil.copy(books.original(stage), cli.book)
        return cli

    return place
