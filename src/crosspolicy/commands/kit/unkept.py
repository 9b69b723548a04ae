"""What was typed and could not be kept, shown on the screen as a file that the command takes."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from crosspolicy.forms.base import Form
from crosspolicy.i18n import _
from crosspolicy.intake.prompts.answers import handed_on
from crosspolicy.vocabulary.json_text import json_text


def show_unkept(form: type[Form], answers: Mapping[str, Any]) -> None:
    """Print answers as JSON, hidden characters as escapes, and what can be done with it."""
    fields = {name: value for name, value in answers.items() if not name.startswith("_")}
    text = json_text(handed_on(form, fields), indent=1)
    told = _("What you typed is not kept. Copy it into a file with the ending .json, and send it with --from:")
    with suppress(OSError):  # the terminal may be gone
        sys.stderr.write(f"\n{told}\n{text}\n")
