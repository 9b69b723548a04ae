"""Which tables this program reads and writes."""

from typing import Final

APPLICATION_ID: Final = 0x43425031
"""Marks a SQLite file as a book ("CBP1")."""

SCHEMA: Final = 7
"""The number of migrations behind the tables; a file carries it as ``user_version``."""

REVISION: Final = f"{SCHEMA:04d}"
"""The latest migration, as Alembic names it."""
