"""What is typed, kept after every answer; where it cannot be kept, that is told, and the questions go on."""

from collections.abc import Callable, Mapping
from typing import Any

from crosspolicy.errors import CrosspolicyError, Interrupted
from crosspolicy.i18n import N_, Text


class Keeping:
    """Saves answers; ``tell`` shows once why they cannot be saved, and again when there is another reason."""

    def __init__(self, save: Callable[[dict[str, Any]], None]) -> None:
        self._save = save
        self._trouble = ""
        self.tell: Callable[[CrosspolicyError], None] = _nothing

    def __call__(self, answers: Mapping[str, Any]) -> None:
        """Save answers, or tell why that cannot be; the next answer tries again."""
        try:
            self._save(dict(answers))
        except CrosspolicyError as error:
            if self._trouble != str(error):
                self._trouble = str(error)
                self.tell(error)
        else:
            self._trouble = ""

    def left(self) -> Interrupted:
        """Return what to say where somebody leaves the form."""
        if not self._trouble:
            return Interrupted(Text(N_("Left before the form was sent; what you typed is kept.")))
        return Interrupted(
            Text(N_("Left before the form was sent; what you typed could not be kept.")),
            Text("{reason}", reason=self._trouble),
        )


def _nothing(_error: CrosspolicyError) -> None:
    """There is no screen yet."""
