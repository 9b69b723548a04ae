"""The entry. ``--version`` is answered before anything is imported."""

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from crosspolicy import __version__

        sys.stdout.write(f"crosspolicy {__version__}\n")
        return
    from crosspolicy.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
