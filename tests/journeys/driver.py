"""The real command, driven as a script drives it: subprocesses without a terminal, forms in files, answers in JSON."""

import json
import os
import pwd
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import yaml

COMMAND: Final = (sys.executable, "-m", "crosspolicy")
ACCOUNT: Final = pwd.getpwuid(os.geteuid()).pw_name
"""Who runs the tests, as the program sees it: the coordinator of every book here."""

ELSEWHERE: Final = """
import pwd, sys, types
account = types.SimpleNamespace(pw_name=sys.argv.pop(1))
pwd.getpwuid = lambda uid: account
from crosspolicy.__main__ import main
main()
"""
"""The command as another account of the machine would run it: only who that is, is put in its place."""

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run of the command came to."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stands on standard output, as JSON."""
        assert self.out, self
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error object on standard error."""
        assert self.err, self
        return dict(json.loads(self.err)["error"])

    @property
    def gates(self) -> list[str]:
        """The gates that refused."""
        return [breach["gate"] for breach in self.error["breaches"]]

    @property
    def missing(self) -> dict[str, list[str]]:
        """What each gate that refused names as missing."""
        return {breach["gate"]: breach["missing"] for breach in self.error["breaches"]}

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong with the form, by field."""
        return {fault["field"]: fault["message"] for fault in self.error["fields"]}


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """Return an environment in which nothing of the one who runs the tests is left."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    if roots := os.environ.get("PYTHONPATH"):
        kept["PYTHONPATH"] = os.pathsep.join(str(Path(root).absolute()) for root in roots.split(os.pathsep))
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "TERM": "dumb", "COLUMNS": "200"} | changes


class Cli:
    """The command, on one book, at a time that the test sets; ``--json`` unless a test says otherwise."""

    def __init__(self, folder: Path, *, now: str = "", language: str = "", account: str = "") -> None:
        self.folder = folder
        self.book = folder / "book.db"
        self.now = now
        self.language = language
        self.account = account
        self.request = "CB-2026-0001"

    def typed_by(self, account: str, *, now: str = "") -> "Cli":
        """Return the command as another account of the machine runs it, on the same book."""
        return Cli(self.folder, now=now or self.now, language=self.language, account=account)

    # Running

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
        """Run one command line to its end. ``plain`` leaves ``--json`` out; ``options`` go to ``subprocess.run``.

        ``env`` changes variables of the environment; None takes one away.
        """
        line = self.line(*words, by=by, plain=plain)
        done = subprocess.run(
            line,
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=self.folder,
            env={k: v for k, v in {**self.environment(now), **(env or {})}.items() if v is not None},
            timeout=timeout,
            check=False,
            **options,
        )
        return Answer(tuple(words), done.returncode, done.stdout.decode(), done.stderr.decode())

    def line(self, *words: str, by: str = "", plain: bool = False) -> list[str]:
        """Return the whole command line."""
        more = [*(["--as", by] if by else []), *([] if plain else ["--json"])]
        command = (sys.executable, "-c", ELSEWHERE, self.account) if self.account else COMMAND
        return [*command, *words, *more]

    def environment(self, now: str | None = None) -> dict[str, str]:
        """Return the environment that the command runs in: the book, the time, the language."""
        stated = {
            "CROSSPOLICY_DB": str(self.book),
            "CROSSPOLICY_NOW": _moment(self.now if now is None else now),
            "CROSSPOLICY_LANG": self.language,
        }
        return environment(self.folder, **{name: value for name, value in stated.items() if value})

    def ok(self, *words: str, **how: Any) -> Answer:
        """Run a command that must succeed, and say nothing on standard error."""
        answer = self.run(*words, **how)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer

    def fails(self, code: int, *words: str, **how: Any) -> Answer:
        """Run a command that must fail with this exit code, in one clear error and without a traceback."""
        answer = self.run(*words, **how)
        assert answer.code == code, answer
        assert "Traceback" not in answer.err, answer
        assert answer.out == "", answer
        return answer

    def look(self, *words: str, **how: Any) -> Any:
        """Return what a command that looks answers in JSON."""
        return self.ok(*words, **how).json

    # Acting

    def act(self, *words: str, form: Content | None = None, **how: Any) -> dict[str, Any]:
        """Act, with the form in a file, and return the receipt."""
        return dict(self.look(*self._with(words, form), **how))

    def refused(self, *words: str, form: Content | None = None, code: int = 4, **how: Any) -> Answer:
        """Try an act that must be refused: by a gate (4), by authority (5), or for its form (3)."""
        return self.fails(code, *self._with(words, form), **how)

    def _with(self, words: Sequence[str], form: Content | None) -> list[str]:
        return [*words, *(["--from", str(self.document(form))] if form is not None else [])]

    def document(self, content: Content | str | bytes, suffix: str = ".yaml") -> Path:
        """Write a form into a file of its own; a text as it stands."""
        path = self.folder / f"form-{next(_numbers)}{suffix}"
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, "utf-8")
        else:
            path.write_text(yaml.dump(dict(content), Dumper=_Plain, allow_unicode=True, sort_keys=False), "utf-8")
        return path

    # Looking

    def stage(self) -> str:
        """Return the stage of the request in hand."""
        return str(self.look("status", self.request)["stage"])

    def owed(self, *kinds: str) -> list[tuple[str, str, str]]:
        """Return what is owed on the request in hand: ``(kind, owed by, due date)``, of all kinds or of these."""
        return [brief(o) for o in self.look("status", self.request)["obligations"] if o["kind"] in kinds or not kinds]

    def journal(self) -> list[dict[str, Any]]:
        """Return every event of the book."""
        return list(self.look("log"))

    def assert_sound(self) -> None:
        """Hold that the book's chains, integrity, obligations are whole."""
        assert self.look("db", "check") == {
            "sound": True,
            "checks": ["tables", "integrity", "content", "foreign-keys", "chains", "obligations", "stages"],
            "findings": [],
        }


class _Plain(yaml.SafeDumper):
    """Writes everything out where it stands; forms take no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_numbers = count(1)


def brief(owed: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return an obligation as ``(kind, owed by, due date)``."""
    return owed["kind"], owed["owed_by"], owed["due_date"]


def _moment(stated: str) -> str:
    """A bare day means ten in the morning in Shanghai, where most of the books here are."""
    return f"{stated}T10:00+08:00" if len(stated) == 10 else stated


def founded_by_account(company: Content, *, coordinator: str = "xu.hui") -> dict[str, Any]:
    """Return a founding file in which the account that runs the tests is the coordinator's."""
    people = [p | ({"os_user": ACCOUNT} if p["login"] == coordinator else {}) for p in company["people"]]
    return {**company, "people": people}
