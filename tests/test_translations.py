"""The catalogues: complete, in step with the source, each in its own script, and spoken from a fresh checkout."""

import os
import re
import subprocess
import sys

import pytest
from babel.messages.catalog import Message

from scripts import translations

HANZI = re.compile("[\u4e00-\u9fff]")
CHARACTERS = {"zh_Hans": "gb2312", "zh_Hant": "big5"}
"""Codes that have the characters of one script and not those that only the other has."""

EVERY_HELP = """
import sys
from importlib import import_module
from crosspolicy.cli import COMMANDS, run

def show(words, command):
    run([*words, "--lang", sys.argv[1], "--help"])
    for name, below in getattr(command, "commands", {}).items():
        show([*words, name], below)

run(["--lang", sys.argv[1], "--help"])
from crosspolicy.commands.kit.tree import module_of
for entry in COMMANDS:
    show([entry.name], import_module(module_of(entry.name)).command)
"""


@pytest.fixture(scope="module")
def sources():
    return translations.Sources()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Return the folder of a package of its own, with nothing in it yet."""
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "PACKAGE", tmp_path)
    return tmp_path


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the source, on a wide page, with nothing of the user's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    settings = {"PYTHONPATH": str(translations.PACKAGE.parent), "PYTHONUTF8": "1", "COLUMNS": "400", "HOME": os.devnull}
    return subprocess.run(
        [sys.executable, *arguments], env=kept | settings | environment, capture_output=True, text=True
    )


def written(package, source: str) -> None:
    """Write a module that marks as the program's do."""
    (package / "module.py").write_text(f"from crosspolicy.i18n import N_, Text, _, plural\n{source}\n", "utf-8")


# The catalogues.


def test_every_marked_string_can_be_read(sources):
    assert sources.unreadable == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_catalogue_is_complete_and_in_step_with_the_source(language, sources):
    assert list(translations.faults(language, sources)) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_catalogue_keeps_to_its_script(language):
    text = "".join(
        form for message in translations.kept(language) if message.id for form in translations.forms(message)
    )
    foreign = {c for c in HANZI.findall(text) if not c.encode(CHARACTERS[language], "ignore")}
    assert foreign == set()


# The script.


def test_strings_are_found_however_they_are_marked(package):
    written(
        package,
        """
        _("spoken"); N_("marked"); Text("carried {x}", x=1); Text(N_("nested")); plural("{n} day", "{n} days", 2)
        _("in " "pieces"); _(name); Text(name); _("twice"); _("twice")
        """.replace("\n        ", "\n"),
    )
    assert list(translations.Sources()) == [
        "spoken", "marked", "carried {x}", ("{n} day", "{n} days"), "in pieces", "twice", "nested",
    ]  # fmt: skip


def test_what_is_put_together_before_it_is_marked_is_told(package):
    written(package, '_(f"{n} days"); N_("a" + b)')
    assert [told.split(": ")[0] for told in translations.Sources().unreadable] == ["module.py:2", "module.py:2"]


def test_the_names_count_only_where_they_are_the_programs_own(package):
    (package / "module.py").write_text('from rich.text import Text\nText("plain")\n', "utf-8")
    assert list(translations.Sources()) == []


def test_new_strings_come_in_empty_and_old_ones_go(package, capsys):
    written(package, '_("old"); _("kept")')
    assert translations.main([]) == 1
    path = translations.po_path("zh_Hant")
    path.write_text(path.read_text("utf-8").replace('msgid "kept"\nmsgstr ""', 'msgid "kept"\nmsgstr "留"'), "utf-8")
    written(package, '_("kept"); _("new")')
    capsys.readouterr()
    assert translations.main(["--check"]) == 1
    assert "zh_Hant: no source has 'old'" in capsys.readouterr().out
    translations.main([])
    assert [(m.id, m.string) for m in translations.kept("zh_Hant") if m.id] == [("kept", "留"), ("new", "")]


def test_writing_again_changes_no_byte_and_names_no_day(package):
    written(package, '_("one"); plural("{n} day", "{n} days", 2)')
    translations.main([])
    files = [
        po.with_suffix(suffix) for po in map(translations.po_path, translations.LANGUAGES) for suffix in (".po", ".mo")
    ]
    before = [file.read_bytes() for file in files]
    translations.main([])
    assert [file.read_bytes() for file in files] == before
    assert not any(word in b"".join(before) for word in (b"Date", b"Babel", b"module.py"))


def test_a_compiled_catalogue_that_is_behind_is_told(package, capsys):
    written(package, "")
    translations.main([])
    translations.po_path("zh_Hans").with_suffix(".mo").write_bytes(b"")
    capsys.readouterr()
    assert translations.main(["--check"]) == 1
    assert capsys.readouterr().out == "zh_Hans: crosspolicy.mo is not up to date; run: make translations\n"


@pytest.mark.parametrize(
    ("source", "translation", "flags", "told"),
    [
        ("plain", "平", (), []),
        ("plain", "", (), ["is not translated"]),
        (("{n} day", "{n} days"), ("{n} 天",), (), []),
        (("{n} day", "{n} days"), ("",), (), ["is not translated"]),
        ("plain", "平", ("fuzzy",), ["is marked fuzzy"]),
        ("{code} exists", "已存在", (), ["has lost {code}"]),
        ("exists", "{code} 已存在", (), ["has {code}, which the source has not"]),
        ("Run `crosspolicy init`.", "请运行 crosspolicy init。", (), ["has lost `crosspolicy init`"]),
        ("Name it with --db.", "请指定。", (), ["has lost --db"]),
    ],
)
def test_a_translation_carries_all_that_its_source_does(source, translation, flags, told):
    assert list(translations.faults_of(Message(source, translation, flags=flags))) == told


# The program, from the source as it lies there.


@pytest.mark.parametrize(("language", "word"), [("zh-Hans", "台账"), ("zh-Hant", "台帳")])
def test_every_help_page_is_in_the_language_asked_for(language, word, sources):
    shown = python("-c", EVERY_HELP, language)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.count(word) > 50
    own = [text for msgid in sources for text in ([msgid] if isinstance(msgid, str) else msgid)]
    assert [text for text in own if text.count(" ") > 1 and text in shown.stdout] == []
    told = re.sub(r"'[^']*'|crosspolicy [a-z ]+", "", shown.stdout)  # without the commands, and what they quote
    assert re.findall(r"[A-Za-z][a-z]+(?: [a-z]+){2,}", told) == []


@pytest.mark.parametrize(
    ("locale", "said"), [("zh_CN.UTF-8", "错误"), ("zh_SG", "错误"), ("zh_TW.UTF-8", "錯誤"), ("zh_HK.Big5", "錯誤")]
)
def test_the_users_locale_is_enough(locale, said, tmp_path):
    told = python("-m", "crosspolicy", "status", "--db", str(tmp_path / "none.db"), LC_ALL=locale)
    assert told.returncode == 7
    assert told.stderr.startswith(said)
    assert HANZI.search(told.stderr.splitlines()[-1])
