"""Fixtures of the tests of the command line: those of the journeys."""

from tests.journeys.books import at, books, cli

__all__ = ["at", "books", "cli"]
