"""The whole way of a case, by files and ``--json`` alone, without a terminal: in English, and the same in Chinese.

It runs on after the close: appraisal, a reward, a penalty, and the year's round of training.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from filelock import FileLock

from tests.journeys.driver import Cli, brief, founded_by_account

DATA: Final = Path(__file__).parent / "data"
LANGUAGES: Final = ("en", "zh-Hans")
REQ: Final = "CB-2026-0001"
SHARED_FILE, SHARED = "tariff.txt", "0800-2200: 20 CNY\n"

Owed = tuple[str, str, str]
Transcript = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act of the case: the form's entry in the data, the day, who, the command; and what must come of it."""

    form: str
    day: str
    by: str
    command: str
    act: str
    code: str
    stage: str
    opened: tuple[Owed, ...] = ()
    discharged: tuple[Owed, ...] = ()
    lapsed: tuple[Owed, ...] = ()
    target: str = ""
    on_book: bool = False
    """Whether the act is on the book, and on no request."""


def _each(kind: str, due: str) -> tuple[Owed, ...]:
    return tuple((kind, department, due) for department in ("SALES", "IT", "FIN"))


NEEDS_OF_2027: Final = ("training-needs", "management", "2026-10-31")
PLAN_OF_2027: Final = ("training-plan", "management", "2026-11-30")
NEEDS_OF_2028: Final = ("training-needs", "management", "2027-10-31")
PLAN_OF_2028: Final = ("training-plan", "management", "2027-11-30")
FOUNDED: Final = (NEEDS_OF_2027, PLAN_OF_2027)
"""What the book owes from the start."""


def _rated(rater: str) -> Owed:
    return "department-appraisal", rater, "2026-12-02"


STEPS: Final = (
    Step(
        form="request",
        day="2026-09-30",
        by="li.na",
        command="request new",
        act="request.drafted",
        code=REQ,
        stage="draft",
    ),
    Step(
        form="sign",
        day="2026-09-30",
        by="li.na",
        command=f"request submit {REQ}",
        act="request.submitted",
        code=REQ,
        stage="submitted",
        opened=(("review", "management", "2026-10-13"),),
    ),
    Step(
        form="review return",
        day="2026-10-08",
        by="gao.ping",
        command=f"review {REQ}",
        act="review.decided",
        code=f"{REQ}/V1",
        stage="draft",
        discharged=(("review", "management", "2026-10-13"),),
    ),
    Step(
        form="request again",
        day="2026-10-08",
        by="li.na",
        command=f"request edit {REQ}",
        act="request.edited",
        code=REQ,
        stage="draft",
    ),
    Step(
        form="sign",
        day="2026-10-08",
        by="li.na",
        command=f"request submit {REQ}",
        act="request.submitted",
        code=REQ,
        stage="submitted",
        opened=(("review", "management", "2026-10-14"),),
    ),
    Step(
        form="review approve",
        day="2026-10-09",
        by="gao.ping",
        command=f"review {REQ}",
        act="review.decided",
        code=f"{REQ}/V2",
        stage="approved",
        opened=(("coordination-meeting", "management", "2026-10-15"),),
        discharged=(("review", "management", "2026-10-14"),),
    ),
    Step(
        form="coordination",
        day="2026-10-14",
        by="gao.ping",
        command=f"meeting record {REQ}",
        act="meeting.recorded",
        code=f"{REQ}/M1",
        stage="coordinated",
        opened=(("responsibility-table", "SALES", "2026-10-19"), ("action", "IT", "2026-10-23")),
        discharged=(("coordination-meeting", "management", "2026-10-15"),),
    ),
    Step(
        form="risk",
        day="2026-10-15",
        by="sun.wei",
        command=f"risk add {REQ}",
        act="risk.identified",
        code=f"{REQ}/R2",
        stage="coordinated",
        opened=(("risk-measures", "FIN", "2026-11-06"),),
    ),
    Step(
        form="none legal",
        day="2026-10-15",
        by="sun.wei",
        command=f"risk none {REQ}",
        act="risk.excluded",
        code=f"{REQ}/N1",
        stage="coordinated",
    ),
    Step(
        form="none business",
        day="2026-10-15",
        by="li.na",
        command=f"risk none {REQ}",
        act="risk.excluded",
        code=f"{REQ}/N2",
        stage="coordinated",
    ),
    Step(
        form="none personnel",
        day="2026-10-15",
        by="liu.yang",
        command=f"risk none {REQ}",
        act="risk.excluded",
        code=f"{REQ}/N3",
        stage="coordinated",
    ),
    Step(
        form="treatment",
        day="2026-10-16",
        by="liu.yang",
        command=f"risk treat {REQ}/R1",
        act="risk.treated",
        code=f"{REQ}/R1",
        stage="coordinated",
        opened=(("risk-measures", "IT", "2026-10-27"),),
    ),
    Step(
        form="table",
        day="2026-10-16",
        by="li.na",
        command=f"responsibility assign {REQ}",
        act="responsibility.assigned",
        code=f"{REQ}/T1",
        stage="coordinated",
        opened=(("agreement-draft", "SALES", "2026-10-23"),),
        discharged=(("responsibility-table", "SALES", "2026-10-19"),),
    ),
    Step(
        form="agreement",
        day="2026-10-20",
        by="li.na",
        command=f"agree draft {REQ}",
        act="agreement.drafted",
        code=f"{REQ}/G1",
        stage="coordinated",
        opened=_each("signature", "2026-10-23"),
        discharged=(("agreement-draft", "SALES", "2026-10-23"),),
    ),
    Step(
        form="need",
        day="2026-10-20",
        by="gao.ping",
        command="training need",
        act="training.need_stated",
        code="TN-2027-0001",
        stage="coordinated",
        opened=(NEEDS_OF_2028,),
        discharged=(NEEDS_OF_2027,),
        on_book=True,
    ),
    Step(
        form="sign",
        day="2026-10-21",
        by="zhao.lei",
        command=f"agree sign {REQ}",
        act="agreement.signed",
        code=f"{REQ}/G1",
        stage="coordinated",
        discharged=(("signature", "SALES", "2026-10-23"),),
    ),
    Step(
        form="sign",
        day="2026-10-22",
        by="chen.bo",
        command=f"agree sign {REQ}",
        act="agreement.signed",
        code=f"{REQ}/G1",
        stage="coordinated",
        discharged=(("signature", "IT", "2026-10-23"),),
    ),
    Step(
        form="action done",
        day="2026-10-22",
        by="liu.yang",
        command=f"meeting action done {REQ}/A1",
        act="action.done",
        code=f"{REQ}/A1",
        stage="coordinated",
        discharged=(("action", "IT", "2026-10-23"),),
    ),
    Step(
        form="sign",
        day="2026-10-23",
        by="wu.min",
        command=f"agree sign {REQ}",
        act="agreement.signed",
        code=f"{REQ}/G1",
        stage="agreed",
        opened=(("start", "SALES", "2026-10-30"),),
        discharged=(("signature", "FIN", "2026-10-23"),),
    ),
    Step(
        form="measures in place",
        day="2026-10-26",
        by="liu.yang",
        command=f"risk review {REQ}/R1",
        act="risk.reviewed",
        code=f"{REQ}/R1",
        stage="agreed",
        discharged=(("risk-measures", "IT", "2026-10-27"),),
    ),
    Step(
        form="start",
        day="2026-10-28",
        by="li.na",
        command=f"start {REQ}",
        act="execution.started",
        code=REQ,
        stage="executing",
        opened=(
            *_each("progress-report", "2026-11-11"),
            ("regular-meeting", "SALES", "2026-11-04"),
            ("milestone", "IT", "2026-11-06"),
            ("milestone", "SALES", "2026-11-10"),
            ("milestone", "SALES", "2026-11-05"),
            ("acceptance-opening", "SALES", "2026-11-17"),
            ("risk-review", "IT", "2026-11-11"),
            ("risk-review", "FIN", "2026-11-04"),
        ),
        discharged=(("start", "SALES", "2026-10-30"),),
    ),
    Step(
        form="regular",
        day="2026-11-04",
        by="li.na",
        command=f"meeting record {REQ}",
        act="meeting.recorded",
        code=f"{REQ}/M2",
        stage="executing",
        opened=(("regular-meeting", "SALES", "2026-11-11"),),
        discharged=(("regular-meeting", "SALES", "2026-11-04"),),
    ),
    Step(
        form="less likely",
        day="2026-11-04",
        by="sun.wei",
        command=f"risk review {REQ}/R2",
        act="risk.reviewed",
        code=f"{REQ}/R2",
        stage="executing",
        opened=(("risk-review", "FIN", "2026-11-18"),),
        discharged=(
            ("risk-review", "FIN", "2026-11-04"),
            ("risk-measures", "FIN", "2026-11-06"),
        ),
    ),
    Step(
        form="issue",
        day="2026-11-04",
        by="liu.yang",
        command=f"issue raise {REQ}",
        act="issue.raised",
        code=f"{REQ}/I1",
        stage="executing",
        opened=(
            ("issue", "IT", "2026-11-11"),
            ("ad-hoc-meeting", "SALES", "2026-11-09"),
        ),
    ),
    Step(
        form="message",
        day="2026-11-04",
        by="liu.yang",
        command=f"message log {REQ}",
        act="message.logged",
        code=f"{REQ}/L1",
        stage="executing",
    ),
    Step(
        form="ad-hoc",
        day="2026-11-05",
        by="li.na",
        command=f"meeting record {REQ}",
        act="meeting.recorded",
        code=f"{REQ}/M3",
        stage="executing",
        discharged=(("ad-hoc-meeting", "SALES", "2026-11-09"),),
    ),
    Step(
        form="shared",
        day="2026-11-05",
        by="sun.wei",
        command=f"share {REQ}",
        act="item.shared",
        code=f"{REQ}/F1",
        stage="executing",
    ),
    Step(
        form="escalation",
        day="2026-11-05",
        by="li.na",
        command=f"issue escalate {REQ}/I1",
        act="issue.escalated",
        code=f"{REQ}/I1",
        stage="executing",
        opened=(("escalation", "management", "2026-11-10"),),
    ),
    Step(
        form="report FIN",
        day="2026-11-05",
        by="sun.wei",
        command=f"report {REQ}",
        act="report.filed",
        code=f"{REQ}/P1",
        stage="executing",
        opened=(("progress-report", "FIN", "2026-11-25"),),
        discharged=(("progress-report", "FIN", "2026-11-11"),),
    ),
    Step(
        form="milestone",
        day="2026-11-05",
        by="li.na",
        command=f"milestone reach {REQ}",
        target="4",
        act="milestone.reached",
        code=REQ,
        stage="executing",
        discharged=(("milestone", "SALES", "2026-11-05"),),
    ),
    Step(
        form="milestone",
        day="2026-11-06",
        by="liu.yang",
        command=f"milestone reach {REQ}",
        target="1",
        act="milestone.reached",
        code=REQ,
        stage="executing",
        discharged=(("milestone", "IT", "2026-11-06"),),
    ),
    Step(
        form="resolution",
        day="2026-11-09",
        by="gao.ping",
        command=f"issue resolve {REQ}/I1",
        act="issue.resolved",
        code=f"{REQ}/I1",
        stage="executing",
        discharged=(
            ("issue", "IT", "2026-11-11"),
            ("escalation", "management", "2026-11-10"),
        ),
    ),
    Step(
        form="move",
        day="2026-11-09",
        by="li.na",
        command=f"milestone move {REQ}",
        target="2",
        act="milestone.moved",
        code=REQ,
        stage="executing",
        opened=(("milestone", "SALES", "2026-11-11"), ("acceptance-opening", "SALES", "2026-11-18")),
        lapsed=(("milestone", "SALES", "2026-11-10"), ("acceptance-opening", "SALES", "2026-11-17")),
    ),
    Step(
        form="report IT",
        day="2026-11-10",
        by="liu.yang",
        command=f"report {REQ}",
        act="report.filed",
        code=f"{REQ}/P2",
        stage="executing",
        opened=(("progress-report", "IT", "2026-11-25"),),
        discharged=(("progress-report", "IT", "2026-11-11"),),
    ),
    Step(
        form="report SALES",
        day="2026-11-10",
        by="li.na",
        command=f"report {REQ}",
        act="report.filed",
        code=f"{REQ}/P3",
        stage="executing",
        opened=(
            ("progress-report", "SALES", "2026-11-25"),
            ("issue", "SALES", "2026-11-17"),
            ("escalation", "management", "2026-11-13"),
        ),
        discharged=(("progress-report", "SALES", "2026-11-11"),),
    ),
    Step(
        form="resolution again",
        day="2026-11-11",
        by="gao.ping",
        command=f"issue resolve {REQ}/I2",
        act="issue.resolved",
        code=f"{REQ}/I2",
        stage="executing",
        discharged=(
            ("issue", "SALES", "2026-11-17"),
            ("escalation", "management", "2026-11-13"),
        ),
    ),
    Step(
        form="another response",
        day="2026-11-11",
        by="liu.yang",
        command=f"risk review {REQ}/R1",
        act="risk.reviewed",
        code=f"{REQ}/R1",
        stage="executing",
        opened=(("risk-review", "IT", "2026-11-25"), ("risk-measures", "IT", "2026-11-11")),
        discharged=(("risk-review", "IT", "2026-11-11"),),
    ),
    Step(
        form="regular again",
        day="2026-11-11",
        by="li.na",
        command=f"meeting record {REQ}",
        act="meeting.recorded",
        code=f"{REQ}/M4",
        stage="executing",
        opened=(("regular-meeting", "SALES", "2026-11-18"),),
        discharged=(("regular-meeting", "SALES", "2026-11-11"),),
    ),
    Step(
        form="milestone",
        day="2026-11-11",
        by="li.na",
        command=f"milestone reach {REQ}",
        target="2",
        act="milestone.reached",
        code=REQ,
        stage="executing",
        discharged=(("milestone", "SALES", "2026-11-11"),),
    ),
    Step(
        form="risk close",
        day="2026-11-11",
        by="liu.yang",
        command=f"risk close {REQ}/R1",
        act="risk.closed",
        code=f"{REQ}/R1",
        stage="executing",
        lapsed=(("risk-review", "IT", "2026-11-25"), ("risk-measures", "IT", "2026-11-11")),
    ),
    Step(
        form="opening",
        day="2026-11-12",
        by="li.na",
        command=f"accept open {REQ}",
        act="acceptance.opened",
        code=f"{REQ}/C1",
        stage="accepting",
        opened=_each("evaluation", "2026-11-19"),
        discharged=(("acceptance-opening", "SALES", "2026-11-18"),),
        lapsed=(*_each("progress-report", "2026-11-25"), ("regular-meeting", "SALES", "2026-11-18")),
    ),
    Step(
        form="evaluation",
        day="2026-11-13",
        by="li.na",
        command=f"accept evaluate {REQ}",
        act="acceptance.evaluated",
        code=f"{REQ}/E1",
        stage="accepting",
        discharged=(("evaluation", "SALES", "2026-11-19"),),
    ),
    Step(
        form="evaluation",
        day="2026-11-16",
        by="liu.yang",
        command=f"accept evaluate {REQ}",
        act="acceptance.evaluated",
        code=f"{REQ}/E2",
        stage="accepting",
        discharged=(("evaluation", "IT", "2026-11-19"),),
    ),
    Step(
        form="evaluation",
        day="2026-11-17",
        by="sun.wei",
        command=f"accept evaluate {REQ}",
        act="acceptance.evaluated",
        code=f"{REQ}/E3",
        stage="accepting",
        opened=(("decision", "management", "2026-11-24"),),
        discharged=(("evaluation", "FIN", "2026-11-19"),),
    ),
    Step(
        form="decision",
        day="2026-11-18",
        by="gao.ping",
        command=f"accept decide {REQ}",
        act="acceptance.decided",
        code=f"{REQ}/D1",
        stage="accepted",
        opened=(
            *_each("summary", "2026-12-02"),
            ("appraisal-round", "SALES", "2026-12-02"),
            *(_rated(rater) for rater in ("SALES", "IT", "FIN") for _each_other in range(2)),
            ("person-appraisal", "FIN", "2026-12-02"),
        ),
        discharged=(("decision", "management", "2026-11-24"),),
        lapsed=(("risk-review", "FIN", "2026-11-18"),),
    ),
    Step(
        form="summary",
        day="2026-11-19",
        by="li.na",
        command=f"summary add {REQ}",
        act="summary.added",
        code=f"{REQ}/S1",
        stage="accepted",
        discharged=(("summary", "SALES", "2026-12-02"),),
    ),
    Step(
        form="summary",
        day="2026-11-20",
        by="liu.yang",
        command=f"summary add {REQ}",
        act="summary.added",
        code=f"{REQ}/S2",
        stage="accepted",
        discharged=(("summary", "IT", "2026-12-02"),),
    ),
    Step(
        form="summary",
        day="2026-11-23",
        by="sun.wei",
        command=f"summary add {REQ}",
        act="summary.added",
        code=f"{REQ}/S3",
        stage="closed",
        discharged=(("summary", "FIN", "2026-12-02"),),
    ),
    Step(
        form="appraisal SALES IT",
        day="2026-11-24",
        by="li.na",
        command=f"appraise {REQ}",
        act="appraisal.given",
        code=f"{REQ}/Q1",
        stage="closed",
        discharged=(_rated("SALES"),),
    ),
    Step(
        form="appraisal SALES FIN",
        day="2026-11-24",
        by="li.na",
        command=f"appraise {REQ}",
        act="appraisal.given",
        code=f"{REQ}/Q2",
        stage="closed",
        discharged=(_rated("SALES"),),
    ),
    Step(
        form="appraisal IT SALES",
        day="2026-11-25",
        by="liu.yang",
        command=f"appraise {REQ}",
        act="appraisal.given",
        code=f"{REQ}/Q3",
        stage="closed",
        discharged=(_rated("IT"),),
    ),
    Step(
        form="appraisal IT FIN",
        day="2026-11-25",
        by="liu.yang",
        command=f"appraise {REQ}",
        act="appraisal.given",
        code=f"{REQ}/Q4",
        stage="closed",
        discharged=(_rated("IT"),),
    ),
    Step(
        form="appraisal FIN li.na",
        day="2026-11-26",
        by="sun.wei",
        command=f"appraise {REQ}",
        act="appraisal.given",
        code=f"{REQ}/Q5",
        stage="closed",
        discharged=(("person-appraisal", "FIN", "2026-12-02"),),
    ),
    Step(
        form="appraisal FIN IT",
        day="2026-11-26",
        by="sun.wei",
        command=f"appraise {REQ}",
        act="appraisal.given",
        code=f"{REQ}/Q6",
        stage="closed",
        discharged=(_rated("FIN"),),
    ),
    Step(
        form="need again",
        day="2026-11-27",
        by="gao.ping",
        command="training need",
        act="training.need_stated",
        code="TN-2027-0002",
        stage="closed",
        on_book=True,
    ),
    Step(
        form="plan",
        day="2026-11-27",
        by="gao.ping",
        command="training plan",
        act="training.planned",
        code="TP-2027-0001",
        stage="closed",
        opened=(("training-course", "management", "2027-03-05"), PLAN_OF_2028),
        discharged=(PLAN_OF_2027,),
        on_book=True,
    ),
    Step(
        form="breach",
        day="2026-12-04",
        by="gao.ping",
        command=f"breach record {REQ}",
        act="breach.recorded",
        code=f"{REQ}/B1",
        stage="closed",
    ),
    Step(
        form="penalty",
        day="2026-12-07",
        by="gao.ping",
        command="incentive penalise",
        act="penalty.imposed",
        code="PN-2026-0001",
        stage="closed",
        on_book=True,
    ),
    Step(
        form="appraisal FIN SALES",
        day="2026-12-07",
        by="sun.wei",
        command=f"appraise {REQ}",
        act="appraisal.given",
        code=f"{REQ}/Q7",
        stage="closed",
        discharged=(_rated("FIN"), ("appraisal-round", "SALES", "2026-12-02")),
    ),
    Step(
        form="reward",
        day="2026-12-08",
        by="gao.ping",
        command="incentive grant",
        act="incentive.granted",
        code="IN-2026-0001",
        stage="closed",
        on_book=True,
    ),
    Step(
        form="session",
        day="2027-03-04",
        by="gao.ping",
        command="training session TC-2027-0001",
        act="training.held",
        code="TS-2027-0001",
        stage="closed",
        opened=(("training-evaluation", "management", "2027-03-18"),),
        discharged=(("training-course", "management", "2027-03-05"),),
        on_book=True,
    ),
    Step(
        form="effect",
        day="2027-03-08",
        by="gao.ping",
        command="training evaluate TS-2027-0001",
        act="training.evaluated",
        code="TE-2027-0001",
        stage="closed",
        opened=(("training-adjustment", "management", "2027-03-22"),),
        discharged=(("training-evaluation", "management", "2027-03-18"),),
        on_book=True,
    ),
    Step(
        form="adjustment",
        day="2027-03-10",
        by="gao.ping",
        command="training adjust",
        act="training.adjusted",
        code="TA-2027-0001",
        stage="closed",
        discharged=(("training-adjustment", "management", "2027-03-22"),),
        on_book=True,
    ),
)
"""The case, with every date that the policy's working days give: National Day off, Saturday 10 October worked."""


def _go(cli: Cli, forms: dict[str, Any]) -> Transcript:
    """Carry the case to its close, noting what every command answers."""
    company = founded_by_account(forms["company"])
    cli.folder.joinpath(SHARED_FILE).write_text(SHARED, "utf-8")
    steps = []
    founding = cli.act("init", "--rehearsal", form=company, now="2026-09-30")
    stage = ""
    for before, step in zip((None, *STEPS), STEPS, strict=False):
        cli.now = step.day
        possible = cli.look("next", REQ) if before and before.stage != stage else None
        stage = before.stage if before else ""
        nodes = forms["agreement"]["time_nodes"]
        milestones = [m["name"] for m in (*forms["request"]["milestones"], *nodes)]
        target = [milestones[int(step.target) - 1]] if step.target else []
        receipt = cli.act(*step.command.split(), *target, form=forms[step.form], by=step.by)
        steps.append({"receipt": receipt, "next": possible, "status": cli.look("status")})
    last = {
        "page": cli.look("status", REQ),
        "journal": cli.journal(),
        "next": cli.look("next", REQ),
        "check": cli.look("db", "check"),
        "form": cli.look("request", "show", REQ),
        "agreement": cli.look("agree", "show", REQ),
        "table": cli.look("responsibility", "show", REQ),
        "reports": cli.look("report", "list", REQ),
        "summaries": cli.look("summary", "list", REQ),
        "register": cli.look("risk", "list", REQ, "--all"),
        "risks": [cli.look("risk", "show", f"{REQ}/R{number}") for number in (1, 2)],
        "issues": [cli.look("issue", "show", f"{REQ}/I{number}") for number in (1, 2)],
        "minutes": cli.look("meeting", "show", f"{REQ}/M3"),
        "message": cli.look("message", "show", f"{REQ}/L1"),
        "shared": cli.look("share", "show", f"{REQ}/F1"),
        "kept": cli.look("share", "check", REQ),
        "appraisals": cli.look("appraise", "list", REQ),
        "results": cli.look("appraise", "results", REQ),
        "breach": cli.look("breach", "show", f"{REQ}/B1"),
        "measures": cli.look("incentive", "list"),
        "needs": cli.look("training", "list", "needs"),
        "training": cli.look("training", "show", "2027"),
    }
    return {"founding": founding, "steps": steps, "last": last}


@pytest.fixture(scope="session")
def transcript(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Transcript]:
    """Return what the commands answered on the whole way in a language; each way is gone once, whoever asks first."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def gone(language: str) -> Transcript:
        kept = shared / f"whole-way-{language}.json"
        with FileLock(f"{kept}.lock"):
            if not kept.exists():
                folder = tmp_path_factory.mktemp("way")
                forms = yaml.safe_load((DATA / f"lantern.{language}.yaml").read_text("utf-8"))
                kept.write_text(json.dumps(_go(Cli(folder, language=language), forms)), "utf-8")
        return dict(json.loads(kept.read_text("utf-8")))

    return gone


in_every_language = pytest.mark.parametrize("language", LANGUAGES)
OBLIGATION: Final = {"request", "title", "clause", "kind", "subject", "owed_by", "due_date", "days_overdue"}
CLAUSES: Final = {
    "review": "2.2.1",
    "coordination-meeting": "2.2.3",
    "responsibility-table": "2.3.1",
    "agreement-draft": "2.3.2",
    "signature": "2.3.2",
    "start": "2.4.1",
    "progress-report": "2.4.3",
    "regular-meeting": "4.1.1",
    "milestone": "2.4.1",
    "acceptance-opening": "2.5.1",
    "evaluation": "2.5.1",
    "decision": "3.3.4",
    "summary": "2.5.3",
    "action": "4.1.3",
    "risk-measures": "5.3.1",
    "risk-review": "5.4.1",
    "issue": "3.1.4",
    "ad-hoc-meeting": "4.2.2",
    "escalation": "3.3.3",
    "appraisal-round": "6.2.2",
    "department-appraisal": "6.2.2",
    "person-appraisal": "6.2.2",
    "training-needs": "7.1.1",
    "training-plan": "7.2.1",
    "training-course": "7.3.1",
    "training-evaluation": "7.4.1",
    "training-adjustment": "7.4.3",
}


@in_every_language
def test_every_receipt_has_the_keys_that_scripts_rely_on(transcript, language):
    way = transcript(language)
    keys = {"act", "request", "code", "stage", "event", "opened", "discharged", "lapsed", "next"}
    for step, noted in zip(STEPS, way["steps"], strict=True):
        receipt = noted["receipt"]
        several = {"codes"} if step.form in ("coordination", "report SALES", "plan") else set()
        assert set(receipt) == keys | several, step
        assert set(receipt["event"]) == {"seq", "hash", "occurred_on", "recorded_at", "actor", "recorded_by"}, step
        for owed in (*receipt["opened"], *receipt["discharged"], *receipt["lapsed"]):
            assert set(owed) == OBLIGATION, step
        for owed in receipt["next"]:
            assert set(owed) == OBLIGATION | {"command"}, step
            assert owed["command"].startswith("crosspolicy "), step
    assert set(way["founding"]) == keys
    assert way["founding"]["act"] == "book.initialised"


@in_every_language
@pytest.mark.clause("2.1.1", "2.2.1", "2.2.2", "2.2.3", "2.3.1", "2.3.2", "2.4.1", "2.4.3", "2.5.1", "2.5.3", "3.3.4")
@pytest.mark.clause("3.1.1", "3.1.2", "3.1.3", "3.2.1", "3.2.2", "3.2.4", "3.3.1", "3.3.2", "3.3.3", "4.2.2")
@pytest.mark.clause("5.1.1", "5.1.2", "5.3.1", "5.4.1", "5.4.2")
def test_every_act_leads_to_its_stage_opens_and_settles_what_the_policy_says(transcript, language):
    way = transcript(language)
    for step, noted in zip(STEPS, way["steps"], strict=True):
        receipt = noted["receipt"]
        assert (receipt["act"], receipt["request"], receipt["code"], receipt["stage"]) == (
            step.act,
            None if step.on_book else REQ,
            step.code,
            None if step.on_book else step.stage,
        )
        assert sorted(map(brief, receipt["opened"])) == sorted(step.opened), step
        assert sorted(map(brief, receipt["discharged"])) == sorted(step.discharged), step
        assert sorted(map(brief, receipt["lapsed"])) == sorted(step.lapsed), step
        assert all(owed["clause"] == CLAUSES[owed["kind"]] for owed in receipt["opened"]), step
        assert (receipt["event"]["actor"], receipt["event"]["recorded_by"]) == (step.by, "xu.hui"), step
        assert receipt["event"]["occurred_on"] == f"{step.day}T02:00:00Z", step


@in_every_language
@pytest.mark.clause("1.1", "2.2.1", "2.4.3", "4.1.1", "4.1.3", "2.4.1", "2.5.1", "2.5.3", "3.3.4", "3.1.5")
def test_after_every_act_the_status_holds_exactly_what_is_owed_and_by_when(transcript, language):
    way = transcript(language)
    assert sorted(map(brief, way["founding"]["opened"])) == sorted(FOUNDED)
    owed = list(FOUNDED)
    for step, noted in zip(STEPS, way["steps"], strict=True):
        for gone in (*step.discharged, *step.lapsed):
            owed.remove(gone)
        owed += step.opened
        status = noted["status"]
        assert sorted(map(brief, status["obligations"])) == sorted(owed), step
        assert [o["due_date"] for o in status["obligations"]] == sorted(due for _, _, due in owed), step
        assert status["stages"] == {step.stage: 1}, step
        overdue = sum(due < step.day for _, _, due in owed)
        assert (status["as_of"], status["overdue"]) == (step.day, overdue), step
        assert set(status) >= {"as_of", "stages", "overdue", "due_soon", "obligations"}, step
    assert owed == [NEEDS_OF_2028, PLAN_OF_2028]


@in_every_language
@pytest.mark.clause("1.1")
def test_what_comes_next_is_offered_before_it_is_done_and_the_rest_names_what_blocks_it(transcript, language):
    way = transcript(language)
    looked = [(step, noted["next"]) for step, noted in zip(STEPS, way["steps"], strict=True) if noted["next"]]
    assert len(looked) == 11
    for step, offered in looked:
        assert step.act in [entry["act"] for entry in offered if entry["available"]], step
        for entry in offered:
            assert {"act", "command", "available", "who", "blocked_by"} <= set(entry), step
            assert entry["available"] == (entry["blocked_by"] == []), step
            assert entry["command"].startswith("crosspolicy "), step
            assert entry["who"], step
            for breach in entry["blocked_by"]:
                assert {"clause", "gate", "message"} <= set(breach), step
    still = [entry["act"] for entry in way["last"]["next"] if entry["available"] and entry["act"] != "gate.waived"]
    assert still == ["message.logged", "item.shared", "appraisal.given", "appraisal.given", "breach.recorded"]


@in_every_language
def test_the_journal_tells_every_act_once_and_the_book_is_sound(transcript, language):
    way = transcript(language)
    journal = way["last"]["journal"]
    assert [event["act"] for event in journal] == ["book.initialised", *(step.act for step in STEPS)]
    assert [event["seq"] for event in journal] == list(range(1, len(STEPS) + 2))
    receipts = [way["founding"], *(noted["receipt"] for noted in way["steps"])]
    assert [event["hash"] for event in journal] == [receipt["event"]["hash"] for receipt in receipts]
    assert len({event["hash"] for event in journal}) == len(journal)
    assert not any(event["refused"] or event["breaches"] for event in journal)
    assert [event["request"] for event in journal[1:]] == [None if step.on_book else REQ for step in STEPS]
    assert way["last"]["check"]["sound"] is True


@in_every_language
@pytest.mark.clause("2.5.2", "1.3.1", "1.3.2", "2.3.1", "2.3.2")
def test_the_closed_case_shows_what_each_department_did_planned_against_actual(transcript, language):
    page = transcript(language)["last"]["page"]
    assert page["stage"] == "closed"
    assert [entry["stage"] for entry in page["stages"]] == [
        "draft",
        "submitted",
        "draft",
        "submitted",
        "approved",
        "coordinated",
        "agreed",
        "executing",
        "accepting",
        "accepted",
        "closed",
    ]
    assert [
        (d["department"], d["requesting"], d["opinion"], d["signed_by"], d["verdict"], d["summed_up"], d["owes"])
        for d in page["departments"]
    ] == [
        ("SALES", True, False, "zhao.lei", "pass", True, []),
        ("IT", False, True, "chen.bo", "pass", True, []),
        ("FIN", False, True, "wu.min", "pass", True, []),
    ]
    assert [(m["department"], m["planned_date"], m["due_date"], m["reached_date"]) for m in page["milestones"]] == [
        ("SALES", "2026-11-05", "2026-11-05", "2026-11-05"),
        ("IT", "2026-11-06", "2026-11-06", "2026-11-06"),
        ("SALES", "2026-11-09", "2026-11-11", "2026-11-11"),
    ]
    assert [m["days_late"] for m in page["milestones"]] == [0, 0, 2]
    assert page["cost"] == {"currency": "CNY", "planned": "250000.00", "to_date": "128000.50", "actual": "248000.50"}
    assert page["obligations"] == []


def _told_of(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in rows]


@in_every_language
@pytest.mark.clause("1.3.3", "2.1.2", "2.3.1", "2.3.2", "2.4.2", "2.4.3", "3.1.4", "3.2.3", "3.2.4", "3.3.3")
@pytest.mark.clause("1.3.4", "4.2.1", "4.2.2", "4.3.2", "5.1.1", "5.1.2", "5.2.1", "5.2.2", "5.3.1", "5.3.2", "5.3.3")
def test_what_was_stated_comes_back_as_it_was_stated(transcript, language):
    forms = yaml.safe_load((DATA / f"lantern.{language}.yaml").read_text("utf-8"))
    last = transcript(language)["last"]
    stated = forms["request"] | forms["request again"]
    form = last["form"]
    assert [form[name] for name in ("title", "requesting_department", "requester", "objectives", "risks")] == [
        stated["title"],
        "SALES",
        "li.na",
        stated["objectives"],
        stated["risks"],
    ]
    assert form["background"] == stated["background"].strip()
    others = [d for d in form["departments"] if d["department"] != "SALES"]
    assert others == stated["departments"]
    assert (form["planned_cost"], form["actual_cost"]) == ("250000.00", "248000.50")
    assert [row["responsibility"] for row in last["table"]["rows"]] == [
        row["responsibility"] for row in forms["table"]["rows"]
    ]
    assert last["table"]["departments"] == ["SALES", "IT", "FIN"]
    terms = last["agreement"]["terms"]
    for name in ("workflow", "communication_mechanism", "assessment_standards"):
        assert terms[name] == forms["agreement"][name]
    assert [(s["department"], s["own_work"]) for s in last["summaries"]] == [
        (department, forms["summary"]["own_work"]) for department in ("SALES", "IT", "FIN")
    ]
    assert _told_of(last["register"], "category", "level") == [("technical", "medium"), ("market", "medium")]
    assert _told_of(last["risks"], "inherent_level", "residual_level", "response") == [
        ("medium", "low", "accept"),
        ("high", None, "mitigate"),
    ]
    technical, market = last["risks"]
    assert (market["expected_loss"], market["contingency"]) == ("8000.00", forms["risk"]["contingency"])
    assert _told_of(technical["history"], "change", "level")[1:] == [
        (None, "medium"),
        (forms["measures in place"]["change"], "medium"),
        (forms["another response"]["change"], "medium"),
    ]
    assert technical["close_reason"] == forms["risk close"]["reason"]
    assert _told_of(last["issues"], "description", "escalation_reason", "solution", "resolved_by") == [
        (forms["issue"]["description"], forms["escalation"]["reason"], forms["resolution"]["solution"], "gao.ping"),
        (*[forms["report SALES"]["needs_management"]] * 2, forms["resolution again"]["solution"], "gao.ping"),
    ]
    assert (last["minutes"]["issue"], last["minutes"]["solution"]) == (f"{REQ}/I1", forms["ad-hoc"]["solution"])
    assert (last["message"]["issue"], last["message"]["content"]) == (f"{REQ}/I1", forms["message"]["content"])
    shared = sha256(SHARED.encode()).hexdigest()
    assert _told_of([last["shared"]], "size", "sha256") == [(len(SHARED), shared)]
    assert Path(last["shared"]["file"]).name == SHARED_FILE
    assert last["kept"]["unchanged"] is True
    assert [report["done"] for report in last["reports"]] == [
        forms[f"report {department}"]["done"] for department in ("FIN", "IT", "SALES")
    ]


@in_every_language
@pytest.mark.clause("6.1.1", "6.1.2", "6.2.1", "6.2.2", "6.3.1", "6.3.2", "6.3.3")
def test_after_the_close_everybody_is_appraised_and_the_measures_rest_on_it(transcript, language):
    forms = yaml.safe_load((DATA / f"lantern.{language}.yaml").read_text("utf-8"))
    last = transcript(language)["last"]
    given = [(a["by_department"], a["department"] or a["person"], a["score"]) for a in last["appraisals"]]
    assert sorted(given) == [
        ("FIN", "IT", "4.30"),
        ("FIN", "SALES", "4.00"),
        ("FIN", "li.na", "4.65"),
        ("IT", "FIN", "3.55"),
        ("IT", "SALES", "3.90"),
        ("SALES", "FIN", "3.40"),
        ("SALES", "IT", "4.65"),
    ]
    ranks = [(r["subject"], r["rank"], r["mean"], r["spread"], r["given"], r["missing"]) for r in last["results"]]
    assert ranks == [
        ("IT", 1, "4.48", "0.35", 2, []),
        ("SALES", 2, "3.95", "0.10", 2, []),
        ("FIN", 3, "3.48", "0.15", 2, []),
        ("li.na", 1, "4.65", "0.00", 1, []),
    ]
    assert (last["breach"]["department"], last["breach"]["term"]) == ("FIN", "6.2.2")
    assert "2026-12-02" in last["breach"]["description"]
    measures = {m["code"]: (m["measure"], m["amount"], m["reason"], m["rests_on"]) for m in last["measures"]}
    reward, penalty = forms["reward"], forms["penalty"]
    assert measures == {
        "IN-2026-0001": ("bonus", "5000.00", reward["reason"], reward["rests_on"]),
        "PN-2026-0001": ("warning", None, penalty["reason"], penalty["rests_on"]),
    }


@in_every_language
@pytest.mark.clause("7.1.1", "7.1.2", "7.2.1", "7.2.2", "7.3.1", "7.3.2", "7.4.1", "7.4.2", "7.4.3")
def test_what_went_wrong_becomes_a_need_a_course_and_a_plan_adjusted_to_its_effect(transcript, language):
    forms = yaml.safe_load((DATA / f"lantern.{language}.yaml").read_text("utf-8"))
    last = transcript(language)["last"]
    factors = ("topic", "business_trend", "skill_level", "work_problem")
    stated = [tuple(forms[name].get(factor) for factor in factors) for name in ("need", "need again")]
    assert _told_of(last["needs"], *factors) == stated
    assert last["needs"][1]["evidence"] == [f"{REQ}/Q2", f"{REQ}/I1"]
    year = last["training"]
    assert year["coverage"] == {"needs": 2, "covered": 2, "uncovered": []}
    (course,) = year["courses"]
    (planned,) = forms["plan"]["courses"]
    assert (course["title"], course["method"], course["state"]) == (planned["title"], "practical", "done")
    (session,) = course["sessions"]
    assert (session["attendees"], session["absentees"]) == (["li.na", "sun.wei"], ["wu.min"])
    assert (session["mean"], session["effect"]) == (72.5, "partly")
    (adjustment,) = year["adjustments"]
    assert (adjustment["rests_on"], adjustment["reason"]) == ("TE-2027-0001", forms["adjustment"]["reason"])
    assert [(p["person"], p["attended"], p["mean"]) for p in year["people"]] == [
        ("sun.wei", 1, 55),
        ("wu.min", 0, None),
        ("li.na", 1, 90),
    ]


_WORDS: Final = {"message", "hint", "title", "who", "subject", "command", "name", "hash", "digest", "missing"}
"""Keys whose values speak a language, hold what somebody stated, or are made of it."""


def _bones(content: Any, key: str = "") -> Any:
    """Return the keys and codes of JSON without what is told or stated in a language."""
    if isinstance(content, dict):
        return {k: _bones(v, k) for k, v in content.items() if k not in ("form", "effect")}
    if isinstance(content, list):
        return [_bones(item, key) for item in content]
    return "…" if key in _WORDS else content


@pytest.mark.clause("1.1")
def test_keys_and_codes_are_the_same_in_both_languages(transcript):
    english, chinese = (transcript(language) for language in LANGUAGES)
    for name in ("founding", "steps"):
        told = [_bones(way[name]) for way in (english, chinese)]
        assert told[0] == told[1]
    for name in ("next", "check", "journal"):
        told = [_bones(way["last"][name]) for way in (english, chinese)]
        assert told[0] == told[1], name
    for name in ("page", "form", "agreement", "table"):
        assert list(english["last"][name]) == list(chinese["last"][name]), name


def test_what_is_told_speaks_chinese(transcript):
    offered = transcript("zh-Hans")["steps"][1]["next"]
    for entry in offered:
        told = [entry["title"], entry["who"], *(b["message"] for b in entry["blocked_by"])]
        assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in told), told
