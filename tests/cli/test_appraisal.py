"""``appraise``, ``breach``, ``incentive``: what a user sees of chapter 6, and what is refused."""

import csv
import io

import pytest

from tests.journeys.driver import Cli
from tests.journeys.terminal import DOWN, ENTER, Terminal
from tests.support import papers
from tests.support.company import COORDINATOR, MANAGER

REQ, DAY = "CB-2026-0001", "2026-12-11"
Q1, Q2, B1 = f"{REQ}/Q1", f"{REQ}/Q2", f"{REQ}/B1"
MARKS = ("--quality=4", "--progress=3", "--collaboration=4", "--communication=2", "--risk-control=3")
REGULAR = ("appraise", REQ, "--kind=regular", *MARKS)
GRANT = ("incentive", "grant", "--department=IT", "--measure=bonus", "--amount=5000", "--reason=early")
PENALISE = ("incentive", "penalise", "--department=IT", "--measure=warning", "--reason=late")


@pytest.fixture
def lantern(on_file):
    """Return Lantern Works with a request accepted on 10 December: a milestone late, reports and meetings missed."""
    on_file.until("executing")
    on_file.on("2026-10-16")
    on_file.report("SALES")
    on_file.regular_meeting(actions=[papers.ACTION])
    on_file.on("2026-11-25")
    on_file.reach("Pilot kiosk open")
    on_file.on("2026-12-10")
    on_file.settle()
    on_file.reach("Both kiosks open")
    on_file.open_acceptance()
    for department in ("SALES", "IT", "FIN"):
        on_file.evaluate(department)
    on_file.decide()
    return on_file


@pytest.fixture
def cli(lantern, tmp_path):
    """Return the command, typed by the coordinator, on the day after the acceptance."""
    cli = Cli(tmp_path, now=DAY, account=COORDINATOR)
    cli.book = lantern.book.location.path
    return cli


# Giving


@pytest.mark.clause("6.1.2", "6.2.2")
def test_a_department_is_appraised_with_flags(cli):
    receipt = cli.act(*REGULAR, "--department=IT", by="li.na")
    assert (receipt["act"], receipt["code"], receipt["stage"]) == ("appraisal.given", Q1, "accepted")
    assert [o["kind"] for o in receipt["discharged"]] == ["department-appraisal"]
    shown = cli.look("appraise", "show", Q1)
    assert (shown["department"], shown["by_department"], shown["quality"], shown["score"]) == ("IT", "SALES", 4, "3.35")
    (listed,) = cli.look("appraise", "list", REQ)
    assert listed == shown
    assert cli.look("appraise", "list") == [shown]


@pytest.mark.clause("6.2.2")
def test_the_command_of_every_appraisal_owed_appraises(cli):
    owed = [row for row in cli.look("next") if row["act"] in ("department-appraisal", "person-appraisal")]
    assert len(owed) == 7
    members = {"SALES": "li.na", "IT": "liu.yang", "FIN": "sun.wei"}
    for row in owed:
        _program, *words = row["command"].split()
        cli.act(*words, *MARKS, by=members[row["who"]])
    assert cli.owed("department-appraisal", "person-appraisal", "appraisal-round") == []


@pytest.mark.clause("6.2.2")
def test_a_closed_request_says_that_it_still_owes_appraisals(cli, lantern):
    for department in ("SALES", "IT", "FIN"):
        lantern.sum_up(department)
    assert cli.stage() == "closed"
    page = cli.ok("status", REQ, "--format", "table", plain=True).out
    assert "Closed, but 7 appraisals are still owed." in page
    assert "1 closed request still owes appraisals." in cli.ok("status", "--format", "table", plain=True).out
    lantern.appraise_all()
    assert "still owe" not in cli.ok("status", REQ, "--format", "table", plain=True).out
    assert "still owe" not in cli.ok("status", "--format", "table", plain=True).out


@pytest.mark.clause("6.1.2", "6.2.2")
def test_a_newcomer_appraises_at_the_prompts_with_what_is_on_record_beside_each_mark(cli):
    terminal = Terminal(cli, "appraise", REQ, by="li.na", columns=80)
    terminal.see("1  regular", "2  ad-hoc").at("Kind  1/", ENTER)
    terminal.see("> IT", "left empty, this is asked instead: Person").at("Department  2/", ENTER)
    terminal.at("Appraised by  3/", ENTER)
    terminal.see("from 1 to 5", "counts for 30 %", "FIN evaluated the result: quality met, as a whole passed")
    terminal.at("Quality of work  4/", "4", ENTER)
    terminal.see("milestone “Pilot kiosk open”, due 2026-11-20: 5 days late").at("Progress  5/", "9", ENTER)
    terminal.see("! must lie between 1 and 5").type("3", ENTER)
    terminal.see("action item A1 Order the scanner, due 2026-10-16: 55 days late")
    terminal.at("Collaboration  6/", "4", ENTER)
    terminal.see("progress report: missed 2026-10-14, 2026-10-28").at("Communication  7/", "2", ENTER)
    terminal.see("on record: nothing late, missed or open").at("Risk control  8/", "3", ENTER)
    terminal.at("Comment  9/9", ENTER).at("What now?", ENTER)
    terminal.see(f"appraisal.given {Q1}")
    assert terminal.ended() == 0
    assert cli.look("appraise", "show", Q1)["score"] == "3.35"


@pytest.mark.clause("6.2.2")
def test_the_prompts_offer_whom_the_department_still_owes_and_ask_for_a_person_in_its_place(cli):
    cli.act(*REGULAR, "--department=SALES", by="sun.wei")
    terminal = Terminal(cli, "appraise", REQ, "--kind=regular", by="sun.wei")
    terminal.see("> IT").at("Department  2/", "\x15", ENTER)
    terminal.see("> li.na").at("Person  3/", ENTER)
    terminal.at("Appraised by  4/", ENTER)
    terminal.see("Quality of work  5/").type("\x03")
    assert terminal.ended() == 130


# What is on record


@pytest.mark.clause("6.1.2", "6.2.2")
def test_what_is_on_record_is_shown_of_a_department_and_of_a_person(cli):
    page = cli.look("appraise", "evidence", REQ, "--department", "it")
    assert (page["request"], page["department"], page["person"], page["as_of"]) == (REQ, "IT", None, DAY)
    assert list(page["evidence"]) == ["quality", "progress", "collaboration", "communication", "risk_control"]
    (milestone,) = page["evidence"]["progress"]
    assert milestone == {
        "fact": "milestone",
        "subject": "Pilot kiosk open",
        "planned_date": "2026-11-20",
        "state": "late",
        "due_date": "2026-11-20",
        "settled_on": "2026-11-25",
        "days_late": 5,
    }
    table = cli.ok("appraise", "evidence", REQ, "--department=IT", "--format=table", plain=True).out
    assert "milestone “Pilot kiosk open”, due 2026-11-20: 5 days late" in table
    person = cli.look("appraise", "evidence", REQ, "--person", "li.na")
    assert (person["department"], person["person"]) == (None, "li.na")
    piped = cli.ok("appraise", "evidence", REQ, "--person", "li.na", plain=True).out.splitlines()
    assert piped == [f"{name}\tnothing late, missed or open" for name in INDICATORS]


INDICATORS = ("Quality of work", "Progress", "Collaboration", "Communication", "Risk control")


@pytest.mark.clause("6.1.2")
def test_what_was_on_record_stands_by_the_appraisal(cli):
    cli.act(*REGULAR, "--department=IT", by="li.na")
    assert cli.look("appraise", "show", Q1)["evidence"]["progress"][0]["days_late"] == 5
    table = cli.ok("appraise", "show", Q1, "--format=table", plain=True).out
    assert "milestone “Pilot kiosk open”, due 2026-11-20: 5 days late" in table
    assert "3.35" in table


# Results


@pytest.mark.clause("6.1.1", "6.2.2")
def test_results_have_every_rater_the_mean_the_spread_and_the_rank_and_name_who_is_missing(cli):
    cli.act(*REGULAR, "--department=IT", by="li.na")
    cli.act(*REGULAR, "--department=IT", "--quality=5", by="sun.wei")
    cli.act(*REGULAR, "--department=SALES", by="liu.yang")
    rows = {(row["of"], row["subject"]): row for row in cli.look("appraise", "results", REQ)}
    it = rows["department", "IT"]
    assert (it["rank"], it["tied"], it["mean"], it["spread"], it["given"]) == (1, False, "3.50", "0.30", 2)
    assert [(r["by_department"], r["score"]) for r in it["ratings"]] == [("SALES", "3.35"), ("FIN", "3.65")]
    sales = rows["department", "SALES"]
    assert (sales["rank"], sales["mean"], sales["given"]) == (2, "3.35", 1)
    assert [(m["by_department"], m["due_date"]) for m in sales["missing"]] == [("FIN", "2026-12-24")]
    finance = rows["department", "FIN"]
    assert (finance["rank"], finance["mean"], finance["spread"], finance["given"]) == (None, None, None, 0)
    assert [m["by_department"] for m in finance["missing"]] == ["SALES", "IT"]
    assert rows["person", "li.na"]["rank"] is None
    lines = cli.ok("appraise", "results", REQ, plain=True).out.splitlines()
    assert lines[0].split("\t")[:7] == ["regular", "IT", "1", "3.50", "0.30", "SALES 3.35,FIN 3.65", ""]
    assert lines[2].split("\t")[:7] == ["regular", "FIN", "", "", "", "", "SALES,IT"]


@pytest.mark.clause("6.2.2")
def test_ties_are_told_as_ties_and_the_next_rank_is_left_out(cli):
    cli.act(*REGULAR, "--department=IT", by="li.na")
    cli.act(*REGULAR, "--department=SALES", by="liu.yang")
    cli.act(*REGULAR, "--department=FIN", "--quality=1", by="li.na")
    rows = [row for row in cli.look("appraise", "results", REQ) if row["of"] == "department"]
    assert [(r["subject"], r["rank"], r["tied"]) for r in rows] == [
        ("IT", 1, True),
        ("SALES", 1, True),
        ("FIN", 3, False),
    ]
    table = cli.ok("appraise", "results", REQ, "--format=table", plain=True).out
    assert table.count("1=") == 2


@pytest.mark.clause("6.2.1", "6.2.3")
def test_regular_and_ad_hoc_are_told_apart(cli):
    cli.act(*REGULAR, "--department=IT", by="li.na")
    poor = [f"--{name.replace('_', '-')}=1" for name in papers.POOR]
    cli.act("appraise", REQ, "--kind=ad-hoc", "--department=IT", *poor, "--occasion=leak", by=MANAGER)
    means = {(r["kind"], r["subject"]): r["mean"] for r in cli.look("appraise", "results", REQ) if r["given"]}
    assert means == {("regular", "IT"): "3.35", ("ad-hoc", "IT"): "1.00"}


@pytest.mark.clause("6.2.2")
def test_the_results_of_a_year_are_those_of_what_was_given_in_it_over_all_requests(cli, lantern):
    lantern.on("2027-01-05")
    lantern.appraise()
    lantern.on("2027-01-06")
    lantern.until("accepted")
    lantern.appraise(quality=5)
    lantern.appraise(by="sun.wei")
    now = "2027-01-07"
    assert cli.look("appraise", "results", "--year=2026", now=now) == []
    rows = cli.look("appraise", "results", "--year=2027", now=now)
    (it,) = [row for row in rows if row["given"]]
    assert [(r["request"], r["by_department"], r["score"]) for r in it["ratings"]] == [
        (REQ, "SALES", "3.35"),
        ("CB-2027-0001", "SALES", "3.65"),
        ("CB-2027-0001", "FIN", "3.35"),
    ]
    assert (it["mean"], it["spread"]) == ("3.45", "0.30")
    assert [(m["request"], m["by_department"]) for m in it["missing"]] == [(REQ, "FIN")]
    text = cli.ok("appraise", "results", "--year=2027", plain=True, now=now).out
    assert f"SALES {REQ} 3.35" in text


# Breaches


@pytest.mark.clause("6.3.3")
def test_a_breach_is_recorded_listed_and_shown(cli):
    words = ("breach", "record", REQ, "--department=IT", "--term=2.4.3", "--description=silent", "--serious")
    assert cli.act(*words, by="li.na")["code"] == B1
    shown = cli.look("breach", "show", B1)
    assert (shown["department"], shown["serious"], shown["recorded_by"]) == ("IT", True, "li.na")
    assert cli.look("breach", "list", REQ) == cli.look("breach", "list") == [shown]


@pytest.mark.clause("6.3.3")
def test_an_overdue_obligation_is_a_breach_in_one_step(cli):
    words = ("breach", "record", REQ, "--obligation=department-appraisal", "--department=FIN")
    cli.refused(*words, by="li.na", code=3)
    cli.act(*words, by="li.na", now="2026-12-28")
    shown = cli.look("breach", "show", B1)
    assert (shown["department"], shown["term"], shown["obligation"]) == ("FIN", "6.2.2", "department-appraisal")


@pytest.mark.clause("6.3.3")
def test_the_prompts_offer_what_is_overdue_as_a_breach(cli):
    cli.now = "2026-12-28"
    terminal = Terminal(cli, "breach", "record", REQ, by="li.na")
    terminal.see("department-appraisal IT", "appraise the department").at("Overdue obligation  1/", "summary", ENTER)
    terminal.at("Department  2/", "FIN", ENTER)
    terminal.at("Serious  3/3", ENTER).at("What now?", ENTER)
    terminal.see(f"breach.recorded {B1}")
    assert terminal.ended() == 0
    assert cli.look("breach", "show", B1)["term"] == "2.5.3"


# Rewards and penalties


@pytest.fixture
def appraised(cli):
    """Return the command after IT was appraised (3.35) and broke something."""
    cli.act(*REGULAR, "--department=IT", by="li.na")
    cli.act("breach", "record", REQ, "--department=IT", "--term=2.4.3", "--description=silent", by="li.na")
    return cli


@pytest.mark.clause("6.3.1", "6.3.2", "6.3.3")
def test_rewards_and_penalties_are_listed_together_by_whom_they_are_about(appraised):
    cli = appraised
    cli.act(*REGULAR, "--person=li.na", by="sun.wei")
    person = ("incentive", "grant", "--person=li.na", "--measure=promotion", "--reason=led it", "--rests-on", Q2)
    assert cli.act(*person, by=MANAGER)["code"] == "IN-2026-0001"
    assert cli.act(*PENALISE, "--rests-on", B1, by=MANAGER)["code"] == "PN-2026-0001"
    assert cli.act(*GRANT, "--rests-on", Q1, by=MANAGER)["code"] == "IN-2026-0002"
    codes = ["IN-2026-0002", "PN-2026-0001", "IN-2026-0001"]
    assert [m["code"] for m in cli.look("incentive", "list")] == codes
    assert [m["code"] for m in cli.look("incentive", "list", "--department=it")] == codes[:2]
    assert [m["code"] for m in cli.look("incentive", "list", "--person=li.na")] == codes[2:]
    assert cli.look("incentive", "list", "--year=2025") == []
    assert [m["code"] for m in cli.look("incentive", "list", "--year=2026", "--limit=1")] == codes[:1]
    shown = cli.look("incentive", "show", "in-2026-2")
    assert shown == {
        "code": "IN-2026-0002",
        "kind": "reward",
        "department": "IT",
        "person": None,
        "measure": "bonus",
        "amount": "5000.00",
        "currency": "CNY",
        "reason": "early",
        "rests_on": [Q1],
        "decided_by": MANAGER,
        "decided_on": "2026-12-11T02:00:00Z",
        "interested": None,
    }
    (first, *_rest) = csv.DictReader(io.StringIO(cli.ok("incentive", "list", "--format=csv", plain=True).out))
    assert (first["subject"], first["amount"], first["rests_on"]) == ("IT", "5000.00 CNY", Q1)


@pytest.mark.clause("6.3.1")
def test_the_prompts_offer_the_appraisals_of_whom_is_rewarded(appraised):
    terminal = Terminal(appraised, "incentive", "grant", by=MANAGER)
    terminal.at("Department  1/", "IT", ENTER)
    terminal.at("Measure  2/", ENTER).at("Amount  3/", "5000", ENTER).at("Reason  4/", "early", ENTER)
    terminal.see(Q1, "appraisal 3.35 SALES")
    assert B1 not in terminal.text
    terminal.at("Rests on 1  5/", DOWN, ENTER).at("Rests on 2  5/", ENTER).at("What now?", ENTER)
    terminal.see("incentive.granted IN-2026-0001")
    assert terminal.ended() == 0


# What is refused


@pytest.mark.clause("6.2.2", "6.3.1", "6.3.3")
@pytest.mark.parametrize(
    ("words", "by", "code", "gates"),
    [
        ((*REGULAR, "--department=SALES"), "li.na", 4, ["not-oneself"]),
        ((*REGULAR, "--person=li.na"), "li.na", 4, ["not-oneself"]),
        ((*REGULAR, "--department=SALES", "--by-department=IT"), "li.na", 5, ["authority"]),
        ((*REGULAR, "--department=IT"), "zhao.lei", 4, ["rated-once"]),
        ((*REGULAR, "--department=IT"), MANAGER, 5, ["authority"]),
        ((*GRANT, "--rests-on", Q1), "li.na", 5, ["authority"]),
        ((*GRANT, "--rests-on", B1), MANAGER, 4, ["rests-on"]),
        (GRANT, MANAGER, 4, ["rests-on"]),
        ((*GRANT, "--department=FIN", "--rests-on", Q1), MANAGER, 4, ["rests-on"]),
        ((*PENALISE, "--measure=dismissal", "--rests-on", B1), MANAGER, 4, ["rests-on"]),
        ((*PENALISE, "--measure=fine", "--amount=9", "--rests-on", Q1), MANAGER, 4, ["rests-on"]),
    ],
)
def test_what_the_policy_forbids_is_refused_and_changes_nothing(appraised, words, by, code, gates):
    answer = appraised.refused(*words, by=by, code=code)
    assert answer.gates == gates
    assert all(breach["clause"].startswith("6.") for breach in answer.error["breaches"])
    assert len(appraised.look("appraise", "list")) == 1
    assert appraised.look("incentive", "list") == []


@pytest.mark.clause("6.2.2")
def test_a_deputy_does_not_appraise_their_own_department_for_another(cli, lantern, tmp_path):
    lantern.name_deputy(person="li.na", deputy="liu.yang", until_date="2026-12-31")
    deputy = cli.typed_by("liu.yang")
    deputy.book = cli.book
    answer = deputy.refused(*REGULAR, "--department=IT", by="li.na")
    assert answer.gates == ["not-oneself"]


@pytest.mark.clause("6.1.1", "6.2.2", "6.3.3")
@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("appraise", REQ, "--kind=regular", "--quality=x"), {"quality", *list(papers.POOR)[1:]}),
        ((*REGULAR, "--quality=9", "--progress=-1", "--department=HR"), {"quality", "progress", "department"}),
        (("appraise", REQ, "--kind=ad-hoc", *MARKS, "--person=he.jing"), {"person", "occasion"}),
        (("appraise", REQ, "--kind=weekly", *MARKS), {"kind"}),
        (("breach", "record", REQ), {"department", "term", "description"}),
        (("breach", "record", REQ, "--obligation=lateness"), {"obligation"}),
        ((*GRANT, "--person=li.na", "--rests-on=Q1", "--rests-on=" + Q1), {"person", "rests_on.1"}),
        ((*PENALISE, "--amount=9", "--rests-on", B1), {"amount"}),
    ],
)
def test_everything_wrong_with_a_form_is_told_at_once(appraised, words, fields):
    by = MANAGER if words[0] == "incentive" else "sun.wei"
    assert set(appraised.refused(*words, by=by, code=3).faults) == fields


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("appraise", "results"), 2),
        (("appraise", "results", REQ, "--year=2026"), 2),
        (("appraise", "results", "--year=0"), 2),
        (("appraise", "results", "CB-2026-0099"), 6),
        (("appraise", "evidence", REQ), 2),
        (("appraise", "evidence", REQ, "--department=IT", "--person=li.na"), 2),
        (("appraise", "evidence", REQ, "--department=HR"), 6),
        (("appraise", "evidence", REQ, "--department=NOWHERE"), 6),
        (("appraise", "evidence", REQ, "--person=nobody"), 6),
        (("appraise", "show", f"{REQ}/Q7"), 6),
        (("breach", "show", REQ), 6),
        (("incentive", "show", "IN-2026-0007"), 6),
        (("incentive", "show", "TN-2026-0001"), 6),
        (("incentive", "list", "--person=nobody"), 6),
        (("incentive", "list", "--year=1800"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_names_nothing_is_told(cli, words, code):
    error = cli.fails(code, *words).error
    assert error["message"]
    assert error["hint"]
