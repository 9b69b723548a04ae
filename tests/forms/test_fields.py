"""Forms as a whole: every fault of one at once, each by the path of its field."""

import pytest

from crosspolicy.acts.registry import all_acts
from crosspolicy.forms.agreement import Agreement, ResponsibilityTable
from crosspolicy.forms.request import Request, RequestEdit, Review
from crosspolicy.intake.check import checked
from crosspolicy.intake.fields import fields_of
from tests.support import papers
from tests.support.refusals import invalid


def test_every_missing_field_is_named_at_once():
    with invalid("title", "requesting_department"):
        checked(Request, {})
    judgements = ("strategic_fit", "resources", "necessity", "feasibility")
    with invalid("outcome", *judgements, *(f"{judgement}_reason" for judgement in judgements)):
        checked(Review, {})


def test_faults_deep_in_a_form_are_named_by_their_path_counted_as_people_count():
    with invalid(
        "title",
        "objectives.2.statement",
        "departments.1.department",
        "milestones.1.due_date",
        "milestones.2.name",
        "risks.1.category",
        "planned_cost",
    ):
        checked(
            Request,
            papers.REQUEST
            | {
                "title": None,
                "objectives": [{"statement": "One"}, {"measure": "how"}],
                "departments": [{"positions": ["Developer"]}],
                "milestones": [{"name": "One", "due_date": "soon"}, {"due_date": "2026-11-20"}],
                "risks": [{"category": "weather", "description": "Rain"}],
                "planned_cost": "much",
            },
        )


@pytest.mark.parametrize(
    ("field", "meant"),
    [("titel", "title"), ("requesting-department", "requesting_department"), ("milestone", "milestones")],
)
def test_an_unknown_field_is_refused_and_the_one_meant_is_guessed(field, meant):
    with invalid(field) as faults:
        checked(Request, papers.REQUEST | {field: "x"})
    assert meant in str(faults[0].message)


def test_an_unknown_field_inside_a_list_is_refused_too():
    milestone = {"name": "One", "due_date": "2026-11-20", "due_dat": "x"}
    with invalid("milestones.1.due_dat") as faults:
        checked(Request, papers.REQUEST | {"milestones": [milestone]})
    assert "due_date" in str(faults[0].message)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ["Kiosk"]),
        ("title", {"en": "Kiosk"}),
        ("title", 7),
        ("background", True),
        ("objectives", "Two kiosks"),
        ("objectives", {"statement": "Two kiosks"}),
        ("milestones", 3),
    ],
)
def test_a_value_of_another_kind_is_refused(field, value):
    with invalid(field):
        checked(Request, papers.REQUEST | {field: value})


@pytest.mark.parametrize("entry", [3, [], True])
def test_an_entry_of_another_kind_is_refused(entry):
    with invalid("objectives.1"):
        checked(Request, papers.REQUEST | {"objectives": [entry]})


def test_a_fault_is_told_without_what_was_typed():
    with invalid("planned_cost") as faults:
        checked(Request, papers.REQUEST | {"planned_cost": "<secret>"})
    assert "secret" not in str(faults[0].message)


@pytest.mark.parametrize("act", all_acts(), ids=lambda act: f"{act.name}{act.variant}")
def test_no_form_takes_a_field_that_it_does_not_have(act):
    required = [field.name for field in fields_of(act.form) if field.is_required]
    with invalid("no_such_field", *required):
        checked(act.form, {"no_such_field": "x"})


def test_an_edit_states_only_what_it_names():
    form = checked(RequestEdit, {"title": "Kiosk", "risks": []})
    assert form.model_fields_set == {"title", "risks"}


def test_a_form_does_not_change_once_it_is_stated():
    form = checked(ResponsibilityTable, papers.TABLE)
    with pytest.raises(Exception, match="frozen"):
        form.rows = ()
    assert isinstance(checked(Agreement, papers.AGREEMENT).rights_and_obligations, tuple)
