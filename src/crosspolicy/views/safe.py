"""Foreign text made literal: nothing that somebody typed can steer a terminal, a spreadsheet or a page."""

from typing import Final

from crosspolicy.vocabulary.hidden import visible

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def one_line(text: str) -> str:
    """Show a text on one line, for a cell of a TSV."""
    if is_plain(text):
        return text
    return visible(text).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def told(line: str) -> str:
    """Show a line of a message; further lines, which only what it cites can have, stand indented below it."""
    return visible(line).replace("\n", "\n      ")


def named(place: object) -> str:
    """Show the name of a file or folder on one line."""
    return visible(str(place)).replace("\n", "\\n")


def is_plain(text: str) -> bool:
    """Tell whether a text stands in a TSV as it is."""
    return text.isprintable() and "\\" not in text


def neutral(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
