"""The playing of a story: each command shown as one would type it, and run through the real command tree."""

import os
import shlex
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from crosspolicy.errors import CrosspolicyError, Exit, Interrupted, UsageFault
from crosspolicy.files.scratch import new_folder
from crosspolicy.i18n import N_, Text, _, language
from crosspolicy.settings import Settings
from crosspolicy.store.account import account
from crosspolicy.views.errors import show_error
from crosspolicy.vocabulary.paths import absolute, to_new_path

ACCOUNT = "(account)"
"""Stands in the story for the account that plays it."""


def story(name: str) -> dict[str, Any]:
    """Return the story in a language: ``company``, and ``steps`` with ``now``, ``as``, ``say``, ``line``, ``file``."""
    text = files("crosspolicy.commands.demo").joinpath(f"{name.replace('-', '_')}.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text.replace(ACCOUNT, account())))


def play(root: Any, folder: str) -> None:
    """Make a rehearsal book in ``folder`` (a new temporary one by default) and carry the story's case to its close.

    A temporary folder goes again where the story is interrupted; a folder that was named keeps what is in it.
    """
    if folder:
        _play(root, _named_folder(folder))
        return
    try:
        with new_folder("demo") as place:
            _play(root, place)
    except KeyboardInterrupt:
        raise Interrupted(Text(N_("Interrupted: the example's book and its files were removed again."))) from None


def _named_folder(folder: str) -> Path:
    """Return the folder of that name, made where there is none. Raises UsageFault where it cannot be."""
    place = absolute(to_new_path(folder))
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageFault(
            Text(N_("{path} cannot be the demo's folder: {reason}"), path=place, reason=error.strerror or error),
            Text(N_("Name another path.")),
        ) from None
    return place


def _play(root: Any, place: Path) -> None:
    told = story(language())
    os.environ["CROSSPOLICY_DB"] = str((place / "book.db").absolute())
    os.environ.pop("CROSSPOLICY_AS", None)
    os.chdir(place)
    _say(f"$ cd {shlex.quote(str(place))}\n$ export CROSSPOLICY_DB={shlex.quote(os.environ['CROSSPOLICY_DB'])}", "")
    _write(place, "company.yaml", told["company"])
    for step in told["steps"]:
        _take(root, place, step)
    _say("\n" + _("This book stays here to play with; its clock is yours to set:"), "bold")
    _say(f"  cd {shlex.quote(str(place))}\n  export CROSSPOLICY_DB={shlex.quote(os.environ['CROSSPOLICY_DB'])}", "")
    _say("  crosspolicy status\n  crosspolicy log CB-2026-0001\n  crosspolicy request show CB-2026-0001", "")


def _take(root: Any, place: Path, step: dict[str, Any]) -> None:
    """Show one command and run it; a refusal is part of the story."""
    if name := step.get("file"):
        _write(place, name, step["form"])
    if now := step.get("now"):
        os.environ["CROSSPOLICY_NOW"] = now
    words = ["crosspolicy", *(["--as", step["as"]] if step.get("as") else []), *shlex.split(step["line"])]
    day = os.environ["CROSSPOLICY_NOW"][:10]
    _say(f"\n{day}  {step['say']}", "bold")
    _say(f"$ {shlex.join(words)}", "cyan")
    sys.stdout.flush()
    settings = Settings(format="table", no_input=True)
    try:
        code = root.main(args=words[1:], prog_name="crosspolicy", standalone_mode=False, obj=settings)
        if code == Exit.INTERRUPTED:  # Typer's answer to Ctrl-C
            raise KeyboardInterrupt
    except CrosspolicyError as error:
        sys.stdout.flush()
        if not step.get("refused"):
            raise
        show_error(error, as_json=False, stream=sys.stdout)


def _write(place: Path, name: str, content: object) -> None:
    (place / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def _say(text: str, style: str) -> None:
    from crosspolicy.views.terminal import console

    console().print(text, style=style or None, markup=False, soft_wrap=True)
