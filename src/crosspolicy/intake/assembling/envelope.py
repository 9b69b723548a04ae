"""What a record states beside its form: what is done, to what, by whom, and who it is where it comes from."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import ValidationError

from crosspolicy.errors import Fault
from crosspolicy.forms.base import Part, field
from crosspolicy.forms.faults import faults_in
from crosspolicy.forms.types import Line, Refers
from crosspolicy.i18n import N_


class Target(Part):
    """What an act is done to. A bare text is its code."""

    code: Line | None = field(N_("its code, such as CB-2026-0001, CB-2026-0001/R3"), None)
    external_id: Line | None = field(N_("or else the identity of its own that it was imported with"), None)
    source: Line | None = field(
        N_("the system that this identity is from"), None, default_note=N_("the one that is imported from")
    )
    milestone: Line | None = field(N_("the milestone's name, where the act is done to one"), None)


Somebody = Annotated[Line, Refers("person")]
"""A login. What is none names nobody in the book, and is told beside all else that is wrong with the record."""


class Envelope(Part):
    """What a record states beside its form."""

    external_id: Line | None = field(
        N_("a number or word of its own, by which it is known when it is imported again, and in other tables"), None
    )
    act: Line | None = field(N_("what is done, such as request.submitted"), None)
    target: Target | None = field(N_("what it is done to: a code, such as CB-2026-0001"), None)
    actor: Somebody | None = field(
        N_("who acts; left empty, whoever imports. A coordinator who files for others states their login"),
        None,
    )


def is_simple(stated: Mapping[str, Any]) -> bool:
    """Tell whether an envelope is of short words alone: then nothing can be wrong with it, and this is quickly seen."""
    for value in stated.values():
        if type(value) is not str or len(value) > _SHORT or not value.isprintable() or " " in value:
            return False
    return True


_SHORT: Final = 40


def faults_of_envelope(stated: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return what is wrong with an envelope."""
    try:
        Envelope.model_validate(stated)
    except ValidationError as error:
        return faults_in(error, Envelope)
    return ()


OBJECT_KEYS: Final = ("act", "target", "actor", "occurred_on", "external_id", "form")
"""What the object of a record may state in JSON, JSON Lines and YAML."""

NOTES: Final[dict[str, tuple[str, ...]]] = {
    "external_id": (N_("such as K-17"), N_("as its record states it")),
    "actor": (N_("empty: whoever imports"),),
    "occurred_on": (N_("empty: now"),),
}
"""What blank files add in brackets at the head of what a record states beside its form."""
