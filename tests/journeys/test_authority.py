"""Who may do what: refusals of authority with their clause, deputies within their dates, coordinators for others."""

from datetime import date, timedelta
from random import Random

import pytest

from crosspolicy.acts.act import Target
from crosspolicy.acts.registry import named
from tests.journeys.books import DAY, NONE_SEEN, REQ, close_risk, none_seen, words
from tests.journeys.cases import ASSIGN, COORDINATE, DRAFT, OPEN, REACH, START, SUBMIT, done, edit, refused, without
from tests.support import papers
from tests.support.attempts import ATTEMPTS, Attempt
from tests.support.circles import DEPUTIES, STRANGER, Hands, everybody
from tests.support.company import COORDINATOR, FOUNDING, MEMBER

TRIES = (
    ("founded", "liu.yang", "request new", papers.REQUEST, "3.1.1"),
    ("draft", "liu.yang", "request edit", {"title": "Another"}, "3.1.1"),
    ("draft", "gao.ping", "request submit", None, "3.1.1"),
    ("submitted", "gao.ping", "request withdraw", None, "3.1.1"),
    ("submitted", "li.na", "review", papers.REVIEW, "3.3.1"),
    ("submitted", "chen.bo", "review", papers.REVIEW, "3.3.1"),
    ("submitted", "ma.rui", "review", papers.REVIEW, "3.3.1"),
    ("approved", "li.na", "meeting record", papers.COORDINATION, "3.3.2"),
    ("coordinated", "liu.yang", "responsibility assign", papers.TABLE, "2.3.1"),
    ("tabled", "liu.yang", "agree draft", papers.AGREEMENT, "2.3.2"),
    ("drafted", "liu.yang", "agree sign", None, "2.3.2"),
    ("drafted", "li.na", "agree sign", None, "2.3.2"),
    ("drafted", "chen.bo", "agree sign", {"department": "FIN"}, "2.3.2"),
    ("drafted", "he.jing", "agree sign", None, "2.3.2"),
    ("drafted", "he.jing", "agree sign", {"department": "IT"}, "2.3.2"),
    ("agreed", "liu.yang", "start", papers.START, "2.4.1"),
    ("executing", "he.jing", "report", papers.REPORT, "2.4.3"),
    ("executing", "liu.yang", "report", papers.REPORT | {"department": "FIN"}, "2.4.3"),
    ("executing", "liu.yang", "meeting record", papers.REGULAR, "4.1.2"),
    ("executing", "sun.wei", "meeting record", papers.AD_HOC, "4.2.2"),
    ("reached", "liu.yang", "accept open", papers.OPENING, "2.5.1"),
    ("accepting", "he.jing", "accept evaluate", papers.EVALUATION, "2.5.2"),
    ("accepting", "liu.yang", "accept evaluate", papers.EVALUATION | {"department": "SALES"}, "2.5.2"),
    ("evaluated", "li.na", "accept decide", papers.DECISION, "3.3.4"),
    ("evaluated", "ma.rui", "accept decide", papers.DECISION, "3.3.4"),
    ("accepted", "liu.yang", "summary add", papers.SUMMARY | {"department": "SALES"}, "2.5.3"),
    ("accepted", "liu.yang", "request close", None, "2.5.3"),
    ("executing", "li.na", "request terminate", {"reason": "Enough."}, "3.3.3"),
)


@pytest.mark.parametrize(
    ("stage", "by", "command", "form", "clause"),
    [
        pytest.param(*row, id=f"{row[2]} by {row[1]}, {number}", marks=pytest.mark.clause(row[4]))
        for number, row in enumerate(TRIES)
    ],
)
def test_who_may_not_is_refused_citing_the_clause(at, stage, by, command, form, clause):
    cli = at(stage)
    line = command if command == "request new" else f"{command} {REQ}"
    answer = refused(cli, (line, by, form), code=5)
    assert answer.error["kind"] == "not-permitted"
    (breach,) = answer.error["breaches"]
    assert (breach["gate"], breach["clause"]) == ("authority", clause)
    assert breach["message"]
    assert breach["hint"]


@pytest.mark.clause("3.3.1")
def test_a_refusal_of_authority_is_journalled_with_who_tried_and_who_typed(at):
    cli = at("submitted")
    refused(cli, (f"review {REQ}", "chen.bo", papers.REVIEW), code=5)
    (event,) = cli.look("log", "--limit", "1")
    assert (event["act"], event["refused"], event["request"]) == ("review.decided", True, REQ)
    assert (event["actor"], event["recorded_by"], event["clauses"]) == ("chen.bo", "xu.hui", ["3.3.1"])
    assert cli.stage() == "submitted"


@pytest.mark.clause("1.2", "1.1", "2.4.1", "4.1.3")
def test_the_book_itself_and_what_lies_under_a_request_have_their_people_too(at):
    cli = at("executing")
    tries = (
        (("org", "department", "add"), {"code": "LEGAL", "name": "Legal"}, "li.na", "1.2"),
        (("org", "person", "add"), {"login": "fang.yu", "name": "Fang Yu", "department": "IT"}, "gao.ping", "1.2"),
        (
            ("org", "deputy", "add"),
            {"person": "li.na", "deputy": "ma.rui", "from_date": "2026-10-01", "until_date": "2026-10-02"},
            "li.na",
            "1.2",
        ),
        (("milestone", "reach", REQ, "Pilot kiosk open"), None, "he.jing", "2.4.1"),
        (("milestone", "reach", REQ, "Pilot kiosk open"), None, "sun.wei", "2.4.1"),
        (("milestone", "move", REQ, "Pilot kiosk open"), {"due_date": "2026-11-21", "reason": "x"}, "he.jing", "2.4.1"),
        (("meeting", "action", "done", f"{REQ}/A1"), None, "he.jing", "4.1.3"),
    )
    for line, form, by, clause in tries:
        answer = cli.refused(*line, form=form, by=by, code=5)
        assert [b["clause"] for b in answer.error["breaches"]] == [clause], line
    from importlib.resources import files

    policy = files("crosspolicy.policy").joinpath("default.toml").read_text("utf-8")
    text = cli.document(policy.replace('version = "1.0"', 'version = "2.0"'), ".toml")
    answer = cli.fails(5, "policy", "adopt", str(text), by="li.na")
    assert [b["clause"] for b in answer.error["breaches"]] == ["1.1"]
    assert cli.act("policy", "adopt", str(text), by="gao.ping")["act"] == "policy.adopted"


@pytest.mark.clause("2.3.2")
def test_the_head_signs_for_a_department_and_so_does_its_signatory(at):
    cli = at("drafted")
    assert cli.act("agree", "sign", REQ, by="zhao.lei")["discharged"][0]["owed_by"] == "SALES"
    assert cli.act("agree", "sign", REQ, by="chen.bo")["discharged"][0]["owed_by"] == "IT"
    page = cli.look("status", REQ)
    assert {d["department"]: d["signed_by"] for d in page["departments"]} == {
        "SALES": "zhao.lei",
        "IT": "chen.bo",
        "FIN": None,
    }


@pytest.mark.clause("2.2.2", "3.3.1")
def test_authority_answers_before_the_gates_and_the_form_before_authority(at):
    cli = at("draft")
    assert refused(cli, (f"review {REQ}", "li.na", papers.REVIEW), code=5).gates == ["authority"]
    faulty = without(papers.REVIEW, "outcome")
    assert set(refused(cli, (f"review {REQ}", "li.na", faulty), code=3).faults) == {"outcome"}
    unknown = (*ASSIGN[:1], "liu.yang", {"rows": [{"responsibility": "Run", "accountable": "NOBODY"}]})
    assert set(refused(cli, unknown, code=3).faults) == {"rows.1.accountable"}


@pytest.mark.clause("2.3.2", "1.2")
def test_a_deputy_acts_within_the_dates_and_both_names_are_kept(at):
    cli = at("drafted")
    deputy = {"person": "chen.bo", "deputy": "liu.yang", "from_date": "2026-10-08", "until_date": "2026-10-09"}
    cli.act("org", "deputy", "add", form=deputy)
    assert [{k: row[k] for k in deputy} for row in cli.look("org", "deputy", "list")] == [deputy]

    typed = cli.typed_by("liu.yang")
    for day in ("2026-10-07T23:59+08:00", "2026-10-10T00:01+08:00"):
        answer = typed.fails(5, "agree", "sign", REQ, by="chen.bo", now=day)
        assert [b["clause"] for b in answer.error["breaches"]] == ["1.2"]
    receipt = typed.act("agree", "sign", REQ, by="chen.bo", now="2026-10-09T23:59+08:00")
    assert (receipt["event"]["actor"], receipt["event"]["recorded_by"]) == ("chen.bo", "liu.yang")
    (event,) = typed.look("log", "--limit", "1")
    assert (event["actor"], event["recorded_by"], event["os_user"]) == ("chen.bo", "liu.yang", "liu.yang")
    signature = next(s for s in cli.look("agree", "show", REQ)["signatures"] if s["department"] == "IT")
    assert (signature["signed_by"], signature["recorded_by"]) == ("chen.bo", "liu.yang")


@pytest.mark.clause("3.3.1", "3.3.4")
def test_a_deputy_of_the_requesting_department_does_not_review_for_management(at):
    cli = at("submitted")
    for person in ("tang.mei", "he.jing"):
        dates = {"from_date": "2026-09-01", "until_date": "2026-12-31"}
        cli.act("org", "deputy", "add", form={"person": "gao.ping", "deputy": person} | dates)
    answer = cli.typed_by("tang.mei").refused("review", REQ, form=papers.REVIEW, by="gao.ping", code=5)
    assert [b["clause"] for b in answer.error["breaches"]] == ["3.3.1"]
    receipt = cli.typed_by("he.jing").act("review", REQ, form=papers.REVIEW, by="gao.ping")
    assert (receipt["event"]["actor"], receipt["event"]["recorded_by"]) == ("gao.ping", "he.jing")


@pytest.mark.clause("1.2")
def test_everybody_acts_under_their_own_account_without_being_named(at):
    cli = at("draft")
    receipt = cli.typed_by("li.na").act("request", "submit", REQ)
    assert (receipt["event"]["actor"], receipt["event"]["recorded_by"]) == ("li.na", "li.na")
    receipt = cli.typed_by("gao.ping").act("review", REQ, form=papers.REVIEW)
    assert (receipt["event"]["actor"], receipt["stage"]) == ("gao.ping", "approved")


@pytest.mark.clause("1.2")
def test_who_is_neither_coordinator_nor_deputy_acts_for_nobody_else(at):
    cli = at("draft")
    answer = cli.typed_by("liu.yang").fails(5, "request", "submit", REQ, by="li.na")
    (breach,) = answer.error["breaches"]
    assert (breach["gate"], breach["clause"]) == ("authority", "1.2")
    assert "liu.yang" in breach["message"]
    assert cli.stage() == "draft"


@pytest.mark.clause("1.2")
def test_an_account_of_nobody_acts_not_at_all(at):
    cli = at("draft")
    answer = cli.typed_by("mallory").fails(5, *words(SUBMIT[0]))
    assert "mallory" in answer.error["breaches"][0]["message"]
    assert "org person add" in answer.error["breaches"][0]["hint"]


@pytest.mark.clause("1.2")
def test_no_variable_of_the_environment_tells_who_acts(at):
    cli = at("submitted")
    names = dict.fromkeys(("USER", "LOGNAME", "USERNAME", "LNAME", "SUDO_USER"), "gao.ping")
    environment = cli.environment() | names
    import subprocess

    line = cli.line("review", REQ, "--from", str(cli.document(papers.REVIEW)))
    done_by = subprocess.run(line, env=environment, cwd=cli.folder, stdin=subprocess.DEVNULL, capture_output=True)
    assert done_by.returncode == 5, done_by.stderr


@pytest.mark.clause("1.2")
def test_an_unknown_login_to_act_for_is_told(at):
    cli = at("draft")
    answer = cli.fails(3, "request", "submit", REQ, by="li.nah")
    assert set(answer.faults) == {"as"}


@pytest.mark.clause("3.2.1", "2.4.1", "2.4.3", "2.5.2", "2.5.3")
def test_acting_for_a_department_that_is_no_party_is_a_refusal_of_authority(at):
    cli = at("executing")
    answer = cli.refused("report", REQ, form=papers.REPORT | {"department": "HR"}, by="he.jing", code=5)
    assert "SALES" in answer.error["breaches"][0]["message"]
    unknown = cli.refused("report", REQ, form=papers.REPORT | {"department": "NONE"}, by="he.jing", code=3)
    assert set(unknown.faults) == {"department"}


@pytest.mark.clause("2.1.1", "3.1.1", "2.2.2", "2.3.2", "5.1.1")
def test_the_whole_front_of_the_process_typed_by_its_own_people(at):
    cli = at("founded")
    steps = (
        ("li.na", ("request new", "", papers.REQUEST)),
        ("li.na", edit(planned_cost="240000")),
        ("li.na", SUBMIT),
        ("lin.tao", (f"review {REQ}", "", papers.REVIEW)),
        ("lin.tao", COORDINATE),
        ("ma.rui", close_risk()),
        *((MEMBER[department], none_seen(category, department)) for category, department in NONE_SEEN),
        ("zhao.lei", ASSIGN),
        ("ma.rui", DRAFT),
        ("zhao.lei", (f"agree sign {REQ}", "", None)),
        ("chen.bo", (f"agree sign {REQ}", "", None)),
        ("wu.min", (f"agree sign {REQ}", "", None)),
        ("zhao.lei", START),
        ("liu.yang", REACH[0]),
        ("ma.rui", REACH[1]),
        ("tang.mei", OPEN),
    )
    for account, (command, _, form) in steps:
        stage = done(cli.typed_by(account), (command, "", form))
    assert stage == "accepting"
    assert {event["recorded_by"] for event in cli.journal()} == {
        *(account for account, _ in steps),
        "xu.hui",
    }


# A sample of the attempts that ``tests/acts/test_attempts.py`` makes inside, made by the real command


def _sample(stage: str, count: int) -> list[tuple[Attempt, Hands]]:
    """Choose some of the attempts that can be made at a stage: as many that are denied as that are permitted."""
    company = {person["login"] for person in FOUNDING["people"]} | {STRANGER}
    pairs = [
        (attempt, hands)
        for attempt in ATTEMPTS
        if attempt.at == stage and attempt.target[:1] not in ("R", "I")
        for hands in everybody()
        if hands.both <= company and hands.by != STRANGER
    ]
    chance = Random(stage)
    chance.shuffle(pairs)
    permitted = [(a, h) for a, h in pairs if h.are_entitled and a.circle(h)][: count // 2]
    return permitted + [pair for pair in pairs if pair not in permitted and not _may(*pair)][: count // 2]


def _may(attempt: Attempt, hands: Hands) -> bool:
    return hands.are_entitled and attempt.circle(hands)


@pytest.mark.clause("3.1.1", "3.3.1", "3.3.3", "2.4.1", "2.4.3")
@pytest.mark.parametrize("stage", ["submitted", "executing"])
def test_the_real_command_says_the_same_of_a_sample_of_all_attempts(at, stage):
    cli = at(stage)
    sample = _sample(stage, 8)
    for person, deputy, first, last in DEPUTIES:
        dates = {"from_date": _day(first), "until_date": _day(last)}
        if Hands(person, deputy) in [hands for _, hands in sample]:
            cli.act("org", "deputy", "add", form={"person": person, "deputy": deputy} | dates)
    for attempt, hands in sample:
        act = named(attempt.act, str(attempt.content.get("kind", "")))
        line = act.command.replace("NAME", "").replace("/A…", "/A1").split(" --kind")[0].format(request=REQ)
        named_last = [attempt.target] if act.target is Target.MILESTONE else []
        seat = cli if hands.recorder == COORDINATOR else cli.typed_by(hands.recorder)
        form = {name: value for name, value in attempt.content.items() if value is not None}
        done = seat.run(*line.split(), *named_last, "--dry-run", "--from", str(cli.document(form)), by=hands.by)
        told = f"{attempt} by {hands}: {done}"
        if _may(attempt, hands):
            assert done.code in (0, 4), told  # who may is still asked for what the gates ask for
            assert done.code == 0 or "authority" not in done.gates, told
        else:
            clause = attempt.clause if hands.are_entitled else "1.2"
            assert done.code == 5, told
            assert [breach["clause"] for breach in done.error["breaches"]] == [clause], told


def _day(days: int) -> str:
    return (date.fromisoformat(DAY) + timedelta(days=days)).isoformat()
