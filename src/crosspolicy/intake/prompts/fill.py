"""A form, from what is known of it to plain data that is complete, looked over and to be sent."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.forms.base import Form
from crosspolicy.i18n import Text
from crosspolicy.intake.check import checked
from crosspolicy.intake.prompts.answers import handed_on
from crosspolicy.intake.prompts.drawing import on_standard_error
from crosspolicy.intake.prompts.interview import Interview
from crosspolicy.intake.prompts.keeping import Keeping
from crosspolicy.intake.prompts.leaving import Left, hang_ups_end_the_input
from crosspolicy.intake.prompts.questions import asked_fields, crumbs, path_of
from crosspolicy.intake.prompts.record import Record
from crosspolicy.intake.prompts.review import look_over
from crosspolicy.intake.prompts.screen import Screen
from crosspolicy.intake.prompts.world import World

WHOLE: Final = "form"
"""The field that a fault of the form as a whole names."""


def fill(
    form: type[Form],
    given: Mapping[str, object],
    *,
    world: World,
    save: Callable[[dict[str, Any]], None],
    title: Text | str,
    faults: tuple[Fault, ...] = (),
) -> dict[str, Any]:
    """Ask for what ``given`` does not state, show everything, and return it as plain data, ``given`` with it.

    ``save`` is called after every answer with all of them so far; what it saved may be ``given`` again, and the
    questions go on where they were left; where it raises a CrosspolicyError, that is told, and they go on. ``faults``
    are told first, and their questions asked again: what an act found wrong with the form. Raises Interrupted, after
    saving, where somebody leaves or the terminal goes away; InvalidInput where ``given`` states something wrong that no
    question asks for.
    """
    keeping = Keeping(save)
    record = Record(form, given, suggested=world.suggested, save=keeping)
    try:
        with hang_ups_end_the_input(), on_standard_error():
            interview = Interview(record, world, Screen(_labels(form, record)))
            keeping.tell = interview.screen.trouble
            _refuse_what_no_question_mends(interview)
            interview.screen.title(str(title))
            _through(interview, str(title), faults)
    except (Left, KeyboardInterrupt, EOFError):
        record.keep()
        raise keeping.left() from None
    result: dict[str, Any] = handed_on(form, record.answers)
    return result


def _labels(form: type[Form], record: Record) -> Iterator[str]:
    """Yield what stands before the answers: of a list's items, their number, too."""
    for field in asked_fields(form, record.answers):
        yield f"{field.label} 1" if field.is_list else field.label


def _refuse_what_no_question_mends(interview: Interview) -> None:
    """Raise InvalidInput where something is given that the form does not have, or that is not asked for."""
    found = (fault for fault in _faults_of(interview.record) if fault.field != WHOLE)
    if hopeless := tuple(fault for fault in found if interview.question(path_of(fault.field)) is None):
        raise InvalidInput(hopeless)


def _through(interview: Interview, title: str, faults: tuple[Fault, ...]) -> None:
    """Go through the questions until the form is whole and somebody sends it."""
    interview.echo_known()
    told: tuple[Fault, ...] = ()
    while True:
        if faults and faults != told:
            _mend(interview, faults)
        interview.ask_the_rest()
        # Faults told once and still there may lie elsewhere: the page shows everything.
        told, faults = faults, _faults_of(interview.record)
        if faults and faults != told:
            continue
        if look_over(interview, title):
            if not faults:
                return
            told = ()


def _mend(interview: Interview, faults: tuple[Fault, ...]) -> None:
    """Tell what is wrong, and ask the faulty questions again."""
    interview.screen.faults([(_place(fault.field), str(fault.message)) for fault in faults])
    for path in dict.fromkeys(path_of(fault.field) for fault in faults):
        question = interview.question(path)
        if question is not None:
            interview.ask_within(path if question.path[: len(path)] == path else question.path)


def _place(field: str) -> str:
    return crumbs(path_of(field))


def _faults_of(record: Record) -> tuple[Fault, ...]:
    try:
        checked(record.form, handed_on(record.form, record.answers))
    except InvalidInput as error:
        return error.fields
    return ()
