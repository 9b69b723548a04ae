"""The types that fields of the forms are made of: what they take, and the bounds they keep."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, NamedTuple
from unicodedata import normalize

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, PydanticKnownError, core_schema

from crosspolicy.forms.identifiers import first_foreign
from crosspolicy.forms.links import fault_of_link
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.hidden import first_hidden
from crosspolicy.vocabulary.numbers import plain_number, plainly

TEMPLATE: Final = "template"
"""What a fault carries its marked message under: Pydantic itself tells only the English one, filled in."""
LINE_LIMIT: Final = 300
PROSE_LIMIT: Final = 20_000
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
MONEY_LIMIT: Final = Decimal(10) ** 15
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Refers(NamedTuple):
    """Marks a field as naming something in the book: ``department``, ``person``, ``audience`` (one of the two),
    ``milestone``, ``issue``, ``ground`` (an appraisal or a breach), ``overdue`` (a kind of obligation).
    """

    to: str


class Scale(NamedTuple):
    """Marks a score as a step of one of the policy's two scales of risk: ``likelihood``, ``impact``."""

    name: str


class Matching(NamedTuple):
    """Asks that a text, once it is cleaned, matches a pattern; a constraint beside it would be checked more slowly."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Return the schema of the field with this one behind it."""
        return core_schema.chain_schema([handler(source), core_schema.str_schema(pattern=self.pattern)])


class Shape(NamedTuple):
    """Marks how a text is asked for: ``line``, ``prose``."""

    name: str


def _fault(kind: str, message: str, **values: object) -> PydanticCustomError:
    return PydanticCustomError(kind, message, {TEMPLATE: message, **values})


def _visible(text: str) -> str:
    """Refuse what cannot be seen: controls, marks of direction, tags, fillers; tab and newline pass."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (at := first_hidden(text)) is not None:
        raise _fault(
            "hidden_character",
            N_("has the invisible character U+{codepoint} at position {position}; take it out"),
            codepoint=f"{ord(text[at]):04X}",
            position=at + 1,
        )
    return text.strip()


def _filled(text: str) -> str:
    """Refuse what is blank once it is seen what is visible: only a text of blanks alone comes so far."""
    if not (text := _visible(text)):
        raise PydanticKnownError("string_too_short", {"min_length": 1})
    return text


def _line(text: str) -> str:
    text = _filled(text)
    if "\n" in text or "\t" in text:
        raise _fault("one_line", N_("must stand on one line"))
    return text


def _key(text: str) -> str:
    """Take a code or login as it is written; how an accent is put on a letter makes no other one of it."""
    return _visible(text) if text.isascii() else normalize("NFC", _visible(text))


def _new_key(text: str) -> str:
    """Refuse a code or login that could be taken for another one: full-width letters, letters of several scripts."""
    if text.isascii():
        return text
    if (plain := normalize("NFKC", text)) != text:
        raise _fault(
            "compatibility", N_("has full-width or other special forms of letters; write {plain}"), plain=plain
        )
    if letter := first_foreign(text):
        message = N_("has {letter} (U+{codepoint}) among letters of another script; only Chinese and Latin may mix")
        raise _fault("mixed_scripts", message, letter=letter, codepoint=f"{ord(letter):04X}")
    return text


def _whole(value: object) -> object:
    """Take a whole number: of a text, digits alone."""
    if value.__class__ is str:
        number = plain_number(str(value).strip())
        if number is None:
            raise PydanticKnownError("int_parsing")
        return int(number) if number == int(number) else number
    if isinstance(value, bool | bytes):
        raise _fault("wrong_type", N_("is of the wrong type"))
    return value


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    else:
        try:
            if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
                raise ValueError
            day = date.fromisoformat(value.strip())
        except ValueError:
            raise _fault("day", N_("cannot be read as a day; write it like 2026-03-31")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _fault("day_range", N_("must lie between 1900-01-01 and 2200-12-31"))
    return day


def _moment(value: object) -> datetime:
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise _fault("moment", N_("must be a time with its offset, written like 2026-03-31T09:30+08:00"))
    _day(moment.date())
    return moment.astimezone(UTC)


def _when(value: object) -> date | datetime:
    if isinstance(value, datetime) or (isinstance(value, str) and len(value.strip()) > 10):
        return _moment(value)
    return _day(value)


def _money(value: object) -> Decimal:
    amount = plain_number(value.strip()) if isinstance(value, str) else plainly(value)
    if amount is None:
        raise _fault("money", N_("must be an amount in digits alone, like 12500.00"))
    if not 0 <= amount < MONEY_LIMIT:
        raise _fault("money_range", N_("must be 0 or more, and below 1,000,000,000,000,000"))
    return amount


def _link(text: str) -> str:
    if reason := fault_of_link(text := _line(text)):
        raise _fault("link", reason)
    return text


Line = Annotated[str, Field(min_length=1, max_length=LINE_LIMIT), AfterValidator(_line), Shape("line")]
Prose = Annotated[str, Field(min_length=1, max_length=PROSE_LIMIT), AfterValidator(_filled), Shape("prose")]
Key = Annotated[
    str,
    Field(max_length=40),
    AfterValidator(_key),
    Matching(r"^[^\W_][\w.@+-]*$"),
    Shape("line"),
]
NewKey = Annotated[Key, AfterValidator(_new_key)]
"""A code or login that there is from now on; a ``Key`` names one that there may be for long."""
DepartmentCode = Annotated[Key, Refers("department")]
Login = Annotated[Key, Refers("person")]
Audience = Annotated[Key, Refers("audience")]
MilestoneName = Annotated[Line, Refers("milestone")]
IssueCode = Annotated[Line, Refers("issue")]
NeedCode = Annotated[Line, Refers("need")]
CourseCode = Annotated[Line, Refers("course")]
"""A course by its code; the title of one that is to be added."""
EvaluationCode = Annotated[Line, Refers("evaluation")]
EvidenceCode = Annotated[Line, Refers("evidence")]
"""An appraisal, an issue or a breach, by its code."""
GroundCode = Annotated[Line, Refers("ground")]
"""An appraisal or a breach, by its code."""
OverdueKind = Annotated[Line, Refers("overdue")]
"""A kind of obligation of which something is overdue; to tell several apart, how its subject begins follows."""
Link = Annotated[str, Field(min_length=1, max_length=LINE_LIMIT), AfterValidator(_link), Shape("line")]
FilePath = Annotated[str, Field(min_length=1, max_length=4096), AfterValidator(_line), Shape("line")]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
DayOrMoment = Annotated[date | datetime, BeforeValidator(_when)]
Money = Annotated[Decimal, BeforeValidator(_money)]
Percent = Annotated[int, Field(ge=0, le=100), BeforeValidator(_whole)]
Score = Annotated[int, Field(ge=1, le=6), BeforeValidator(_whole)]
"""A step of a scale of risk; the policy in force says how many there are, and ``acts`` sees to it."""
Year = Annotated[int, Field(ge=1900, le=2200), BeforeValidator(_whole)]
Mark = Annotated[int, BeforeValidator(_whole)]
"""A mark of an appraisal; the policy in force says from where to where, and ``acts`` sees to it."""
Likelihood = Annotated[Score, Scale("likelihood")]
Impact = Annotated[Score, Scale("impact")]
Size = Annotated[int, Field(ge=0, le=2**62), BeforeValidator(_whole)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$"), Shape("line")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$"), Shape("line")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$"), Shape("line")]
