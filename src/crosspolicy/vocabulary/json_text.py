"""JSON and YAML as they go out: whatever language they hold stays legible, and what is hidden in it is escaped."""

from typing import Any

from crosspolicy.vocabulary.hidden import json_visible, visible


def json_text(content: Any, *, indent: int | None = None) -> str:
    """Return the JSON text of plain data; what JSON has no form for becomes a text."""
    return json_visible(_encoded(content, indent))


def yaml_text(content: Any) -> str:
    """Return plain data on one line of YAML, whose escapes are those of JSON but for characters beyond U+FFFF."""
    return visible(_encoded(content))


def _encoded(content: Any, indent: int | None = None) -> str:
    import json

    return json.dumps(content, ensure_ascii=False, indent=indent, default=str)
