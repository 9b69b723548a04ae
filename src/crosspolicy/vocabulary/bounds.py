"""How large anything may be that comes in or goes out: every bound of the program stands here.

Bytes and characters are counted before a text is parsed, levels and entries before anything is made of them.
"""

from typing import Final

# What a form, a policy and a mapping are read from
FORM_BYTES: Final = 10_000_000
"""A form's file, a mapping, standard input for either."""
POLICY_BYTES: Final = 1_000_000
"""A policy file; the one that the program ships with has about 25,000."""
CONFIG_BYTES: Final = 100_000
"""``config.toml``."""
DRAFT_BYTES: Final = 20_000_000
"""A saved form in the user's data folder."""
DEPTH: Final = 20
"""How many levels deep lists and objects may be nested, and of how many parts a key of TOML may consist."""
DIGITS: Final = 40
"""How many digits a number may have."""
ENTRIES: Final = 100_000
"""How many values, in all, one form, one policy or one mapping may state."""

# Forms
LIST_ENTRIES: Final = 500
"""How many entries a list of a form takes, where the field says nothing else."""

# Batches
DATE_CHARACTERS: Final = 100
"""How a mapping says that days are written, and a day that is written so."""
NESTED_BYTES: Final = 50_000_000
"""A batch in JSON or YAML, which is held in memory; JSON Lines, CSV and workbooks are not."""
NESTED_ENTRIES: Final = 5_000_000
"""How many values a batch in JSON may state."""
LINE_CHARACTERS: Final = 1_000_000
"""A line of JSON Lines, a row of CSV."""
WORKBOOK_BYTES: Final = 10**9
"""What all of a workbook may unpack to."""
WORKBOOK_PART_BYTES: Final = 2 * 10**8
"""What a part of a workbook may unpack to that is held in memory, such as the table of texts; worksheets are not."""
WORKBOOK_PARTS: Final = 10_000
WORKBOOK_RATIO: Final = 200
"""How many bytes one packed byte may stand for, in a part of more than ten million."""
SHEET_ROWS: Final = 1_048_576
"""The most rows that a worksheet has."""
SHEET_CELLS: Final = 30_000_000
"""How many cells of a worksheet may hold something."""

# Output
WIDTH: Final = (20, 1_000)
"""Between how many columns a terminal is taken to have, whatever it or COLUMNS says."""
HEIGHT: Final = (5, 1_000)
"""The same for its lines, and LINES."""
ALIGNED_ROWS: Final = 1_000
"""How many rows of a table are laid out together; a longer one is printed so many at a time."""
ROWS_ASKED: Final = 1_000_000_000
"""The most that ``--limit`` can say."""
