"""What a performed act returns."""

from dataclasses import dataclass

from crosspolicy.errors import Breach
from crosspolicy.i18n import Text
from crosspolicy.policy.sides import Interest
from crosspolicy.queries.obligations import Owed, numbered, open_obligations
from crosspolicy.queries.reader import Reader
from crosspolicy.store.journal import Event
from crosspolicy.store.recording import Recorded
from crosspolicy.vocabulary.codes import request_code


@dataclass(frozen=True, slots=True)
class Receipt:
    """The event, the request's stage, what the act created, opened, discharged and let lapse, and what is owed next.

    ``event`` is None of a dry run. ``waived`` names gates that management let pass, ``warned`` breaches of gates that
    only warn. ``remarks`` is what whoever acts is told beside; ``interested`` who decided or recorded it though they
    have an interest in it.
    """

    act: str
    request: str | None
    codes: tuple[str, ...]
    stage: str | None
    event: Event | None
    opened: tuple[Owed, ...]
    discharged: tuple[Owed, ...]
    lapsed: tuple[Owed, ...]
    next: tuple[Owed, ...]
    waived: tuple[str, ...] = ()
    warned: tuple[Breach, ...] = ()
    remarks: tuple[Text, ...] = ()
    interested: tuple[Interest, ...] = ()

    @property
    def code(self) -> str | None:
        """What the act created, or else the request it was done to."""
        return self.codes[0] if self.codes else self.request


def receipt_of(reader: Reader, done: Recorded, *, dry_run: bool = False) -> Receipt:
    """Return the receipt of an act that has been written."""
    act, case, decision = done.act, done.case, done.decision
    chain, today = case.request.id, case.clock.today
    stage = decision.stage or (case.request.stage if chain else None)
    owes = bool(chain or act.opens or act.discharges)
    return Receipt(
        act=act.name,
        request=request_code(chain) if chain else None,
        codes=decision.codes,
        stage=stage.value if stage else None,
        event=None if dry_run else done.event,
        opened=tuple(numbered(reader, chain, done.opened, today)),
        discharged=tuple(numbered(reader, chain, decision.discharges, today)),
        lapsed=tuple(numbered(reader, chain, decision.lapses, today)),
        next=tuple(open_obligations(reader, today, request_id=chain)) if owes else (),
        waived=done.judgement.waived,
        warned=done.judgement.warned,
        remarks=decision.remarks,
        interested=done.judgement.interested,
    )
