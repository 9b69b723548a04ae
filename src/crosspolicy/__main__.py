"""The entry. ``--version`` is answered before anything is imported."""

import gc
import os
import sys


def main() -> None:
    """Run the command line, and leave without taking the interpreter apart: every room closes what it opened."""
    if sys.argv[1:] == ["--version"]:
        os._exit(_version())
    gc.disable()  # a command lives for milliseconds; collecting while it starts costs a fifth of it
    try:
        from crosspolicy.cli import run
    except KeyboardInterrupt:
        os._exit(130)
    os._exit(run(sys.argv[1:]))


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
