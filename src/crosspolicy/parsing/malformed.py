"""What is told of a text that is not what it should be."""

from crosspolicy.i18n import N_, Text


class Malformed(Exception):
    """A text is not what it should be; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def too_deep() -> Malformed:
    """Return what is told of a text that is nested more than ``bounds.DEPTH`` levels deep."""
    return Malformed(Text(N_("is nested too deeply")))


def too_many(most: int) -> Malformed:
    """Return what is told of a text that states more values than it may."""
    return Malformed(Text(N_("states too many values; {n} at most"), n=most))


def depth_of(content: object) -> int:
    """Return how many levels of lists and objects plain data has, without recursion."""
    depth, level = 0, [content]
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return depth
