"""How workbooks of records look: blank ones, and those of rejected records that came of them."""

from typing import Final

from openpyxl.styles import Alignment, Font, PatternFill

LAST_ROW: Final = 1_048_576
"""How many rows a sheet has room for."""

LABEL: Final = Font(bold=True)
NAME: Final = Font(color="808080", size=9)
"""Headings in somebody's language, and the names of fields under them."""

NEEDED: Final = PatternFill("solid", start_color="FFF2CC")
WRONG: Final = PatternFill("solid", start_color="F8CBAD")
TOP: Final = Alignment(vertical="top", wrap_text=True)
