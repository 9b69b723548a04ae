"""What a book holds, read beside the program."""

import sqlite3
from pathlib import Path


def contents(book: Path) -> list[str]:
    """Return everything that the book holds, as SQL; the calendar is a cache and left out."""
    connection = sqlite3.connect(book)
    try:
        return [line for line in connection.iterdump() if '"calendar_year"' not in line]
    finally:
        connection.close()
