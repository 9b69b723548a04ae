"""Forms from files: YAML, JSON, TOML; text only, every key once, nothing that runs or points."""

import sys
from pathlib import Path
from typing import Any

from crosspolicy.errors import Fault, InvalidInput, NotFound
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.strict import parse_json
from crosspolicy.intake.strict_yaml import parse_yaml
from crosspolicy.parsing.malformed import Malformed
from crosspolicy.parsing.plain_file import as_utf8, read_plain, within
from crosspolicy.parsing.strict_toml import parse_toml
from crosspolicy.vocabulary.bounds import FORM_BYTES
from crosspolicy.vocabulary.paths import to_path


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
            return as_utf8(within(sys.stdin.buffer.read(FORM_BYTES + 1), FORM_BYTES))
        return as_utf8(read_plain(to_path(path), FORM_BYTES))
    except FileNotFoundError:
        raise NotFound(Text(N_("There is no file {path}."), path=path)) from None
    except Malformed as error:
        raise _unreadable(path, error.reason) from None
    except (OSError, ValueError, AttributeError, RuntimeError) as error:
        raise _unreadable(path, error) from None


def _parsed(path: str, text: str) -> Any:
    suffix = Path(path).suffix.lower()
    try:
        if suffix == ".toml":
            return parse_toml(text)
        if suffix == ".json" or text.lstrip().startswith("{"):
            return parse_json(text)
        return parse_yaml(text)
    except Malformed as error:
        raise _unreadable(path, error.reason) from None
