"""Gates of the work itself (2.4)."""

from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates.gate import Gate, code, shown
from crosspolicy.vocabulary.lists import Stage


def _staffed(case: Case[Any]) -> Breach | None:
    staffed = {case.book.people[e.person].department for e in case.form.staff if e.person in case.book.people}
    missing = tuple(d for d in case.request.parties if d not in staffed)
    if not missing:
        return None
    return Breach(
        "staffed",
        "2.4.1",
        Text(N_("Nobody is named who does the work of {departments}."), departments=missing),
        Text(N_("Name somebody of each with --staff LOGIN.")),
        missing,
    )


def _report_period(case: Case[Any]) -> Breach | None:
    if case.request.stage != Stage.EXECUTING:
        return Breach(
            "report-period",
            "2.4.3",
            Text(
                N_("{request} is {stage}; progress is reported while the work runs."),
                request=code(case),
                stage=shown(case.request.stage),
            ),
            Text(N_("`crosspolicy next {request}` shows what can be done now."), request=code(case)),
            (case.request.stage,),
        )
    start, end = getattr(case.form, "period_start_date", None), getattr(case.form, "period_end_date", None)
    if not start or not end:
        return None
    for report in case.request.reports:
        if report.department == case.department and start <= report.period_end and report.period_start <= end:
            return Breach(
                "report-period",
                "2.4.3",
                Text(
                    N_("{department} has reported on {start} to {end} already."),
                    department=case.department,
                    start=report.period_start,
                    end=report.period_end,
                ),
                Text(N_("Choose a period that overlaps no earlier one: --period-start-date, --period-end-date.")),
                (f"{report.period_start}/{report.period_end}",),
            )
    return None


GATES = (
    Gate("staffed", "2.4.1", N_("every department has staffed its part"), _staffed, reads_form=True),
    Gate("report-period", "2.4.3", N_("progress is reported while the work runs, no day twice"), _report_period),
)
