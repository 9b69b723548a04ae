"""Saved forms: whole or not at all, for nobody else's eyes, found by the beginning of their id."""

import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosspolicy.errors import BookUnavailable, NotFound
from crosspolicy.intake.drafts import Draft, all_drafts, discard, drafts_folder, load, new_draft, save

ANSWERS: dict[str, Any] = {
    "title": "跨部門",
    "list": [{"a": None}],
    "_half": {"field": "x", "text": "\ud800\u202e", "open": []},
}


def saved(folder: Path, **beside: Any) -> Draft:
    """Save a draft and return it."""
    draft = new_draft(
        act="request.drafted", command=["request", "new"], target="", answers=ANSWERS, book="b.db", folder=folder
    )
    draft = replace(draft, **beside)
    save(draft, folder)
    return draft


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "drafts"
    draft = saved(folder)
    found = load(draft.id, folder)
    assert replace(found, saved_at="") == draft
    assert stat.S_IMODE((folder / f"{draft.id}.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == [f"{draft.id}.json"]


def test_saving_again_replaces(tmp_path: Path) -> None:
    draft = saved(tmp_path)
    save(replace(draft, answers={"title": "other"}), tmp_path)
    assert load(draft.id, tmp_path).answers == {"title": "other"}


def test_the_newest_stands_first(tmp_path: Path) -> None:
    first, second, third = (saved(tmp_path) for _ in range(3))
    save(first, tmp_path)
    assert [draft.id for draft in all_drafts(tmp_path)] == [first.id, third.id, second.id]


def test_the_beginning_of_an_id_is_enough_where_it_is_clear(tmp_path: Path) -> None:
    for name in ("d3f2", "d3aa", "e001"):
        saved(tmp_path, id=name)
    assert load("E", tmp_path).id == "e001"
    assert load("d3f", tmp_path).id == "d3f2"
    with pytest.raises(NotFound, match="d3 may be d3aa, d3f2"):
        load("d3", tmp_path)


@pytest.mark.parametrize("name", ["", "zzzz", "../outside", "*", "\0"])
def test_what_names_no_draft_is_not_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.json").write_text("{}")
    folder = tmp_path / "drafts"
    saved(folder)
    for act in (load, discard):
        with pytest.raises(NotFound) as error:
            act(name, folder)
        assert "crosspolicy draft list" in str(error.value.hint)
    assert all_drafts(tmp_path / "nowhere") == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"act": 1}'])
def test_a_damaged_file_is_listed_and_can_be_discarded(tmp_path: Path, content: bytes) -> None:
    good = saved(tmp_path)
    (tmp_path / "bad0.json").write_bytes(content)
    assert {draft.id: draft.is_damaged for draft in all_drafts(tmp_path)} == {good.id: False, "bad0": True}
    with pytest.raises(NotFound, match="bad0 is damaged"):
        load("bad0", tmp_path)
    discard("bad0", tmp_path)
    assert [draft.id for draft in all_drafts(tmp_path)] == [good.id]


def test_a_link_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "drafts", tmp_path / "elsewhere.json"
    draft = saved(folder)
    path = folder / f"{draft.id}.json"
    path.replace(elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert all_drafts(folder)[0].is_damaged
    save(draft, folder)
    assert not path.is_symlink()
    assert elsewhere.read_bytes() == before


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = saved(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BookUnavailable, match="No space left on device"):
        save(replace(draft, answers={}), tmp_path)
    assert load(draft.id, tmp_path).answers == ANSWERS
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BookUnavailable, match="cannot be kept"):
        saved(tmp_path / "file" / "drafts")


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSPOLICY_DRAFTS", str(tmp_path))
    draft = new_draft(act="a", command=[], target="", answers={}, book="")
    save(draft)
    assert [found.id for found in all_drafts()] == [draft.id]
    discard(draft.id)
    assert drafts_folder() == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_ids_stay_apart(tmp_path: Path) -> None:
    ids = [saved(tmp_path).id for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(len(name) == 4 for name in ids)


@pytest.mark.parametrize(
    "content", ["[" * 5_000, '{"act": ' + "9" * 5_000 + "}", '{"act": "x", "answers": ' + '{"a":' * 50 + "1"]
)
def test_a_draft_that_goes_too_deep_is_a_damaged_one(tmp_path, content):
    (tmp_path / "a1.json").write_text(content)
    assert [draft.is_damaged for draft in all_drafts(tmp_path)] == [True]


def test_what_is_no_plain_file_is_a_damaged_draft_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a1.json")
    (tmp_path / "a2.json").mkdir()
    (tmp_path / "a3.json").symlink_to("/dev/zero")
    with (tmp_path / "a4.json").open("wb") as file:
        file.truncate(10**12)
    assert {draft.id: draft.is_damaged for draft in all_drafts(tmp_path)} == dict.fromkeys(
        ("a1", "a2", "a3", "a4"), True
    )
    with pytest.raises(BookUnavailable):
        discard("a2", tmp_path)


def test_a_draft_of_an_act_that_there_is_none_of_is_a_damaged_one(tmp_path):
    draft = saved(tmp_path)
    path = tmp_path / f"{draft.id}.json"
    path.write_bytes(path.read_bytes().replace(b"request.drafted", b"request.dreamt"))
    with pytest.raises(NotFound):
        load(draft.id, tmp_path)
