"""Bring the catalogues up to date with the source, or with ``--check`` say what is wrong with them.

A new string comes in empty, to be translated in its .po file by hand; a string that the source no longer has goes.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "crosspolicy"
LANGUAGES = ("zh_Hans", "zh_Hant")
MARKERS = {"_": 1, "N_": 1, "Text": 1, "plural": 2}
"""The functions of ``crosspolicy.i18n`` that mark strings, and how many each."""

MsgId = str | tuple[str, str]


class Sources(dict[MsgId, str]):
    """Every marked string of the package, with where it stands first; ``unreadable`` are calls that mark none."""

    def __init__(self) -> None:
        super().__init__()
        self.unreadable: list[str] = []
        for path in sorted(PACKAGE.rglob("*.py")):
            self._read(path)

    def _read(self, path: Path) -> None:
        tree = ast.parse(path.read_text("utf-8"))
        markers = {
            name.asname or name.name: MARKERS[name.name]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "crosspolicy.i18n"
            for name in node.names
            if name.name in MARKERS
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in markers:
                self._mark(node.args[: markers[node.func.id]], f"{path.relative_to(ROOT)}:{node.lineno}")

    def _mark(self, arguments: list[ast.expr], place: str) -> None:
        texts = [node.value for node in arguments if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if any(isinstance(node, ast.JoinedStr | ast.BinOp) for node in arguments):
            self.unreadable.append(f"{place}: only a plain string can be marked; give the values to format() or Text()")
        elif len(texts) == 2:
            self.setdefault((texts[0], texts[1]), place)
        elif texts and texts[0]:
            self.setdefault(texts[0], place)


class Translations(Catalog):
    """A catalogue whose header says nothing that differs from run to run."""

    def _headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]

    mime_headers = property(_headers)


def po_path(language: str) -> Path:
    """Return where a language's translations are written by hand."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "crosspolicy.po"


def kept(language: str) -> Catalog:
    """Return the catalogue as it stands."""
    path = po_path(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def updated(old: Catalog, language: str, sources: Sources) -> Translations:
    """Return a catalogue of just the strings of the source, with the translations that there are."""
    new = Translations(language, header_comment="# The program's texts, in the policy's own terms.", fuzzy=False)
    for msgid in sources:
        found = old.get(msgid)
        if found is not None and found.id == msgid:
            new.add(msgid, found.string, flags=found.flags & {"fuzzy"}, user_comments=found.user_comments)
        else:
            new.add(msgid, "" if isinstance(msgid, str) else ("",) * new.num_plurals)
    return new


def as_po(catalogue: Translations) -> bytes:
    """Return the file that people edit: by source string, and one line for each."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalogue: Translations) -> bytes:
    """Return the file that the program reads."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def forms(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each plural form that the language has."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def fixed_parts(text: str) -> set[str]:
    """Return what a translation must carry as it stands: placeholders, backticked commands, flags."""
    return set(re.findall(r"\{[^{}]*\}|`[^`]+`|(?<![\w-])--[a-z][a-z-]*", text))


def faults_of(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    source = message.id if isinstance(message.id, str) else message.id[-1]
    translations = forms(message)
    if not all(translations):
        yield "is not translated"
        return
    if "fuzzy" in message.flags:
        yield "is marked fuzzy"
    for translation in translations:
        lost, new = (fixed_parts(a) - fixed_parts(b) for a, b in ((source, translation), (translation, source)))
        if lost:
            yield f"has lost {', '.join(sorted(lost))}"
        if new:
            yield f"has {', '.join(sorted(new))}, which the source has not"


def faults(language: str, sources: Sources) -> Iterator[str]:
    """Yield what is wrong with a language's catalogue."""
    old = kept(language)
    for message in old:
        if message.id and message.id not in sources:
            yield f"{language}: no source has {message.id!r}"
    new = updated(old, language, sources)
    for msgid, place in sources.items():
        for fault in faults_of(new[msgid]):
            yield f"{language}: {msgid!r} ({place}) {fault}"
    path = po_path(language)
    for file, content in ((path, as_po(new)), (path.with_suffix(".mo"), as_mo(new))):
        if not file.exists() or file.read_bytes() != content:
            yield f"{language}: {file.name} is not up to date; run: make translations"


def main(arguments: list[str]) -> int:
    """Write the catalogues, or check them; 1 where something is wrong or left to be translated."""
    sources = Sources()
    if arguments != ["--check"]:
        for language in LANGUAGES:
            new = updated(kept(language), language, sources)
            path = po_path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_po(new))
            path.with_suffix(".mo").write_bytes(as_mo(new))
    found = [*sources.unreadable, *(fault for language in LANGUAGES for fault in faults(language, sources))]
    print("\n".join(found) or f"{len(sources)} strings, complete in {len(LANGUAGES)} languages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
