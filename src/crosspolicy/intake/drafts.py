"""Forms begun at the prompts and not sent: one file each in the user's data folder, readable to nobody else."""

import contextlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from crosspolicy.errors import BookUnavailable, NotFound
from crosspolicy.files import atomic
from crosspolicy.i18n import N_, Text
from crosspolicy.parsing.malformed import Malformed, depth_of
from crosspolicy.parsing.plain_file import read_plain
from crosspolicy.settings import PROGRAM
from crosspolicy.store.location import without_secrets
from crosspolicy.vocabulary.acts import ACT_NAMES
from crosspolicy.vocabulary.bounds import DEPTH, DRAFT_BYTES
from crosspolicy.vocabulary.paths import to_path

_SUFFIX: Final = ".json"
_MANY: Final = 5_000
"""From so many drafts on, a short id would be hard to find."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A saved form.

    ``command`` are the words of the command line that fills it, ``target`` what it is about beside the request,
    ``answers`` plain data as the prompts saved it, ``saved_at`` a UTC time in ISO 8601, ``book`` where it is to go: a
    password in a URL is never kept.
    Of a damaged file, only ``id`` and ``saved_at`` are known.
    """

    id: str
    act: str = ""
    command: list[str] = field(default_factory=list)
    target: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    saved_at: str = ""
    book: str = ""
    is_damaged: bool = False


def drafts_folder() -> Path:
    """Return where saved forms lie: ``CROSSPOLICY_DRAFTS``, else the user's data folder."""
    if stated := os.environ.get("CROSSPOLICY_DRAFTS"):
        return to_path(stated)
    import platformdirs

    return platformdirs.user_data_path(PROGRAM) / "drafts"


def new_draft(
    *, act: str, command: list[str], target: str, answers: dict[str, Any], book: str, folder: Path | None = None
) -> Draft:
    """Return a draft with an id that no other has; nothing is written before it is saved."""
    taken = {path.stem for path in _files(folder)}
    size = 2 if len(taken) < _MANY else 4
    while (name := secrets.token_hex(size)) in taken:
        pass
    return Draft(id=name, act=act, command=list(command), target=target, answers=dict(answers), book=book)


def save(draft: Draft, folder: Path | None = None) -> None:
    """Write a draft, durably and whole or not at all. Raises BookUnavailable where the folder does not take it."""
    folder = folder or drafts_folder()
    book, now = without_secrets(draft.book), datetime.now(UTC)
    content = asdict(replace(draft, book=book, saved_at=now.isoformat(timespec="microseconds")))
    del content["id"], content["is_damaged"]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / f"{draft.id}{_SUFFIX}", content)
    except OSError as error:
        message = N_("The form cannot be kept in {folder}: {reason}.")
        hint = N_("Make room there, or name another folder in CROSSPOLICY_DRAFTS.")
        raise BookUnavailable(Text(message, folder=folder, reason=error.strerror or error), Text(hint)) from None


def load(draft_id: str, folder: Path | None = None) -> Draft:
    """Return the draft that an id, or the beginning of one, names. Raises NotFound where it is none, or damaged."""
    draft = _read(_named(draft_id, folder))
    if draft.is_damaged:
        message, hint = N_("The form {draft} is damaged."), N_("`crosspolicy draft discard {draft}` throws it away.")
        raise NotFound(Text(message, draft=draft.id), Text(hint, draft=draft.id))
    return draft


def all_drafts(folder: Path | None = None) -> list[Draft]:
    """Return every saved form, the newest first; a damaged file as a draft that says so."""
    drafts = []
    for path in _files(folder):
        with contextlib.suppress(FileNotFoundError):  # thrown away meanwhile
            drafts.append(_read(path))
    return sorted(drafts, key=lambda draft: (draft.saved_at, draft.id), reverse=True)


def exists(draft_id: str, folder: Path | None = None) -> bool:
    """Tell whether a form of exactly this id is saved."""
    return ((folder or drafts_folder()) / f"{draft_id}{_SUFFIX}").is_file()


def discard(draft_id: str, folder: Path | None = None) -> None:
    """Throw a draft away. Raises NotFound where the id names none, BookUnavailable where it does not go."""
    path = _named(draft_id, folder)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        message = N_("The form {draft} cannot be thrown away: {reason}.")
        raise BookUnavailable(Text(message, draft=path.stem, reason=error.strerror or error)) from None


def _files(folder: Path | None) -> list[Path]:
    """Return the files of a folder. Raises BookUnavailable where it can be none."""
    folder = folder or drafts_folder()
    try:
        return list(folder.glob(f"*{_SUFFIX}"))
    except OSError as error:
        message = N_("The forms kept in {folder} cannot be read: {reason}.")
        hint = N_("Name another folder in CROSSPOLICY_DRAFTS.")
        raise BookUnavailable(Text(message, folder=folder, reason=error.strerror or error), Text(hint)) from None


def _named(draft_id: str, folder: Path | None) -> Path:
    name = draft_id.strip().casefold()
    files = {path.stem: path for path in _files(folder)}
    found = [files[name]] if name in files else [path for stem, path in files.items() if name and stem.startswith(name)]
    if len(found) == 1:
        return found[0]
    message = N_("{draft} may be {names}.") if found else N_("There is no saved form {draft}.")
    names = tuple(sorted(path.stem for path in found))
    hint = Text(N_("`crosspolicy draft list` shows those there are."))
    raise NotFound(Text(message, draft=draft_id, names=names), hint)


def _read(path: Path) -> Draft:
    """Read a file, never through a link. Raises FileNotFoundError."""
    try:
        content = json.loads(read_plain(path, DRAFT_BYTES, follow=False).decode("utf-8", "surrogatepass"))
        if depth_of(content) > DEPTH + 2 or not all(is_right(content[name]) for name, is_right in _KINDS.items()):
            raise TypeError
        return Draft(id=path.stem, **_cleaned(path, {name: content[name] for name in _KINDS}))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, LookupError, TypeError, RecursionError, Malformed):
        changed = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
        return Draft(id=path.stem, saved_at=changed.isoformat(timespec="microseconds"), is_damaged=True)


def _cleaned(path: Path, content: dict[str, Any]) -> dict[str, Any]:
    """Take the secrets out of a draft that an earlier program kept with them, also out of its file."""
    book = without_secrets(content["book"])
    if book == content["book"]:
        return content
    content = content | {"book": book}
    with contextlib.suppress(OSError):
        _write(path, content)
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    with atomic.replacing(path) as file:
        file.write(text.encode("utf-8", "surrogatepass"))  # what was typed may hold anything


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


_KINDS: Final[dict[str, Callable[[Any], bool]]] = {
    "act": lambda value: value in ACT_NAMES,
    "command": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "target": _is_text,
    "answers": lambda value: isinstance(value, dict),
    "saved_at": _is_text,
    "book": _is_text,
}
