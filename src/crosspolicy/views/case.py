"""One request's page: its track, departments, signatures, milestones, cost, reports, waivers, and what comes next."""

from typing import Any

from rich.text import Text

from crosspolicy.i18n import N_, _, listed, plural
from crosspolicy.policy.obligations import APPRAISALS
from crosspolicy.queries.obligations import Owed
from crosspolicy.views.receipt import next_command
from crosspolicy.views.risk import show_open_risks
from crosspolicy.views.status import OF_ONE_REQUEST, show_obligations
from crosspolicy.views.terminal import Heading, console, grid, literal
from crosspolicy.vocabulary.labels import value_label
from crosspolicy.vocabulary.lists import TRACK


def show_case(page: dict[str, Any], obligations: list[Owed], *, title: str) -> None:
    """Print the page of a request on a terminal; ``page`` is what JSON carries of it."""
    screen = console()
    screen.print(literal(title, "dim"))
    screen.print(literal(f"{page['request']} · {page['title']} · {value_label(page['stage'])}", "bold"))
    screen.print(_track(page))
    if page["stage"] == "closed" and (owed := sum(o.kind in APPRAISALS for o in obligations)):
        told = plural("Closed, but {n} appraisal is still owed.", "Closed, but {n} appraisals are still owed.", owed)
        screen.print(literal(told, "yellow"))
    screen.print()
    _departments(page, obligations)
    _agreement_waiting(page)
    _milestones(page)
    _cost(page)
    _reports(page)
    show_open_risks(page)
    _waivers(page)
    nothing = _("Nothing is owed on this request.")
    show_obligations(obligations, format="table", title=_("Owed"), empty=nothing, columns=OF_ONE_REQUEST)
    if obligations:
        first = obligations[0]
        screen.print(literal(f"→ {next_command(first)}"), markup=False)
    screen.print(
        literal(_("`crosspolicy next {request}` shows all that can be done.").format(request=page["request"]), "dim")
    )


def _track(page: dict[str, Any]) -> Text:
    """The stages as a track: those passed with their days, the present one marked, those to come dim."""
    reached = {entry["stage"]: entry["entered_on"][:10] for entry in page["stages"]}
    track = list(TRACK) if page["stage"] in TRACK else [*(s for s in TRACK if s in reached), page["stage"]]
    line = Text()
    for index, stage in enumerate(track):
        if index:
            line.append(" → ", "dim")
        if stage == page["stage"]:
            line.append(f"● {value_label(stage)} {reached.get(stage, '')}".rstrip(), "bold cyan")
        elif stage in reached and (page["stage"] not in TRACK or TRACK.index(stage) < TRACK.index(page["stage"])):
            line.append(f"✓ {value_label(stage)} {reached[stage]}", "green")
        else:
            line.append(value_label(stage), "dim")
    return line


def _departments(page: dict[str, Any], obligations: list[Owed]) -> None:
    owed: dict[str, int] = {}
    for o in obligations:
        owed[o.owed_by] = owed.get(o.owed_by, 0) + 1
    is_missed = any(d["meetings_missed"] for d in page["departments"])
    rows = [
        [
            f"{d['department']} {d['name']}" + (f" ({_('requesting')})" if d["requesting"] else ""),
            _("heard") if d["opinion"] else "",
            f"{d['signed_on'][:10]} {d['signed_by']}" if d["signed_on"] else "",
            f"{d['progress_percent']} %" if d["progress_percent"] is not None else "",
            value_label(d["verdict"]) if d["verdict"] else "",
            "✓" if d["summed_up"] else "",
            *([str(d["meetings_missed"] or "")] if is_missed else []),
            str(owed.get(d["department"], "")),
        ]
        for d in page["departments"]
    ]
    headings = [
        Heading(_("Department")),
        Heading(_("Opinion")),
        Heading(_("Signed")),
        Heading(_("Progress"), whole=True),
        Heading(_("Evaluated")),
        Heading(_("Summed up")),
        *([Heading(_("Missed"), right=True)] if is_missed else []),
        Heading(_("Owes"), right=True),
    ]
    console().print(grid("", headings, rows))


def _agreement_waiting(page: dict[str, Any]) -> None:
    """The new text of an agreement that is in force: who has signed it, and how it may be settled."""
    if waiting := page["agreement_waiting"]:
        told = _("{code} waits for the signatures of {departments}; until then {in_force} is in force.").format(
            code=waiting["code"], departments=listed(waiting["unsigned"]), in_force=page["agreement"]["code"]
        )
        console().print(literal(told, "yellow"))
        settled = _("Sign it: `crosspolicy agree sign {request}`; or drop it: `crosspolicy agree withdraw {request}`.")
        console().print(literal(settled.format(request=page["request"]), "dim"))


def _milestones(page: dict[str, Any]) -> None:
    if page["milestones"]:
        rows = [
            [m["name"], m["department"], m["planned_date"], m["due_date"], m["reached_date"] or "", _delay(m)]
            for m in page["milestones"]
        ]
        days = (Heading(_(h), whole=True) for h in (N_("Planned"), N_("Now due"), N_("Reached")))
        headings = [Heading(_("Milestone")), Heading(_("By")), *days, Heading(_("Late"), right=True)]
        console().print(grid("", headings, rows))


def _delay(milestone: dict[str, Any]) -> str:
    late = milestone["days_late"]
    return "" if not late else f"+{late}" if late > 0 else str(late)


def _cost(page: dict[str, Any]) -> None:
    cost = page["cost"]
    if any(cost[name] for name in ("planned", "actual", "to_date")):
        told = _("Cost: planned {planned}, so far {to_date}, actual {actual} {currency}").format(
            planned=cost["planned"] or "—",
            to_date=cost["to_date"] or "—",
            actual=cost["actual"] or "—",
            currency=cost["currency"],
        )
        console().print(literal(told))


def _reports(page: dict[str, Any]) -> None:
    if page["reports"]:
        rows = [
            [
                r["code"],
                r["department"],
                f"{r['period_start_date']} – {r['period_end_date']}",
                f"{r['progress_percent']} %",
                r["done"],
            ]
            for r in page["reports"]
        ]
        headings = [Heading(_("Report"), whole=True), *map(Heading, (_("By"), _("Period"), _("Progress"), _("Done")))]
        console().print(grid(_("Last reports"), headings, rows))


def _waivers(page: dict[str, Any]) -> None:
    for w in page["waivers"]:
        span = _("until {day}").format(day=w["until_date"]) if w["until_date"] else _("once")
        used = _(", used on {day}").format(day=w["used_on"][:10]) if w["used_on"] else ""
        told = _("Waived: {gate} ({span}{used}) by {who}: {reason}").format(
            gate=w["gate"], span=span, used=used, who=w["granted_by"], reason=w["reason"]
        )
        console().print(literal(told, "yellow"))
