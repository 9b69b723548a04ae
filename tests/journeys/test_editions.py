"""Editions of the policy through the real command: compared, adopted, in force from their day (1.1)."""

from importlib.resources import files

import pytest

from tests.journeys.driver import Cli
from tests.journeys.terminal import ENTER, LEAVE, Terminal

pytestmark = pytest.mark.clause("1.1")

WEAKER = (
    ('version = "1.0"', 'version = "2.0"'),
    ("\nreview = 5", "\nreview = 2"),
    ('\nsigned-by-all = "block"', '\nsigned-by-all = "warn"'),
)
LATER = ("effective_date = 2026-01-01", "effective_date = 2026-11-02")


def _edition(cli: Cli, *changes: tuple[str, str]) -> str:
    text = files("crosspolicy.policy").joinpath("default.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return str(cli.document(text, ".toml"))


def test_what_a_file_changes_is_shown_by_key_and_nothing_is_changed(at):
    cli = at("founded")
    path = _edition(cli, *WEAKER)
    told = cli.look("policy", "diff", path)
    assert (told["old"], told["new"], told["weakened"]) == ("1.0", "2.0", ["signed-by-all"])
    assert {c["key"]: (c["old"], c["new"]) for c in told["changes"]} == {
        "version": ("1.0", "2.0"),
        "deadlines.review": ("5", "2"),
        "gates.signed-by-all": ("block", "warn"),
    }
    lines = cli.ok("policy", "diff", path, plain=True).out.splitlines()
    assert "deadlines.review\t5\t2" in lines
    page = cli.ok("policy", "diff", path, "--format", "table", "--lang", "zh-Hans", plain=True).out
    assert "放宽：signed-by-all（2.3.2，各部门均已签署协作协议）" in page
    assert len(cli.journal()) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, ()),
        (2, ("FILE", "--edition", "1.0")),
        (6, ("--edition", "3.0")),
        (6, ("no-such-file.toml",)),
    ],
)
def test_a_comparison_that_names_nothing_is_told(at, code, words):
    cli = at("founded")
    cli.fails(code, "policy", "diff", *words)


@pytest.mark.clause("2.2.1")
def test_an_edition_that_takes_effect_later_is_shown_as_coming_and_governs_from_then(at):
    cli = at("draft")
    path = _edition(cli, *WEAKER, LATER)
    told = cli.ok("policy", "adopt", path, "--dry-run", "--format", "table", by="gao.ping", plain=True).out
    assert "Edition 2.0 comes into force on 2026-11-02." in told
    assert "Gates that it weakens: signed-by-all." in told
    assert len(cli.look("policy", "list")) == 1
    cli.act("policy", "adopt", path, by="gao.ping")
    assert cli.journal()[-1]["effect"]["weakened"] == ["signed-by-all"]
    assert [(e["version"], e["state"]) for e in cli.look("policy", "list")] == [("2.0", "coming"), ("1.0", "in-force")]
    shown = cli.ok("policy", "show", "--format", "table", plain=True).out
    assert "1.0 · 2026-01-01" in shown
    assert "Edition 2.0 is adopted and comes into force on 2026-11-02." in shown
    again = cli.refused("policy", "adopt", path, by="gao.ping", code=3)
    assert "2026-11-02" in again.faults["policy"]

    cli.now = "2026-11-02"
    assert [(e["version"], e["state"]) for e in cli.look("policy", "list")] == [("2.0", "in-force"), ("1.0", "past")]
    submitted = cli.act("request", "submit", "CB-2026-0001", by="li.na")
    assert [o["due_date"] for o in submitted["opened"]] == ["2026-11-04"]
    difference = cli.look("policy", "diff", "--edition", "1.0")
    assert (difference["old"], difference["new"], difference["weakened"]) == ("2.0", "1.0", [])
    assert cli.look("policy", "diff", "--edition", "2.0", "--against", "1.0")["weakened"] == ["signed-by-all"]
    cli.assert_sound()


# On a terminal


def test_on_a_terminal_the_changes_are_shown_and_somebody_is_asked(at):
    cli = at("founded")
    path = _edition(cli, *WEAKER)
    for answer in ("n", LEAVE):
        terminal = Terminal(cli, "policy", "adopt", path, by="gao.ping")
        terminal.see("deadlines.review", "Weakened: signed-by-all", "Adopt this policy?").at("(y/N)", answer, ENTER)
        assert terminal.ended() == 130
    assert len(cli.look("policy", "list")) == 1
    terminal = Terminal(cli, "policy", "adopt", path, by="gao.ping").at("(y/N)", "y", ENTER)
    assert terminal.ended() == 0, terminal.text
    assert cli.look("policy", "list")[0]["version"] == "2.0"


def test_an_adoption_recorded_later_is_shown_against_every_edition_that_gives_way(at):
    cli = at("founded")
    lax = ('\nsigned-by-all = "block"', '\nsigned-by-all = "warn"')
    texts = {
        "2026-10-05": (('version = "1.0"', 'version = "2.0"'), lax),
        "2026-10-10": (('version = "1.0"', 'version = "3.0"'), ("= 2026-01-01", "= 2026-10-20")),
    }
    for cli.now, changes in texts.items():
        cli.act("policy", "adopt", _edition(cli, *changes), by="gao.ping")
    cli.now = "2026-11-01"
    path = _edition(cli, ('version = "1.0"', 'version = "2.1"'), lax)
    early = cli.refused("policy", "adopt", path, "--occurred-on", "2026-10-09", by="gao.ping", code=3)
    assert "2026-10-10" in early.faults["occurred_on"]
    words = ("policy", "adopt", path, "--occurred-on", "2026-10-12")
    terminal = Terminal(cli, *words, by="gao.ping")
    terminal.see("Edition 2.0 → edition 2.1", "Edition 3.0 → edition 2.1", "Weakened: signed-by-all")
    terminal.at("(y/N)", "y", ENTER)
    assert terminal.ended() == 0, terminal.text
    assert cli.journal()[-1]["effect"]["weakened"] == ["signed-by-all"]
    assert [e["state"] for e in cli.look("policy", "list")] == ["in-force", "replaced", "past", "past"]


def test_with_yes_and_on_a_dry_run_nobody_is_asked(at):
    cli = at("founded")
    path = _edition(cli, *WEAKER)
    terminal = Terminal(cli, "policy", "adopt", path, "--dry-run", by="gao.ping")
    assert terminal.ended() == 0, terminal.text
    assert "Weakened: signed-by-all" in terminal.text
    assert len(cli.look("policy", "list")) == 1
    terminal = Terminal(cli, "policy", "adopt", path, "--yes", by="gao.ping")
    assert terminal.ended() == 0, terminal.text
    assert len(cli.look("policy", "list")) == 2


def test_who_may_not_adopt_is_told_so_and_not_asked(at):
    cli = at("founded")
    terminal = Terminal(cli, "policy", "adopt", _edition(cli, *WEAKER), by="li.na")
    assert terminal.ended() == 5, terminal.text
    assert "(y/N)" not in terminal.text
    assert [event["refused"] for event in cli.journal()][-1]
