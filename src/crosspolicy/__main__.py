"""The entry. ``--version`` is answered before anything is imported."""

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line, and leave without taking the interpreter apart: every room closes what it opened."""
    if sys.argv[1:] == ["--version"]:
        os._exit(_version())
    gc.disable()  # a command lives for milliseconds; collecting while it starts costs a fifth of it
    code = 130
    try:
        with suppress(KeyboardInterrupt):
            code = _run()
    finally:
        _tidy_up()
    os._exit(code)


def _run() -> int:
    """Run the command line; a second interruption can come while the first one is told."""
    try:
        from crosspolicy.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def _tidy_up() -> None:
    """Let nothing interrupt any more, and remove what an interruption left unfinished."""
    from crosspolicy.files.unfinished import remove_all
    from crosspolicy.interrupts import ignore

    ignore()
    remove_all()


def _version() -> int:
    """Print the version; return 1 where nobody can read it."""
    from crosspolicy import __version__

    try:
        sys.stdout.write(f"crosspolicy {__version__}\n")
        sys.stdout.flush()
    except (OSError, AttributeError):
        return 1
    return 0


if __name__ == "__main__":
    main()
