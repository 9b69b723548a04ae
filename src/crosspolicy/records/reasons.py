"""What is told beside rejected records that were put aside: an import passes over it when they come back mended."""

from typing import Final

REASON: Final = "rejected.reason"
REMEDY: Final = "rejected.remedy"
"""The two columns of a table."""

REJECTED: Final = ".rejected"
"""Ends the name of a file of rejected records, before its extension."""

OBJECT: Final = "rejected"
"""The key of an object."""

UNREADABLE: Final = "unreadable"
"""The key under which what could not be read is put aside as it stood."""
