"""What can go wrong, as values: faults of a form, breaches of gates, and one exception for each exit code."""

from enum import IntEnum
from typing import ClassVar, NamedTuple

from crosspolicy.i18n import N_, Text


class Exit(IntEnum):
    """The program's exit codes: a promise to scripts."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    INVALID = 3
    REFUSED = 4
    NOT_PERMITTED = 5
    NOT_FOUND = 6
    UNAVAILABLE = 7
    FINDINGS = 8
    INTERRUPTED = 130


class Fault(NamedTuple):
    """One thing wrong with a form: the field by its path (``milestones.1.due_date``) and what to do about it."""

    field: str
    message: Text


class Breach(NamedTuple):
    """What a gate or an authority answers: the clause, what is missing (by name), and how to mend it."""

    gate: str
    clause: str
    message: Text
    hint: Text
    missing: tuple[str, ...] = ()


class CrosspolicyError(Exception):
    """Something a user can mend; ``cli`` turns it into a message and an exit code."""

    kind: ClassVar[str]
    exit_code: ClassVar[Exit]

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return str(self.message)


class UsageFault(CrosspolicyError):
    """The command line itself is wrong."""

    kind = "usage"
    exit_code = Exit.USAGE


class InvalidInput(CrosspolicyError):
    """A form, or a file, states something that cannot be; ``fields`` lists all of its faults."""

    kind = "invalid-input"
    exit_code = Exit.INVALID

    def __init__(self, fields: tuple[Fault, ...], message: Text | None = None, hint: Text | None = None) -> None:
        super().__init__(message or Text(N_("The form cannot be taken as it stands.")), hint)
        self.fields = fields


class Refused(CrosspolicyError):
    """Gates refuse the act; ``breaches`` holds every one."""

    kind = "refused"
    exit_code = Exit.REFUSED

    def __init__(self, message: Text, breaches: tuple[Breach, ...]) -> None:
        super().__init__(message)
        self.breaches = breaches


class NotPermitted(Refused):
    """The actor may not do this; authority is never waived."""

    kind = "not-permitted"
    exit_code = Exit.NOT_PERMITTED


class NotFound(CrosspolicyError):
    """An argument names nothing in the book."""

    kind = "not-found"
    exit_code = Exit.NOT_FOUND


class BookUnavailable(CrosspolicyError):
    """The book is missing, locked, unreachable, damaged, full, or of a newer program."""

    kind = "book-unavailable"
    exit_code = Exit.UNAVAILABLE


class SystemFault(CrosspolicyError):
    """The system does not do what was asked of it: a file cannot be written, a disk is full."""

    kind = "system"
    exit_code = Exit.UNAVAILABLE


class InternalFault(CrosspolicyError):
    """The program itself is at fault."""

    kind = "system"
    exit_code = Exit.INTERNAL


class Findings(CrosspolicyError):
    """A check found something; what it found has been printed already."""

    kind = "findings"
    exit_code = Exit.FINDINGS


class Interrupted(CrosspolicyError):
    """Somebody pressed Ctrl-C, or the terminal went away; a draft is kept."""

    kind = "interrupted"
    exit_code = Exit.INTERRUPTED
