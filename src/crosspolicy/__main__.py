"""The entry. ``--version`` is answered before anything is imported."""

import gc
import os
import sys


def main() -> None:
    """Run the command line, and leave without taking the interpreter apart: every room closes what it opened."""
    if sys.argv[1:] == ["--version"]:
        from crosspolicy import __version__

        sys.stdout.write(f"crosspolicy {__version__}\n")
        return
    gc.disable()  # a command lives for milliseconds; collecting while it starts costs a fifth of it
    from crosspolicy.cli import run

    os._exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
