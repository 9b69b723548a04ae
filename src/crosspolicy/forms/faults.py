"""What a validation found, told in the user's language: each fault with the field's path and the remedy."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from crosspolicy.errors import Fault
from crosspolicy.forms.types import TEMPLATE
from crosspolicy.i18n import N_, Text
from crosspolicy.vocabulary.labels import Choice, FieldName

NOT_A_KEY: Final = N_("is not written as such a name or code is: letters, digits and - . _ @ +, no spaces")

_TOLD: Final[dict[str, str]] = {
    "missing": N_("must be there"),
    "string_type": N_("must be a text"),
    "string_too_long": N_("is too long; {max_length} characters at most"),
    "string_too_short": N_("must not be empty"),
    "string_pattern_mismatch": NOT_A_KEY,
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
    "too_long": N_("has {actual_length} entries; it takes {max_length} at most"),
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


def _told(error: Mapping[str, Any], form: type[BaseModel]) -> Text:
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), _names(form, error["loc"][:-1]), 1)
        if near:
            return Text(N_("is no field of this form; do you mean {near}?"), near=FieldName(near[0]))
        return Text(N_("is no field of this form"))
    if kind == "string_pattern_mismatch" and "[A-Z]" in str(context.get("pattern")):
        return Text(N_("must be an ISO code in capitals"))
    if kind == "string_pattern_mismatch" and "0-9a-f" in str(context.get("pattern")):
        return Text(N_("must be a SHA-256 digest: 64 hexadecimal digits"))
    if kind == "enum":
        values = (word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(","))
        field = next((str(step) for step in reversed(error["loc"]) if isinstance(step, str)), "")
        context = {"expected": tuple(Choice(value, field) for value in values)}
    message = _TOLD.get(kind) or context.get(TEMPLATE) or error["msg"]
    return Text(message, **{name: value for name, value in context.items() if f"{{{name}}}" in message})


def _names(form: type[BaseModel], steps: tuple[int | str, ...]) -> list[str]:
    """Return the fields of the object that a path leads to."""
    for step in steps:
        if isinstance(step, str):
            found = form.model_fields.get(step)
            inner = _model_in(found.annotation) if found else None
            if inner is None:
                return []
            form = inner
    return [field.alias or name for name, field in form.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that an annotation is, or holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)


def faults_in(error: ValidationError, form: type[BaseModel]) -> tuple[Fault, ...]:
    """Return what a validation found, each fault with the field's path and the remedy."""
    errors = error.errors(include_url=False, include_input=False)
    return tuple(dict.fromkeys(Fault(_path(e["loc"]) or "form", _told(e, form)) for e in errors))
