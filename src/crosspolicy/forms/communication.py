"""Forms of what departments tell each other: issues, messages, shared items (2.4.2, 3.1.4, 3.3.3, 4.2, 4.3)."""

from typing import ClassVar

from crosspolicy.forms.base import Form, field
from crosspolicy.forms.types import (
    Day,
    DepartmentCode,
    Digest,
    FilePath,
    IssueCode,
    Line,
    Link,
    Login,
    Moment,
    Prose,
    Size,
)
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import Channel, Severity, SharedKind


class Issue(Form):
    """A problem met in the work (3.1.4, 3.2.3)."""

    clause = "3.1.4"

    title: Line = field(N_("the problem in a few words"))
    description: Prose = field(N_("what is wrong, and what it does to the work"))
    severity: Severity = field(N_("how much it hurts"))
    departments: tuple[DepartmentCode, ...] = field(
        N_("the departments that must solve it; several call for an ad-hoc meeting"), clause="4.2.2"
    )
    responsible_department: DepartmentCode | None = field(
        N_("the one that answers for its solution"), None, default_note=N_("the first of its departments")
    )
    due_date: Day | None = field(
        N_("by which day it is solved"), None, default_note=N_("by the policy, from its severity")
    )


class Escalation(Form):
    """The bringing of an issue before management (3.3.3)."""

    clause = "3.3.3"

    reason: Prose = field(N_("what management must decide or help with"))


class Resolution(Form):
    """The solution of an issue (3.1.4, 3.2.3)."""

    clause = "3.1.4"

    solution: Prose = field(N_("how it was solved"))
    resolved_by: Login | None = field(N_("who solved it"), None, default_note=N_("the one who acts"))


class Message(Form):
    """Contact made at once over something urgent (4.2.1)."""

    clause = "4.2.1"

    channel: Channel = field(N_("how"))
    parties: tuple[Login, ...] = field(N_("between whom"))
    sent_at: Moment = field(N_("when, with the offset"))
    subject: Line = field(N_("what it was about"))
    content: Prose = field(N_("what was said"))
    issue: IssueCode | None = field(N_("the issue that it was about"), None)


class SharedItem(Form):
    """Progress, a result or feedback that a department shares (4.3)."""

    clause = "4.3.2"
    attachment = "file"
    instead_of: ClassVar = {"link": ("file",)}
    one_of = (("file", "link"),)

    kind: SharedKind = field(N_("what is shared"))
    title: Line = field(N_("what it is called"))
    department: DepartmentCode | None = field(
        N_("the department that shares it"), None, default_note=N_("that of the one who acts")
    )
    file: FilePath | None = field(N_("the file; or else a link"), None, clause="4.3.1")
    link: Link | None = field(N_("where it is found: an https, http or mailto link"), None, clause="4.3.1")
    note: Prose | None = field(N_("what to know about it"), None)
    size: Size | None = field(N_("the file's size"), None, unit=N_("bytes"), default_note=N_("taken from the file"))
    sha256: Digest | None = field(N_("the file's SHA-256"), None, default_note=N_("taken from the file"))
