"""Promises that hold the program together: everything cites the policy, and nothing is named that is not there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from crosspolicy.acts.act import Act
from crosspolicy.acts.registry import all_acts
from crosspolicy.cli import COMMANDS
from crosspolicy.commands.kit.clauses import clause_object
from crosspolicy.forms import (
    acceptance,
    agreement,
    appraisal,
    communication,
    execution,
    governance,
    meeting,
    organisation,
    risk,
    training,
)
from crosspolicy.forms import request as request_forms
from crosspolicy.forms.base import Form, Part
from crosspolicy.intake.fields import fields_of
from crosspolicy.models import metadata
from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.policy.gates import GATES
from crosspolicy.policy.obligations import KINDS
from crosspolicy.vocabulary.labels import FIELD_LABELS, LABELS_IN, OBLIGATION_LABELS
from tests.support import way
from tests.support.life import live
from tests.support.world import World

CLAUSES = frozenset(check_policy(default_policy()).parsed["clauses"])
ROOT = Path(__file__).parents[2]


def _names(*words: str) -> set[str]:
    return {f"{subject}.{verb}" for subject, _, verbs in (w.partition(" ") for w in words) for verb in verbs.split()}


ACTS = _names(
    "book initialised",
    "policy adopted",
    "department added",
    "person added",
    "deputy named",
    "request drafted edited submitted withdrawn terminated closed",
    "review decided",
    "meeting recorded",
    "action done",
    "responsibility assigned",
    "agreement drafted signed withdrawn",
    "execution started",
    "report filed",
    "milestone reached moved",
    "acceptance opened evaluated decided",
    "summary added",
    "gate waived",
    "issue raised escalated resolved",
    "message logged",
    "item shared",
    "risk identified excluded treated reviewed closed",
    "appraisal given",
    "breach recorded",
    "incentive granted",
    "penalty imposed",
    "training need_stated planned held evaluated adjusted",
)


def _id(act: Act) -> str:
    return f"{act.name}-{act.variant}" if act.variant else act.name


every_act = pytest.mark.parametrize("act", all_acts(), ids=_id)
FORMS = sorted({act.form for act in all_acts()}, key=lambda form: form.__name__)
every_form = pytest.mark.parametrize("form", FORMS, ids=[form.__name__ for form in FORMS])


@pytest.mark.parametrize("gate", GATES.values(), ids=lambda gate: gate.id)
def test_every_gate_cites_a_clause_of_the_policy_and_says_what_it_holds(gate):
    assert gate.clause in CLAUSES
    assert str(gate.title)
    assert GATES[gate.id] is gate


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_of_obligation_cites_a_clause_and_has_a_label(kind):
    assert kind.clause in CLAUSES
    assert kind.name in OBLIGATION_LABELS
    assert kind.owed_in


@every_act
def test_every_act_cites_clauses_of_the_policy(act):
    assert set(act.cites) <= CLAUSES
    assert (act.who_clause or act.clause) in CLAUSES


@every_act
def test_every_act_names_gates_and_obligations_that_exist(act):
    assert {*act.gates, *filter(None, [act.early_gate])} <= GATES.keys()
    assert {*act.opens, *act.discharges} <= KINDS.keys()
    assert act.early_gate in ("", *act.gates)


def test_the_acts_are_those_of_the_journal_s_register():
    assert {act.name for act in all_acts()} == ACTS


def test_every_gate_is_some_act_s_and_every_obligation_is_opened_and_discharged_by_one():
    assert {gate for act in all_acts() for gate in act.gates} | {"stage"} == GATES.keys()
    assert {kind for act in all_acts() for kind in act.opens} == KINDS.keys()
    assert {kind for act in all_acts() for kind in act.discharges} == KINDS.keys()


def _parts(form: type[Part]) -> list[type[Part]]:
    found = [form]
    for field in fields_of(form):
        if field.part:
            found += _parts(field.part)
    return found


@every_form
def test_every_field_of_every_form_cites_a_clause_and_has_a_label_and_a_help_text(form):
    for part in _parts(form):
        for field in fields_of(part):
            clause = field.clause or form.clause
            assert clause in CLAUSES, f"{part.__name__}.{field.name}"
            assert field.name in FIELD_LABELS, f"{part.__name__}.{field.name}"
            assert field.help, f"{part.__name__}.{field.name}"
            assert field.gate in ("", *GATES), f"{part.__name__}.{field.name}"


def test_every_label_of_a_list_is_that_of_a_field_whose_form_says_so():
    lists = {
        (field.name, inner.name)
        for form in FORMS
        for field in fields_of(form)
        if field.part and field.part.within == field.name
        for inner in fields_of(field.part)
    }
    assert LABELS_IN.keys() <= lists


def test_every_clause_is_carried_out_by_something():
    carried_out = {gate.clause for gate in GATES.values()} | {kind.clause for kind in KINDS.values()}
    carried_out |= {clause for act in all_acts() for clause in act.cites}
    for form in {act.form for act in all_acts()}:
        carried_out |= {field.clause for part in _parts(form) for field in fields_of(part)}
    assert sorted(CLAUSES - carried_out) == []


def test_every_clause_is_shown_with_how_it_is_honoured_and_a_command_that_there_is():
    parsed = check_policy(default_policy()).parsed["clauses"]
    shown = [clause_object(number, entry) for number, entry in parsed.items()]
    assert [each["clause"] for each in shown if not each["honoured_by"] or not each["commands"]] == []
    nouns = {line.split()[1] for each in shown for line in each["commands"]}
    assert nouns <= {entry.name for entry in COMMANDS}


# The fields of the forms: "*" is what must be there, "[...]" what each entry of a list holds

CONTRACT: dict[type[Form], str] = {
    organisation.Department: "code*, name*, head",
    organisation.Person: "login*, name*, department*, position, roles, email, os_user",
    organisation.Deputy: "person*, deputy*, from_date*, until_date*, reason",
    request_forms.Request: """title*, requesting_department*, requester, background*, objectives* [statement*, measure],
        departments* [department*, positions*, contribution], milestones* [name*, due_date*, department],
        risks* [category*, description*, likelihood, impact], no_risk_foreseen_because, planned_cost,
        planned_start_date, planned_end_date""",
    request_forms.Review: """strategic_fit*, strategic_fit_reason*, resources*, resources_reason*, necessity*,
        necessity_reason*, feasibility*, feasibility_reason*, outcome*, comment, conditions""",
    meeting.Meeting: """kind*, held_at*, place, chair*, attendees*, absentees [login*, reason],
        actions [what*, department*, person, due_date*], decisions,
        business_details*, opinions* [department*, opinion*, suggestions],
        progress*, problems*, coordination*, next_steps*,
        problem*, solution*, responsible_department*, issue""",
    agreement.ResponsibilityTable: """rows* [responsibility*, accountable*, responsible, consulted, informed, person,
        deliverable, due_date]""",
    agreement.Agreement: """rights_and_obligations* [department*, rights*, obligations*], workflow*,
        communication_mechanism*, time_nodes* [name*, due_date*], assessment_standards*, effective_date,
        meeting_every, report_every""",
    agreement.Signature: "department, digest",
    agreement.AgreementWithdrawal: "reason*",
    execution.Start: "start_date, staff [person*, responsibility]",
    execution.Report: """department, period_start_date*, period_end_date*, progress_percent*, done*, problems,
        next_steps*, milestones_reached, cost_to_date, needs_management, overall""",
    execution.MilestoneReached: "reached_date*",
    execution.MilestoneMoved: "due_date*, reason*",
    communication.Issue: "title*, description*, severity*, departments*, responsible_department, due_date",
    communication.Escalation: "reason*",
    communication.Resolution: "solution*, resolved_by",
    communication.Message: "channel*, parties*, sent_at*, subject*, content*, issue",
    communication.SharedItem: "kind*, title*, department, file, link, note",
    risk.Risk: """category*, description*, cause, identified_by*, likelihood*, impact*, probability_percent, loss,
        response, measures, owner, due_date, contingency [trigger*, procedure*, responsible*]""",
    risk.NoRisk: "category*, department*, reason*",
    risk.Treatment: """response*, measures*, owner*, due_date*, contingency [trigger*, procedure*, responsible*],
        residual_likelihood, residual_impact""",
    risk.RiskReview: """likelihood*, impact*, probability_percent, loss, change*, response, measures,
        contingency [trigger*, procedure*, responsible*], residual_likelihood, residual_impact, occurred""",
    risk.RiskClose: "reason*",
    acceptance.Opening: "statement*, actual_end_date*, actual_cost*",
    acceptance.Evaluation: """department, objectives*, objectives_note, quality*, quality_note, schedule*,
        schedule_note, cost*, cost_note, verdict*, comment""",
    acceptance.Decision: "outcome*, comment*, rework [what*, department*, due_date*]",
    acceptance.Summary: "department, experience*, lessons*, suggestions*, own_work*",
    governance.Waiver: "gate*, reason*, until_date",
    appraisal.Appraisal: """kind*, department, person, by_department, quality*, progress*, collaboration*,
        communication*, risk_control*, comment, occasion*""",
    appraisal.BreachRecord: "department, person, term*, description*, serious, obligation",
    appraisal.Incentive: "department, person, measure*, amount, reason*, rests_on*",
    appraisal.Penalty: "department, person, measure*, amount, reason*, rests_on*",
    training.Need: "year*, department, person, topic*, business_trend, skill_level, work_problem, evidence",
    training.Plan: """year*, courses* [title*, objectives*, content*, method*, planned_date*, instructor*, audience,
        needs]""",
    training.Session: "held_on*, instructor, attendees*, absentees, reason",
    training.SessionEvaluation: "method*, results* [person*, score, comment], conclusion*",
    training.Adjustment: "year*, rests_on*, change*, course, reason*",
}


def _stated(contract: str) -> list[tuple[str, bool, str]]:
    """Read ``name*, list [inner*]`` into names, whether they must be there, and what the entries hold."""
    found = re.findall(r"(\w+)(\*?)\s*(?:\[([^\]]*)\])?\s*(?:,|$)", contract)
    return [(name, bool(star), inner) for name, star, inner in found]


def _departures(form: type[Part], contract: str, by_kind: set[str]) -> list[str]:
    fields = {field.name: field for field in fields_of(form)}
    wrong = []
    for name, is_asked_for, inner in _stated(contract):
        field = fields.get(name)
        if field is None:
            wrong.append(f"{form.__name__} has no {name}")
            continue
        asked = field.is_required or field.gate or field.default_note or name in by_kind
        if is_asked_for and not asked:
            wrong.append(f"{form.__name__}.{name} is asked for by nothing")
        if not is_asked_for and field.is_required:
            wrong.append(f"{form.__name__}.{name} may be left out")
        if inner and field.part is None:
            wrong.append(f"{form.__name__}.{name} holds no objects")
        elif inner and field.part:
            wrong += _departures(field.part, inner, set())
    return wrong


@pytest.mark.parametrize("form", CONTRACT, ids=[form.__name__ for form in CONTRACT])
def test_every_form_has_the_fields_that_were_agreed_on(form):
    by_kind = {name for names in form.required_of.values() for name in names}
    assert _departures(form, CONTRACT[form], by_kind) == []
    assert "occurred_on" in form.model_fields


def test_the_contract_speaks_of_every_form_that_states_something():
    stating = {act.form for act in all_acts() if len(act.form.model_fields) > 1}
    bare = {request_forms.RequestEdit, request_forms.Withdrawal, request_forms.Termination}
    others = {organisation.Founding, governance.Adoption, meeting.ActionDone}
    assert stating == CONTRACT.keys() | bare | others


# What effects write, and where


LISTS_WITH_TABLES = {"attendees", "absentees"}
"""Fields of plain texts that have a table of their own."""


class Watched(World):
    """A world in which every act's effect is held against the tables before it is performed."""

    seen: set[str]

    def act(self, name, form, content, /, *, by, typed_by="", request=None, target="", dry_run=False, **changes):
        """Look at the effect first."""
        code, self.code = self.code, self.code if request is None else request
        stated = {**content, **changes}
        judgement = self.judged(name, form, stated, by=by, target=target)
        self.code = code
        if judgement.decision:
            self.seen.add(_id(next(a for a in all_acts() if a.name == name and a.variant in ("", stated.get("kind")))))
            _held_against_the_tables(judgement.decision)
        arguments = {"by": by, "typed_by": typed_by, "request": request, "target": target, "dry_run": dry_run}
        return super().act(name, form, content, **arguments, **changes)


def _held_against_the_tables(decision):
    for row in decision.rows:
        columns = set(metadata.tables[row.table].c.keys())
        assert row.values.keys() <= columns | LISTS_WITH_TABLES, row.table
    for change in decision.changes:
        columns = set(metadata.tables[change.table].c.keys())
        assert change.key.keys() | change.values.keys() <= columns, change.table
    assert set(decision.cleared) <= metadata.tables.keys()


def test_every_act_writes_to_columns_that_exist(on_file):
    world = Watched(on_file.book)
    world.seen = {"book.initialised"}
    live(world)
    assert world.seen == {_id(act) for act in all_acts()}


# The picture of the process


def test_the_stages_that_acts_say_they_lead_to_are_the_policy_s_way():
    told: dict[tuple[str | None, str], set[str]] = {}
    for act in all_acts():
        for before, after in act.leads:
            told.setdefault((before.value, after.value), set()).add(act.name)
    assert told == {step: acts for step, acts in way.STEPS.items() if step[0]}


def test_the_layers_are_kept():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
