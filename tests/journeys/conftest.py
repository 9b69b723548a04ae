"""Fixtures of the journeys."""

from tests.journeys.books import at, books, cli

__all__ = ["at", "books", "cli"]
