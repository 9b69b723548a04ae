"""What values, obligations and fields are called, in the language now spoken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crosspolicy.i18n import N_, _, language
from crosspolicy.vocabulary.lists import MANAGEMENT

VALUE_LABELS: Final[dict[str, str]] = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "approved": N_("approved"),
    "coordinated": N_("coordinated"),
    "agreed": N_("agreed"),
    "executing": N_("executing"),
    "accepting": N_("accepting"),
    "accepted": N_("accepted"),
    "closed": N_("closed"),
    "rejected": N_("rejected"),
    "withdrawn": N_("withdrawn"),
    "terminated": N_("terminated"),
    "management": N_("management"),
    "coordinator": N_("coordinator"),
    "signatory": N_("signatory"),
    "business": N_("business risk"),
    "technical": N_("technical risk"),
    "personnel": N_("personnel risk"),
    "market": N_("market risk"),
    "legal": N_("legal risk"),
    "strong": N_("strong"),
    "partial": N_("partial"),
    "weak": N_("weak"),
    "sufficient": N_("sufficient"),
    "insufficient": N_("insufficient"),
    "necessary": N_("necessary"),
    "desirable": N_("desirable"),
    "unnecessary": N_("unnecessary"),
    "feasible": N_("feasible"),
    "conditional": N_("conditional"),
    "infeasible": N_("infeasible"),
    "approve": N_("approve"),
    "return": N_("return for revision"),
    "reject": N_("reject"),
    "coordination": N_("coordination meeting"),
    "regular": N_("regular"),
    "ad-hoc": N_("ad-hoc"),
    "1 week": N_("every week"),
    "2 weeks": N_("every two weeks"),
    "met": N_("met"),
    "partly": N_("partly"),
    "unmet": N_("not met"),
    "low": N_("low"),
    "medium": N_("medium"),
    "high": N_("high"),
    "extreme": N_("extreme"),
    "avoid": N_("avoid"),
    "mitigate": N_("mitigate"),
    "transfer": N_("transfer"),
    "phone": N_("phone"),
    "e-mail": N_("e-mail"),
    "instant-message": N_("instant message"),
    "in-person": N_("in person"),
    "progress": N_("progress"),
    "result": N_("result"),
    "feedback": N_("feedback"),
    "internal": N_("internal"),
    "external": N_("external"),
    "online": N_("online"),
    "practical": N_("practical"),
    "exam": N_("examination"),
    "questionnaire": N_("questionnaire"),
    "effective": N_("effective"),
    "ineffective": N_("not effective"),
    "add": N_("add"),
    "change": N_("change"),
    "drop": N_("drop"),
    "planned": N_("planned"),
    "held": N_("held"),
    "done": N_("done"),
    "dropped": N_("dropped"),
    "reward": N_("reward"),
    "penalty": N_("penalty"),
    "bonus": N_("bonus"),
    "certificate": N_("certificate of honour"),
    "promotion": N_("promotion"),
    "warning": N_("warning"),
    "fine": N_("fine"),
    "demotion": N_("demotion"),
    "dismissal": N_("dismissal"),
    "pass": N_("passed"),
    "fail": N_("failed"),
    "accept": N_("accept"),
    "rework": N_("rework"),
    "unchanged": N_("unchanged"),
    "changed": N_("changed"),
    "missing": N_("not there"),
    "unreadable": N_("cannot be read"),
    "link": N_("link"),
    "meeting": N_("meeting"),
    "gate": N_("gate"),
    "obligation": N_("obligation"),
    "record": N_("record"),
    "authority": N_("authority"),
    "view": N_("view"),
}
"""What a value of a fixed list is called; the value itself is what files and scripts carry."""

LABELS_OF: Final[dict[tuple[str, str], str]] = {("response", "accept"): N_("accept the risk")}
"""What a value is called in a field where it means something else than elsewhere."""

OBLIGATION_LABELS: Final[dict[str, str]] = {
    "review": N_("review the request"),
    "coordination-meeting": N_("hold the coordination meeting"),
    "responsibility-table": N_("state the responsibility table"),
    "agreement-draft": N_("draft the agreement"),
    "signature": N_("sign the agreement"),
    "start": N_("start the work"),
    "progress-report": N_("report progress"),
    "regular-meeting": N_("hold the regular meeting"),
    "milestone": N_("reach the milestone"),
    "acceptance-opening": N_("open the acceptance"),
    "evaluation": N_("evaluate the result"),
    "decision": N_("decide on the acceptance"),
    "summary": N_("sum up the project"),
    "action": N_("settle the action item"),
    "rework": N_("settle the rework point"),
    "risk-measures": N_("put the measures in place"),
    "risk-review": N_("review the risk"),
    "contingency-plan": N_("write the contingency plan"),
    "issue": N_("resolve the issue"),
    "escalation": N_("settle the escalated issue"),
    "ad-hoc-meeting": N_("hold the ad-hoc meeting on it"),
    "training-needs": N_("analyse the training needs"),
    "training-plan": N_("make the training plan"),
    "training-course": N_("hold the course"),
    "training-evaluation": N_("evaluate the training session"),
    "training-adjustment": N_("adjust the training plan"),
    "appraisal-round": N_("organise the appraisal"),
    "department-appraisal": N_("appraise the department"),
    "person-appraisal": N_("appraise the person"),
}
"""What each kind of obligation asks for."""


def value_label(value: str, field: str = "") -> str:
    """Return what a value of a fixed list is called in the language now spoken, in a field where that matters."""
    label = LABELS_OF.get((field, value)) or VALUE_LABELS.get(value)
    return _(label) if label else value


def choice_label(value: str, field: str = "") -> str:
    """Return what a value of a fixed list is called, and the value itself where that says something else."""
    label = value_label(value, field)
    return label if label == value else f"{label} ({value})"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a fixed list; it is shown as ``choice_label`` has it in the language spoken when it is shown."""

    value: str
    field: str

    def __str__(self) -> str:
        return choice_label(self.value, self.field)


def obligation_label(kind: str) -> str:
    """Return what an obligation of this kind asks for, in the language now spoken."""
    return _(OBLIGATION_LABELS[kind]) if kind in OBLIGATION_LABELS else kind


def owner_label(owed_by: str) -> str:
    """Return who owes: a department's code, or management in the language now spoken."""
    return value_label(owed_by) if owed_by == MANAGEMENT else owed_by


FIELD_LABELS: Final[dict[str, str]] = {
    "absent": N_("Absent"),
    "absent_departments": N_("Nobody present of"),
    "absentees": N_("Absentees"),
    "acceptance": N_("Acceptance"),
    "accepted_by": N_("Accepted by"),
    "accountable": N_("Accountable department"),
    "actions": N_("Action items"),
    "actor": N_("Actor"),
    "act": N_("Act"),
    "acts": N_("Acts"),
    "actual_cost": N_("Actual cost"),
    "actual_end_date": N_("Actual end"),
    "added_by": N_("Added by"),
    "added_on": N_("Added on"),
    "adjusted_by": N_("Adjusted by"),
    "adjusted_on": N_("Adjusted on"),
    "agreement": N_("Agreement"),
    "amount": N_("Amount"),
    "assessed_by": N_("Assessed by"),
    "assessed_on": N_("Assessed on"),
    "assessment_standards": N_("Assessment standards"),
    "attendance_percent": N_("Attendance"),
    "attendees": N_("Attendees"),
    "audience": N_("Audience"),
    "background": N_("Background"),
    "backup": N_("Backup"),
    "business_details": N_("Business details"),
    "business_trend": N_("Business trend"),
    "by_department": N_("Appraised by"),
    "category": N_("Category"),
    "cause": N_("Cause"),
    "chair": N_("Chair"),
    "change": N_("What changed"),
    "channel": N_("Channel"),
    "clause": N_("Clause"),
    "clauses": N_("Clauses"),
    "close_reason": N_("Why closed"),
    "closed_by": N_("Closed by"),
    "closed_on": N_("Closed on"),
    "code": N_("Code"),
    "collaboration": N_("Collaboration"),
    "commands": N_("Commands"),
    "comment": N_("Comment"),
    "communication": N_("Communication"),
    "communication_mechanism": N_("Communication mechanism"),
    "company": N_("Company"),
    "conclusion": N_("Conclusion"),
    "conditions": N_("Conditions"),
    "consulted": N_("Consulted"),
    "content": N_("Content"),
    "contingency": N_("Contingency plan"),
    "contribution": N_("Contribution"),
    "coordination": N_("Coordination of the work"),
    "cost": N_("Cost control"),
    "cost_note": N_("Note on cost control"),
    "cost_to_date": N_("Cost to date"),
    "country": N_("Country"),
    "course": N_("Course"),
    "courses": N_("Courses"),
    "coverage": N_("Coverage"),
    "currency": N_("Currency"),
    "days_overdue": N_("Days late"),
    "decided_by": N_("Decided by"),
    "decided_on": N_("Decided on"),
    "decisions": N_("Decisions"),
    "declared_by": N_("Declared by"),
    "declared_on": N_("Declared on"),
    "deliverable": N_("Deliverable"),
    "department": N_("Department"),
    "departments": N_("Departments involved"),
    "deputy": N_("Deputy"),
    "description": N_("Description"),
    "digest": N_("Digest of the text"),
    "done": N_("Done"),
    "done_by": N_("Done by"),
    "done_on": N_("Done on"),
    "drafted_by": N_("Drafted by"),
    "drafted_on": N_("Drafted on"),
    "dropped_on": N_("Dropped on"),
    "due_date": N_("Due date"),
    "effect": N_("Effect"),
    "effective_date": N_("Effective date"),
    "email": N_("E-mail"),
    "escalated_by": N_("Escalated by"),
    "escalated_on": N_("Escalated on"),
    "escalation_reason": N_("Why escalated"),
    "evaluated_by": N_("Evaluated by"),
    "evaluated_on": N_("Evaluated on"),
    "evaluations": N_("Evaluations"),
    "evidence": N_("On record"),
    "expected_loss": N_("Expected loss"),
    "experience": N_("Experience"),
    "fact": N_("Fact"),
    "feasibility": N_("Feasibility"),
    "feasibility_reason": N_("Why (feasibility)"),
    "file": N_("File"),
    "filed_by": N_("Filed by"),
    "filed_on": N_("Filed on"),
    "from_date": N_("From"),
    "gate": N_("Gate"),
    "gates": N_("Gates"),
    "given_by": N_("Given by"),
    "given_on": N_("Given on"),
    "granted_by": N_("Granted by"),
    "granted_on": N_("Granted on"),
    "head": N_("Head"),
    "held_at": N_("Held at"),
    "held_by": N_("Recorded by"),
    "held_on": N_("Held on"),
    "history": N_("History"),
    "honoured_by": N_("Honoured by"),
    "identified_by": N_("Identified by"),
    "identified_on": N_("Identified on"),
    "impact": N_("Impact"),
    "indicator": N_("Indicator"),
    "informed": N_("Informed"),
    "inherent_impact": N_("Inherent impact"),
    "inherent_level": N_("Inherent level"),
    "inherent_likelihood": N_("Inherent likelihood"),
    "instructor": N_("Instructor"),
    "interested": N_("Interested party"),
    "issue": N_("Issue"),
    "kind": N_("Kind"),
    "lessons": N_("Lessons"),
    "level": N_("Level"),
    "likelihood": N_("Likelihood"),
    "link": N_("Link"),
    "logged_by": N_("Logged by"),
    "logged_on": N_("Logged on"),
    "login": N_("Login"),
    "loss": N_("Loss"),
    "mean": N_("Mean"),
    "measure": N_("Measure"),
    "measures": N_("Measures"),
    "measures_done": N_("Measures in place"),
    "measures_done_on": N_("Measures in place since"),
    "meeting_every": N_("Regular meeting"),
    "meetings": N_("Meetings"),
    "messages": N_("Messages"),
    "method": N_("Method"),
    "migrated": N_("Migrated"),
    "milestones": N_("Milestones"),
    "milestones_reached": N_("Milestones reached"),
    "name": N_("Name"),
    "necessity": N_("Necessity"),
    "necessity_reason": N_("Why (necessity)"),
    "needs": N_("Needs"),
    "needs_management": N_("Needs management"),
    "next_steps": N_("Next steps"),
    "no_risk_foreseen_because": N_("No risk foreseen, because"),
    "note": N_("Note"),
    "number": N_("No."),
    "objectives": N_("Objectives"),
    "objectives_note": N_("Note on the objectives"),
    "obligation": N_("Overdue obligation"),
    "obligations": N_("Obligations"),
    "occasion": N_("Occasion"),
    "occurred": N_("Has happened"),
    "occurred_on": N_("Occurred on"),
    "opened_by": N_("Opened by"),
    "opened_on": N_("Opened on"),
    "opinion": N_("Opinion"),
    "opinions": N_("Opinions"),
    "os_user": N_("Account on this machine"),
    "outcome": N_("Outcome"),
    "overall": N_("The project as a whole"),
    "owed": N_("Owed"),
    "own_work": N_("Own part, assessed"),
    "owner": N_("Owner"),
    "parties": N_("Between"),
    "people": N_("People"),
    "period_end_date": N_("Period to"),
    "period_start_date": N_("Period from"),
    "person": N_("Person"),
    "place": N_("Place"),
    "plan": N_("Plan"),
    "planned_by": N_("Planned by"),
    "planned_cost": N_("Planned cost"),
    "planned_date": N_("Planned for"),
    "planned_end_date": N_("Planned end"),
    "planned_on": N_("Planned on"),
    "planned_start_date": N_("Planned start"),
    "policy": N_("Policy"),
    "position": N_("Position"),
    "positions": N_("Positions"),
    "probability_percent": N_("Probability in percent"),
    "problem": N_("Problem"),
    "problems": N_("Problems and their solution"),
    "procedure": N_("Procedure"),
    "progress": N_("Progress"),
    "progress_percent": N_("Progress in percent"),
    "quality": N_("Quality of work"),
    "quality_note": N_("Note on quality"),
    "raised_by": N_("Raised by"),
    "raised_on": N_("Raised on"),
    "rank": N_("Rank"),
    "ratings": N_("Ratings"),
    "reached_date": N_("Reached on"),
    "reason": N_("Reason"),
    "recorded_by": N_("Recorded by"),
    "recorded_on": N_("Recorded on"),
    "report": N_("Report"),
    "report_every": N_("Progress report"),
    "requester": N_("Requester"),
    "requesting_department": N_("Requesting department"),
    "residual_impact": N_("Residual impact"),
    "residual_level": N_("Residual level"),
    "residual_likelihood": N_("Residual likelihood"),
    "resolved_by": N_("Resolved by"),
    "resolved_on": N_("Resolved on"),
    "resources": N_("Resources"),
    "resources_reason": N_("Why (resources)"),
    "response": N_("Response"),
    "responsibility": N_("Responsibility"),
    "responsibility_version": N_("Version of the table"),
    "responsible": N_("Responsible"),
    "responsible_department": N_("Responsible department"),
    "rests_on": N_("Rests on"),
    "results": N_("Results"),
    "reviewed_on": N_("Reviewed on"),
    "reviewer": N_("Reviewer"),
    "revision": N_("Revision"),
    "rework": N_("Points of rework"),
    "rights": N_("Rights"),
    "rights_and_obligations": N_("Rights and obligations"),
    "risk": N_("Risk"),
    "risk_control": N_("Risk control"),
    "risks": N_("Risks"),
    "roles": N_("Roles"),
    "rows": N_("Responsibilities"),
    "schedule": N_("Schedule"),
    "schedule_note": N_("Note on the schedule"),
    "score": N_("Score"),
    "sent_at": N_("Sent at"),
    "serious": N_("Serious"),
    "session": N_("Session"),
    "sessions": N_("Sessions"),
    "severity": N_("Severity"),
    "sha256": N_("SHA-256"),
    "shared_by": N_("Shared by"),
    "shared_on": N_("Shared on"),
    "signatures": N_("Signatures"),
    "signed_by": N_("Signed by"),
    "signed_on": N_("Signed on"),
    "size": N_("Size in bytes"),
    "skill_level": N_("Skill level"),
    "solution": N_("Solution"),
    "sound": N_("Sound"),
    "spread": N_("Spread"),
    "staff": N_("Staff"),
    "stage": N_("Stage"),
    "start_date": N_("Start"),
    "state": N_("State"),
    "stated_by": N_("Stated by"),
    "stated_on": N_("Stated on"),
    "statement": N_("Statement"),
    "strategic_fit": N_("Strategic fit"),
    "strategic_fit_reason": N_("Why (strategic fit)"),
    "subject": N_("Subject"),
    "suggestions": N_("Suggestions"),
    "summary": N_("Summary"),
    "term": N_("What was broken"),
    "text": N_("Text"),
    "time_nodes": N_("Time nodes"),
    "timezone": N_("Time zone"),
    "title": N_("Title"),
    "topic": N_("Topic"),
    "trigger": N_("Trigger"),
    "until_date": N_("Until"),
    "used_on": N_("Used on"),
    "verdict": N_("Verdict"),
    "version": N_("Version"),
    "what": N_("What"),
    "work_problem": N_("Problems in the work"),
    "who": N_("Who may"),
    "who_may": N_("Who may"),
    "workflow": N_("Workflow"),
    "year": N_("Year"),
}
"""What each field of the forms is called."""

LABELS_IN: Final[dict[tuple[str, str], str]] = {("objectives", "measure"): N_("How it is measured")}
"""What a field is called in the entries of a list, where it means something else than elsewhere."""


RECORD_LABELS: Final[dict[str, str]] = {
    "act": N_("Act"),
    "actor": N_("Actor"),
    "code": N_("Code"),
    "external_id": N_("Own number"),
    "milestone": N_("Milestone"),
    "source": N_("Source"),
    "target": N_("Done to"),
}
"""What a record states beside its form, as it is called at the head of a column."""


def label_source(name: str, within: str = "") -> str:
    """Return the source string for what a field is called, in the entries of the list ``within`` where it is in one."""
    return LABELS_IN.get((within, name)) or FIELD_LABELS.get(name, name)


def field_label(name: str, within: str = "") -> str:
    """Return what a field is called in the language now spoken, in the entries of a list where that matters."""
    return _(label_source(name, within))


def heading(path: str, speak: Callable[[str], str] = _, within: str = "") -> str:
    """Return what stands at the head of a column, in the language now spoken: ``Milestones 1 · Due date``.

    ``within`` is the list whose entries have the path.
    """
    words: list[str] = []
    for step in path.split("."):
        if step == "#" or step.isdigit():
            words[-1] = f"{words[-1]} {step}"
        else:
            words.append(speak(RECORD_LABELS.get(step) or label_source(step, within)))
            within = step
    return " · ".join(words)


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field as people and scripts know it: in English its path, elsewhere its heading with the path beside it."""

    path: str

    def __str__(self) -> str:
        first = self.path.partition(".")[0]
        if language() == "en" or first not in RECORD_LABELS.keys() | FIELD_LABELS.keys():
            return self.path
        return f"{heading(self.path)}（{self.path}）"
