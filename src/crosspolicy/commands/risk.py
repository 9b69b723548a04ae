"""``risk``: the register, from the risk named to the risk closed (5)."""

import sys
from datetime import datetime
from typing import Annotated, Any, Final

from typer import Argument, Context, Option

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_choice, complete_code, complete_named, complete_request
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import clock, department_named, looking, request_named
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.errors import Breach, NotFound, UsageFault
from crosspolicy.i18n import N_, Text, _
from crosspolicy.i18n import listed as strung
from crosspolicy.queries.book import Header
from crosspolicy.queries.reader import Reader
from crosspolicy.settings import Settings
from crosspolicy.views.table import TERMINAL_ROWS, format_for
from crosspolicy.vocabulary.codes import LETTERS, parse_code
from crosspolicy.vocabulary.lists import RiskCategory, RiskLevel, Stage, stages

_BEFORE_THE_START: Final = stages(Stage.APPROVED, Stage.AGREED)
"""While the register is filled: from the review that passed to the start."""

_NEXT: Final = {
    "assessed": "risk review {missing}",
    "treated": "risk treat {missing}",
    "contingency": "risk treat {missing}",
}
"""What answers a gate that names a risk; those that ask for risks are answered by a risk, or by the word that there
is none."""

_Request = Annotated[
    str | None,
    Argument(metavar="REQ", help=_("a request's code; the whole book without"), shell_complete=complete_request),
]


@make_command(
    N_("List the open risks of a request, or of the book."),
    name="list",
    example="crosspolicy risk list CB-2026-0001\ncrosspolicy risk list --level extreme\n"
    "crosspolicy risk list --department SALES --all",
)
def listing(
    ctx: Context,
    request: _Request = None,
    level: Annotated[
        str | None,
        Option("--level", help=_("only those of this level"), shell_complete=complete_choice(tuple(RiskLevel))),
    ] = None,
    category: Annotated[
        str | None,
        Option(
            "--category", help=_("only those of this category"), shell_complete=complete_choice(tuple(RiskCategory))
        ),
    ] = None,
    department: Annotated[
        str | None,
        Option(
            "--department",
            help=_("only those that this department identified, or owns"),
            shell_complete=complete_named("department"),
        ),
    ] = None,
    everything: Annotated[bool, Option("--all", help=_("closed ones, too"))] = False,
    after: Annotated[
        str | None,
        Option("--after", metavar="RISK", help=_("only those after this one"), shell_complete=complete_code("risk")),
    ] = None,
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.risks import Wanted, expected_loss, listed
    from crosspolicy.views.risk import Register, show_register

    settings = settings_of(ctx)
    _see_choice(ctx, "--level", level, tuple(RiskLevel))
    _see_choice(ctx, "--category", category, tuple(RiskCategory))
    format_ = format_for(settings)
    is_page = format_ == "table"
    with looking(settings) as (reader, book, _today):
        found = request_named(reader, request) if request else None
        wanted = Wanted(
            request_id=found.id if found else None,
            level=level,
            category=category,
            department=department_named(reader, department) if department else None,
            is_closed_too=everything,
            after=_place(reader, after),
        )
        capped = TERMINAL_ROWS + 1 if is_page and limit is None else limit
        risks = listed(reader, book.currency, wanted, capped)
        more = is_page and limit is None and len(risks) > TERMINAL_ROWS
        risks = risks[:TERMINAL_ROWS] if more else risks
        register = Register(
            risks=risks if format_ == "json" else [_local(risk, book) for risk in risks],
            request=found.code if found else "",
            title=found.title if found else "",
            expected_loss=expected_loss(reader, book.currency, wanted.request_id) if is_page else None,
            currency=book.currency,
            is_draft=found is not None and found.stage == Stage.DRAFT,
            following=_following(risks[-1]["code"]) if more else "",
        )
        show_register(register, format=format_)
        if found and is_page and found.stage in _BEFORE_THE_START:
            _lead_on(reader, found.code, settings)


def _see_choice(ctx: Context, flag: str, stated: str | None, choices: tuple[str, ...]) -> None:
    if stated is not None and stated not in choices:
        ctx.fail(_("{flag} takes one of {choices}").format(flag=flag, choices=strung(choices)))


def _following(code: str) -> str:
    return _("The first {n}; for the next, add --after {code}").format(n=TERMINAL_ROWS, code=code)


def _place(reader: Reader, code: str | None) -> tuple[int, int]:
    """Return the place in the book after which a list begins: that of a risk, or of a request. Raises NotFound."""
    if code is None:
        return 0, 0
    found = request_named(reader, code.partition("/")[0])
    parsed = parse_code(code)
    if parsed is None or parsed[1] not in ("", LETTERS["risk"]):
        raise _no_risk(code, found.code)
    return found.id, parsed[2]


def _no_risk(code: str, request: str) -> NotFound:
    return NotFound(
        Text(N_("There is no risk {code}."), code=code),
        Text(N_("`crosspolicy risk list {request}` shows them."), request=request),
    )


def _local(content: dict[str, Any], book: Header) -> dict[str, Any]:
    """Return what is kept with its moments as the book's people read them."""
    return {name: _told(name, value, book) for name, value in content.items()}


def _told(name: str, value: Any, book: Header) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_local(item, book) for item in value]
    return book.local(value) if value and name.endswith("_on") else value


@make_command(
    N_("Show a risk: its assessments, its contingency plan, its history."),
    name="show",
    example="crosspolicy risk show CB-2026-0001/R1",
)
def showing(
    ctx: Context,
    code: Annotated[
        str,
        Argument(
            metavar="CODE", help=_("its code, or the request's for the latest"), shell_complete=complete_code("risk")
        ),
    ],
) -> None:
    """See the command's help."""
    from crosspolicy.queries.risks import risk_sheet, scales
    from crosspolicy.views.risk_sheet import show_risk

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, today):
        found = request_named(reader, code.partition("/")[0])
        _key, letter, number = parse_code(code) or (0, "?", 0)
        is_risk = letter in ("", LETTERS["risk"])
        risk = risk_sheet(reader, book.currency, found.id, number or None) if is_risk else None
        if risk is None:
            raise _no_risk(code, found.code)
        steps = scales(reader, today, found.id)
    shown = risk if settings.is_json else _local(risk, book)
    show_risk(shown, steps, format=format_for(settings), currency=book.currency)


@make_command(
    N_("The heat map: likelihood by impact, of a request's open risks or of the book's (5.2.2)."),
    name="matrix",
    example="crosspolicy risk matrix CB-2026-0001\ncrosspolicy risk matrix --residual",
)
def matrix(
    ctx: Context,
    request: _Request = None,
    inherent: Annotated[bool, Option("--inherent", help=_("as they were first assessed"))] = False,
    residual: Annotated[bool, Option("--residual", help=_("as they are expected to be once treated"))] = False,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.heat_map import CURRENT, INHERENT, RESIDUAL, heat_map
    from crosspolicy.views.heat_map import show_matrix

    settings = settings_of(ctx)
    if inherent and residual:
        raise UsageFault(Text(N_("--inherent and --residual are two maps; choose one.")))
    which = INHERENT if inherent else RESIDUAL if residual else CURRENT
    with looking(settings) as (reader, book, today):
        found = request_named(reader, request) if request else None
        heat = heat_map(reader, book.currency, today, found.id if found else None, which)
    title = f"{found.code} · {found.title}" if found else book.company
    show_matrix(heat, format=format_for(settings), title=title, which=which)


# What comes next


class Filling(ActLeaf):
    """An act on the register: whoever fills it at a terminal is told what it still lacks for the start."""

    def run(self, ctx: Context, stated: dict[str, Any]) -> None:
        """Act, then tell what is missing."""
        super().run(ctx, stated)
        settings = settings_of(ctx)
        is_page = sys.stdout.isatty() and format_for(settings) == "table"
        if not is_page or stated.get("template") or stated.get("dry_run"):
            return
        code = str(stated.get("request") or stated["target"]).partition("/")[0]
        with looking(settings) as (reader, _book, _today):
            found = request_named(reader, code)
            if found.stage in _BEFORE_THE_START:
                _lead_on(reader, found.code, settings)


def _lead_on(reader: Reader, code: str, settings: Settings) -> None:
    """Tell what the register lacks for the start, and what to type next."""
    from crosspolicy.views.risk import show_wanting

    missing = _wanting(reader, code, clock(settings))
    show_wanting(missing, *_commands(code, missing))


def _wanting(reader: Reader, code: str, now: datetime | None) -> tuple[Breach, ...]:
    from crosspolicy.policy.gates.risk import GATES
    from crosspolicy.store.outlook import wanting

    return wanting(reader, code, "execution.started", {gate.id for gate in GATES}, now)


def _commands(code: str, breaches: tuple[Breach, ...]) -> tuple[str, str]:
    """Return the command that answers the first breach, and the one to type instead where there is no such risk."""
    missing = {breach.gate: breach.missing[0] for breach in breaches}
    department, category = missing.get("identified-together"), missing.get("categories-covered")
    if department or category:
        flag = f" --category {category}" if category else ""
        named = f" --identified-by {department}" if department else ""
        for_it = f" --department {department}" if department else ""
        return f"crosspolicy risk add {code}{flag}{named}", f"crosspolicy risk none {code}{flag}{for_it}"
    first = next((gate for gate in _NEXT if gate in missing), None)
    return f"crosspolicy {_NEXT[first].format(missing=missing[first])}" if first else f"crosspolicy next {code}", ""


command = group(
    "risk",
    N_("The risk register: identified together, assessed, treated, watched (5)."),
    (
        Filling(
            "add",
            "risk.identified",
            N_("Add a risk to the register (5.1, 5.2)."),
            example="crosspolicy risk add CB-2026-0001",
        ),
        Filling(
            "none",
            "risk.excluded",
            N_("Declare that a department sees no risk of a category (5.1.2)."),
            example="crosspolicy risk none CB-2026-0001 --category legal --department FIN --reason 'no permit needed'",
        ),
        Filling(
            "treat",
            "risk.treated",
            N_("State the response to a risk: measures, owner, due date, contingency plan (5.3)."),
            target="risk",
            example="crosspolicy risk treat CB-2026-0001/R1",
        ),
        Filling(
            "review",
            "risk.reviewed",
            N_("Review a risk: assess it anew, and adjust the response (5.4)."),
            target="risk",
            example="crosspolicy risk review CB-2026-0001/R1",
        ),
        Filling(
            "close",
            "risk.closed",
            N_("Close a risk that is one no longer (5.4.1)."),
            target="risk",
            example="crosspolicy risk close CB-2026-0001/R1 --reason 'the supplier delivered'",
        ),
        listing,
        showing,
        matrix,
    ),
)
