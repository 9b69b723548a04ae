"""The operating system's account that runs the program."""

import os


def account() -> str:
    """Return the account that runs this process: by the effective user id, never by an environment variable."""
    try:
        import pwd
    except ImportError:
        import getpass

        return getpass.getuser()
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
