"""What people type, as the form takes it; what a half-typed name stands for; which questions there are."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosspolicy.errors import Fault
from crosspolicy.forms.base import Form, Part, field
from crosspolicy.forms.execution import Report
from crosspolicy.forms.meeting import ActionEntry, Meeting
from crosspolicy.forms.request import Request
from crosspolicy.forms.types import Line
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.intake.prompts.answers import get, handed_on, is_answered, plain, put
from crosspolicy.intake.prompts.leaving import Wrong
from crosspolicy.intake.prompts.naming import code_of, offered
from crosspolicy.intake.prompts.questions import crumbs, dotted, path_of, questions
from crosspolicy.intake.prompts.reading import read
from crosspolicy.intake.prompts.record import Record
from crosspolicy.intake.prompts.sheets import sheet_for
from crosspolicy.intake.prompts.shown import lines_of
from tests.intake.filling import world


def of(form: type[Part], name: str) -> Field:
    return next(f for f in fields_of(form) if f.name == name)


DAY, MOMENT = of(ActionEntry, "due_date"), of(Meeting, "held_at")
MONEY, PERCENT = of(Report, "cost_to_date"), of(Report, "progress_percent")
PERSON, DEPARTMENT = of(ActionEntry, "person"), of(ActionEntry, "department")


@pytest.mark.parametrize(
    ("asked", "typed", "meant"),
    [
        (DAY, "2026-03-31", "2026-03-31"),
        (DAY, " 2026-3-1 ", "2026-03-01"),
        (DAY, "2026/03/31", "2026-03-31"),
        (DAY, "20260331", "2026-03-31"),
        (DAY, "2026年3月31日", "2026-03-31"),
        (DAY, "２０２６－０３－３１", "2026-03-31"),
        (DAY, "Today", "2026-09-30"),
        (DAY, "+14", "2026-10-14"),
        (DAY, "+ 2W", "2026-10-14"),
        (DAY, "-30", "2026-08-31"),
        (MOMENT, "2026-03-31 14:00", "2026-03-31T14:00+08:00"),
        (MOMENT, "2026-03-31T9:05", "2026-03-31T09:05+08:00"),
        (MOMENT, "14：00", "2026-09-30T14:00+08:00"),
        (MOMENT, "+1 08:00", "2026-10-01T08:00+08:00"),
        (MOMENT, "now", "2026-09-30T14:00+08:00"),
        (MOMENT, "2026-03-31T14:00+01:00", "2026-03-31T14:00+01:00"),
        (MONEY, "12,500.00", "12500.00"),
        (MONEY, "１２５００", "12500"),
        (MONEY, "cny 1,234,567", "1234567"),
        (PERCENT, "85 %", 85),
        (PERSON, "王芳", "wang.fang"),
        (PERSON, "WANG.FANG", "wang.fang"),
        (PERSON, "fang", "wang.fang"),
        (DEPARTMENT, "fin", "FIN"),
    ],
)
def test_what_is_typed_is_taken_as_it_is_meant(asked: Field, typed: str, meant: object) -> None:
    assert read(asked, typed, world({})) == meant


@pytest.mark.parametrize(
    ("asked", "typed", "told"),
    [
        (DAY, "2026-02-30", "cannot be read as a day"),
        (DAY, "31.3.2026", "cannot be read as a day"),
        (DAY, "+99999", "must lie between"),
        (DAY, "-99999 x", "cannot be read as a day"),
        (MOMENT, "2026-03-31", "must be a time with its offset"),
        (MOMENT, "25:00", "must be a time with its offset"),
        (MONEY, "1,5", "must be an amount"),
        (MONEY, "12,5000", "must be an amount"),
        (MONEY, "0.001", "has more than the 2 decimal places that CNY has"),
        (PERCENT, "101", "must be 100 or less"),
        (PERCENT, "ten", "must be a whole number"),
        (PERSON, "li", "li may be li.na 李娜, li.wei 李偉"),
        (PERSON, "lina", "lina is nobody in the book; do you mean li.na 李娜"),
        (DEPARTMENT, "財务部", "do you mean FIN 财务部"),
        (DEPARTMENT, "zzz", "zzz is no department of the book"),
    ],
)
def test_what_cannot_be_taken_is_told(asked: Field, typed: str, told: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read(asked, typed, world({}))
    assert told in str(wrong.value.message)


def test_a_book_without_departments_checks_none() -> None:
    assert code_of("department", world({"departments": []}), "NEW") == "NEW"


def test_who_is_in_the_list_already_is_not_offered_again() -> None:
    assert [c.code for c in offered("person", world({}), ("li.na",), "")] == ["li.wei", "wang.fang"]
    assert [c.code for c in offered("person", world({}), ("li.na",), "李")] == ["li.na", "li.wei"]


class Contingency(Part):
    """A plan for the worst."""

    trigger: Line = field("when")
    procedure: Line = field("what")


class WithPlan(Form):
    """A form with an object of its own."""

    plan: Contingency | None = field("the plan", None)
    flag: bool | None = field("whether", None)


def test_an_optional_object_is_asked_in_full_only_once_it_is_begun() -> None:
    assert [dotted(q.path) for q in questions(WithPlan, {})] == ["plan.trigger", "flag"]
    begun = {"plan": {"trigger": "rain"}}
    assert [dotted(q.path) for q in questions(WithPlan, begun)] == ["plan.trigger", "plan.procedure", "flag"]
    assert not next(questions(WithPlan, {})).is_required


def test_yes_and_no_are_chosen_and_may_be_left_out() -> None:
    question = next(q for q in questions(WithPlan, {}) if q.field.name == "flag")
    sheet = sheet_for(question, form=WithPlan, answers={}, default=True, half="", note="", world=world({}))
    assert [option.value for option in sheet.options] == ["yes", "no", ""]
    assert [sheet.read(value) for value in ("yes", "no", "")] == [True, False, None]
    assert sheet.default == "yes"


def test_paths_are_written_as_faults_write_them() -> None:
    path = ("milestones", 1, "due_date")
    assert dotted(path) == "milestones.2.due_date"
    assert path_of(dotted(path)) == path
    assert crumbs(path) == "Milestones 2 > Due date"
    assert crumbs(("objectives", 0, "measure")) == "Objectives 1 > How it is measured"
    assert crumbs(("measure",)) == "Measure"
    assert path_of(Fault("form", Wrong).field) == ("form",)  # type: ignore[arg-type]


def test_answers_of_another_kind_are_not_handed_on() -> None:
    answers: dict[str, Any] = {"kind": "regular", "problem": "p", "progress": "q", "decisions": [], "place": None}
    assert handed_on(Meeting, answers) == {"kind": "regular", "progress": "q"}


def test_a_list_is_known_once_it_has_ended() -> None:
    answers: dict[str, Any] = {"milestones": [{"name": "a"}], "objectives": []}
    due_date, further = ("milestones", 0, "due_date"), ("milestones", 1, "name")
    assert is_answered(answers, due_date, ())
    assert is_answered(answers, further, ())
    assert is_answered(answers, ("objectives", 0, "statement"), ())
    assert not is_answered(answers, due_date, {("milestones",)})
    assert not is_answered(answers, further, {("milestones",)})
    assert not is_answered(answers, ("risks", 0, "category"), ())


def test_answers_are_put_where_they_belong() -> None:
    answers: dict[str, Any] = {"departments": "SALES"}
    put(answers, ("departments", 0, "positions", 0), "clerk")
    assert answers == {"departments": [{"positions": ["clerk"]}]}
    assert get(answers, ("departments", 0, "positions", 1)) is None


def test_what_files_give_becomes_what_json_carries() -> None:
    given = {"at": datetime(2026, 9, 30, tzinfo=UTC), "list": ({"a": 1},), "yes": True}
    assert plain(given) == {"at": "2026-09-30 00:00:00+00:00", "list": [{"a": 1}], "yes": True}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "department", "x"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([f.name for f in fields_of(Request)]), JSON))
def test_whatever_a_file_states_can_be_shown_and_asked_about(stated: dict[str, Any]) -> None:
    record = Record(Request, stated, suggested=stated, save=lambda answers: None)
    for question in record.questions():
        sheet = sheet_for(
            question,
            form=Request,
            answers=record.answers,
            default=record.default(question),
            half="",
            note="",
            world=world({}),
        )
        assert sheet.label
        assert record.is_known(question) in (True, False)
    for asked in fields_of(Request):
        assert all("\x1b" not in line for line in lines_of(asked, record.answers.get(asked.name), world({})))
    assert isinstance(handed_on(Request, record.answers), dict)


def test_every_question_of_the_request_form_has_a_label_of_its_own() -> None:
    labels = [crumbs(q.path) for q in questions(Request, {})]
    assert len(set(labels)) == len(labels)
