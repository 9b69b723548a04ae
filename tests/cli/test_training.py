"""``training``: what a user sees of chapter 7, from the analysis of needs to the plan adjusted; and what is refused."""

import csv
import io

import pytest

from tests.journeys.driver import Cli
from tests.journeys.terminal import CLEAR, DOWN, ENTER, Terminal, drafts
from tests.support import papers
from tests.support.company import FOUNDING, MANAGER

DAY = "2026-10-20"
TN1, TP1, TC1, TC2 = "TN-2027-0001", "TP-2027-0001", "TC-2027-0001", "TC-2027-0002"
TS1, TE1, TA1 = "TS-2027-0001", "TE-2027-0001", "TA-2027-0001"
NEED = papers.NEED | {"year": 2027}
CARE = papers.COURSE | {"planned_date": "2027-03-05", "needs": [TN1]}
TARIFFS = CARE | {"title": "Tariffs", "method": "online", "instructor": "Ms Li", "audience": ["FIN"], "needs": []}
PLAN = {"year": 2027, "courses": [CARE, TARIFFS]}
SESSION = papers.SESSION | {"held_on": "2027-03-04"}
LISTS = ("needs", "plans", "courses", "sessions", "evaluations", "adjustments")


@pytest.fixture
def cli(on_file, tmp_path):
    """Return the command on a new book, typed by management, in October."""
    cli = Cli(tmp_path, now=DAY, account=MANAGER)
    cli.book = on_file.book.location.path
    return cli


@pytest.fixture
def planned(cli, on_file):
    """Return the command after the needs of 2027 are analysed and two courses planned."""
    on_file.on(DAY)
    on_file.state_need(**NEED)
    on_file.plan_training(**PLAN)
    cli.now = "2027-03-10"
    on_file.on(cli.now)
    return cli


@pytest.fixture
def evaluated(planned, on_file):
    """Return the command after the first course was held, and fell short."""
    on_file.hold_session(target=TC1, **SESSION)
    on_file.evaluate_session(target=TS1)
    return planned


@pytest.fixture
def adjusted(evaluated, on_file):
    """Return the command after the plan was adjusted to that."""
    on_file.adjust_training(year=2027, rests_on=TE1, course=TC1)
    return evaluated


def training(rows):
    return [(o["kind"], o["subject"], o["due_date"]) for o in rows if o["kind"].startswith("training-")]


# What is owed


@pytest.mark.clause("7.1.1", "7.2.1")
def test_status_shows_the_round_of_the_year_and_next_how_to_settle_it(cli):
    assert training(cli.look("status")["obligations"]) == [
        ("training-needs", "", "2026-10-31"),
        ("training-plan", "", "2026-11-30"),
    ]
    assert len(cli.look("status", "--mine")["obligations"]) == 2
    commands = {step["act"]: step["command"] for step in cli.look("next")}
    assert commands["training-needs"] == "crosspolicy training need --year 2027"
    assert commands["training-plan"] == "crosspolicy training plan --year 2027"
    page = cli.ok("status", "--as-of", "2026-11-01", "--format", "table", plain=True).out
    assert "analyse the training needs: 2027" in page
    cli.ok("status", "--check")
    assert "training-needs" in cli.run("status", "--check", "--as-of", "2026-11-01", plain=True).out


@pytest.mark.clause("7.3.1")
def test_a_course_is_shown_by_its_code_and_title_in_place_of_a_request(planned):
    page = planned.ok("status", "--overdue", "--format", "md", plain=True).out
    assert f"| 5 | {TC1} | Kiosk care | hold the course | management | 2027-03-05 | 7.3.1 |" in page
    (row, _tariffs) = [o for o in planned.look("status")["obligations"] if o["kind"] == "training-course"]
    assert (row["request"], row["title"], row["subject"]) == ("", "", f"{TC1} Kiosk care")
    overview = planned.look("status", "--management")["owed"]
    assert f"crosspolicy training session {TC1}" in [row["waits_for"] for row in overview]


@pytest.mark.clause("7.1.1", "7.2.1", "7.3.1", "7.4.1", "7.4.3")
def test_the_command_that_a_receipt_names_settles_what_is_owed_next(cli):
    need = cli.act("training", "need", form=NEED)
    assert need["next"][0]["command"] == "crosspolicy training plan --year 2027"
    plan = cli.act("training", "plan", form={"year": 2027, "courses": [CARE]})
    assert plan["next"][0]["command"] == f"crosspolicy training session {TC1}"
    cli.now = "2027-03-10"
    held = cli.act(*plan["next"][0]["command"].split()[1:], form=SESSION)
    assert held["next"][0]["command"] == f"crosspolicy training evaluate {TS1}"
    told = cli.act(*held["next"][0]["command"].split()[1:], form=papers.SESSION_EVALUATION)
    assert told["next"][0]["command"] == f"crosspolicy training adjust --rests-on {TE1}"
    flags = ("--year=2027", "--change=change", f"--course={TC1}", "--reason=more practice")
    done = cli.act(*told["next"][0]["command"].split()[1:], *flags)
    assert training(done["next"]) == [("training-needs", "", "2027-10-31"), ("training-plan", "", "2027-11-30")]
    cli.assert_sound()


@pytest.mark.clause("7.1.1")
def test_a_new_book_says_what_it_owes(cli, tmp_path):
    receipt = cli.act("init", "--rehearsal", "--db", str(tmp_path / "new.db"), form=FOUNDING)
    expected = [("training-needs", "", "2026-10-31"), ("training-plan", "", "2026-11-30")]
    assert training(receipt["opened"]) == training(receipt["next"]) == expected


# Lists and sheets


@pytest.mark.clause("7.1.1", "7.2.2", "7.3.1", "7.4.2", "7.4.3")
def test_each_list_is_an_array_and_a_line_a_piece_in_a_pipe(adjusted):
    for kind in LISTS:
        rows = adjusted.look("training", "list", kind)
        assert rows, kind
        piped = adjusted.ok("training", "list", kind, "--year", "2027", plain=True).out.splitlines()
        assert [line.split("\t")[0] for line in piped] == [row["code"] for row in rows]
        assert rows[0]["code"] in adjusted.ok("training", "list", kind, "--format=table", plain=True).out


@pytest.mark.clause("7.2.2")
def test_a_list_is_of_a_year_takes_a_limit_and_goes_into_a_spreadsheet(planned):
    assert planned.look("training", "list", "courses", "--year", "2026") == []
    assert [c["code"] for c in planned.look("training", "list", "courses", "--limit", "1")] == [TC1]
    printed = planned.ok("training", "list", "courses", "--format=csv", plain=True).out
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [(row["code"], row["title"], row["audience"]) for row in rows] == [
        (TC1, "Kiosk care", "IT,li.na"),
        (TC2, "Tariffs", "FIN"),
    ]


@pytest.mark.clause("7.1.1", "7.2.2", "7.3.1", "7.4.2", "7.4.3")
def test_each_thing_is_shown_by_its_code_as_the_list_has_it(adjusted):
    for kind in LISTS:
        (first, *_) = adjusted.look("training", "list", kind)
        assert adjusted.look("training", "show", first["code"].lower()) == first
        for format_ in ("table", "tsv"):
            assert first["code"] in adjusted.ok("training", "show", first["code"], "--format", format_, plain=True).out


@pytest.mark.clause("7.4.3")
def test_moments_stand_in_the_time_of_the_company_wherever_they_are_shown(adjusted):
    adjusted.act(
        "training", "adjust", "--year=2027", f"--rests-on={TE1}", "--change=drop", f"--course={TC2}", "--reason=no use"
    )
    for words in (("show", "2027"), ("show", "TA-2027-0002"), ("list", "adjustments")):
        assert "2027-03-10 10:00" in adjusted.ok("training", *words, "--format=md", plain=True).out, words


@pytest.mark.clause("7.3.1", "7.4.1")
def test_a_course_is_done_only_once_its_session_is_evaluated(planned):
    def state():
        return planned.look("training", "show", TC1)["state"]

    assert state() == "planned"
    planned.act("training", "session", TC1, form=SESSION)
    assert state() == "held"
    planned.act("training", "evaluate", TS1, form=papers.SESSION_EVALUATION)
    assert state() == "done"
    planned.act("training", "session", TC1, form=SESSION | {"held_on": "2027-03-09"})
    assert state() == "held"
    flags = ("--year=2027", f"--rests-on={TE1}", "--change=drop", f"--course={TC1}", "--reason=no use")
    planned.act("training", "adjust", *flags)
    assert state() == "dropped"


# A year


@pytest.mark.clause("7.1.1", "7.2.1", "7.3.1", "7.4.1", "7.4.2", "7.4.3")
def test_a_year_shows_the_plan_and_what_became_of_it(adjusted):
    year = adjusted.look("training", "show", "2027")
    assert year["year"] == 2027
    assert year["plans"][0]["courses"] == [TC1, TC2]
    assert [(course["code"], course["state"]) for course in year["courses"]] == [(TC1, "done"), (TC2, "planned")]
    (session,) = year["courses"][0]["sessions"]
    assert (session["attendees"], session["absentees"]) == (["chen.bo", "li.na"], ["liu.yang"])
    assert (session["mean"], session["effect"]) == (67.5, "partly")
    assert [(a["code"], a["rests_on"], a["change"]) for a in year["adjustments"]] == [(TA1, TE1, "change")]
    assert year["done"] == [TC1]
    people = {p["person"]: (p["sessions"], p["attended"], p["attendance_percent"], p["mean"]) for p in year["people"]}
    assert people == {"chen.bo": (1, 1, 100, 90), "li.na": (1, 1, 100, 45), "liu.yang": (1, 0, 0, None)}


@pytest.mark.clause("7.1.1", "7.2.1")
def test_a_year_shows_which_needs_have_a_course_and_which_do_not(planned):
    planned.act("training", "need", form=NEED | {"topic": "Fire safety", "department": "HR"})
    year = planned.look("training", "show", "2027")
    assert [(need["code"], need["courses"]) for need in year["needs"]] == [(TN1, [TC1]), ("TN-2027-0002", [])]
    assert year["coverage"] == {"needs": 2, "covered": 1, "uncovered": ["TN-2027-0002"]}
    page = planned.ok("training", "show", "2027", "--format=table", plain=True).out
    assert "0 of 2 courses done; 1 of 2 needs answered by a course" in page
    assert "no course yet" in page


@pytest.mark.clause("7.4.1")
def test_the_page_of_a_year_says_what_waits_for_its_evaluation(planned):
    planned.act("training", "session", TC1, form=SESSION)
    page = planned.ok("training", "show", "2027", "--format=table", plain=True).out
    assert "1 course waits for its evaluation" in page
    piped = planned.ok("training", "show", "2027", plain=True).out.splitlines()
    assert [line.split("\t")[0] for line in piped] == [
        *("plans", "courses", "courses", "sessions", "needs"),
        *["people"] * 3,
    ]


@pytest.mark.clause("7.3.1")
def test_a_session_held_in_the_next_year_stands_beside_its_course(planned):
    planned.now = "2028-01-20"
    planned.act("training", "session", TC2, form={"held_on": "2028-01-15", "attendees": ["wu.min"]})
    assert planned.look("training", "show", TC2)["sessions"][0]["code"] == "TS-2028-0001"
    assert [c["state"] for c in planned.look("training", "show", "2027")["courses"]] == ["planned", "held"]


# What may show a need


@pytest.fixture
def troubled(cli, on_file):
    """Return the command on a book in which IT was late, broke its word, and was marked low."""
    on_file.until("executing")
    on_file.on("2026-11-12")
    on_file.raise_issue()
    on_file.record_breach(serious=True)
    marks = papers.AD_HOC_APPRAISAL | {"progress": 1, "communication": 2}
    for by in ("li.na", "sun.wei"):
        on_file.appraise(**marks, by=by)
    on_file.appraise(**marks | {"department": None, "person": "chen.bo", "progress": 4}, by="sun.wei")
    cli.now = "2026-11-13"
    return cli


@pytest.mark.clause("7.1.2")
def test_the_book_offers_low_marks_breaches_what_is_late_and_issues_as_evidence(troubled):
    found = troubled.look("training", "evidence", "--department", "it")
    assert (found["since"], found["until"]) == ("2025-11-13", "2026-11-13")
    marks = {
        (m["department"] or m["person"], m["indicator"]): (m["low"], m["marks"], m["mean"]) for m in found["marks"]
    }
    assert marks == {
        ("IT", "progress"): (2, 2, 1.0),
        ("IT", "communication"): (2, 2, 2.0),
        ("chen.bo", "communication"): (1, 1, 2.0),
    }
    assert found["breaches"] == [
        {"department": "IT", "person": None, "breaches": 1, "serious": 1, "latest": "CB-2026-0001/B1"}
    ]
    assert {"department": "IT", "person": None, "kind": "progress-report", "times": 3, "open": 3} in found["late"]
    assert [(i["department"], i["severity"], i["issues"], i["open"]) for i in found["issues"]] == [
        ("IT", "medium", 1, 1)
    ]


@pytest.mark.clause("7.1.2")
def test_evidence_is_of_a_department_a_person_a_year_or_everybody(troubled):
    everybody = troubled.look("training", "evidence")
    assert {late["department"] for late in everybody["late"]} == {"SALES", "IT", "FIN"}
    person = troubled.look("training", "evidence", "--person", "chen.bo")
    assert [mark["latest"] for mark in person["marks"]] == ["CB-2026-0001/Q3"]
    assert (person["breaches"], person["late"], person["issues"]) == ([], [], [])
    assert troubled.look("training", "evidence", "--year", "2025")["marks"] == []
    assert troubled.look("training", "evidence", "--year", "2026")["marks"] == everybody["marks"]
    page = troubled.ok("training", "evidence", "--format=table", plain=True).out
    assert "Low marks in appraisals" in page
    assert "report progress" in page
    assert "it states no need" in page


@pytest.mark.clause("7.1.2")
def test_a_book_without_trouble_says_so(cli):
    assert "Nothing is on record" in cli.ok("training", "evidence", "--format=table", plain=True).out
    assert cli.ok("training", "evidence", plain=True).out == ""


# At the prompts


@pytest.mark.clause("7.1.2")
def test_a_need_is_stated_at_the_prompts_with_what_is_on_record_beside_each_factor(troubled):
    terminal = Terminal(troubled, "training", "need")
    terminal.see("> 2027").at("Year  1/", ENTER).at("Department  2/", "IT", ENTER).at("Topic  3/", "Care", ENTER)
    terminal.see("on record: nothing in the last twelve months").at("Business trend  4/", "none: stable", ENTER)
    terminal.see("Skill level  5/", "IT: Progress, low marks: 2 of 2, mean 1.0; CB-2026-0001/Q2").type(ENTER)
    terminal.see("Problems in the work  6/", "IT: report progress, 3 times late, still open: 3").type("late", ENTER)
    terminal.see("On record 1  7/", "CB-2026-0001/B1", "breach").type(DOWN, ENTER)
    terminal.at("On record 2  7/", ENTER).at("What now?", ENTER).see(f"training.need_stated {TN1}")
    assert terminal.ended() == 0
    assert troubled.look("training", "show", TN1)["evidence"] == ["CB-2026-0001/Q2"]


@pytest.mark.clause("7.1.2")
def test_the_last_factor_must_be_spoken_to_where_no_other_is(cli):
    terminal = Terminal(cli, "training", "need")
    terminal.at("Year  1/", ENTER).at("Department  2/", ENTER).at("Person  3/", "li.na", ENTER)
    terminal.at("Topic  4/", "Care", ENTER).at("Business trend  5/", ENTER).at("Skill level  6/", ENTER)
    terminal.see("Problems in the work  7/", "must be there").type(ENTER).see("! must be there").type("late", ENTER)
    terminal.at("On record 1  8/", ENTER).at("What now?", ENTER).see(TN1)
    assert terminal.ended() == 0
    assert cli.look("training", "show", TN1)["person"] == "li.na"


@pytest.mark.clause("7.2.1", "7.2.2")
def test_a_plan_of_two_courses_is_made_at_the_prompts(cli):
    cli.act("training", "need", form=NEED)
    terminal = Terminal(cli, "training", "plan")
    terminal.see("> 2027").at("Year  1/", ENTER)
    for number, (title, day) in enumerate((("Kiosk care", "2027-03-05"), ("Tariffs", "2027-04-05")), 1):
        at = f"Courses {number} > "
        terminal.at(f"{at}Title", title, ENTER).at(f"{at}Objectives", "able", ENTER).at(f"{at}Content", "all", ENTER)
        terminal.at(f"{at}Method", "4", ENTER).at(f"{at}Planned for", day, ENTER).at(f"{at}Instructor", "Mr Wu", ENTER)
        terminal.see(f"{at}Audience 1", "IT", "Information Technology").type("IT", ENTER)
        terminal.at(f"{at}Audience 2", "li.na", ENTER).at(f"{at}Audience 3", ENTER)
        terminal.see(f"{at}Needs 1", TN1, "Care of kiosks").type(DOWN, ENTER).at(f"{at}Needs 2", ENTER)
    terminal.at("Courses 3 > Title", ENTER).at("What now?", ENTER).see(f"training.planned {TP1} {TC1} {TC2}")
    assert terminal.ended() == 0
    made = cli.look("training", "show", TC2)
    assert (made["method"], made["planned_date"], made["audience"]) == ("practical", "2027-04-05", ["IT", "li.na"])
    assert made["needs"] == [TN1]


@pytest.mark.clause("7.2.2")
def test_the_page_before_sending_names_what_the_policy_asks_for_in_a_course(cli):
    cli.act("training", "need", form=NEED)
    course = "title=Kiosk care,objectives=able,content=all,planned_date=2027-03-05"
    terminal = Terminal(cli, "training", "plan", "--courses", course)
    terminal.at("Year  1/", ENTER).see("Courses 1", "no answer for Method, Instructor; asked for by")
    terminal.at("What now?", DOWN, DOWN, ENTER)
    assert terminal.ended() == 130
    assert len(drafts(cli)) == 1


@pytest.mark.clause("7.3.1")
def test_a_session_offers_the_day_the_instructor_and_the_audience(planned):
    terminal = Terminal(planned, "training", "session", TC1)
    terminal.see("> 2027-03-05").at("Held on  1/", ENTER).see("> Mr Wu").at("Instructor  2/", ENTER)
    terminal.see("> chen.bo").at("Attendees 1  3/", ENTER).see("> liu.yang").at("Attendees 2  3/", CLEAR, ENTER)
    terminal.see("> li.na").at("Attendees 2  3/", ENTER).at("Attendees 3  3/", ENTER)
    terminal.at("Absentees 1  4/", "liu.yang", ENTER).at("Absentees 2  4/", ENTER).at("Reason  5/", ENTER)
    terminal.at("What now?", ENTER).see(f"training.held {TS1}")
    assert terminal.ended() == 0
    session = planned.look("training", "show", TS1)
    assert (session["attendees"], session["absentees"]) == (["chen.bo", "li.na"], ["liu.yang"])


@pytest.mark.clause("7.4.2")
def test_an_evaluation_asks_for_the_score_of_each_who_attended(planned):
    planned.act("training", "session", TC1, form=SESSION)
    terminal = Terminal(planned, "training", "evaluate", TS1)
    terminal.at("Method  1/", ENTER)
    terminal.see("> chen.bo").at("Results 1 > Person", ENTER)
    terminal.at("Results 1 > Score", "101", ENTER).see("must be 100 or less").type(CLEAR, "90", ENTER)
    terminal.at("Results 1 > Comment", ENTER).see("> li.na").at("Results 2 > Person", ENTER)
    terminal.at("Results 2 > Score", "45", ENTER).at("Results 2 > Comment", ENTER).at("Results 3 > Person", ENTER)
    terminal.at("Conclusion  3/", DOWN, ENTER).at("What now?", ENTER).see(f"training.evaluated {TE1}")
    assert terminal.ended() == 0
    assert planned.look("training", "show", TE1)["mean"] == 67.5


@pytest.mark.clause("7.4.3")
def test_an_adjustment_offers_the_evaluation_that_waits(evaluated):
    terminal = Terminal(evaluated, "training", "adjust")
    terminal.see("> 2027").at("Year  1/", ENTER).see(f"> {TE1}").at("Rests on  2/", ENTER)
    terminal.at("What changed  3/", "3", ENTER).see(f"> {TC1}").at("Course  4/", ENTER)
    terminal.at("Reason  5/", "too short", ENTER).at("What now?", ENTER).see(f"training.adjusted {TA1}")
    assert terminal.ended() == 0
    assert evaluated.look("training", "show", TC1)["state"] == "dropped"


# What is refused


@pytest.mark.clause("7.2.1", "7.2.2", "7.3.1", "7.4.1", "7.4.2", "7.4.3")
@pytest.mark.parametrize(
    ("words", "form", "code", "told"),
    [
        (
            "plan",
            PLAN | {"year": 2028, "courses": [CARE | {"planned_date": "2028-01-03", "needs": []}]},
            4,
            "needs-first",
        ),
        ("plan", {"year": 2027, "courses": [{"title": "Fire"}]}, 4, "plan-complete"),
        ("plan", {"year": 2027, "courses": []}, 3, "courses"),
        ("plan", {"year": 2027, "courses": [CARE | {"planned_date": "2028-01-03"}]}, 3, "courses.1.planned_date"),
        ("plan", {"year": 2027, "courses": [CARE | {"needs": ["TN-2027-0009"]}]}, 3, "courses.1.needs.1"),
        (
            f"session {TC2}",
            {"held_on": "2027-03-04", "attendees": ["wu.min"], "instructor": "Mr Wu"},
            4,
            "instructor-free",
        ),
        (
            "session Fire",
            {"held_on": "2027-03-03", "attendees": ["wu.min"], "instructor": "Ms Li"},
            4,
            "planned-course",
        ),
        (f"session {TC2}", {"held_on": "2027-03-11", "attendees": ["wu.min"]}, 3, "held_on"),
        (f"evaluate {TS1}", papers.SESSION_EVALUATION | {"occurred_on": "2027-03-01"}, 3, "occurred_on"),
        (f"evaluate {TS1}", papers.SESSION_EVALUATION | {"results": [{"person": "liu.yang"}]}, 3, "results.1.person"),
        (
            f"evaluate {TS1}",
            papers.SESSION_EVALUATION | {"results": [{"person": "li.na", "score": -1}]},
            3,
            "results.1.score",
        ),
        ("adjust", papers.ADJUSTMENT | {"rests_on": None, "year": 2027, "course": TC1}, 4, "evaluated"),
        ("adjust", papers.ADJUSTMENT | {"rests_on": TE1, "year": 2026, "course": TC1}, 3, "course"),
    ],
)
def test_what_cannot_be_is_refused_by_field_or_clause(evaluated, words, form, code, told):
    before = len(evaluated.journal())
    answer = evaluated.refused("training", *words.split(), form=form, code=code)
    assert (answer.gates if code == 4 else list(answer.faults)) == [told]
    assert len(evaluated.journal()) == before + (code == 4)
    evaluated.assert_sound()


@pytest.mark.clause("7.4.2")
def test_all_faults_are_told_at_once(evaluated):
    results = [{"person": "li.na", "score": 101}, {"person": "chen.bo", "score": -1}]
    answer = evaluated.refused("training", "evaluate", TS1, form={"method": "guess", "results": results}, code=3)
    assert set(answer.faults) == {"method", "results.1.score", "results.2.score", "conclusion"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "2031"), 6),
        (("show", "TC-2027-0009"), 6),
        (("show", "IN-2027-0001"), 6),
        (("show", "nonsense"), 6),
        (("session", "TC-2027-0009", "--held-on", "no day"), 6),
        (("evaluate", "TS-2027-0009", "--method", "guess"), 6),
        (("evaluate", "Kiosk care"), 6),
        (("session",), 2),
        (("list", "people"), 2),
        (("list", "needs", "--year", "x"), 2),
        (("evidence", "--department", "SHOP"), 6),
        (("evidence", "--person", "nobody"), 6),
        (("evidence", "--person", "li.na", "--department", "IT"), 2),
    ],
)
def test_what_is_not_there_is_told_before_the_form_s_faults(planned, words, code):
    answer = planned.fails(code, "training", *words)
    assert answer.error["hint"]


@pytest.mark.clause("7.1.1")
def test_only_management_states_needs_unless_the_policy_names_a_department(cli):
    member = Cli(cli.folder, now=DAY, account="he.jing")
    member.book = cli.book
    assert member.refused("training", "need", form=NEED, code=5).gates == ["authority"]
