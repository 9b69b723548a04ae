"""Foreign text on a screen: literal, on as few cells as there are, nothing in it steers the terminal."""

from crosspolicy.vocabulary import hidden


def visible(text: str) -> str:
    """Show hidden characters as escapes, and a tab as a blank."""
    return hidden.visible(text).replace("\t", " ")


def marked(text: str) -> str:
    """Put a mark in the place of every hidden character, so that it can be seen, and found, where it is typed."""
    return hidden.marked(text.replace("\t", "\N{REPLACEMENT CHARACTER}"))


def one_line(text: str) -> str:
    """Show a text on one line."""
    return " / ".join(line.strip() for line in visible(text).split("\n") if line.strip())


def cut(text: str, width: int) -> str:
    """Cut a line to so many cells, with an ellipsis; a wide character counts two."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else f"{set_cell_size(text, max(width - 1, 0)).rstrip()}…"


def folded(text: str, width: int) -> list[str]:
    """Break a text into lines of so many cells, between words where there are any."""
    from rich.console import Console
    from rich.text import Text

    lines = Text(visible(text)).wrap(Console(width=width), width)
    return [line.plain.rstrip() for line in lines]
