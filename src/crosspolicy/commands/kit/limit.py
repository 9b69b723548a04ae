"""``--limit``, which every list takes."""

from typing import Annotated

from typer import Option

from crosspolicy.i18n import _
from crosspolicy.vocabulary.bounds import ROWS_ASKED

Limit = Annotated[int | None, Option("--limit", min=0, max=ROWS_ASKED, help=_("at most so many"))]
"""How many rows a list shows at most."""
