"""The company changes: departments and people join, another edition of the policy is adopted."""

from importlib.resources import files

import pytest

from tests.journeys.books import REQ
from tests.journeys.cases import SUBMIT, done, without
from tests.journeys.driver import Cli
from tests.support import papers
from tests.support.company import REQUESTER


@pytest.mark.clause("1.2", "2.3.2")
def test_a_new_department_takes_part_like_any_other(at):
    cli = at("founded")
    assert cli.act("org", "department", "add", "--code", "LEGAL", "--name", "法務部")["code"] == "LEGAL"
    person = {"login": "chen.jie", "name": "陳潔", "department": "LEGAL", "position": "Counsel", "roles": ["signatory"]}
    assert cli.act("org", "person", "add", form=person)["code"] == "chen.jie"
    assert cli.look("org", "department", "show", "LEGAL")["name"] == "法務部"
    shown = cli.look("org", "person", "show", "chen.jie")
    assert {name: shown[name] for name in person} == person
    assert shown["os_user"] == "chen.jie"
    assert [p["login"] for p in cli.look("org", "person", "list", "--department", "LEGAL")] == ["chen.jie"]
    assert "chen.jie" in [p["login"] for p in cli.look("org", "person", "list", "--role", "signatory")]

    form = papers.REQUEST | {"departments": [{"department": "LEGAL", "positions": ["Counsel"]}]}
    form = without(form, milestones=[{"name": "Contract signed", "due_date": "2026-11-20", "department": "LEGAL"}])
    cli.act("request", "new", "--submit", form=form, by=REQUESTER)
    assert [d["department"] for d in cli.look("status", REQ)["departments"]] == ["SALES", "LEGAL"]
    assert cli.typed_by("chen.jie").look("status", "--mine")["obligations"] == []
    cli.assert_sound()


@pytest.mark.clause("1.2")
@pytest.mark.parametrize(
    ("line", "form", "fields"),
    [
        (("department",), {"code": "SALES", "name": "Again"}, {"code"}),
        (("department",), {"code": "management", "name": "Us"}, {"code"}),
        (("department",), {"code": "A B", "name": "Blank"}, {"code"}),
        (("department",), {"code": "NEW", "name": "New", "head": "nobody"}, {"head"}),
        (("person",), {"login": "li.na", "name": "Again", "department": "IT"}, {"login", "os_user"}),
        (("person",), {"login": "new", "name": "New", "department": "NONE"}, {"department"}),
        (("person",), {"login": "new", "name": "New", "department": "IT", "os_user": "li.na"}, {"os_user"}),
        (("person",), {"login": "new", "name": "New"}, {"department"}),
        (
            ("deputy",),
            {"person": "li.na", "deputy": "li.na", "from_date": "2026-10-01", "until_date": "2026-10-02"},
            {"deputy"},
        ),
        (
            ("deputy",),
            {"person": "li.na", "deputy": "ma.rui", "from_date": "2026-10-02", "until_date": "2026-10-01"},
            {"until_date"},
        ),
        (
            ("deputy",),
            {"person": "x", "deputy": "y", "from_date": "2026-10-01", "until_date": "2026-10-02"},
            {"person", "deputy"},
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_in_the_organisation_is_told(at, line, form, fields):
    cli = at("founded")
    answer = cli.refused("org", *line, "add", form=form, code=3)
    assert set(answer.faults) == fields
    assert len(cli.journal()) == 1


def _edition(cli: Cli, *changes: tuple[str, str]) -> str:
    text = files("crosspolicy.policy").joinpath("default.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return str(cli.document(text, ".toml"))


@pytest.mark.clause("1.1", "2.2.1", "2.2.3", "2.4.1")
def test_a_request_stays_under_the_policy_it_was_submitted_under(at):
    cli = at("submitted")
    faster = _edition(
        cli,
        ('version = "1.0"', 'version = "2.0"'),
        ("\nreview = 5", "\nreview = 2"),
        ("\ncoordination-meeting = 5", "\ncoordination-meeting = 1"),
        ('\ncross-department = "block"', '\ncross-department = "warn"'),
        ('\nform-complete = "block"', '\nform-complete = "warn"'),
    )
    assert cli.act("policy", "adopt", faster, by="gao.ping")["act"] == "policy.adopted"
    assert cli.look("policy", "check", faster)["version"] == "2.0"

    first = cli.act("review", REQ, form=papers.REVIEW, by="gao.ping")
    assert [o["due_date"] for o in first["opened"]] == ["2026-10-13"]
    second = cli.act("request", "new", form={"title": "Kiosk", "requesting_department": "SALES"}, by=REQUESTER)["code"]
    submitted = cli.act("request", "submit", second, by=REQUESTER)
    assert [o["due_date"] for o in submitted["opened"]] == ["2026-10-09"]
    assert [warning["gate"] for warning in submitted["warnings"]] == ["cross-department", "form-complete"]
    reviewed = cli.act("review", second, form=papers.REVIEW, by="gao.ping")
    assert [o["due_date"] for o in reviewed["opened"]] == ["2026-10-08"]
    cli.assert_sound()


@pytest.mark.clause("1.1", "2.2.1")
def test_a_further_obligation_of_the_company_opens_and_is_settled_by_itself(at):
    cli = at("draft")
    theirs = """
[[further-obligations]]
kind = "announce"
clause = "1.3.3"
opened-by = "request.submitted"
discharged-by = "review.decided"
owed-by = "requesting"
working-days = 1

[further-obligations.title]
en = "Announce the request"
zh_Hans = "公布申请"
zh_Hant = "公布申請"
"""
    path = _edition(cli, ('version = "1.0"', 'version = "2.0"'))
    text = cli.folder / path
    text.write_text(text.read_text("utf-8") + theirs, "utf-8")
    cli.act("policy", "adopt", path, by="gao.ping")
    done(cli, SUBMIT)
    assert ("announce", "SALES", "2026-10-08") in cli.owed()
    done(cli, (f"review {REQ}", "gao.ping", papers.REVIEW))
    assert cli.owed("announce") == []
    cli.assert_sound()


@pytest.mark.clause("2.2.1")
@pytest.mark.parametrize(
    ("country", "now", "due"),
    [
        ("CN", "2026-09-30T10:00+08:00", "2026-10-13"),
        ("US", "2026-07-01T10:00-04:00", "2026-07-09"),
        ("DE", "2026-12-22T10:00+01:00", "2026-12-30"),
        ("AE", "2026-11-26T10:00+04:00", "2026-12-07"),
    ],
)
def test_working_days_are_those_of_the_books_country(cli: Cli, country, now, due):
    """With Saturday 10 October worked; with 3 July off for the 4th; with Christmas; with two national days off."""
    from tests.journeys.books import COMPANY

    cli.act("init", "--rehearsal", form=COMPANY | {"country": country}, now=now)
    form = without(papers.REQUEST, "planned_start_date", "planned_end_date")
    receipt = cli.act("request", "new", "--submit", form=form, by=REQUESTER, now=now)
    assert [o["due_date"] for o in receipt["opened"]] == [due]
