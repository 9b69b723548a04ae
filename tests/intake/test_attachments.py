"""Files that forms name: looked at before the act; what cannot be shared is told, and nothing waits or is followed."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from crosspolicy.errors import InvalidInput
from crosspolicy.forms.communication import Message, SharedItem
from crosspolicy.intake import attachments
from crosspolicy.intake.attachments import attached, compared, digest_of, file_faults, opened
from crosspolicy.intake.check import checked
from tests.support import papers

TEXT = b"Tariff 2027\n"
DIGEST = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def tariff(tmp_path):
    path = tmp_path / "tariff.txt"
    path.write_bytes(TEXT)
    return path


def shared(path, **changes):
    """Return the form with its file looked at."""
    content = {"kind": "result", "title": "Tariff", "file": str(path), **changes}
    return attached(checked(SharedItem, content), content)


def faults(path, **changes):
    with pytest.raises(InvalidInput) as caught:
        shared(path, **changes)
    return [(fault.field, str(fault.message)) for fault in caught.value.fields]


@pytest.mark.clause("4.3.2")
def test_a_file_is_kept_with_its_place_its_size_and_its_digest(tariff, monkeypatch):
    monkeypatch.chdir(tariff.parent)
    form = shared("tariff.txt")
    assert (form.file, form.size, form.sha256) == (str(tariff), len(TEXT), DIGEST)
    assert form.title == "Tariff"


def test_what_lies_under_home_is_found_and_dots_are_taken_out(tariff, monkeypatch):
    monkeypatch.setenv("HOME", str(tariff.parent))
    (tariff.parent / "inner").mkdir()
    assert shared("~/inner/../tariff.txt").file == str(tariff)


def test_the_folder_may_be_reached_through_a_link(tariff, tmp_path):
    (tmp_path / "way").symlink_to(tmp_path)
    assert shared(tmp_path / "way" / "tariff.txt").file == str(tariff)


def test_an_empty_file_can_be_shared(tmp_path):
    (tmp_path / "empty").touch()
    form = shared(tmp_path / "empty")
    assert (form.size, form.sha256) == (0, hashlib.sha256().hexdigest())


@pytest.mark.parametrize("stated", [{"size": len(TEXT)}, {"sha256": DIGEST.upper()}, {"size": 12, "sha256": DIGEST}])
def test_what_is_stated_of_the_file_and_true_is_taken(tariff, stated):
    form = shared(tariff, **stated)
    assert (form.size, form.sha256) == (len(TEXT), DIGEST)


def test_what_is_stated_of_the_file_must_be_true(tariff):
    assert faults(tariff, size=13) == [("size", "is not that of the file, which has 12")]
    assert faults(tariff, sha256="0" * 64) == [("sha256", f"is not that of the file, which has {DIGEST}")]


def _no_file(folder):
    return folder / "none.txt", "there is no file {path}"


def _under_a_file(folder):
    (folder / "plain").touch()
    return folder / "plain" / "inner", "there is no file {path}"


def _directory(folder):
    return folder, "{path} is a directory; name a file in it"


def _pipe(folder):
    os.mkfifo(folder / "pipe")
    return folder / "pipe", "{path} is a pipe, no plain file"


def _socket(folder):
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(folder)
        listening.bind("s")
    return folder / "s", "{path} is a socket, no plain file"


def _device(folder):
    return Path("/dev/zero"), "{path} is a device, no plain file"


def _link(folder):
    (folder / "real.txt").write_bytes(TEXT)
    (folder / "link.txt").symlink_to("real.txt")
    return folder / "link.txt", "{path} is a symbolic link to real.txt; name the file itself"


def _dangling(folder):
    (folder / "link.txt").symlink_to("/nowhere")
    return folder / "link.txt", "{path} is a symbolic link to /nowhere; name the file itself"


def _loop(folder):
    (folder / "a").symlink_to("a")
    return folder / "a", "{path} is a symbolic link to a; name the file itself"


def _long(folder):
    return folder / ("n" * 300), "{path} cannot be read: File name too long"


@pytest.mark.parametrize(
    "make", [_no_file, _under_a_file, _directory, _pipe, _socket, _device, _link, _dangling, _loop, _long]
)
def test_what_is_no_plain_file_is_refused_at_once_by_name(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path, told = make(tmp_path)
    began = time.monotonic()
    assert faults(path) == [("file", told.format(path=path))]
    assert file_faults(SharedItem, {"file": str(path)})[0].field == "file"
    assert time.monotonic() - began < 5


def test_a_file_that_may_not_be_read_is_refused(tariff, monkeypatch):
    def refuse(path, flags):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    assert faults(tariff) == [("file", f"{tariff} cannot be read: Permission denied")]


def test_a_file_that_becomes_a_link_between_the_look_and_the_opening_is_not_followed(tariff, monkeypatch):
    opening = os.open

    def swapped(path, flags):
        tariff.unlink()
        tariff.symlink_to("/etc/passwd")
        return opening(path, flags)

    monkeypatch.setattr(os, "open", swapped)
    ((field, message),) = faults(tariff)
    assert field == "file"
    assert "cannot be read" in message


@pytest.mark.parametrize("change", ["longer", "shorter", "rewritten"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, change, monkeypatch):
    path = tmp_path / "growing"
    path.write_bytes(b"a" * 3_000_000)
    os.utime(path, ns=(0, 0))
    reading = attachments._digest

    def change_it(file, digest, advance):
        def once(count):
            if change == "longer":
                with path.open("ab") as stream:
                    stream.write(b"b")
            elif change == "shorter":
                os.truncate(path, 2_000_000)
            else:
                with path.open("r+b") as stream:
                    stream.write(b"b")

        return reading(file, digest, once)

    monkeypatch.setattr(attachments, "_digest", change_it)
    told = f"{path} changed while it was read; share it when nobody writes to it"
    assert faults(path) == [("file", told)]


def test_a_file_without_an_end_is_not_read_for_ever():
    """Files of the kernel's state say that they are empty, and are not."""
    assert "changed while it was read" in faults("/proc/self/status")[0][1]


def test_a_form_without_a_file_is_left_as_it_is():
    link = checked(SharedItem, papers.SHARED)
    assert attached(link, papers.SHARED) is link
    message = checked(Message, papers.MESSAGE)
    assert attached(message, papers.MESSAGE) is message
    assert file_faults(Message, {"file": "/nowhere"}) == ()
    assert file_faults(SharedItem, {"file": ["/nowhere"]}) == ()


def test_a_name_with_a_zero_in_it_is_a_fault_like_another():
    assert [fault.field for fault in file_faults(SharedItem, {"file": "a\0b"})] == ["file"]


SPARSE = """
import resource, sys
from crosspolicy.intake.attachments import digest_of, opened
with opened(sys.argv[1]) as file:
    print(digest_of(file))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measured(path):
    done = subprocess.run([sys.executable, "-c", SPARSE, str(path)], capture_output=True, text=True, check=True)
    digest, kilobytes = done.stdout.split()
    return digest, int(kilobytes)


def test_a_big_file_takes_no_more_memory_than_a_small_one(tariff, tmp_path):
    big = tmp_path / "big"
    with big.open("wb") as stream:
        stream.truncate(400_000_000)
    _, little = measured(tariff)
    digest, much = measured(big)
    assert much < little + 16_000
    zeros = hashlib.sha256()
    for _ in range(400):
        zeros.update(bytes(1_000_000))
    assert digest == zeros.hexdigest()


def test_leaving_by_ctrl_c_while_a_file_is_read_stops_the_reading(tmp_path):
    big = tmp_path / "big"
    with big.open("wb") as stream:
        stream.truncate(20_000_000_000)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), opened(str(big)) as file:
        digest_of(file)
    assert time.monotonic() - began < 10


@pytest.mark.clause("4.3.2")
def test_a_file_still_is_what_was_shared_or_is_told_to_differ(tariff):
    assert compared(str(tariff), 12, DIGEST.upper()).state == "unchanged"
    tariff.write_bytes(TEXT.upper())
    changed = compared(str(tariff), 12, DIGEST)
    assert (changed.state, changed.size) == ("changed", 12)
    assert changed.sha256 == hashlib.sha256(TEXT.upper()).hexdigest()
    assert changed.told == f"its SHA-256 is {changed.sha256} now"
    tariff.write_bytes(TEXT * 2)
    assert compared(str(tariff), 12, DIGEST) == ("changed", "12 bytes were shared, 24 are there", 24, None)
    tariff.unlink()
    assert compared(str(tariff), 12, DIGEST)[:2] == ("missing", "no file is there")
    tariff.mkdir()
    assert compared(str(tariff), 12, DIGEST)[:2] == ("unreadable", f"{tariff} is a directory; name a file in it")
