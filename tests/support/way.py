"""What a request's stage proves, read off the tables and the journal alone: the policy's way, told a second time.

Nothing here asks the program's gates. A gate that an event says was waived is not held against the request.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from tests.support.audit import Event, events
from tests.support.company import DEPARTMENT_OF, FOUNDING
from tests.support.world import STOPPED, TRACK, World

MANAGERS = {p["login"] for p in FOUNDING["people"] if "management" in p.get("roles", ())}
COORDINATORS = {p["login"] for p in FOUNDING["people"] if "coordinator" in p.get("roles", ())}
SIGNATORIES = {p["login"] for p in FOUNDING["people"] if "signatory" in p.get("roles", ())} | {
    d["head"] for d in FOUNDING["departments"] if "head" in d
}

STEPS: Final[dict[tuple[str | None, str], set[str]]] = {
    (None, "draft"): {"request.drafted"},
    ("draft", "submitted"): {"request.submitted"},
    ("submitted", "approved"): {"review.decided"},
    ("submitted", "draft"): {"review.decided"},
    ("submitted", "rejected"): {"review.decided"},
    ("approved", "coordinated"): {"meeting.recorded"},
    ("coordinated", "agreed"): {"agreement.signed"},
    ("agreed", "coordinated"): {"responsibility.assigned", "agreement.drafted"},
    ("agreed", "executing"): {"execution.started"},
    ("executing", "accepting"): {"acceptance.opened"},
    ("accepting", "accepted"): {"acceptance.decided"},
    ("accepting", "executing"): {"acceptance.decided"},
    ("accepting", "terminated"): {"acceptance.decided", "request.terminated"},
    ("accepted", "closed"): {"summary.added", "request.closed"},
    **{(stage, "withdrawn"): {"request.withdrawn"} for stage in TRACK[:4]},
    **{(stage, "terminated"): {"request.terminated"} for stage in TRACK[:6]},
    ("accepted", "terminated"): {"request.terminated"},
}
"""Which act leads from which stage to which."""

SHORT_CUTS: Final[dict[tuple[str | None, str], tuple[str, str]]] = {
    ("submitted", "coordinated"): ("meeting.recorded", "review-first"),
    ("coordinated", "executing"): ("execution.started", "signed-by-all"),
}
"""Steps that leave one out, and the gate that must have been waived for it."""


def _after(stage: str, first: str) -> bool:
    return stage in TRACK and TRACK.index(stage) >= TRACK.index(first)


class Record:
    """Everything that a book holds of one request."""

    def __init__(self, world: World, request_id: int, told: list[Event]) -> None:
        self.world = world
        self.id = request_id
        self.events = [e for e in told if e["chain"] == request_id and not e["is_refused"]]
        self.waived = {gate for e in self.events for gate in e["payload"]["effect"].get("waived", ())}
        ((self.stage, self.requesting, self.requester, self.background, self.no_risk),) = self._rows(
            "SELECT stage, requesting_department, requester, background, no_risk_foreseen_because FROM request"
            " WHERE id = :id"
        )
        self.parties = {d for (d,) in self._rows("SELECT department FROM party WHERE request_id = :id")}

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.world.rows(sql, id=self.id)

    def faults(self) -> Iterator[str]:
        """Yield everything that the request's stage promises and the book does not hold."""
        if "stage" not in self.waived:
            yield from self._steps()
            yield from self._way()
        yield from self._sides()
        yield from self._signatures()
        yield from self._minutes()
        yield from self._reports()
        yield from self._owed()

    def _latest(self, table: str) -> str | None:
        found = self._rows(f"SELECT outcome FROM {table} WHERE request_id = :id ORDER BY number DESC LIMIT 1")
        return found[0][0] if found else None

    def _open(self, gate: str) -> bool:
        return gate in self.waived

    def _steps(self) -> Iterator[str]:
        before: str | None = None
        for event in self.events:
            effect = event["payload"]["effect"]
            after = effect.get("stage")
            if after is None or after == before:
                continue
            short = SHORT_CUTS.get((before, after))
            by_step = event["act"] in STEPS.get((before, after), ())
            by_short_cut = short is not None and short[0] == event["act"] and short[1] in effect.get("waived", ())
            if not by_step and not by_short_cut:
                yield f"{event['act']} led from {before} to {after}, waived: {effect.get('waived')}"
            before = after

    def _way(self) -> Iterator[str]:
        stage = self.stage
        if _after(stage, "submitted"):
            yield from self._form()
        if _after(stage, "approved") and not self._open("review-first") and self._latest("review") != "approve":
            yield f"{stage} without a review that approved"
        if _after(stage, "coordinated"):
            yield from self._meeting()
        if self._agreements():
            yield from self._agreement()
        if stage == "agreed" and self._unsigned(self._agreements()[-1]):
            yield "agreed without every signature under the text in force"
        if _after(stage, "executing"):
            yield from self._started()
        unreached = self._rows("SELECT name FROM milestone WHERE request_id = :id AND reached_date IS NULL")
        if _after(stage, "accepting") and unreached and not self._open("milestones-reached"):
            yield f"{stage} though {unreached} are not reached"
        if _after(stage, "accepted"):
            yield from self._accepted()
        if stage == "closed" and not self._open("summed-up-by-all"):
            summed_up = {d for (d,) in self._rows("SELECT department FROM summary WHERE request_id = :id")}
            if not self.parties <= summed_up:
                yield "closed without every summary"

    def _form(self) -> Iterator[str]:
        others = self.parties - {self.requesting}
        if not others and not self._open("cross-department"):
            yield "submitted without a second department"
        if self._open("form-complete"):
            return
        idle = self._rows(
            "SELECT department FROM party WHERE request_id = :id AND is_requesting = 0 AND positions = '[]'"
        )
        tables = [table for table in ("objective", "milestone") if not self._rows(_any_of(table))]
        risks = self._rows(_any_of("risk"))
        if not self.background or not others or idle or tables or not (risks or self.no_risk):
            yield "submitted with a form that is not complete"

    def _meeting(self) -> Iterator[str]:
        if self._open("coordination-attended") or self._open("meeting-first"):
            return
        held = self._rows("SELECT number FROM meeting WHERE request_id = :id AND kind = 'coordination'")
        present = {
            (number, department)
            for number, department in self._rows(
                "SELECT meeting, department FROM attendance WHERE request_id = :id AND is_present = 1"
            )
        }
        heard = set(self._rows("SELECT meeting, department FROM opinion WHERE request_id = :id"))
        for (number,) in held:
            if not all((number, d) in present for d in self.parties):
                yield f"coordination meeting {number} without an attendee of every department"
            if not all((number, d) in heard for d in self.parties - {self.requesting}):
                yield f"coordination meeting {number} without the opinion of every involved department"
        if not held:
            yield f"{self.stage} without a coordination meeting"

    def _agreements(self) -> list[tuple[Any, ...]]:
        return self._rows(
            """SELECT number, digest, responsibility_version, workflow, communication_mechanism, assessment_standards
               FROM agreement WHERE request_id = :id ORDER BY number"""
        )

    def _agreement(self) -> Iterator[str]:
        number, _, version, *terms = self._agreements()[-1]
        accountable = self._rows(
            f"SELECT accountable FROM responsibility WHERE request_id = :id AND version = {int(version)}"
        )
        if not accountable and not self._open("table-first"):
            yield "an agreement without a responsibility table"
        if (None,) in accountable and not self._open("clear-responsibility"):
            yield "a responsibility that nobody is accountable for"
        stated = {
            department
            for department, rights, obligations in self._rows(
                f"""SELECT department, rights, obligations FROM agreement_term
                    WHERE request_id = :id AND agreement = {int(number)}"""
            )
            if rights and obligations
        }
        if not self._open("terms-complete") and not (all(terms) and self.parties <= stated):
            yield "an agreement without every term"

    def _unsigned(self, agreement: tuple[Any, ...]) -> set[str]:
        number, digest = agreement[:2]
        signed = self._rows(
            f"SELECT department, LOWER(digest) FROM signature WHERE request_id = :id AND agreement = {int(number)}"
        )
        return self.parties - {department for department, under in signed if under == digest}

    def _started(self) -> Iterator[str]:
        if not self._open("signed-by-all") and all(self._unsigned(agreement) for agreement in self._agreements()):
            yield f"{self.stage} without an agreement that all have signed"
        staffed = {d for (d,) in self._rows("SELECT department FROM staff WHERE request_id = :id")}
        if not self._open("staffed") and not self.parties <= staffed:
            yield f"{self.stage} without people of every department"

    def _accepted(self) -> Iterator[str]:
        verdicts = dict(
            self._rows(
                """SELECT department, verdict FROM evaluation WHERE request_id = :id AND acceptance =
                   (SELECT MAX(number) FROM acceptance WHERE request_id = :id) ORDER BY number"""
            )
        )
        if not self._open("evaluated-by-all") and not self.parties <= verdicts.keys():
            yield f"{self.stage} without every evaluation"
        if not self._open("no-failed-evaluation") and "fail" in verdicts.values():
            yield f"{self.stage} though a department evaluated it as failed"
        if self._latest("decision") != "accept":
            yield f"{self.stage} without management's decision"

    def _sides(self) -> Iterator[str]:
        """The requesting side neither approved the request nor decided on its acceptance, whoever typed."""
        for event in self.events:
            outcome = event["payload"]["form"].get("outcome")
            if event["act"] not in ("review.decided", "acceptance.decided") or outcome == "return":
                continue
            deciding = {event["actor"]} | ({event["recorded_by"]} - COORDINATORS)
            if event["actor"] not in MANAGERS:
                yield f"{event['act']} by {event['actor']}, who is not management"
            for login in deciding:
                if login == self.requester or DEPARTMENT_OF[login] == self.requesting:
                    yield f"{event['act']} by {login}, who is of the requesting side"

    def _signatures(self) -> Iterator[str]:
        for department, login in self._rows("SELECT department, signed_by FROM signature WHERE request_id = :id"):
            is_party = department in self.parties or self._open("stage")
            if login not in SIGNATORIES or DEPARTMENT_OF[login] != department or not is_party:
                yield f"{login} signed for {department}"

    def _minutes(self) -> Iterator[str]:
        sql = """SELECT number FROM meeting WHERE request_id = :id AND kind = 'ad-hoc'
                 AND (solution IS NULL OR responsible_department IS NULL)"""
        if self._rows(sql) and not self._open("ad-hoc-outcome"):
            yield "an ad-hoc meeting without its outcome"

    def _reports(self) -> Iterator[str]:
        sql = """SELECT a.number, b.number FROM report a JOIN report b ON a.request_id = b.request_id
                 AND a.department = b.department AND a.number < b.number
                 AND a.period_start_date <= b.period_end_date AND b.period_start_date <= a.period_end_date
                 WHERE a.request_id = :id"""
        if self._rows(sql) and not self._open("report-period"):
            yield "a day reported twice by a department"

    def _owed(self) -> Iterator[str]:
        owed = self._rows("SELECT kind, owed_by, subject FROM obligation WHERE chain = :id AND closed_on IS NULL")
        if self.stage in STOPPED and owed:
            yield f"{self.stage}, and still owed: {owed}"
        if self.stage == "closed" and {kind for kind, _, _ in owed} - {"action"}:
            yield f"closed, and still owed: {owed}"
        if twice := [each for each, count in Counter(owed).items() if count > 1]:
            yield f"owed twice: {twice}"


def _any_of(table: str) -> str:
    return f"SELECT 1 FROM {table} WHERE request_id = :id LIMIT 1"


def faults(world: World) -> list[str]:
    """Return everything that a book's stages promise and the book does not hold."""
    told = events(world)
    ids = [request_id for (request_id,) in world.rows("SELECT id FROM request")]
    return [fault for request_id in ids for fault in Record(world, request_id, told).faults()]
