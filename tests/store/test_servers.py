"""A server's URL: read once, its secrets kept apart; a server that cannot be used is told as one, never as a file."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
import pytest

from crosspolicy.errors import BookUnavailable, UsageFault
from crosspolicy.intake import drafts
from crosspolicy.store import faults
from crosspolicy.store.location import Location, locate, without_secrets
from crosspolicy.store.reading import reading
from crosspolicy.vocabulary.secrets import masked
from tests.support.inside import Inside

SECRET: Final = "s3cr3t"
NOWHERE: Final = "127.0.0.1:9"
CARRIERS: Final = (
    "postgresql://u:{s}@{at}/x",
    "postgres://u:{s}@{at}/x",
    "postgresql+psycopg://u:{s}@{at}/x",
    "POSTGRESQL://u:{s}@{at}/x",
    "  postgresql://u:{s}@{at}/x ",
    "postgresql://:{s}@{at}/x",
    "postgresql://u:se/{s}@{at}/x",
    "postgresql://u:se#{s}@{at}/x",
    "postgresql://u:se?{s}@{at}/x",
    "postgresql://u:se@{s}@{at}/x",
    "postgresql://u:se:{s}@{at}/x",
    "postgresql://u:se%2F{s}@{at}/x",
    "postgresql://u:se%25{s}@{at}/x",
    "postgresql://u:se%{s}@{at}/x",
    "postgresql://u:12/{s}@{at}/x",
    "postgresql://u:p@ss/{s}@{at}/x",
    "postgresql://u:{s}@[::1/x",
    "postgresql://u:{s}@{at}abc/x",
    "postgresql://u:{s}@h:99999/x",
    "postgresql://u:{s}@{at}/x?{s}",
    "postgresql://u:{s}@{at}/x?sslmode=nonsense",
    "postgresql://u:{s}@{at}/x?nonsense=1",
    "postgresql://{at}/x?user=u&password={s}",
    "postgresql://{at}/x?user=u&password=a&password={s}",
    "postgresql://{at}/x?sslpassword={s}&sslmode=require",
    "postgresql://{at}/x?options=-c%20my.key%3D{s}",
    "postgresql://{at}/x?oauth_client_secret={s}",
    "postgresql://{at}/x?scram_client_key={s}",
    "postgresql://u:{s}@/x?host=/nowhere",
    "postgresql:/u:{s}@{at}/x",
    "postgresql:u:{s}@{at}/x",
    "mysql://u:{s}@{at}/x",
    "host=h user=u password={s}",
    "password={s} host=h",
    "postgresql://u:{s}{s}%00@{at}/x",
    "postgresql://u:{s}%ff@{at}/x",
    "postgresql://u:\x1b{s}@{at}/x",
)
"""Ways in which what is meant to be the URL of a book can carry a password."""

LINES: Final = (
    ("status",),
    ("status", "--json"),
    ("db", "path"),
    ("db", "path", "--json"),
    ("db", "check"),
    ("db", "backup"),
    ("db", "migrate"),
    ("request", "list"),
    ("request", "new", "--title", "x"),
    ("draft", "list"),
)


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Inside:
    """Return the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Inside(monkeypatch, tmp_path / "home")


def url(carrier: str) -> str:
    return carrier.replace("{s}", SECRET).replace("{at}", NOWHERE)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_password_is_in_no_output_and_in_no_file(inside: Inside, tmp_path: Path, carrier: str):
    given = url(carrier)
    (tmp_path / "form.json").write_text("{}")
    for line in LINES:
        for where in ({"CROSSPOLICY_DB": given}, {"CROSSPOLICY_DB": given, "CROSSPOLICY_TRACEBACK": "1"}):
            told = inside.run(*line, env=where)
            assert told.code in (0, 2, 3, 7), (line, told)
            assert SECRET not in told.out + told.err, (line, told)
    for line in (
        ("db", "copy", given),
        ("db", "backup", given),
        ("db", given),
        ("status", given),
        ("init", "--from", given),
        ("import", given, "--act", "request"),
        ("import", "form.json", "--report", given),
        ("export", "journal", "-o", given),
    ):
        told = inside.run(*line, env={"CROSSPOLICY_DB": "none.db"})
        assert told.code not in (0, 1), (line, told)
        if not carrier.startswith(("host=", "password=")):  # which are no URLs
            assert SECRET not in told.out + told.err, (line, told)
    assert SECRET not in repr(_located(given)) + str(_located(given))
    drafts.save(
        drafts.new_draft(act="x", command=[], target="", answers={}, book=given, folder=tmp_path / "d"), tmp_path / "d"
    )
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SECRET.encode() not in kept


def _located(given: str) -> object:
    try:
        return locate(given)
    except UsageFault as error:
        return error


def test_a_draft_that_an_earlier_program_kept_with_a_password_is_cleaned(inside: Inside, tmp_path: Path):
    given = url(CARRIERS[0])
    path = tmp_path / "d" / "ab12.json"
    path.parent.mkdir()
    content = {"act": "request.drafted", "command": ["request", "new"], "target": "", "answers": {"title": "kept"}}
    path.write_text(json.dumps(content | {"saved_at": "2026-01-01T00:00:00+00:00", "book": given}))
    told = inside.run("draft", "list", "--json", env={"CROSSPOLICY_DRAFTS": str(path.parent)})
    assert json.loads(told.out)[0]["book"] == f"postgresql://u:***@{NOWHERE}/x"
    assert json.loads(path.read_text()) == content | {
        "saved_at": "2026-01-01T00:00:00+00:00",
        "book": f"postgresql://u:***@{NOWHERE}/x",
    }
    env = {"CROSSPOLICY_DRAFTS": str(path.parent)}
    told = inside.run("draft", "resume", "ab12", env=env)
    assert (told.code, "password is not kept" in told.err) == (2, True), told
    told = inside.run("draft", "resume", "ab12", env=env | {"CROSSPOLICY_DB": given})
    assert "password is not kept" not in told.err, told
    assert SECRET not in told.err


@pytest.mark.parametrize("password", ["a b", "p@ss", "a:b", "a/b", "a?b=c&d", "a#b", "100%", "%41", "ü密", "***"])
def test_a_password_reaches_the_server_as_it_is_meant(password: str):
    server = locate(f"postgresql://u:{quote(password, safe='')}@h:5433/x?sslmode=require").server
    assert server is not None
    assert (server.user, server.password, server.host, server.port) == ("u", password, "h", 5433)
    assert server.shown == "postgresql://u:***@h:5433/x?sslmode=require"
    again = locate(server.url).server
    assert again == server
    in_query = locate(f"postgresql://h/x?user=u&password={quote(password, safe='')}").server
    assert in_query is not None
    assert (in_query.password, in_query.parameters) == (password, (("user", "u"),))


@pytest.mark.parametrize(
    "raw", ["se/cret", "se#cret", "se?cret", "se@cret", "se:cret", "a/b?c#d"], ids=["/", "#", "?", "@", ":", "all"]
)
def test_a_password_may_hold_what_a_strict_url_would_not_where_it_is_clear(raw: str):
    server = locate(f"postgresql://u:{raw}@h/x").server
    assert server is not None
    assert (server.user, server.password, server.host, server.database) == ("u", raw, "h", "x")


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://u:s@[::1/x", "postgresql://h:abc/x", "postgresql://h:0/x", "postgresql://h:65536/x",
        "postgresql://h:²/x", "postgresql://h/x?a", "postgresql://h/x?a b=c", "postgresql://u:12/3@h/x",
        "postgresql://u:p@s/s@h/x", "postgresql://%ff/x", "postgresql://h/%00", "postgresql://h\n/x",
        "postgresql://" + "h" * 9_000, "postgresql://a:b:c/x", f"postgresql://{'h' * 300}.test/x", "postgresql://h/x?host=a..b",
    ],
)  # fmt: skip
def test_a_url_that_is_none_is_a_fault_of_usage_and_not_shown(given: str):
    with pytest.raises(UsageFault, match="cannot be read") as caught:
        locate(given)
    assert "USER:PASSWORD@HOST" in str(caught.value.hint)
    assert given not in str(caught.value)
    assert without_secrets(given) == "postgresql://***"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no postgresql://u:s@h/x here", "no postgresql://*** here"),
        ("see postgresql://u:***@h/x", "see postgresql://u:***@h/x"),
        ("postgresql://USER:PASSWORD@HOST:PORT/DATABASE; in", "postgresql://USER:PASSWORD@HOST:PORT/DATABASE; in"),
        ("see postgresql://u@h/x?host=/tmp", "see postgresql://u@h/x?host=/tmp"),
        ("see https://example.test:8080/a", "see https://example.test:8080/a"),
        ("postgresql://h/x?password=s", "postgresql://***"),
        ("postgres:/u:s@h/x or postgresql:u:s@h", "postgresql:*** or postgresql:***"),
        ("postgresql://h/x?options=s&sslmode=require", "postgresql://***"),
        ("postgresql://h/x?sslmode=require&user=u", "postgresql://h/x?sslmode=require&user=u"),
        ("https://example.test/?page=2", "https://example.test/?page=2"),
        ("https://example.test/?access_token=s", "https://***"),
        ("postgresql://h/x?password=***", "postgresql://h/x?password=***"),
    ],
)
def test_what_is_shown_has_no_url_with_a_password(text: str, shown: str):
    assert masked(text) == shown


# Servers that cannot be used


@contextmanager
def silent_server() -> Iterator[int]:
    """Listen on this machine without ever answering."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def rude_server() -> Iterator[int]:
    """Listen on this machine, and hang up at once."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            server.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def told(given: str) -> str:
    """Return how a server that cannot be used is told."""
    with pytest.raises(BookUnavailable) as caught, reading(locate(given)):
        pass
    assert str(caught.value.hint)
    assert "older" not in str(caught.value)
    assert "folder" not in f"{caught.value} {caught.value.hint}"
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "how"),
    [
        (f"postgresql://u:{SECRET}@{NOWHERE}/x", "No server answers"),
        ("postgresql:///x?host=/nowhere", "No server answers"),
        ("postgresql://nobody.invalid/x", "is not known"),
        (f"postgresql://{NOWHERE}/x?sslmode=nonsense", "cannot be used"),
        (f"postgresql://{NOWHERE}/x?nonsense=1", "cannot be used"),
        (f"postgresql://{NOWHERE}/x?connect_timeout=nonsense", "cannot be used"),
        (f"postgresql://{NOWHERE}/x?sslmode=verify-full&sslrootcert=/nowhere.pem", "postgresql"),
        ("postgresql://h/x?service=nowhere", "postgresql"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_as_one(given: str, how: str):
    said = told(given)
    assert how in said
    assert SECRET not in said
    assert len(said) < 1_200


def test_a_server_that_never_answers_or_hangs_up_is_told():
    with silent_server() as port:
        assert "does not answer in time" in told(f"postgresql://127.0.0.1:{port}/x?connect_timeout=2")
    with rude_server() as port:
        assert "broke off" in told(f"postgresql://127.0.0.1:{port}/x?sslmode=disable&gssencmode=disable")


@pytest.mark.postgres
def test_a_database_or_a_role_that_is_not_there_is_told(postgres_url: str):
    assert "has no database" in told(postgres_url.replace("/test_", "/none_"))
    assert "refuses you access" in told(postgres_url.replace("postgres@", "nobody.here@"))


SAID: Final = (
    (
        'connection to server at "h", port 5432 failed: FATAL:  password authentication failed for user "u"',
        "refuses you access",
    ),
    ('FATAL:  no pg_hba.conf entry for host "1.2.3.4", user "u", database "x", no encryption', "refuses you access"),
    ("connection to server failed: fe_sendauth: no password supplied", "refuses you access"),
    ("server does not support SSL, but SSL was required", "No secure connection"),
    ("SSL error: certificate verify failed", "No secure connection"),
    ("connection timeout expired", "in time"),
    ("Connection timed out\n\tIs the server running on that host?", "in time"),
    ("Network is unreachable", "No server answers"),
    ("FATAL:  sorry, too many clients already", "takes no more connections"),
    ("terminating connection due to administrator command", "broke off"),
    ("canceling statement due to lock timeout", "in use"),
    ("deadlock detected", "in use"),
    ("could not extend file: No space left on device", "is full"),
    ("permission denied for schema public", "may not"),
    ("cannot execute INSERT in a read-only transaction", "read-only"),
)


@pytest.mark.parametrize(("said", "how"), SAID)
def test_what_a_server_says_is_told_as_a_user_needs_it(said: str, how: str):
    location = locate(f"postgresql://u:{SECRET}@h/x")
    error = faults.unavailable(psycopg.OperationalError(said), location)
    assert how in str(error)
    assert "u:***@h" in str(error)
    file = faults.unavailable(OSError(2, "No such file or directory"), Location(path=Path("a/b.db")))
    assert "There is no folder for a/b.db" in str(file)
