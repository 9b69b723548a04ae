"""Folders for what is needed for a while: they go when the work is done, or with the program at the latest."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosspolicy.files.unfinished import keep, unfinished


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a new folder among the system's temporary files, its owner's alone, and remove it. Raises OSError."""
    with unfinished(_name("")) as folder:
        folder.mkdir(mode=0o700)
        yield folder


@contextmanager
def new_folder(what: str) -> Iterator[Path]:
    """Yield a new folder as ``scratch_folder`` does, which stays where nothing goes wrong. Raises OSError."""
    with unfinished(_name(f"{what}-")) as folder:
        folder.mkdir(mode=0o700)
        yield folder
        keep(folder)


@contextmanager
def temporary_files_in_scratch() -> Iterator[None]:
    """Have the temporary files that libraries make meanwhile in a folder that goes whatever happens. Raises OSError."""
    before = tempfile.tempdir
    with scratch_folder() as folder:
        tempfile.tempdir = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before


def _name(what: str) -> Path:
    return Path(tempfile.gettempdir()) / f"crosspolicy-{what}{os.urandom(8).hex()}"
