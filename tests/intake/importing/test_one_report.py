"""Everything that is wrong with a record is told in one run: its form, what it names, who acts, the gates."""

from datetime import date
from unittest.mock import patch

import openpyxl
import pytest

from crosspolicy.acts.act import Target
from crosspolicy.acts.registry import all_acts
from crosspolicy.store.batch import Batch
from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import MANAGER
from tests.support.editions import edition, scales
from tests.support.imports import counts, drafted, hints, imported, lines, record, stories, submitted, told

LIKELIHOOD = "1 rare, 2 unlikely, 3 possible, 4 likely, 5 almost certain"
NO_STEP = f"must be the number of a step of the scale: {LIKELIHOOD}"


@pytest.fixture
def kiosks(tmp_path):
    """Return a function that writes records into one and the same file."""
    return lambda *records: lines(tmp_path / "kiosks.jsonl", *records)


def reasons(outcome):
    """Return column and message of everything that is wrong; of gates, which they are."""
    return [(column, message if column else message.partition(":")[0]) for _, column, _, message in told(outcome)]


def changed(part, **changes):
    """Return the first of a list of the request's form, changed."""
    return papers.REQUEST[part][0] | changes


# All at once


def test_form_references_actor_and_gates_are_told_in_one_run(world, kiosks):
    bad = submitted(
        "K1",
        requester="mo.li",
        planned_cost="about 5000",
        objectives=None,
        departments=[changed("departments", positions=[]), changed("departments", department="MARS")],
        milestones=[changed("milestones", due_date="5 June")],
    )
    outcome = imported(world, kiosks(bad | {"actor": "mo.chen"}))
    assert counts(outcome) == (0, 0, 0, 1)
    assert reasons(outcome) == [
        ("milestones.1.due_date", "cannot be read as a day; write it like 2026-03-31"),
        ("planned_cost", "must be an amount in digits alone, like 12500.00"),
        ("requester", "mo.li is nobody in the book; `crosspolicy org person list` shows who is"),
        (
            "departments.2.department",
            "MARS is no department of the book; `crosspolicy org department list` shows them",
        ),
        ("actor", "mo.chen is nobody in the book; `crosspolicy org person list` shows who is"),
        ("", "2.1.2 form-complete"),
    ]
    assert told(outcome)[-1][-1].endswith("The form lacks objectives, departments.IT.positions.")


def test_authority_and_gates_are_told_beside_what_the_book_does_not_know(world, kiosks):
    bad = submitted("K1", requester="mo.li", objectives=None) | {"actor": "liu.yang"}
    outcome = imported(world, kiosks(bad))
    assert reasons(outcome) == [
        ("requester", "mo.li is nobody in the book; `crosspolicy org person list` shows who is"),
        ("", "3.1.1 authority"),
        ("", "2.1.2 form-complete"),
    ]
    assert hints(outcome)[1:] == [
        "Name somebody who may as actor; a coordinator may import for others.",
        "Fill it in in the file; or import it as request.drafted, and it stays a draft.",
    ]


def test_a_record_that_changes_a_draft_is_told_all_at_once_too(world, kiosks):
    imported(world, kiosks(drafted("K1")))
    bad = submitted("K1", requester="mo.li", objectives=None) | {"actor": "liu.yang"}
    outcome = imported(world, kiosks(bad))
    assert [message.partition(":")[0] for _, message in reasons(outcome)][1:] == [
        "3.1.1 authority",
        "2.1.2 form-complete",
    ]
    assert counts(imported(world, kiosks(submitted("K1")))) == (0, 1, 0, 0)
    assert_sound(world)


def test_an_act_on_a_request_of_the_same_file_is_told_all_at_once(world, kiosks):
    form = papers.REVIEW | {"necessity": "rather", "outcome": "reject"}
    outcome = imported(world, kiosks(submitted("K1"), record("review.decided", form, by="liu.yang", target="K1")))
    assert counts(outcome) == (1, 0, 0, 1)
    assert reasons(outcome) == [
        ("necessity", "must be one of necessary, desirable, unnecessary"),
        ("comment", "must be there when a request is returned or rejected"),
        ("", "3.3.1 authority"),
    ]


def test_a_duplicate_is_told_beside_the_faults_of_its_form(world, kiosks):
    outcome = imported(world, kiosks(drafted("K1"), drafted("K1", title=None)))
    assert [column for _, column, *_ in told(outcome)] == ["title", "external_id"]


def test_departments_that_are_made_on_the_way_are_no_fault_of_a_record_that_has_others(world, kiosks):
    bad = submitted("K1", departments=[changed("departments", department="MARS")], requester="mo.li")
    outcome = imported(world, kiosks(bad), create_departments=True)
    assert [column for column, _ in reasons(outcome)] == ["requester", "milestones.1.department"]
    bad["form"]["planned_cost"] = "about 5000"
    outcome = imported(world, kiosks(bad), create_departments=True)
    assert [column for column, _ in reasons(outcome)] == ["planned_cost", "requester", "milestones.1.department"]


# What follows from a fault is none


def test_departments_that_are_stated_with_faults_are_not_said_to_lack(world, kiosks):
    bad = submitted("K1", departments=[changed("departments", department="Mars base")], milestones=None)
    outcome = imported(world, kiosks(bad))
    assert [column for column, _ in reasons(outcome)] == ["departments.1.department", ""]
    assert told(outcome)[-1][-1] == "2.1.2 form-complete: The form lacks milestones."


def test_a_list_that_is_none_is_not_said_to_lack(world, kiosks):
    outcome = imported(world, kiosks(submitted("K1", departments=7, objectives={"a": 1}, milestones=[3])))
    assert reasons(outcome) == [
        ("objectives", "must be a list"),
        ("departments", "must be a list"),
        ("milestones.1", "must be an object with named fields"),
    ]


def test_nobody_is_refused_on_account_of_a_department_that_is_written_wrong(world, kiosks):
    for wrong in ("Sales dept", "Sales", "MARS"):
        outcome = imported(world, kiosks(submitted("K1", requesting_department=wrong, objectives=None)))
        assert [column for column, _ in reasons(outcome)] == ["requesting_department", ""]
        assert told(outcome)[-1][-1] == "2.1.2 form-complete: The form lacks objectives."


def test_what_rests_on_a_field_with_a_fault_is_not_checked_against_it(world, kiosks):
    bad = submitted("K1", planned_end_date="soon", departments=[changed("departments", department="Information")])
    outcome = imported(world, kiosks(bad))
    assert [column for column, _ in reasons(outcome)] == ["planned_end_date", "departments.1.department"]


def test_who_is_not_known_is_not_refused(world, kiosks):
    outcome = imported(world, kiosks(drafted("K1") | {"actor": "mo.chen"}))
    assert [column for column, _ in reasons(outcome)] == ["actor"]


@pytest.mark.parametrize(("outcome", "columns"), [("rework", []), ("rewrok", ["outcome"]), ("accept", ["rework"])])
def test_what_depends_on_a_choice_is_told_only_if_it_holds_for_each(world, kiosks, outcome, columns):
    world.until("accepting")
    rework = [papers.REWORK["rework"][0] | {"department": "HR"}]
    decision = record(
        "acceptance.decided", papers.REWORK | {"outcome": outcome, "rework": rework}, by=MANAGER, target=world.code
    )
    found = imported(world, kiosks(decision))
    assert [column for column, _ in reasons(found) if column] == [*columns, "rework.1.department"]


# Cells that cannot be taken


def workbook(path, **sheets):
    """Write sheets of rows, the first row the header."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


HEADER = ("external_id", "title", "requesting_department", "requester", "background", "planned_cost", "actor")


def test_a_formula_is_told_beside_all_else_that_is_wrong_with_its_row(world, tmp_path):
    row = ("K1", "Kiosk", "SALES", "Li Na", "=A2", "dear", "liu.yang")
    outcome = imported(world, workbook(tmp_path / "kiosks.xlsx", request=[HEADER, row]))
    assert counts(outcome) == (0, 0, 0, 1)
    found = reasons(outcome)
    assert found[:4] == [
        ("background", "cell E2 holds a formula"),
        ("requester", "Li Na is a name; write the login, li.na"),
        ("planned_cost", "must be an amount in digits alone, like 12500.00"),
        ("", "3.1.1 authority"),
    ]
    assert told(outcome)[-1][-1] == "2.1.2 form-complete: The form lacks objectives, departments, milestones, risks."
    assert found[4:] == [("", "1.2 cross-department"), ("", "2.1.2 form-complete")]


def test_whoever_acts_by_a_formula_is_not_refused(world, tmp_path):
    row = ("K1", "Kiosk", "SALES", "mo.li", "Because", 7, "=A1")
    outcome = imported(world, workbook(tmp_path / "kiosks.xlsx", draft=[HEADER, row]), act="request.drafted")
    assert [column for column, _ in reasons(outcome)] == ["actor", "requester"]


def test_what_is_done_to_a_formula_is_told_that_alone(world, tmp_path):
    world.until("submitted")
    rows = [("target", "reason", "actor"), ("=A1", "Too dear.", "gao.ping"), (world.code, "=B1", "liu.yang")]
    outcome = imported(world, workbook(tmp_path / "ends.xlsx", ends=rows), act="request.terminated")
    assert reasons(outcome) == [
        ("target", "cell A2 holds a formula"),
        ("reason", "cell B3 holds a formula"),
        ("", "3.3.3 authority"),
    ]


def test_a_rejected_row_of_a_list_does_not_hide_what_else_is_wrong_with_its_record(world, tmp_path):
    row = ("K1", "Kiosk", "SALES", "mo.li", "Because", 7, "li.na")
    milestones = [("external_id", "name", "due_date"), ("K1", "Pilot", "=A1"), ("K1", "Open", date(2026, 12, 18))]
    parties = [("external_id", "department", "positions"), ("K1", "Information Technology", "Clerk")]
    sheets = {"request": [HEADER, row], "departments": parties, "milestones": milestones}
    outcome = imported(world, workbook(tmp_path / "kiosks.xlsx", **sheets))
    assert (counts(outcome), outcome.rejected_rows) == ((0, 0, 0, 1), 1)
    assert [(trouble.place.sheet, trouble.column) for trouble in outcome.troubles] == [
        ("milestones", "due_date"),
        ("request", "milestones:2"),
        ("departments", "department"),
        ("request", "requester"),
        ("request", ""),
    ]
    assert told(outcome)[-1][-1] == "2.1.2 form-complete: The form lacks objectives, risks."


# Names


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ("Liu Yang 劉洋", "Liu Yang 劉洋 is a name; write the login, liu.yang"),
        ("liu  yang", "liu  yang is a name; write the login, liu.yang"),
        ("劉洋", "劉洋 is a name; write the login, liu.yang"),
        ("Liu.Yang", "Liu.Yang is nobody in the book; do you mean liu.yang?"),
        ("Liu Yan", "Liu Yan is nobody's login; `crosspolicy org person list` shows the logins"),
        ("liu.yan", "liu.yan is nobody in the book; `crosspolicy org person list` shows who is"),
    ],
)
def test_a_name_for_a_login_is_told_with_the_login(world, kiosks, stated, message):
    as_requester = imported(world, kiosks(drafted("K1", requester=stated)))
    assert told(as_requester) == [(1, "requester", stated, message)]
    as_actor = imported(world, kiosks(drafted("K1", requesting_department="IT") | {"actor": stated}))
    expected = message.replace("nobody's login; `crosspolicy org person list` shows the logins", "nobody in the book; ")
    assert [(row, column, value) for row, column, value, _ in told(as_actor)] == [(1, "actor", stated)]
    assert told(as_actor)[0][-1].startswith(expected)


def test_who_is_named_by_name_is_told_at_once_that_they_may_not_act(world, kiosks):
    bad = submitted("K1", requesting_department="Sales") | {"actor": "Liu Yang"}
    outcome = imported(world, kiosks(bad, submitted("K2", requesting_department="Sales") | {"actor": "Li Na"}))
    assert [(row, column) for row, column, *_ in told(outcome)] == [
        (1, "requesting_department"),
        (1, "actor"),
        (1, ""),
        (2, "requesting_department"),
        (2, "actor"),
    ]
    assert told(outcome)[2][-1].startswith("3.1.1 authority: Liu Yang")


def test_what_is_named_by_name_is_judged_as_what_it_means(world, kiosks):
    bad = submitted("K1", departments=[{"department": "information technology"}])
    outcome = imported(world, kiosks(bad))
    assert [column for column, _ in reasons(outcome)] == ["departments.1.department", ""]
    assert told(outcome)[-1][-1] == "2.1.2 form-complete: The form lacks departments.IT.positions."


def test_a_name_that_several_bear_is_told_with_their_logins(world, kiosks):
    other = record("person.added", {"login": "liu.yang2", "name": "Liu Yang 劉洋", "department": "HR"}, by="xu.hui")
    outcome = imported(world, kiosks(other, drafted("K1", requester="Liu Yang 劉洋")))
    assert told(outcome)[0][-1] == (
        "Liu Yang 劉洋 is the name of several people, liu.yang, liu.yang2; state the login of one"
    )


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ("Information Technology", "Information Technology is a name; write the department's code, IT"),
        ("資訊部", "資訊部 is a name; write the department's code, IT"),
        ("it", "it is no department of the book; do you mean IT?"),
        ("Sales", "Sales is a name; write the department's code, SALES"),
        ("Mars base", "Mars base is no department's code; `crosspolicy org department list` shows the codes"),
        ("MARS", "MARS is no department of the book; `crosspolicy org department list` shows them"),
    ],
)
def test_a_name_for_a_department_is_told_with_its_code(world, kiosks, stated, message):
    outcome = imported(world, kiosks(drafted("K1", departments=[{"department": stated}])))
    assert told(outcome) == [(1, "departments.1.department", stated, message)]


@pytest.mark.parametrize("stated", ["12.500", 12500.555, "0.001"])
def test_an_amount_finer_than_the_currency_is_told_beside_all_else(world, kiosks, stated):
    outcome = imported(world, kiosks(submitted("K1", planned_cost=stated, objectives=None)))
    uneven = "has more than the 2 decimal places that CNY has; thousands have no mark: 12500"
    assert reasons(outcome) == [("planned_cost", uneven), ("", "2.1.2 form-complete")]
    plain = [submitted(f"K{n}", planned_cost=cost) for n, cost in enumerate(["12500.50", "12500.000", "12.5000"])]
    assert counts(imported(world, kiosks(*plain))) == (3, 0, 0, 0)


def test_what_is_wrong_with_a_code_that_there_is_is_told_as_it_is(world, kiosks):
    outcome = imported(world, kiosks(drafted("K1", departments=[{"department": "IT"}, {"department": "IT"}])))
    assert told(outcome) == [(1, "departments.2.department", "IT", "IT stands there twice")]


# Scales and choices


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        (7, NO_STEP),
        (6, NO_STEP),
        (0, NO_STEP),
        ("medium", NO_STEP),
        (2.5, NO_STEP),
        ("Possible", f"must be a number; Possible is step 3 of the scale: {LIKELIHOOD}"),
        ("可能", f"must be a number; 可能 is step 3 of the scale: {LIKELIHOOD}"),
    ],
)
def test_what_is_no_step_of_a_scale_is_told_the_steps_at_once(world, kiosks, stated, message):
    outcome = imported(world, kiosks(drafted("K1", risks=[changed("risks", likelihood=stated)])))
    assert told(outcome) == [(1, "risks.1.likelihood", str(stated), message)]


def test_the_steps_are_those_of_the_policy_that_holds_for_the_request(world, kiosks):
    world.until("approved")
    world.adopt(edition(risk=scales("llm", "lmh", "mhe")))
    bad = record("risk.identified", papers.RISK | {"likelihood": "often"}, target=world.code)
    assert told(imported(world, kiosks(bad)))[0][-1] == NO_STEP
    other = imported(world, kiosks(drafted("K1", risks=[changed("risks", likelihood="often")])))
    assert told(other)[0][-1] == "must be the number of a step of the scale: 1 step 1, 2 step 2, 3 step 3"


def test_a_choice_is_told_as_it_is_called_and_as_it_is_written(world, kiosks):
    outcome = imported(world, kiosks(drafted("K1", risks=[changed("risks", category="technology")])))
    assert told(outcome)[0][-1] == (
        "must be one of business risk (business), technical risk (technical), personnel risk (personnel), "
        "market risk (market), legal risk (legal)"
    )


# What it costs, and what it leaves


def test_good_records_are_judged_once(on_file, kiosks):
    with patch.object(Batch, "objections", side_effect=AssertionError("judged again")):
        outcome = imported(on_file, kiosks(*stories(60)))
    assert (outcome.rejected, outcome.new) == (0, 60)


def _with_faults(content):
    """Yield a record once for each of its fields, with something there that cannot be."""
    form = content["form"]
    for name, value in form.items():
        yield {**content, "form": {**form, name: "no such thing"}}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for inner in value[0]:
                item = {**value[0], inner: "no such thing"}
                yield {**content, "form": {**form, name: [item, *value[1:]]}}
        yield {**content, "form": {key: kept for key, kept in form.items() if key != name}}


PAPERS = {
    "request.drafted": papers.REQUEST,
    "request.edited": papers.REQUEST,
    "request.submitted": papers.REQUEST,
    "review.decided": papers.REVIEW,
    "meeting.recorded": papers.AD_HOC,
    "responsibility.assigned": papers.TABLE,
    "agreement.drafted": papers.AGREEMENT,
    "agreement.signed": {"department": "IT"},
    "agreement.withdrawn": {"reason": "The date cannot be held."},
    "execution.started": papers.START,
    "report.filed": papers.REPORT | {"department": "IT"},
    "risk.identified": papers.HIGH_RISK | papers.TREATMENT | {"contingency": papers.CONTINGENCY},
    "risk.excluded": papers.NO_RISK,
    "risk.treated": papers.TREATMENT | {"contingency": papers.CONTINGENCY},
    "risk.reviewed": papers.RISK_REVIEW | papers.TREATMENT,
    "risk.closed": papers.RISK_CLOSE,
    "issue.raised": papers.ISSUE,
    "message.logged": papers.MESSAGE,
    "item.shared": papers.SHARED,
    "acceptance.opened": papers.OPENING,
    "acceptance.evaluated": papers.EVALUATION,
    "acceptance.decided": papers.REWORK,
    "summary.added": papers.SUMMARY,
    "appraisal.given": papers.APPRAISAL,
    "breach.recorded": papers.BREACH,
    "incentive.granted": papers.REWARD,
    "penalty.imposed": papers.PENALTY,
    "training.need_stated": papers.NEED,
    "training.planned": papers.PLAN,
    "training.held": papers.SESSION,
    "training.adjusted": papers.ADJUSTMENT,
    "gate.waived": {"gate": "staffed", "reason": "The festival does not wait."},
    "milestone.moved": {"due_date": "2026-12-11", "reason": "The booth comes late."},
    "person.added": {"login": "mo.li", "name": "Mo Li", "department": "IT", "roles": ["signatory"]},
    "deputy.named": {"person": "li.na", "deputy": "chen.bo", "from_date": "2026-10-01", "until_date": "2026-10-09"},
}


def _target(act, code):
    target = next(one.target for one in all_acts() if one.name == act)
    part = {Target.RISK: f"{code}/R1", Target.MILESTONE: f"{code}/Pilot kiosk open", Target.COURSE: "Kiosk care"}
    is_none = target in (Target.BOOK, Target.NEW_REQUEST) or act == "request.submitted"
    return "" if is_none else part.get(target, code)


@pytest.mark.parametrize("stage", ["submitted", "executing", "accepted"])
def test_whatever_is_wrong_with_a_record_it_is_told_and_leaves_no_trace(on_file, tmp_path, stage):
    on_file.until(stage)
    code = on_file.code
    spoilt: list[dict[str, object]] = []
    for act, form in PAPERS.items():
        for content in _with_faults({"act": act, "form": form}):
            n = len(spoilt)
            target = {"target": _target(act, code)} if _target(act, code) else {}
            actor = {"actor": ("li.na", "gao.ping", "Nobody At All")[n % 3]}
            spoilt.append({**content, **target, **actor, "external_id": f"bad-{n}"})
    file = lines(tmp_path / "spoilt.jsonl", *spoilt)
    with on_file.unchanged():
        outcome = imported(on_file, file, chunk=30, dry_run=True)
    assert (outcome.rejected > 300, outcome.records) == (True, len(spoilt))
    assert all(str(trouble.message) for trouble in outcome.troubles)


def test_records_around_those_that_fail_are_as_without_them(on_file, tmp_path):
    told_of = stories(100)
    acts: set[str] = set()
    spoilt: list[dict[str, object]] = []
    for content in told_of:
        if content["act"] not in acts:
            acts.add(content["act"])
            spoilt += [{**bad, "external_id": f"{bad['act']}-{n}"} for n, bad in enumerate(_with_faults(content))]
        spoilt.append(content)
    outcome = imported(on_file, lines(tmp_path / "spoilt.jsonl", *spoilt), keep_good=True, chunk=30)
    assert outcome.rejected > 100
    assert outcome.new >= len(told_of)
    assert_sound(on_file)
