"""Files that are read whole: plain, within a bound, and nobody is waited for."""

import os
from pathlib import Path

import pytest

from crosspolicy.parsing.malformed import Malformed
from crosspolicy.parsing.plain_file import as_utf8, read_plain


def test_a_plain_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 1_000)
    assert read_plain(path, 1_000) == b"x" * 1_000
    path.write_bytes(b"x" * 1_001)
    with pytest.raises(Malformed, match="is larger than 1 kB"):
        read_plain(path, 1_000)


def test_a_file_of_a_terabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(Malformed, match="is larger than 10 MB"):
        read_plain(path, 10_000_000)


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Malformed, match="is no plain file"):
        read_plain(tmp_path / "pipe", 1_000)


@pytest.mark.parametrize("place", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_plain_file(place: str) -> None:
    with pytest.raises(Malformed, match="is no plain file"):
        read_plain(Path(place), 1_000)


def test_a_folder_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="is a directory"):
        read_plain(tmp_path, 1_000)


def test_a_link_is_followed_only_where_it_may_be(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to("a")
    assert read_plain(tmp_path / "b", 10) == b"x"
    with pytest.raises(OSError):
        read_plain(tmp_path / "b", 10, follow=False)


def test_bytes_that_are_no_text_are_told_by_their_place() -> None:
    assert as_utf8(b"\xef\xbb\xbfa") == "a"
    with pytest.raises(Malformed, match="at byte 3"):
        as_utf8(b"ab\xff")
