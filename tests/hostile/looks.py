"""Every command that looks at a book, found in the tree of commands, with what it can be asked about."""

from collections.abc import Iterator
from typing import Any, Final

from crosspolicy.cli import app
from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.queries.reader import Reader
from crosspolicy.vocabulary.codes import child_code, request_code

FORMATS: Final = ("table", "tsv", "csv", "json", "md")

ELSEWHERE: Final = {"init", "demo", "import", "draft", "schema", "completion", "db", "export"}
"""What looks at no book, or has tests of its own here."""
WRITING: Final = {"adopt", "check"}

FURTHER: Final = (
    ("status", "--overdue"),
    ("status", "--management"),
    ("status", "--mine"),
    ("status", "--clause", "2.4.3"),
    ("status", "--check"),
    ("risk", "list", "--everything"),
    ("risk", "matrix", "--inherent"),
    ("risk", "matrix", "--residual"),
    ("issue", "list", "--everything"),
    ("issue", "list", "--escalated"),
    ("policy", "workflow", "--mermaid"),
    ("training", "evidence", "2027"),
    *(("training", "list", what) for what in ("needs", "plans", "courses", "sessions", "evaluations", "adjustments")),
    ("policy", "show"),
    ("db", "path"),
    ("db", "check"),
)

TABLES: Final = {
    "review": "review",
    "meeting": "meeting",
    "report": "report",
    "risk": "risk",
    "issue": "issue",
    "message": "message",
    "share": "shared_item",
    "accept": "evaluation",
    "summary": "summary",
    "appraise": "appraisal",
    "breach": "breach",
}
"""The tables whose rows are shown by a code under the request."""


def looks(reader: Reader) -> Iterator[tuple[str, ...]]:
    """Yield a command line for each look: without an argument, and with each that it can take."""
    yield from FURTHER
    requests = [request_code(key) for (key,) in reader.rows("SELECT id FROM request")]
    for path, names in _leaves(app(), ()):
        if "request" in names:
            yield from ((*path, code) for code in requests)
        if "code" in names and path[0] in TABLES:
            table = TABLES[path[0]]
            rows = reader.rows(f"SELECT request_id, number FROM {table}")
            yield from ((*path, child_code(request, table, number)) for request, number in rows)
        if path == ("incentive", "show"):
            yield from ((*path, code) for code in ("IN-2026-0001", "PN-2026-0001"))
        if path == ("org", "department", "show"):
            yield from ((*path, code) for (code,) in reader.rows("SELECT code FROM department"))
        if path == ("org", "person", "show"):
            yield from ((*path, login) for (login,) in reader.rows("SELECT login FROM person"))
        yield path


def _leaves(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    if hasattr(command, "commands"):
        for name in command.list_commands(None):
            if not (path == () and name in ELSEWHERE):
                yield from _leaves(command.get_command(None, name), (*path, name))
    elif not isinstance(command, ActLeaf) and path[-1] not in WRITING:
        yield path, {parameter.name for parameter in command.params}
