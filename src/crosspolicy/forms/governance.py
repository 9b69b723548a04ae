"""Forms of the policy itself: waivers and the adoption of a policy file."""

from crosspolicy.forms.base import Form, field
from crosspolicy.forms.types import Day, Key, Prose
from crosspolicy.i18n import N_


class Waiver(Form):
    """Management lets one named gate pass (3.3.3)."""

    clause = "3.3.3"

    gate: Key = field(N_("the gate, as a refusal names it, such as staffed"))
    reason: Prose = field(N_("why it may pass"))
    until_date: Day | None = field(N_("until which day"), None, default_note=N_("once"))


class Adoption(Form):
    """Management adopts a policy file for the book (1.1)."""

    clause = "1.1"

    text: str = field(N_("the text of the policy file"))
