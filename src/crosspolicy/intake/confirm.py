"""One yes or no before something weighty, asked on standard error."""

from crosspolicy.i18n import _
from crosspolicy.intake.choices import NO, YES, yes_or_no
from crosspolicy.intake.prompts.asking import asked
from crosspolicy.intake.prompts.drawing import on_standard_error
from crosspolicy.intake.prompts.leaving import GoBack, Left
from crosspolicy.intake.prompts.sheet import LEAVE, NEXT, Option, Sheet


def confirmed(question: str) -> bool:
    """Ask; no is the default. Raises KeyboardInterrupt where somebody leaves instead of answering."""
    words = yes_or_no()
    options = tuple(Option(v, _(v), tuple(word for word, meant in words.items() if meant == v)) for v in (YES, NO))
    label = f"{question} (y/N)"
    sheet = Sheet(label=label, read=lambda raw: raw == YES, keys=(NEXT, LEAVE), options=options, default=NO)
    try:
        with on_standard_error():
            return bool(asked(sheet))
    except (GoBack, Left):
        raise KeyboardInterrupt from None
