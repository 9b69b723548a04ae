"""Hostile values, as one table: what somebody may write behind any option, as any argument, into any variable.

They are bytes, as a shell hands them over. Names in capitals are replaced by paths in the folder of the case.
"""

from typing import Final

TEXTS: Final[dict[str, bytes]] = {
    "nothing": b"",
    "a blank": b" ",
    "blanks and lines": b" \t\n\r ",
    "a control character": b"a\x07b",
    "an escape sequence": b"\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "C1 controls": "\x9b31m".encode(),
    "bytes that are no UTF-8": b"\xff\xfe\x80",
    "a lone surrogate": b"a\xed\xa0\x80b",
    "a bidi override": "a\u202eb\u2066c".encode(),
    "a zero-width joiner": "a\u200db".encode(),
    "Chinese": "跨部门新业务".encode(),
    "an emoji with its family": "👩‍👩‍👧‍👦".encode(),
    "digits of another script": "２０２６-０１-０１".encode(),
    "a superscript": "²".encode(),
    "100,000 characters": b"a" * 100_000,
    "100,000 Chinese characters cut short": "字".encode() * 40_000,
    "many combining marks": ("e" + "\u0301" * 10_000).encode(),
    "an at sign": b"@",
    "an equals sign": b"=",
    "equals signs": b"a=b=c,d==",
    "only a value": b"=x",
    "a brace": b"{",
    "format fields": b"{0}{a.__class__}{",
    "per cents": b"%s%n%d%",
    "markup": b"[bold]x[/red][",
    "a quote": b'"',
    "an apostrophe": b"'; DROP TABLE journal; --",
    "a backslash": b"\\",
    "a dash": b"-",
    "two dashes": b"--",
    "an option": b"--help",
    "a wildcard": b"*?[!a]",
    "semicolons": b";" * 10_000,
    "commas": b"," * 10_000,
    "dots": b"." * 10_000,
    "a formula": b"=1+1",
    "HTML": b"<script>alert(1)</script>",
    "XML": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
}
"""Whatever is written as a text."""

NESTED: Final[dict[str, bytes]] = {
    "brackets 2,000 deep": b"[" * 2_000,
    "brackets 2,000 deep, closed": b"[" * 2_000 + b"]" * 2_000,
    "braces 2,000 deep": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "an object of JSON": b'{"name": "x"}',
    "an object with a key twice": b'{"name": "x", "name": "y"}',
    "an object in an object": b'{"name": {"name": {}}}',
    "an object with lists 2,000 deep": b'{"name": ' + b"[" * 2_000 + b"]" * 2_000 + b"}",
    "a number of 5,000 digits in an object": b'{"name": ' + b"9" * 5_000 + b"}",
    "NaN in an object": b'{"name": NaN}',
    "an object of 50,000 entries": b'{"name": [' + b"1," * 49_999 + b"1]}",
    "half an object": b'{"name"',
    "null": b"null",
    "a surrogate in JSON": b'{"name": "\\ud800"}',
}
"""Whatever has a shape inside."""

NUMBERS: Final[dict[str, bytes]] = {
    "zero": b"0",
    "minus zero": b"-0",
    "minus one": b"-1",
    "20 digits": b"99999999999999999999",
    "minus 20 digits": b"-99999999999999999999",
    "just over 64 bits": b"9223372036854775808",
    "just 64 bits": b"9223372036854775807",
    "32 bits": b"4294967296",
    "5,000 digits": b"9" * 5_000,
    "a fraction": b"1.5",
    "a huge exponent": b"1e999999",
    "a tiny exponent": b"1e-999999",
    "not a number": b"nan",
    "infinity": b"-inf",
    "hexadecimal": b"0x10",
    "an underscore": b"1_000",
    "a plus": b"+5",
    "a number with blanks": b" 5 ",
}
DAYS: Final[dict[str, bytes]] = {
    "the first day of all": b"0001-01-01",
    "the last day of all": b"9999-12-31",
    "the first day that is taken": b"1900-01-01",
    "the last day that is taken": b"2200-12-31",
    "no day": b"2026-02-30",
    "the year ten thousand": b"10000-01-01",
    "a day of a week": b"2026-W09-3",
    "a day without dashes": b"20260331",
    "a moment at the beginning": b"0001-01-01T00:00:00+14:00",
    "a moment at the end": b"9999-12-31T23:59:59-12:00",
    "an offset of a day": b"2026-03-31T09:30+23:59",
    "an offset that is none": b"2026-03-31T09:30+99:00",
    "midnight at the end": b"2026-03-31T24:00",
    "a moment of this year": b"2026-03-31T09:30Z",
}
PATHS: Final[dict[str, bytes]] = {
    "a folder": b"FOLDER",
    "the folder itself": b".",
    "a pipe": b"FIFO",
    "a full device": b"FULL",
    "an endless device": b"ZERO",
    "a file inside a file": b"FILE/x",
    "a file that is no book": b"FILE",
    "an empty file": b"EMPTY",
    "a link to itself": b"LOOP",
    "standard input": b"-",
    "nobody's home": b"~nosuch/x",
    "a name too long": b"n" * 300,
    "a path too long": b"d/" * 3_000,
    "a name of bytes": b"name\xff.db",
    "a name in lines": b"two\nlines.db",
    "a URI": b"file:x.db?mode=memory",
    "memory": b":memory:",
    "a server": b"postgresql://u:secret@[::1/x",
    "a scheme": b"sqlite://",
    "marks of a URL": b"a?b#c%d",
}
CODES: Final[dict[str, bytes]] = {
    "a request that is not there": b"CB-9999-9999",
    "a request of many digits": b"CB-2026-" + b"9" * 5_000,
    "a request of a year of digits": b"CB-" + b"9" * 5_000 + b"-0001",
    "a request of other digits": "CB-２０２６-０００１".encode(),
    "a part of a request": b"CB-2026-0001-R99999999999999999999",
    "a month and a day": b"13-32",
    "a number between dots": b"2.3.2.99999999999999999999",
    "a zone": b"Europe/../../etc/passwd",
    "a language": b"zh-Hant-TW-x-" + b"a" * 1_000,
    "a pattern of days": b"%d.%d",
}

VALUES: Final[dict[str, bytes]] = TEXTS | NESTED | NUMBERS | DAYS | PATHS | CODES
"""All of them."""

VARIABLES: Final = (
    "CROSSPOLICY_DB CROSSPOLICY_AS CROSSPOLICY_LANG CROSSPOLICY_NOW CROSSPOLICY_DRAFTS "
    "COLUMNS LINES TERMINAL_WIDTH TERM COLORTERM NO_COLOR FORCE_COLOR PY_COLORS GITHUB_ACTIONS TTY_COMPATIBLE "
    "TTY_INTERACTIVE UNICODE_VERSION LANG LC_ALL LC_MESSAGES LANGUAGE TZ HOME XDG_DATA_HOME XDG_CONFIG_HOME TMPDIR "
    "EDITOR VISUAL PAGER MANPAGER SHELL USER LOGNAME "
    "TYPER_USE_RICH TYPER_STANDARD_TRACEBACK _TYPER_STANDARD_TRACEBACK _TYPER_FORCE_DISABLE_TERMINAL "
    "PGHOST PGPORT PGUSER PGSERVICE"
).split()
"""The variables of the environment that this program reads, or a library that it stands on."""

COMPLETION: Final = (
    "_CROSSPOLICY_COMPLETE COMP_WORDS COMP_CWORD _TYPER_COMPLETE_ARGS _TYPER_COMPLETE_FISH_ACTION "
    "_TYPER_COMPLETE_WORD_TO_COMPLETE _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"
).split()
"""Those by which a shell asks for completion."""
