"""Runs command lines one after the other, each in a process of its own that has everything loaded already.

``python -m tests.fuzz.forking BOOK`` reads a case as JSON from each line of standard input, and answers with a line.
A case is ``{"words": [...], "env": {...}}``, both in Latin-1 so that they can hold any bytes. A process that takes more
memory or computing time than any command line needs is ended by the system, and so is one that waits for ever.
"""

import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 1_500_000_000
"""The most bytes of address space; loading everything takes about a third of it."""
SECONDS: Final = 60
"""The most seconds of computing, whatever else the machine is doing."""
PATIENCE: Final = 600
"""After so many seconds a process waits for something that will not come."""
HARMLESS: Final = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TERM": "dumb", "COLUMNS": "100"}


def load_everything() -> None:
    """Import what any command may need, so that a case costs only what it does."""
    import openpyxl  # noqa: F401
    import sqlalchemy.dialects.sqlite  # noqa: F401
    import typer.rich_utils  # noqa: F401
    import yaml  # noqa: F401

    from crosspolicy.cli import COMMANDS
    from crosspolicy.commands.kit.tree import module_of

    for entry in COMMANDS:
        import_module(module_of(entry.name))
    for name in ("store.perform", "store.upkeep", "views.receipt", "views.terminal", "intake.importing.running"):
        import_module(f"crosspolicy.{name}")
    gc.collect()
    gc.freeze()


def furnish(folder: Path, book: str) -> None:
    """Put into a case's folder what the names in capitals stand for, and a copy of the book."""
    for name, target in (("FULL", "/dev/full"), ("ZERO", "/dev/zero"), ("LOOP", "LOOP")):
        (folder / name).symlink_to(target)  # links: what replaces a file then replaces them, never a device
    (folder / "FOLDER").mkdir()
    (folder / "FILE").write_text("no book\n")
    (folder / "EMPTY").touch()
    os.mkfifo(folder / "FIFO")
    shutil.copy(book, folder / "book.db")


def run_case(case: dict[str, Any], folder: Path) -> int:
    """Run a command line in a process of its own, its output in files. Returns the status that it ended with."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    os.chdir(folder)
    os.environ.clear()
    os.environb.update({n.encode(): v.encode() for n, v in HARMLESS.items()} | {b"HOME": os.fsencode(folder)})
    os.environb.update({name.encode(): value.encode("latin-1") for name, value in case["env"].items()})
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(os.devnull if number == 0 else folder.parent / name, flags, 0o600), number)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(PATIENCE)
    code = 99
    try:
        from crosspolicy.cli import run

        code = run([os.fsdecode(word.encode("latin-1")) for word in case["words"]])
    finally:
        os._exit(code)


def answer(case: dict[str, Any], book: str) -> dict[str, Any]:
    """Return how a case ended: exit code (negative for a signal), and the beginning of what it wrote."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "case"
        folder.mkdir()
        furnish(folder, book)
        status = os.waitstatus_to_exitcode(run_case(case, folder))
        told = {stream: (Path(name) / stream).read_bytes()[:4_000].decode("latin-1") for stream in ("stdout", "stderr")}
        return {"code": status, **told}


def main(book: str) -> None:
    """Answer case after case, until there are no more."""
    load_everything()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), book)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
