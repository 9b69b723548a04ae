"""From plain data to a form, or to every fault in it, told in the user's language."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.forms.base import Form, Part
from crosspolicy.i18n import N_, Text

F = TypeVar("F", bound=Form)

_TOLD: Final[dict[str, str]] = {
    "missing": N_("must be there"),
    "string_type": N_("must be a text"),
    "string_too_long": N_("is too long; {max_length} characters at most"),
    "string_too_short": N_("must not be empty"),
    "string_pattern_mismatch": N_("is not written as such a name or code is: letters, digits and - . _ @ +, no spaces"),
    "string_unicode": N_("has characters that are no text"),
    "enum": N_("must be one of {expected}"),
    "literal_error": N_("must be one of {expected}"),
    "int_type": N_("must be a whole number"),
    "int_parsing": N_("must be a whole number"),
    "int_parsing_size": N_("is too large a number"),
    "int_from_float": N_("must be a whole number"),
    "greater_than_equal": N_("must be {ge} or more"),
    "less_than_equal": N_("must be {le} or less"),
    "tuple_type": N_("must be a list"),
    "list_type": N_("must be a list"),
    "model_type": N_("must be an object with named fields"),
    "model_attributes_type": N_("must be an object with named fields"),
    "dict_type": N_("must be an object with named fields"),
    "bool_type": N_("must be true or false"),
    "bool_parsing": N_("must be true or false"),
    "finite_number": N_("must be a number"),
}


def _path(steps: tuple[int | str, ...]) -> str:
    """Write a field's path as users count: ``milestones.1.due_date`` is the first milestone's."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in steps if "[" not in str(step))


def _told(error: Mapping[str, Any], form: type[Part]) -> Text:
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), _names(form, error["loc"][:-1]), 1)
        if near:
            return Text(N_("is no field of this form; do you mean {near}?"), near=near[0])
        return Text(N_("is no field of this form"))
    if kind == "string_pattern_mismatch" and "[A-Z]" in str(context.get("pattern")):
        return Text(N_("must be an ISO code in capitals"))
    if kind == "string_pattern_mismatch" and "0-9a-f" in str(context.get("pattern")):
        return Text(N_("must be a SHA-256 digest: 64 hexadecimal digits"))
    if kind == "enum":
        context = {"expected": tuple(w.strip(" '") for w in context["expected"].replace(" or ", ", ").split(","))}
    message = _TOLD.get(kind, error["msg"])
    return Text(message, **{name: value for name, value in context.items() if f"{{{name}}}" in message})


def _names(form: type[Part], steps: tuple[int | str, ...]) -> list[str]:
    from crosspolicy.intake.fields import fields_of

    for step in steps:
        if isinstance(step, str):
            parts = [field.part for field in fields_of(form) if field.name == step and field.part]
            if not parts:
                return []
            form = parts[0]
    return list(form.model_fields)


def faults_in(error: ValidationError, form: type[Part]) -> tuple[Fault, ...]:
    """Return what a validation found, each fault with the field's path and the remedy."""
    errors = error.errors(include_url=False, include_input=False)
    return tuple(dict.fromkeys(Fault(_path(e["loc"]) or "form", _told(e, form)) for e in errors))


def checked(form: type[F], content: Mapping[str, Any]) -> F:
    """Return the form that plain data states. Raises InvalidInput with every fault at once."""
    try:
        return form.model_validate(content)
    except ValidationError as error:
        raise InvalidInput(faults_in(error, form)) from None
