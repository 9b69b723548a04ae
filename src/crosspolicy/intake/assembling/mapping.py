"""How other people's columns become fields of ours: the mapping file, ``--map`` and ``--set``, as one value."""

from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

from crosspolicy.errors import Fault, UsageFault
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.cells import SEPARATOR
from crosspolicy.intake.assembling.envelope import Envelope
from crosspolicy.intake.assembling.kinds import every_form, form_of, kind_named, named_act
from crosspolicy.intake.assembling.mapping_file import MappingFile, Rule, not_a_mapping, read_file
from crosspolicy.intake.assembling.stated import Fields

_ROUNDS: Final = 8
"""How often entities are read out of entities: nobody wraps them more often, and somebody might on purpose."""

_SHOW: Final = N_("`crosspolicy schema` shows what there is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How columns become fields: rules by the path that they fill, constants for every record, defaults for what lacks.

    ``values`` are the named tables of words that rules refer to; ``departments`` the full names of departments by
    code, for those that are made on the way. ``ignore`` names columns that are left alone even where they are called
    as a field is; ``ignore_unmapped`` says so of all that are not mapped.
    """

    act: str = ""
    source: str = ""
    as_of_record: bool = False
    ignore_unmapped: bool = False
    ignore: tuple[str, ...] = ()
    separator: str = SEPARATOR
    is_html: bool = False
    rules: abc.Mapping[str, Rule] = field(default_factory=dict)
    constants: abc.Mapping[str, Any] = field(default_factory=dict)
    defaults: abc.Mapping[str, Any] = field(default_factory=dict)
    values: abc.Mapping[str, abc.Mapping[str, str | None]] = field(default_factory=dict)
    departments: abc.Mapping[str, str] = field(default_factory=dict)

    @property
    def is_stated(self) -> bool:
        """Whether columns are mapped at all; those that are not are then left alone."""
        return bool(self.rules)

    @property
    def is_laid_over(self) -> bool:
        """Whether something is stated for all records."""
        return bool(self.constants or self.defaults)

    def decoded(self, cells: abc.Mapping[str, Any]) -> abc.Mapping[str, Any]:
        """Return a row's cells with the entities of HTML in them read: as often as it takes, ``&amp;amp;`` is ``&``."""
        return {name: _unescaped(cell) for name, cell in cells.items()} if self.is_html else cells

    def is_constant(self, path: str) -> bool:
        """Tell whether a constant states a field, or what the field lies in."""
        return any(_lies_in(path, stated) for stated in self.constants)


def read_mapping(path: str = "", *, maps: Iterable[str] = (), sets: Iterable[str] = (), act: str = "") -> Mapping:
    """Return what a mapping file, ``--map FIELD=COLUMN`` and ``--set FIELD=VALUE`` say together; flags beat the file.

    ``act`` is the one that the command line names, in any of its names. Raises InvalidInput with every fault of the
    file, NotFound where there is none, UsageFault for what is wrong on the command line.
    """
    file = read_file(path) if path else MappingFile()
    act = named_act(act) or kind_named(file.act or "")
    fields = Fields((Envelope, *((form_of(act),) if act else every_form())), file.separator)
    if faults := tuple(_faults(file, fields)):
        raise not_a_mapping(path, faults)
    rules, defaults = dict(file.columns), dict(file.defaults)
    defaults |= {path: rule.default for path, rule in rules.items() if rule.default is not None}
    mapped = dict(_pairs("--map", maps, fields))
    stated = {path: _stated(fields, path, value) for path, value in _pairs("--set", sets, fields)}
    rules = {path: rule for path, rule in rules.items() if not any(_lies_in(path, p) for p in (*mapped, *stated))}
    rules |= {path: Rule(column=column) for path, column in mapped.items() if path not in stated}
    return Mapping(
        act=act,
        source=file.source or "",
        as_of_record=file.as_of_record,
        ignore_unmapped=file.ignore_unmapped,
        ignore=file.ignore,
        separator=file.separator,
        is_html="html" in file.decode,
        rules=rules,
        constants=stated,
        defaults={
            name: fields.value(name, value)
            for name, value in defaults.items()
            if value not in (None, "", [], {}) and not any(_lies_in(name, other) for other in stated)
        },
        values=file.values,
        departments=file.departments,
    )


def _unescaped(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    for _round in range(_ROUNDS):
        if "&" not in cell or (read := unescape(cell)) == cell:
            break
        cell = read
    return cell


def _lies_in(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}.")


def _faults(file: MappingFile, fields: Fields) -> Iterator[Fault]:
    if file.act and not kind_named(file.act):
        yield Fault("act", Text(N_("is no act")))
        return
    for part, paths in (("columns", file.columns), ("defaults", file.defaults)):
        for path in paths:
            if message := fields.unknown(path):
                yield Fault(f"{part}.{path}", message)
    stated = {f"columns.{path}.default": (path, rule.default) for path, rule in file.columns.items()}
    stated |= {f"defaults.{path}": (path, value) for path, value in file.defaults.items()}
    for where, (path, value) in stated.items():
        if value not in (None, "") and not fields.unknown(path):
            yield from (Fault(where, message) for message in fields.wrong(path, value))
    for path, rule in file.columns.items():
        if rule.separator and not fields.unknown(path) and not fields.is_list(path):
            told = N_("has no effect: {field} takes one value, not several; take it out")
            yield Fault(f"columns.{path}.separator", Text(told, field=path))


def _pairs(flag: str, texts: Iterable[str], fields: Fields) -> Iterator[tuple[str, str]]:
    """Split ``FIELD=VALUE``. Raises UsageFault for what is written otherwise, for no field, for one stated twice."""
    seen: set[str] = set()
    for text in texts:
        path, equals, value = text.partition("=")
        if not equals or not path or not value:
            raise UsageFault(Text(N_("{flag} {text} is not written as FIELD=VALUE."), flag=flag, text=text))
        if message := fields.unknown(path):
            raise UsageFault(Text(N_("{flag} {path}: {reason}"), flag=flag, path=path, reason=message), Text(_SHOW))
        if path in seen:
            raise UsageFault(Text(N_("{flag} states {path} twice."), flag=flag, path=path))
        seen.add(path)
        yield path, value


def _stated(fields: Fields, path: str, value: str) -> Any:
    for message in fields.wrong(path, value):
        raise UsageFault(Text(N_("{flag} {path}: {reason}"), flag="--set", path=path, reason=message))
    return fields.value(path, value)
