"""What every form has in common."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticKnownError, PydanticUndefined

from crosspolicy.forms.types import DayOrMoment
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.bounds import LIST_ENTRIES


def field(
    help: str,
    default: Any = PydanticUndefined,
    *,
    clause: str = "",
    gate: str = "",
    unit: str = "",
    default_note: str = "",
    most: int = 0,
) -> Any:
    """Describe a field: what to state, under which clause, in which unit, and which gate asks for it where optional.

    A field without ``default`` must be there. ``default_note`` tells what an absent field gets. ``most`` is how many
    entries a list takes, where that is not the usual number.
    """
    extra: dict[str, Any] = {"clause": clause, "gate": gate, "unit": unit, "default_note": default_note, "most": most}
    return Field(default, description=help, json_schema_extra={k: v for k, v in extra.items() if v})


def said(form: Any, name: str, default: Any = None) -> Any:
    """Return what a form states under a name, or the default where it has no such field, or there is no form.

    Plain ``getattr`` of a field that is not there costs Pydantic some microseconds, at every act.
    """
    return vars(form).get(name, default) if form is not None else default


def no_longer(most: int, value: object) -> object:
    """Refuse a list with more entries than ``most``: Pydantic's own check counts only entries that are right."""
    if isinstance(value, list | tuple) and len(value) > most:
        raise PydanticKnownError("too_long", {"field_type": "List", "max_length": most, "actual_length": len(value)})
    return value


class Part(BaseModel):
    """An object inside a form: one milestone, one objective. Blank answers count as absent.

    A bare text stands for the object that states its first field alone: ``staff: [li.na]``.
    ``within`` names the list whose entries it describes, where its fields are called otherwise there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, hide_input_in_errors=True)

    within: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Give every list its cap: LIST_ENTRIES, where its field states no ``most`` of its own.

        A list that is too long is refused before any of its entries is looked at.
        """
        super().__pydantic_init_subclass__(**options)
        for info in cls.model_fields.values():
            if get_origin(info.annotation) is tuple and not any(isinstance(m, MaxLen) for m in info.metadata):
                extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
                most = int(str(extra.pop("most", LIST_ENTRIES)))
                info.metadata += [MaxLen(most), BeforeValidator(partial(no_longer, most))]

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, given: Any) -> Any:
        if isinstance(given, str) and not issubclass(cls, Form):
            given = {next(iter(cls.model_fields)): given}
        if not isinstance(given, dict):
            return given
        for value in given.values():
            if not value or (value.__class__ is str and value.isspace()):
                break
        else:
            return given
        return {k: v for k, v in given.items() if v is not None and not (isinstance(v, str) and not v.strip())}


class Form(Part):
    """What an act states. ``acts_for`` names the field with the department that acts, empty where there is none.

    ``clause`` is the one that asks for it, for every field that names none of its own. ``parts_of`` names the fields
    that belong to one kind of the form alone, ``required_of`` those that this kind cannot miss; ``kind_field`` is the
    field that states the kind.
    ``instead_of`` names fields that are stated in place of others, and are asked for only where none of the others is.
    ``one_of`` are groups of fields of which one must be stated.
    ``tells_blanks``: what the form empties, it states; elsewhere what is empty is not stated.
    ``attachment`` is the field that names a file; its ``size`` and ``sha256`` are then read from the file.
    """

    clause: ClassVar[str] = ""
    acts_for: ClassVar[str] = "department"
    kind_field: ClassVar[str] = "kind"
    parts_of: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    required_of: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    instead_of: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = ()
    attachment: ClassVar[str] = ""
    tells_blanks: ClassVar[bool] = False

    occurred_on: DayOrMoment | None = field(
        N_("when it happened: a day, or a time with its offset"), None, default_note=N_("now")
    )
