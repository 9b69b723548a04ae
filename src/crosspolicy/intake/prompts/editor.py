"""A longer text in the user's own editor, through a file that nobody else can read."""

import os
import shlex
import subprocess
import sys
from shutil import which

from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.validation import ValidationError

from crosspolicy.files.scratch import scratch_folder
from crosspolicy.i18n import N_, Text
from crosspolicy.parsing.malformed import Malformed
from crosspolicy.parsing.plain_file import as_utf8, read_plain
from crosspolicy.vocabulary.bounds import FORM_BYTES


def edit(buffer: Buffer) -> None:
    """Open what is typed so far in the editor; what it saves becomes the text, to be looked at and sent with Enter."""

    def in_terminal() -> None:
        try:
            text = edited(buffer.text)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            message = Text(N_("the editor did not work ({reason}); set EDITOR to one that does"), reason=error)
            buffer.validation_error = ValidationError(message=str(message))
        else:
            buffer.document = Document(text)

    run_in_terminal(in_terminal)


def edited(text: str) -> str:
    """Return the text as the editor leaves it. Raises OSError, ValueError or SubprocessError where that fails."""
    with scratch_folder() as folder:
        path = folder / "text.txt"
        path.touch(mode=0o600)
        path.write_text(f"{text}\n", "utf-8", "surrogatepass", "\n")
        # Standard output may be a file or a pipe: it carries the result alone.
        subprocess.run([*_command(), str(path)], stdout=sys.stderr, check=True)
        try:
            return as_utf8(read_plain(path, FORM_BYTES)).rstrip("\n")
        except Malformed as error:
            raise ValueError(str(error.reason)) from None


def _command() -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        if words := shlex.split(os.environ.get(variable, "")):
            return words
    found = next(filter(which, ("editor", "nano", "vi", "notepad")), "vi")
    return [found]
