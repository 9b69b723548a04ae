"""What a request's stage proves, read off the tables and the journal alone: the policy's way, told a second time.

Nothing here asks the program's gates. A gate that an event says was waived is not held against the request.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, Final

from tests.support import texts
from tests.support.audit import Event, events
from tests.support.company import DEPARTMENT_OF, FOUNDING
from tests.support.register import CATEGORIES, MANAGERS, Register, is_high, is_treated, level
from tests.support.texts import Texts
from tests.support.world import STOPPED, TRACK, World

FACTORS: Final = {"business_trend", "skill_level", "work_problem"}
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
    ("coordinated", "agreed"): {"agreement.signed", "agreement.withdrawn"},
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


OWED_AFTER_CLOSE: Final = {
    *("action", "issue", "escalation"),
    *("appraisal-round", "department-appraisal", "person-appraisal"),
}
"""What a closed request may still owe."""


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
        yield from self._steps()
        yield from self._way()
        yield from self._texts()
        yield from self._sides()
        yield from self._signatures()
        yield from self._minutes()
        yield from self._risks()
        yield from self._issues()
        yield from self._reports()
        yield from self._appraisals()
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
        is_late = self._open("signed-by-all")  # a text that all sign after the opening may add milestones
        if _after(stage, "accepting") and unreached and not is_late and not self._open("milestones-reached"):
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
        risks = self._rows(_any_of("foreseen_risk"))
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
               FROM agreement WHERE request_id = :id AND withdrawn_on IS NULL ORDER BY number"""
        )

    def _texts(self) -> Iterator[str]:
        """Hold that the text in force, its days and what is owed under a newer one are what the journal tells."""
        nodes: dict[int, list[tuple[str, str]]] = {}
        for number, name, day in self._rows(
            "SELECT agreement, name, due_date FROM agreement_node WHERE request_id = :id ORDER BY agreement, name"
        ):
            nodes.setdefault(number, []).append((name, day))
        planned = dict(self._rows("SELECT name, planned_date FROM milestone WHERE request_id = :id"))
        told = Texts(self.parties, nodes, planned)
        for event in self.events:
            told.take(event)
        kept = self._rows("SELECT number, concluded_on, withdrawn_on FROM agreement WHERE request_id = :id")
        yield from texts.faults(
            told,
            {
                "in force": max((number for number, concluded, _ in kept if concluded), default=0),
                "withdrawn": {number for number, _, withdrawn in kept if withdrawn},
                "due": dict(self._rows("SELECT name, due_date FROM milestone WHERE request_id = :id")),
                "owed": {
                    department
                    for (department,) in self._rows(
                        """SELECT owed_by FROM obligation WHERE chain = :id AND kind = 'signature'
                           AND closed_on IS NULL"""
                    )
                },
            },
            self.stage,
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
        yield from self._faced()

    def _register(self, told: list[Event]) -> Register:
        names = ("category", "likelihood", "impact")
        sql = f"SELECT {', '.join(names)} FROM foreseen_risk WHERE request_id = :id ORDER BY number"
        by = {"identified_by": [self.requesting]}
        return Register(told, [dict(zip(names, row, strict=True)) | by for row in self._rows(sql)])

    def _faced(self) -> Iterator[str]:
        """Hold that the risks were faced before the work started, by what stood in the journal then."""
        before = list(takewhile(lambda event: event["act"] != "execution.started", self.events))
        start = self.events[len(before)]
        register = self._register(before)
        heard = {d for risk in register.risks.values() for d in risk["identified_by"]}
        heard |= {form["department"] for form in register.exclusions}
        covered = {risk["category"] for risk in register.risks.values()}
        covered |= {form["category"] for form in register.exclusions}
        passed = {*start["payload"]["effect"].get("waived", ()), *start["payload"]["effect"].get("warned", ())}
        lacking = {
            "identified-together": self.parties - heard,
            "categories-covered": CATEGORIES - covered,
            "assessed": [n for n, risk in register.open() if not (risk.get("likelihood") and risk.get("impact"))],
            "treated": [n for n, risk in register.open() if not is_treated(risk)],
            "contingency": [n for n, risk in register.open() if is_high(risk) and not risk.get("contingency")],
        }
        for gate, missing in lacking.items():
            if missing and gate not in passed:
                yield f"started though {gate} lacks {sorted(missing)}"
            if gate in passed and not missing:
                yield f"{gate} was let pass at the start though nothing was missing"

    def _risks(self) -> Iterator[str]:
        """Hold that the register is what the journal tells of it, and that it is watched as it should be."""
        if self.stage == "draft":
            return
        register = self._register(self.events)
        told = register.risks
        if register.unplanned:
            yield f"events {register.unplanned} left a risk high without its contingency plan"
        names = ("category", "likelihood", "impact", "response", "measures", "owner", "due_date")
        sql = f"""SELECT number, {", ".join(names)}, closed_on IS NOT NULL, contingency_trigger IS NOT NULL, level,
                    residual_likelihood, residual_impact, accepted_by FROM risk WHERE request_id = :id"""
        kept = {number: values for number, *values in self._rows(sql)}
        if kept.keys() != told.keys():
            yield f"risks {sorted(kept)}, and the journal tells of {sorted(told)}"
        owed = Counter(
            (kind, int(subject.split()[0][1:]))
            for kind, subject in self._rows(
                """SELECT kind, subject FROM obligation WHERE chain = :id AND closed_on IS NULL
                   AND kind IN ('risk-review', 'risk-measures', 'contingency-plan')"""
            )
        )
        for number in kept.keys() & told.keys():
            risk, values = told[number], kept[number]
            stated = [risk.get(name) for name in names]
            if values[: len(names)] != stated:
                yield f"risk {number} is {values}, and the journal tells {stated}"
            is_closed, has_plan, kept_level, likelihood, impact, accepted_by = values[len(names) :]
            if kept_level != level(risk):
                yield f"risk {number} is {kept_level}, its scores say {level(risk)}"
            if (likelihood or 0) > (risk.get("likelihood") or 0) or (impact or 0) > (risk.get("impact") or 0):
                yield f"risk {number} expects more than there is"
            if accepted_by not in {None, *MANAGERS}:
                yield f"risk {number} accepted by {accepted_by}, who is not management"
            if is_closed != risk.get("is_closed", False) or accepted_by != risk.get("accepted_by"):
                yield f"risk {number} is closed: {is_closed}, accepted by {accepted_by}; the journal tells {risk}"
            is_watched = self.stage in ("executing", "accepting") and not is_closed
            if owed["risk-review", number] != is_watched:
                yield f"risk {number} at {self.stage} owes {owed['risk-review', number]} reviews"
            lacks_plan = is_watched and is_high(risk) and not has_plan
            if owed["contingency-plan", number] != lacks_plan:
                yield f"risk {number} at {self.stage} owes {owed['contingency-plan', number]} contingency plans"
            is_alive = self.stage in TRACK[2:7] and not is_closed
            waits = is_alive and all(risk.get(n) for n in ("measures", "owner", "due_date")) and not risk.get("is_done")
            if owed["risk-measures", number] != waits:
                yield f"risk {number} at {self.stage} owes {owed['risk-measures', number]} measures"

    def _issues(self) -> Iterator[str]:
        """Hold that an open issue is owed by its department, and by management, too, once it is escalated."""
        issues = self._rows(
            """SELECT number, responsible_department, due_date, departments, escalated_on IS NOT NULL,
                 resolved_on IS NOT NULL, resolved_by FROM issue WHERE request_id = :id"""
        )
        found = self._rows(
            """SELECT kind, owed_by, subject, due_date FROM obligation WHERE chain = :id AND closed_on IS NULL
               AND kind IN ('issue', 'escalation', 'ad-hoc-meeting')"""
        )
        owed = {(kind, int(subject.split()[0][1:])): (owed_by, due) for kind, owed_by, subject, due in found}
        named = {number for (number,) in self._rows("SELECT number FROM issue WHERE request_id = :id")}
        if {number for _, number in owed} - named:
            yield f"owed for issues that are not there: {owed}"
        for number, department, due, departments, is_escalated, is_resolved, resolved_by in issues:
            is_owed = not is_resolved and self.stage not in STOPPED
            if owed.get(("issue", number)) != ((department, due) if is_owed else None):
                yield f"issue {number} of {department} is owed: {owed.get(('issue', number))}"
            if (("escalation", number) in owed) != (is_owed and is_escalated):
                yield f"issue {number}, escalated: {is_escalated}, resolved: {is_resolved}; owed: {owed}"
            has_met = any(
                event["act"] == "meeting.recorded"
                and str(event["payload"]["form"].get("issue")).upper().endswith(f"I{number}")
                for event in self.events
            )
            calls = is_owed and self.stage != "closed" and len(json.loads(departments)) > 1 and not has_met
            if (("ad-hoc-meeting", number) in owed) != calls:
                yield f"issue {number} of {departments}: meeting owed {('ad-hoc-meeting', number) in owed}"
            if is_resolved and resolved_by not in DEPARTMENT_OF:
                yield f"issue {number} resolved by {resolved_by}"

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
        """Nobody who requests it, or did in any draft before, decided on it, waived a gate of it, or typed that."""
        departments: set[str] = set()
        people: set[str] = set()
        for event in self.events:
            form = event["payload"]["form"]
            if event["act"] in ("request.drafted", "request.edited"):
                departments.add(form.get("requesting_department", self.requesting))
                people |= {form["requester"]} if "requester" in form else set()
            accepts = event["act"].startswith("risk.") and form.get("response") == "accept"
            if event["act"] not in ("review.decided", "acceptance.decided", "gate.waived") and not accepts:
                continue
            if accepts and event["actor"] not in MANAGERS:
                continue  # of no high risk, as the register tells
            if event["actor"] not in MANAGERS:
                yield f"{event['act']} by {event['actor']}, who is not management"
            if accepts and not self._accepts_high(event):
                continue
            for login in {event["actor"], event["recorded_by"]}:
                if login in people or DEPARTMENT_OF[login] in departments:
                    yield f"{event['act']} by {login}, who is of the requesting side"

    def _accepts_high(self, event: Event) -> bool:
        """Tell whether an event left a high risk accepted, by what the register has of it now."""
        target = event["payload"].get("target") or "0"
        kept = self._rows(f"SELECT accepted_by FROM risk WHERE request_id = :id AND number = {int(target)}")
        return kept == [(event["actor"],)]

    def _signatures(self) -> Iterator[str]:
        for department, login in self._rows("SELECT department, signed_by FROM signature WHERE request_id = :id"):
            if login not in SIGNATORIES or DEPARTMENT_OF[login] != department or department not in self.parties:
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

    def _appraisals(self) -> Iterator[str]:
        """Hold that nobody appraised themselves, nobody twice, and that what is owed is what was not given."""
        given: Counter[tuple[str, str]] = Counter()
        for department, person, rater, given_by, kind in self._rows(
            """SELECT department, person, by_department, given_by, kind FROM appraisal WHERE request_id = :id"""
        ):
            subject = department or person
            is_own = subject in (rater, given_by, DEPARTMENT_OF[given_by])
            if is_own and not self._open("not-oneself"):
                yield f"{given_by} of {rater} appraised {subject}"
            given[rater, subject] += kind == "regular"
        if any(count > 1 for count in given.values()) and not self._open("rated-once"):
            yield f"appraised twice after the project: {given}"
        owed = self._rows(
            """SELECT kind, owed_by, subject FROM obligation WHERE chain = :id AND closed_on IS NULL
               AND kind IN ('appraisal-round', 'department-appraisal', 'person-appraisal')"""
        )
        still = {(rater, subject) for kind, rater, subject in owed if kind != "appraisal-round"}
        if again := sorted(pair for pair in still if given[pair]):
            yield f"given, and still owed: {again}"
        if bool(still) != any(kind == "appraisal-round" for kind, _, _ in owed):
            yield f"the round of appraisals, and what is owed in it: {owed}"

    def _owed(self) -> Iterator[str]:
        owed = self._rows("SELECT kind, owed_by, subject FROM obligation WHERE chain = :id AND closed_on IS NULL")
        if self.stage in STOPPED and owed:
            yield f"{self.stage}, and still owed: {owed}"
        if self.stage == "closed" and {kind for kind, _, _ in owed} - OWED_AFTER_CLOSE:
            yield f"closed, and still owed: {owed}"
        if twice := [each for each, count in Counter(owed).items() if count > 1]:
            yield f"owed twice: {twice}"


def _any_of(table: str) -> str:
    return f"SELECT 1 FROM {table} WHERE request_id = :id LIMIT 1"


def _measures(world: World) -> Iterator[str]:
    """Hold that management decided each reward and penalty, on grounds that are about the same subject."""
    appraised = {
        _code(request_id, "Q", number): ((department, person), score < threshold)
        for request_id, number, department, person, score, threshold in world.rows(
            "SELECT request_id, number, department, person, score, threshold FROM appraisal"
        )
    }
    broken = {
        _code(request_id, "B", number): ((department, person), bool(serious))
        for request_id, number, department, person, serious in world.rows(
            "SELECT request_id, number, department, person, serious FROM breach"
        )
    }
    for table, grounds in (("incentive", appraised), ("penalty", appraised | broken)):
        sql = f"SELECT department, person, measure, rests_on, decided_by FROM {table}"
        for department, person, measure, rests_on, decided_by in world.rows(sql):
            named = json.loads(rests_on)
            if decided_by not in MANAGERS:
                yield f"{measure} decided by {decided_by}, who is not management"
            if not named or any(grounds.get(code, (None,))[0] != (department, person) for code in named):
                yield f"{measure} for {department or person} rests on {named}"
            elif table == "penalty" and measure != "warning" and not any(grounds[code][1] for code in named):
                yield f"{measure} rests on {named}, which carries no more than a warning"


def _code(request_id: int, letter: str, number: int) -> str:
    return f"CB-{request_id // 1_000_000_000}-{request_id % 1_000_000_000:04}/{letter}{number}"


def _training(world: World) -> Iterator[str]:
    """Hold that a plan followed the needs, a session the plan, a result the attendance, a change an evaluation."""
    spoken: dict[int, set[str]] = {}
    for event in events(world):
        if event["is_refused"] or not event["act"].startswith("training."):
            continue
        form = event["payload"]["form"]
        if event["actor"] not in MANAGERS:
            yield f"{event['act']} by {event['actor']}, who is not management"
        if event["act"] == "training.need_stated":
            spoken.setdefault(form["year"], set()).update(factor for factor in FACTORS if form.get(factor))
        if event["act"] == "training.planned" and spoken.get(form["year"], set()) != FACTORS:
            yield f"{form['year']} planned on needs that speak to {spoken.get(form['year'])}"
    yield from _trained(world)


def _trained(world: World) -> Iterator[str]:
    absent = world.rows(
        """SELECT r.evaluation, r.person FROM training_result r JOIN training_evaluation e
             ON (e.year, e.number) = (r.year, r.evaluation)
           LEFT JOIN training_attendance a ON e.session = 'TS-' || a.year || '-' || SUBSTR('000' || a.session, -4)
             AND a.person = r.person AND a.is_present = 1
           WHERE a.person IS NULL"""
    )
    if absent:
        yield f"evaluated, and not there: {absent}"
    if bare := world.rows("SELECT number, title FROM training_course WHERE plan IS NULL AND reason IS NULL"):
        yield f"held without a plan or a reason: {bare}"
    if idle := world.rows(
        """SELECT j.rests_on FROM training_adjustment j LEFT JOIN training_evaluation e
             ON j.rests_on = 'TE-' || e.year || '-' || SUBSTR('000' || e.number, -4) WHERE e.number IS NULL"""
    ):
        yield f"adjusted to what was not evaluated: {idle}"
    owed = world.rows("SELECT kind, subject FROM obligation WHERE chain = 0 AND closed_on IS NULL")
    if twice := [each for each, count in Counter(owed).items() if count > 1]:
        yield f"the book owes twice: {twice}"
    if {"training-needs", "training-plan"} - {kind for kind, _ in owed}:
        yield f"the annual round does not go on: {owed}"


def faults(world: World) -> list[str]:
    """Return everything that a book's stages promise and the book does not hold."""
    told = events(world)
    ids = [request_id for (request_id,) in world.rows("SELECT id FROM request")]
    found = [fault for request_id in ids for fault in Record(world, request_id, told).faults()]
    return [*found, *_measures(world), *_training(world)]
