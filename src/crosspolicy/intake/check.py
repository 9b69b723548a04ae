"""From plain data to a form, or to every fault in it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from crosspolicy.errors import InvalidInput
from crosspolicy.forms.base import Form
from crosspolicy.forms.faults import faults_in

F = TypeVar("F", bound=Form)


def checked(form: type[F], content: Mapping[str, Any]) -> F:
    """Return the form that plain data states. Raises InvalidInput with every fault at once."""
    try:
        return form.model_validate(content)
    except ValidationError as error:
        raise InvalidInput(faults_in(error, form)) from None
