"""A yes or no before something weighty: asked of somebody at a terminal, of nobody else, and not with ``--yes``."""

from crosspolicy.errors import Interrupted
from crosspolicy.i18n import Text
from crosspolicy.settings import Settings


def see_agreed(settings: Settings, question: str, refused: Text, *, yes: bool) -> None:
    """Ask, where somebody sits there and has not said yes already. Raises Interrupted where they say no."""
    if yes or not settings.may_prompt():
        return
    from crosspolicy.intake.confirm import confirmed

    if not confirmed(question):
        raise Interrupted(refused)
