"""How far an import is."""

from collections.abc import Callable

Progress = Callable[[int, int, int | None], None]
"""Told after each chunk: records so far, bytes read so far, and of how many (None where nobody knows)."""
