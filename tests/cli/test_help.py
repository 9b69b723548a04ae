"""Help: an example for every command, in three languages; and completion for three shells."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.journeys.books import REQ
from tests.journeys.driver import COMMAND, Cli, environment
from tests.support import papers

LANGUAGES = ("en", "zh-Hans", "zh-Hant")

_EVERY_HELP = """
import contextlib, io, json, sys
from crosspolicy.i18n import use
use(sys.argv[1])
from crosspolicy.cli import COMMANDS, app

def walk(command, path):
    yield path, hasattr(command, "commands")
    for name in getattr(command, "commands", {}):
        below = command.get_command(None, name)
        yield from walk(below, (*path, name))

root = app()
told = {}
for entry in COMMANDS:
    for path, is_group in walk(root.get_command(None, entry.name), (entry.name,)):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            try:
                code = root.main(args=[*path, "--help"], prog_name="crosspolicy", standalone_mode=False)
            except SystemExit as stop:
                code = stop.code
        told[" ".join(path)] = [is_group, code or 0, out.getvalue()]
json.dump(told, sys.stdout)
"""


@cache
def _helps(language: str, home: Path) -> dict[str, tuple[bool, int, str]]:
    done = subprocess.run(
        [sys.executable, "-c", _EVERY_HELP, language],
        env=environment(home) | {"COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def helps(tmp_path_factory):
    """Return every command's help in a language: whether it is a group, the exit code, the page."""
    home = tmp_path_factory.mktemp("help")
    return lambda language: _helps(language, home)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_an_example(helps, language):
    pages = helps(language)
    assert len(pages) > 50
    assert {path for path, (_, code, _page) in pages.items() if code} == set()
    for path, (is_group, _code, page) in pages.items():
        first = path.split()[0]
        plain = page.partition("crosspolicy")[2]
        assert plain, path
        if not is_group:
            examples = [line.strip() for line in page.splitlines() if line.strip().startswith(f"crosspolicy {first}")]
            assert examples, path
    assert "[red]" not in "".join(page for _, _, page in pages.values())


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_help_speaks_the_language_throughout(helps, language):
    english = helps("en")
    for path, (_is_group, _code, page) in helps(language).items():
        assert page != english[path][2], path
        for left in ("Usage:", "Options", "Arguments", "Show this message", "Example:", "[required]", "Missing"):
            assert left not in page, (path, left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_names_every_command(cli: Cli, language):
    cli.language = language
    page = cli.ok("--help", plain=True).out
    from crosspolicy.cli import COMMANDS

    assert all(f" {entry.name} " in page for entry in COMMANDS)
    assert cli.ok("help", plain=True).out == page
    assert cli.ok(plain=True).out == page


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_of_a_shell(cli: Cli, shell):
    script = cli.ok("completion", shell, plain=True).out
    assert "crosspolicy" in script
    assert f"_CROSSPOLICY_COMPLETE=complete_{shell}" in script
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_a_shell_that_is_none_of_them_is_told(cli: Cli):
    assert "zsh" in cli.fails(2, "completion", "tcsh", plain=True).err


def complete(cli: Cli, line: str) -> list[str]:
    """Ask as bash asks: the words of the line, the last of them being typed."""
    words = line.split(" ")
    asked = {
        "_CROSSPOLICY_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        COMMAND, env=cli.environment() | asked, cwd=cli.folder, capture_output=True, text=True, check=False
    )
    assert done.stderr == "", done
    return done.stdout.split()


@pytest.fixture
def two(at):
    """Return the command on a book of two requests."""
    cli = at("executing")
    cli.act("request", "new", form=papers.REQUEST, by="li.na")
    return cli


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("crosspolicy sta", {"start", "status"}),
        ("crosspolicy request ", {"new", "edit", "submit", "withdraw", "terminate", "close", "list", "show"}),
        ("crosspolicy status CB-", {REQ, "CB-2026-0002"}),
        ("crosspolicy status CB-2026-0002", {"CB-2026-0002"}),
        ("crosspolicy status ", {REQ, "CB-2026-0002"}),
        ("crosspolicy request show CB", {REQ, "CB-2026-0002"}),
        ("crosspolicy agree sign CB", {REQ, "CB-2026-0002"}),
        ("crosspolicy report CB", {REQ, "CB-2026-0002"}),
        ("crosspolicy log CB", {REQ, "CB-2026-0002"}),
        ("crosspolicy status --depa", {"--department"}),
        ("crosspolicy status --department ", {"SALES", "IT", "FIN", "HR", "EXEC"}),
        (f"crosspolicy report {REQ} --department F", {"FIN"}),
        ("crosspolicy status --as li", {"li.na", "lin.tao", "liu.yang"}),
        ("crosspolicy org person show li", {"li.na", "lin.tao", "liu.yang"}),
        (f"crosspolicy meeting record {REQ} --chair g", {"gao.ping"}),
        (f"crosspolicy review {REQ} --outcome ", {"approve", "return", "reject"}),
    ],
)
def test_bash_is_offered_what_can_stand_there(two, line, offered):
    assert set(complete(two, line)) == offered


def test_a_shell_is_offered_nothing_and_told_nothing_without_a_book(cli: Cli):
    assert complete(cli, "crosspolicy status CB-") == []
    cli.book.write_text("no book")
    assert complete(cli, "crosspolicy status CB-") == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_are_offered_the_same(two, shell):
    asked = {
        "_CROSSPOLICY_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "crosspolicy status CB-2026-0002",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(COMMAND, env=two.environment() | asked, capture_output=True, text=True, check=True)
    assert "CB-2026-0002" in done.stdout
    assert REQ not in done.stdout


def test_bash_itself_completes_a_request(two, tmp_path):
    """The printed script, in a real bash: the function is called as bash calls it."""
    program = tmp_path / "bin" / "crosspolicy"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {" ".join(COMMAND)} "$@"\n')
    program.chmod(0o755)
    script = two.ok("completion", "bash", plain=True).out
    asked = f"""{script}
        COMP_WORDS=(crosspolicy status CB-2026-0002)
        COMP_CWORD=2
        _crosspolicy_completion crosspolicy
        echo "${{COMPREPLY[@]}}"
    """
    found = two.environment()
    found["PATH"] = f"{program.parent}{os.pathsep}{found['PATH']}"
    done = subprocess.run(["bash", "--norc"], input=asked, env=found, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["CB-2026-0002"]
