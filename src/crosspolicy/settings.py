"""Where the program finds its book and how it speaks: flag, environment, ``config.toml``, default."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from crosspolicy.errors import UsageFault
from crosspolicy.i18n import LANGUAGES, N_, Text, matching
from crosspolicy.vocabulary.bounds import CONFIG_BYTES, HEIGHT, WIDTH
from crosspolicy.vocabulary.paths import UnusablePath, to_path

PROGRAM: Final = "crosspolicy"
_XDG: Final = {"data": ("XDG_DATA_HOME", ".local/share"), "config": ("XDG_CONFIG_HOME", ".config")}
_FILE_KEYS: Final = frozenset({"db", "as", "lang"})


@dataclass(slots=True)
class Settings:
    """What the command line says; an empty value asks the environment, the file, the default in turn."""

    db: str = ""
    as_login: str = ""
    lang: str = ""
    format: str = ""
    now: str = ""
    is_json: bool = False
    no_input: bool = False
    dry_run: bool = False

    def book(self) -> str:
        """Return where the book is: a path or a URL."""
        return self.db or _stored("CROSSPOLICY_DB", "db") or str(_folder("data") / "book.db")

    def acting_as(self) -> str:
        """Return the login that ``--as`` names, or an empty string. Raises UsageFault where it is no text."""
        login = self.as_login or _stored("CROSSPOLICY_AS", "as")
        if not is_text(login):
            raise UsageFault(Text(N_("{name} is no text in UTF-8."), name="--as"))
        return login

    def clock(self) -> str:
        """Return the time that ``--now`` names, or an empty string."""
        return self.now or os.environ.get("CROSSPOLICY_NOW", "")

    def may_prompt(self) -> bool:
        """Tell whether somebody sits at a terminal who can be asked."""
        return not (self.no_input or self.is_json) and is_terminal(sys.stdin) and is_terminal(sys.stderr)


def is_text(value: str) -> bool:
    """Tell whether what stood on a command line was text: bytes that are no UTF-8 arrive as lone surrogates."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_terminal(stream: Any) -> bool:
    """Tell whether a stream is there, open, and a terminal."""
    try:
        return bool(stream is not None and stream.isatty())
    except ValueError:
        return False


def chosen_language(arguments: list[str]) -> str:
    """Return the language to speak: ``--lang`` wherever it stands, environment, file, locale.

    It is settled before anything else is loaded. Raises UsageFault where ``--lang`` names none of ours.
    """
    named = _flag(arguments, "--lang") or _stored("CROSSPOLICY_LANG", "lang")
    if named:
        language = named if named in LANGUAGES else matching(named)
        if language is None:
            raise UsageFault(
                Text(N_("The language {name} is not known."), name=named),
                Text(N_("Choose one of {languages}."), languages=LANGUAGES),
            )
        return language
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return matching(value) or "en"
    return "en"


def _flag(arguments: list[str], flag: str) -> str:
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == flag and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(flag + "="):
            return argument.removeprefix(flag + "=")
    return ""


def _folder(kind: str) -> Path:
    """Return where this program's data, or its configuration, lies on this platform.

    On Linux the two lines of the XDG rule stand here: loading platformdirs costs half a bare start of Python.
    """
    if sys.platform == "linux":
        variable, usual = _XDG[kind]
        stated = os.environ.get(variable, "")
        return (Path(stated) if stated.startswith("/") else to_path("~") / usual) / PROGRAM
    import platformdirs

    return platformdirs.user_data_path(PROGRAM) if kind == "data" else platformdirs.user_config_path(PROGRAM)


def _stored(variable: str, key: str) -> str:
    """Return an environment variable, or else a key of the configuration file."""
    if value := os.environ.get(variable):
        return value
    return str(_configuration().get(key, ""))


def bound_sizes() -> None:
    """Keep what the environment says of the terminal's size within bounds, for views, help and prompts alike.

    What is no number, or 0, counts as not said: the libraries then ask the terminal itself, or take 80 columns.
    """
    for variable, (least, most) in _SIZES.items():
        stated = os.environ.get(variable)
        if stated is None:
            continue
        if not (stated.isascii() and stated.isdecimal()) or not stated.strip("0"):
            del os.environ[variable]
        else:
            os.environ[variable] = str(most if len(stated.lstrip("0")) > 9 else max(least, min(int(stated), most)))


_SIZES: Final = {"COLUMNS": WIDTH, "LINES": HEIGHT, "TERMINAL_WIDTH": WIDTH}
_read: dict[str, Any] | None = None


def _configuration() -> dict[str, Any]:
    """Read ``config.toml`` once. Raises UsageFault where it is no TOML or has a key that means nothing."""
    global _read
    if _read is None:
        try:
            _read = _load(_folder("config") / "config.toml")
        except UnusablePath:  # nobody's home
            _read = {}
    return _read


def _is_there(path: Path) -> bool:
    """Tell whether something of that name is there, even if it cannot be looked at."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def _load(path: Path) -> dict[str, Any]:
    if not _is_there(path):
        return {}
    from crosspolicy.parsing.malformed import Malformed
    from crosspolicy.parsing.plain_file import as_utf8, read_plain
    from crosspolicy.parsing.strict_toml import parse_toml

    try:
        content = parse_toml(as_utf8(read_plain(path, CONFIG_BYTES)))
    except (OSError, Malformed) as error:
        reason = error.reason if isinstance(error, Malformed) else error.strerror or error
        raise UsageFault(Text(N_("{path} cannot be read: {reason}"), path=path, reason=reason)) from None
    if unknown := tuple(sorted(set(content) - _FILE_KEYS)):
        raise UsageFault(
            Text(N_("{path} has settings that are not known: {names}."), path=path, names=unknown),
            Text(N_("It takes {names}."), names=tuple(sorted(_FILE_KEYS))),
        )
    if wrong := tuple(sorted(name for name, value in content.items() if not isinstance(value, str))):
        raise UsageFault(Text(N_("{path}: {names} must be a text."), path=path, names=wrong))
    return content
