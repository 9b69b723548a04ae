"""Forms from files: YAML, JSON, TOML; text only, every key once, nothing that runs or points."""

import json
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

from crosspolicy.errors import Fault, InvalidInput, NotFound
from crosspolicy.i18n import N_, Text

LIMIT: Final = 10_000_000
"""The most bytes that a form's file may have."""

DEPTH: Final = 20


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
            file = Path(path).expanduser()
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
            return _json(text)
        return _yaml(text)
    except RecursionError:
        raise _unreadable(path, Text(N_("is nested too deeply"))) from None
    except _Malformed as error:
        raise _unreadable(path, error.args[0]) from None


class _Malformed(Exception):
    pass


def _toml(text: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise _Malformed(Text(N_("is no TOML: {reason}"), reason=error)) from None


def _json(text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise _Malformed(Text(N_("states {key} twice"), key=key))
            found[key] = value
        return found

    def refuse(constant: str) -> NoReturn:
        raise _Malformed(Text(N_("has {constant}, which is no number"), constant=constant))

    def whole(digits: str) -> int:
        if len(digits) > 40:
            raise _Malformed(Text(N_("has a number of {n} digits"), n=len(digits)))
        return int(digits)

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=refuse, parse_int=whole, parse_float=str)
    except ValueError as error:
        raise _Malformed(Text(N_("is no JSON: {reason}"), reason=error)) from None


def _yaml(text: str) -> Any:
    import yaml

    try:
        _see_events(text)
        return _node(yaml.compose(text, Loader=yaml.BaseLoader))
    except yaml.YAMLError as error:
        raise _Malformed(Text(N_("is no YAML: {reason}"), reason=_first_line(error))) from None


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem} ({mark.line + 1}:{mark.column + 1})" if mark else str(problem)


def _where(marked: Any) -> str:
    return f"{marked.start_mark.line + 1}:{marked.start_mark.column + 1}"


def _see_events(text: str) -> None:
    """Refuse aliases, anchors and tags before anything is built of them."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        where = _where(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Malformed(Text(N_("has an alias or anchor at {where}; write the text out"), where=where))
        if getattr(event, "tag", None):
            raise _Malformed(Text(N_("has a tag at {where}; write plain text"), where=where))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH:
            raise _Malformed(Text(N_("is nested too deeply")))


def _node(node: Any) -> Any:
    """Return the plain content of a YAML node: scalars as their text, every key once; ``~`` and ``null`` as absent."""
    import yaml

    if node is None:
        return None
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(_node(key))
            if name in found:
                where = _where(key)
                raise _Malformed(Text(N_("states {key} twice, at {where}"), key=name, where=where))
            found[name] = _node(value)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_node(item) for item in node.value]
    is_plain = node.style is None
    return None if is_plain and node.value in ("", "~", "null", "Null", "NULL") else node.value
