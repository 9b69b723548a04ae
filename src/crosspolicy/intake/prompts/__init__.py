"""Forms filled at a terminal, question by question: one can go back, leave, and go on later; nothing typed is lost."""

from crosspolicy.intake.prompts.fill import fill
from crosspolicy.intake.prompts.world import World

__all__ = ["World", "fill"]
