"""Forms from files: YAML, JSON, TOML; text only, every key once, nothing that runs or points."""

import sys
from pathlib import Path
from typing import Any, Final

from crosspolicy.errors import Fault, InvalidInput, NotFound
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.strict import Malformed, parse_json, too_deep
from crosspolicy.intake.strict_yaml import parse_yaml
from crosspolicy.vocabulary.paths import to_path

LIMIT: Final = 10_000_000
"""The most bytes that a form's file may have."""


def _unreadable(path: str, reason: object) -> InvalidInput:
    return InvalidInput(
        (Fault(path, Text("{reason}", reason=reason)),),
        Text(N_("{path} cannot be taken as a form."), path=path),
        Text(N_("Write a blank one with --template, and fill it in.")),
    )


def read_form(path: str) -> dict[str, Any]:
    """Return what a file states (``-`` for standard input). Raises InvalidInput, or NotFound where there is none."""
    text = _text(path)
    content = _parsed(path, text)
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise _unreadable(path, Text(N_("must hold one form: named fields, not a list or a single value")))
    return content


def read_text(path: str) -> str:
    """Return the text of a file (``-`` for standard input). Raises InvalidInput, or NotFound where there is none."""
    return _text(path)


def _text(path: str) -> str:
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(LIMIT + 1)
        else:
            file = to_path(path)
            if file.is_dir():
                raise _unreadable(path, Text(N_("is a directory")))
            if file.exists() and not file.is_file():
                raise _unreadable(path, Text(N_("is no plain file")))
            with file.open("rb") as stream:
                raw = stream.read(LIMIT + 1)
    except FileNotFoundError:
        raise NotFound(Text(N_("There is no file {path}."), path=path)) from None
    except (OSError, ValueError, AttributeError) as error:
        raise _unreadable(path, error) from None
    if len(raw) > LIMIT:
        raise _unreadable(path, Text(N_("is larger than 10 MB")))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = Text(N_("is not UTF-8 text, at byte {position}; save it as UTF-8"), position=error.start + 1)
        raise _unreadable(path, message) from None


def _parsed(path: str, text: str) -> Any:
    suffix = Path(path).suffix.lower()
    try:
        if suffix == ".toml":
            return _toml(text)
        if suffix == ".json" or text.lstrip().startswith("{"):
            return parse_json(text)
        return parse_yaml(text)
    except Malformed as error:
        raise _unreadable(path, error.reason) from None


def _toml(text: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise too_deep() from None
    except ValueError as error:
        raise Malformed(Text(N_("is no TOML: {reason}"), reason=error)) from None
