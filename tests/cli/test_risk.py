"""The risk register as its users see it: filled, listed, looked at, watched (chapter 5)."""

import re
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.books import DAY, REQ, Books
from tests.journeys.driver import Cli
from tests.journeys.terminal import ENTER, Terminal
from tests.support import papers
from tests.support.company import MANAGER, MEMBER, REQUESTER

PAGE = ("--format", "table")
COMMAND = re.compile(r"^(?:→|  or, where none is seen:) crosspolicy (.+)$", re.MULTILINE)
ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
ASSESSMENT = {"likelihood": 3, "impact": 2, "change": "Looked at for the first time."}
PLANNED = papers.TREATMENT | {
    "residual_likelihood": 1,
    "residual_impact": 1,
    "contingency": papers.CONTINGENCY | {"responsible": "li.na"},
}


def page(cli: Cli, *words: str, **how: Any) -> str:
    """Return what somebody sees on a wide page."""
    return cli.ok(*words, *PAGE, plain=True, **how).out


def add(cli: Cli, by: str = REQUESTER, **changes: Any) -> str:
    """Add a risk, and return its code."""
    return str(cli.act("risk", "add", REQ, form=papers.RISK | changes, by=by)["code"])


def review(cli: Cli, code: str, likelihood: int, impact: int, **more: Any) -> dict[str, Any]:
    """Assess a risk anew."""
    form = {"likelihood": likelihood, "impact": impact, "change": "What was seen."} | more
    return cli.act("risk", "review", code, form=form, by=REQUESTER)


@pytest.fixture(scope="session")
def original(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file that every register here is copied from."""
    cli = Cli(tmp_path_factory.mktemp("register"), now=DAY)
    shutil.copy(books.original("approved"), cli.book)
    add(cli)
    add(cli, category="legal", identified_by=["IT"], likelihood=5, impact=5, loss=None, probability_percent=None)
    add(cli, category="business", owner="wu.min", identified_by=["SALES"], likelihood=1, impact=1, loss="99.99")
    cli.act("risk", "close", add(cli), form=papers.RISK_CLOSE, by=REQUESTER)
    return cli.book


@pytest.fixture
def register(original: Path, tmp_path: Path) -> Cli:
    """Return a book with five risks of one request: R1 not assessed, R2 to R5, R5 closed."""
    cli = Cli(tmp_path, now=DAY)
    shutil.copy(original, cli.book)
    return cli


# Listed


def codes(rows: list[dict[str, Any]]) -> list[str]:
    return [row["code"].partition("/")[2] for row in rows]


@pytest.mark.clause("5.1.2", "5.2.2")
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ((), ["R1", "R2", "R3", "R4"]),
        (("--all",), ["R1", "R2", "R3", "R4", "R5"]),
        (("--level", "extreme"), ["R3"]),
        (("--level", "medium", "--all"), ["R2", "R5"]),
        (("--category", "market"), ["R2"]),
        (("--department", "it"), ["R3"]),
        (("--department", "FIN"), ["R2", "R4"]),
        (("--department", "HR"), []),
        (("--after", f"{REQ}/R2"), ["R3", "R4"]),
        (("--after", REQ), ["R1", "R2", "R3", "R4"]),
        (("--after", f"{REQ}/R1", "--limit", "1"), ["R2"]),
    ],
    ids=str,
)
def test_a_list_is_of_what_was_asked_for(register, wanted, found):
    assert codes(register.look("risk", "list", *wanted)) == found
    assert codes(register.look("risk", "list", REQ, *wanted)) == found
    piped = register.ok("risk", "list", *wanted, plain=True).out.splitlines()
    assert [line.split("\t")[0].partition("/")[2] for line in piped] == found


@pytest.mark.parametrize(
    "wanted",
    [("--level", "hgh"), ("--category", "weather"), ("--department", "NOPE"), ("--after", "x"), ("CB-2026-0009",)],
    ids=str,
)
def test_a_list_of_what_there_is_not_is_told(register, wanted):
    """A typo must not read as: there is no such risk."""
    assert register.run("risk", "list", *wanted).code in (2, 6)


def test_a_department_is_found_by_its_whole_code_alone(register):
    """``SALES`` is not ``SALE_``, nor is a wildcard of SQL one of ours."""
    department = {"code": "S_LES", "name": "Another"}
    register.act("org", "department", "add", form=department)
    assert register.look("risk", "list", "--department", "S_LES") == []
    assert codes(register.look("risk", "list", "--department", "SALES")) == ["R1", "R2", "R4"]


@pytest.mark.clause("5.2.2", "5.3.2")
def test_json_holds_every_field_of_a_risk(register):
    review(register, f"{REQ}/R4", 1, 1, occurred=True)
    row = register.look("risk", "list", "--category", "business")[0]
    known = {name: row[name] for name in ("likelihood", "impact", "level", "inherent_level", "owner", "loss")}
    assert known == {
        "likelihood": 1,
        "impact": 1,
        "level": "low",
        "inherent_level": "low",
        "owner": "wu.min",
        "loss": "99.99",
    }
    assert (row["expected_loss"], row["occurred"], row["closed_on"]) == ("40.00", True, None)
    assert row["identified_by"] == ["SALES"]


def test_a_page_tells_level_scores_loss_and_what_has_ended(register):
    review(register, f"{REQ}/R4", 1, 1, occurred=True)
    told = page(register, "risk", "list", "--all")
    r2, r4, r5 = (next(line for line in told.splitlines() if f"/{code} " in line) for code in ("R2", "R4", "R5"))
    for wanted in ("market risk", papers.RISK["description"], "medium", "3×3", "8000.00"):
        assert wanted in r2
    assert "happened" in r4
    assert "closed 2026-09-30" in r5
    assert "Expected loss of the open risks in the book: 8040.00 CNY" in told


def test_a_narrow_page_cuts_nothing(register):
    told = " ".join(page(register, "risk", "list", env={"COLUMNS": "40"}).split())
    for wanted in ("R2 medium 3×3 market risk · Visitors rent elsewhere", "wu.min · 40.00 CNY", "R3 extreme 5×5"):
        assert wanted in told


def test_a_long_list_is_shown_page_by_page(register):
    _copies(register, 120)
    told = page(register, "risk", "list")
    shown = re.findall(rf"{REQ}/R\d+", told)
    assert f"add --after {shown[-1]}" in told
    assert len(set(shown)) == 50
    following = re.findall(rf"{REQ}/R\d+", page(register, "risk", "list", "--after", shown[-1]))
    assert len(set(following)) == 50
    assert not set(following) & set(shown)
    assert len(register.ok("risk", "list", plain=True).out.splitlines()) == 124


def _copies(cli: Cli, number: int, **changes: Any) -> None:
    """Put copies of R2 into the register, beside the program."""
    connection = sqlite3.connect(cli.book)
    with connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(risk)")]
        stated = {"number": "number + ?", **{name: str(value) for name, value in changes.items()}}
        values = ", ".join(stated.get(name, name) for name in names)
        sql = f"INSERT INTO risk ({', '.join(names)}) SELECT {values} FROM risk WHERE number = 2"
        connection.executemany(sql, [(100 + n,) for n in range(number)])
    connection.close()


@pytest.mark.clause("5.2.2")
def test_what_a_book_expects_to_lose_may_be_more_than_a_store_counts_to(register):
    largest = 99_999_999_999_999_999
    _copies(register, 120, expected_loss=largest)
    total = 120 * largest + 800_000 + 4_000
    expected = f"{total // 100}.{total % 100:02d}"
    assert total > 2**63
    assert register.look("risk", "matrix")["expected_loss"] == expected
    assert register.look("status", REQ)["expected_loss"] == "8040.00"
    assert f"{expected} CNY" in page(register, "risk", "list")


# Led through the register


def led(cli: Cli) -> Iterator[str]:
    """Yield the commands that the register names next, each time anew."""
    while "lacks nothing" not in (told := page(cli, "risk", "list", REQ)):
        yield COMMAND.findall(told)[0]


@pytest.mark.clause("5.1.1", "5.1.2", "5.2.1", "5.3.1", "5.3.3")
def test_whoever_types_what_the_register_says_ends_with_one_that_lacks_nothing(at):
    cli = at("approved")
    typed = []
    for command in led(cli):
        words = shlex.split(command)
        stated = dict(zip(words[3::2], words[4::2], strict=True))
        department = stated.get("--identified-by", "SALES")
        forms = {
            "add": papers.RISK | {"identified_by": [department], "category": stated.get("--category", "market")},
            "review": ASSESSMENT,
            "treat": PLANNED,
        }
        form = {name: v for name, v in forms[words[1]].items() if f"--{name.replace('_', '-')}" not in stated}
        cli.act(*words, form=form, by=REQUESTER)
        typed.append(words[1])
        assert len(typed) < 20
    assert {"add", "review", "treat"} == set(typed)
    assert {row["category"] for row in cli.look("risk", "list")} == {
        "business",
        "technical",
        "personnel",
        "market",
        "legal",
    }
    assert "crosspolicy next" in page(cli, "risk", "list", REQ)


@pytest.mark.clause("5.1.1", "5.1.2")
def test_the_register_tells_what_is_missing_and_the_way_to_say_that_there_is_no_risk(at):
    cli = at("approved")
    told = page(cli, "risk", "list", REQ)
    for wanted in ("5.1.1", "5.1.2", "5.2.1", "5.3.1"):
        assert wanted in told
    risk, none = COMMAND.findall(told)
    assert risk == f"risk add {REQ} --category business --identified-by IT"
    assert none == f"risk none {REQ} --category business --department IT"
    cli.act(*shlex.split(none), form={"reason": "Nothing is sold."}, by=MEMBER["IT"])
    assert COMMAND.findall(page(cli, "risk", "list", REQ))[0].endswith("--category personnel --identified-by FIN")


def test_nothing_is_said_of_the_start_before_the_review_or_after_the_start(at):
    for stage in ("submitted", "executing"):
        assert "→" not in page(at(stage), "risk", "list", REQ)


def test_a_draft_says_when_its_risks_enter_the_register(at):
    cli = at("draft")
    assert "enter the register when it is submitted" in page(cli, "risk", "list", REQ)
    cli.act("request", "submit", REQ, by=REQUESTER)
    assert codes(cli.look("risk", "list", REQ)) == ["R1"]


def test_a_waived_gate_is_not_asked_for(at):
    cli = at("approved")
    waiver = {"gate": "categories-covered", "reason": "Looked at in another project."}
    cli.act("waive", REQ, form=waiver, by=MANAGER)
    told = page(cli, "risk", "list", REQ)
    assert "5.1.2" not in told
    assert COMMAND.findall(told)[0] == f"risk add {REQ} --identified-by IT"


# Shown


@pytest.mark.clause("5.2.2", "5.4.1", "5.4.2")
def test_the_sheet_tells_first_present_and_expected_assessments_apart(register):
    code = f"{REQ}/R2"
    cli = register
    cli.act("risk", "treat", code, form=papers.TREATMENT, by=REQUESTER)
    cli.now = "2026-10-12"
    review(cli, code, 4, 5, contingency=papers.CONTINGENCY | {"responsible": "li.na"}, occurred=True)
    shown = cli.look("risk", "show", code)
    assert [shown[f"{which}level"] for which in ("inherent_", "", "residual_")] == ["medium", "extreme", "medium"]
    assert [entry["level"] for entry in shown["history"]] == ["medium", "medium", "extreme"]
    assert shown["issues"] == [{"code": f"{REQ}/I1", "title": papers.RISK["description"], "resolved_on": None}]

    told = page(cli, "risk", "show", code)
    rows = [line.split() for line in told.splitlines()]
    assert ["at", "first", "3", "possible", "3", "moderate", "medium"] in rows
    assert ["now", "4", "likely", "5", "severe", "extreme"] in rows
    assert ["once", "treated", "2", "unlikely", "3", "moderate", "medium"] in rows
    for wanted in ("Halve the tariff", "A season ticket", "8000.00 CNY", f"{REQ}/I1", "2026-10-12", "What was seen."):
        assert wanted in told
    marks = {
        line.split(" ")[0]: re.sub("[^o!]", "", line[9:])
        for line in told.splitlines()
        if "o-" in line or "!" in line[:100]
    }
    assert marks["extreme"] == "!"
    assert marks["medium"] == "oo"
    assert f"{REQ}/R2" in cli.ok("risk", "show", code, plain=True).out


def test_a_risk_that_is_not_assessed_says_how_to(register):
    assert f"crosspolicy risk review {REQ}/R1" in page(register, "risk", "show", f"{REQ}/R1")
    assert "5.3.3" in page(register, "risk", "show", f"{REQ}/R3")
    assert register.look("risk", "show", REQ)["code"] == f"{REQ}/R5"


@pytest.mark.parametrize("code", [f"{REQ}/R9", f"{REQ}/A1", "CB-2026-0009/R1", "R1"])
def test_a_code_that_names_no_risk_is_told(register, code):
    assert register.fails(6, "risk", "show", code).error["kind"] == "not-found"


# The heat map


def cells(heat: dict[str, Any]) -> dict[tuple[int, int], Any]:
    """Return the cells in which something stands: what their codes are, or how many."""
    return {
        (cell["likelihood"], cell["impact"]): codes([{"code": code} for code in cell["risks"]]) or cell["count"]
        for cell in heat["cells"]
        if cell["count"]
    }


@pytest.mark.clause("5.2.2")
def test_the_map_has_codes_of_a_request_and_counts_of_a_book(register):
    review(register, f"{REQ}/R2", 1, 1)
    review(register, f"{REQ}/R4", 2, 5, contingency=papers.CONTINGENCY | {"responsible": "li.na"})
    of_request, of_book = register.look("risk", "matrix", REQ), register.look("risk", "matrix")
    assert cells(of_request) == {(1, 1): ["R2"], (2, 5): ["R4"], (5, 5): ["R3"]}
    assert cells(of_book) == {(1, 1): 1, (2, 5): 1, (5, 5): 1}
    assert of_request["moved"] == {f"{REQ}/R2": "down", f"{REQ}/R4": "up"}
    assert of_request["levels"][4] == ["medium", "high", "high", "extreme", "extreme"]
    assert (of_request["likelihood"][0], of_request["impact"][4]) == ("rare", "severe")
    assert all(
        cell["level"] == of_book["levels"][cell["likelihood"] - 1][cell["impact"] - 1] for cell in of_book["cells"]
    )
    for heat in (of_request, of_book):
        assert (heat["unassessed"], heat["elsewhere"], heat["currency"]) == (1, 0, "CNY")
        assert [(c["up"], c["down"]) for c in heat["cells"] if c["count"]] == [(0, 1), (1, 0), (0, 0)]
    assert cells(register.look("risk", "matrix", "--inherent")) == {(1, 1): 1, (3, 3): 1, (5, 5): 1}
    register.act("risk", "treat", f"{REQ}/R4", form=papers.TREATMENT | {"residual_impact": 4}, by=REQUESTER)
    assert cells(register.look("risk", "matrix", REQ, "--residual")) == {(2, 4): ["R4"]}
    assert register.look("risk", "matrix", "--residual")["unassessed"] == 3
    register.fails(2, "risk", "matrix", "--residual", "--inherent")


def test_the_map_on_a_page_tells_levels_in_words_and_what_moved(register):
    review(register, f"{REQ}/R2", 1, 1)
    told = page(register, "risk", "matrix", REQ)
    rows = [line for line in told.splitlines() if "│" in line]
    highest, lowest = (next(i for i, line in enumerate(rows) if name in line) for name in ("almost certain", "1 rare"))
    assert highest < lowest
    assert rows[highest].count("extreme") == 2
    assert "R3" in rows[highest + 1]
    assert "R2↓" in rows[lowest + 1]
    assert "R4" in rows[lowest + 1]
    assert "↑ graver, ↓ less grave" in told
    assert "low 2 · medium 0 · high 0 · extreme 1" in told
    assert "1 open risk is not assessed so." in told
    assert "8040.00 CNY" in told
    piped = [line.split("\t") for line in register.ok("risk", "matrix", REQ, plain=True).out.splitlines()]
    assert len(piped) == 25
    assert ["5", "5", "extreme", "1", "0", "0", f"{REQ}/R3"] in piped


@pytest.mark.parametrize("columns", [30, 60])
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_map_fits_every_terminal_and_breaks_no_word(register, columns, language):
    register.language = language
    heat = register.look("risk", "matrix", REQ)
    told = page(register, "risk", "matrix", REQ, env={"COLUMNS": str(columns)})
    assert all(_cells(line) <= columns for line in told.splitlines())
    words = {word for cell in heat["cells"] if cell["count"] for word in _words(heat, cell)}
    assert {"R3", "R4", "R2"} <= {re.sub("[↑↓]", "", word) for word in re.split(r"[\s│]+", told)}
    assert words <= set(re.split(r"[\s│:]+", told))


def _words(heat: dict[str, Any], cell: dict[str, Any]) -> list[str]:
    return [word for name in ("likelihood", "impact") for word in heat[name][cell[name] - 1].split()]


def _cells(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


@pytest.mark.clause("5.2.2")
def test_risks_assessed_on_other_scales_are_not_put_where_they_do_not_belong(register):
    """A book outlives its policies: 5 by 5 then, 3 by 3 now."""
    file = register.document(_policy_of_three(), ".toml")
    register.ok("policy", "adopt", str(file), by=MANAGER)
    of_book, of_request = register.look("risk", "matrix"), register.look("risk", "matrix", REQ)
    assert (len(of_book["likelihood"]), len(of_request["likelihood"])) == (3, 5)
    assert cells(of_request) == {(1, 1): ["R4"], (3, 3): ["R2"], (5, 5): ["R3"]}
    assert cells(of_book) == {(1, 1): 1}
    assert of_book["elsewhere"] == 2
    assert "2 open risks were assessed on the scales of another edition" in page(register, "risk", "matrix")


def _policy_of_three() -> str:
    """Return the default policy with scales of three steps."""
    from crosspolicy.policy.file import default_policy

    text = default_policy().replace('version = "1.0"', 'version = "2.0"')
    head, _, rest = text.partition("[risk]")
    _, _, tail = rest.partition("\nhigh =")
    steps = ", ".join(
        f'{{ en = "{en}", zh_Hans = "{zh}", zh_Hant = "{zh}" }}'
        for en, zh in (("little", "小"), ("some", "中"), ("much", "大"))
    )
    matrix = '[["low", "low", "medium"], ["low", "medium", "high"], ["medium", "high", "extreme"]]'
    return f"{head}[risk]\nlikelihood = [{steps}]\nimpact = [{steps}]\nmatrix = {matrix}\nhigh ={tail}"


# A request's page


@pytest.mark.clause("5.3.3", "5.4.1")
def test_a_requests_page_tells_its_risks_and_a_plan_that_is_missing(at):
    cli = at("executing")
    cli.now = "2026-10-12"
    code = add(cli, owner="chen.bo")
    before = [r for r in cli.look("status", REQ)["risks"] if r["closed_on"] is None]
    assert [(r["code"], r["level"], r["breach"], r["next_review"]) for r in before] == [
        (code, "medium", None, "2026-10-26")
    ]
    review(cli, code, 5, 4)
    content = cli.look("status", REQ)
    (risk,) = [r for r in content["risks"] if r["closed_on"] is None]
    assert (risk["level"], risk["has_contingency"], risk["breach"]) == ("extreme", False, "5.3.3")
    assert (risk["owner"], risk["next_review"], content["expected_loss"]) == ("chen.bo", "2026-10-19", "8000.00")
    told = page(cli, "status", REQ)
    assert "Risks (1)" in told
    assert f"5.3.3 {code} is high, and has no contingency plan" in told
    cli.act("risk", "treat", code, form=PLANNED, by=REQUESTER)
    content = cli.look("status", REQ)
    assert [(r["has_contingency"], r["breach"]) for r in content["risks"] if r["code"] == code] == [(True, None)]
    assert "no contingency plan" not in page(cli, "status", REQ)


@pytest.mark.clause("5.4.1")
def test_a_requests_page_as_of_a_day_has_the_risks_of_that_day(at):
    cli = at("executing")
    cli.now = "2026-10-12"
    code = add(cli)
    cli.now = "2026-10-13"
    review(cli, code, 5, 4, loss="100000", probability_percent=50)
    cli.now = "2026-10-14"
    cli.act("risk", "treat", code, form=PLANNED, by=REQUESTER)
    cli.now = "2026-10-15"
    cli.act("risk", "close", code, form=papers.RISK_CLOSE, by=REQUESTER)
    cli.now = "2026-10-16"

    def then(day: str) -> tuple[Any, ...]:
        content = cli.look("status", REQ, "--as-of", day)
        found = [r for r in content["risks"] if r["code"] == code]
        told = [
            (r["level"], r["response"], r["has_contingency"], bool(r["breach"]), bool(r["closed_on"])) for r in found
        ]
        return (*told, content["expected_loss"])

    assert then("2026-10-11") == (None,)
    assert then("2026-10-12") == (("medium", None, True, False, False), "8000.00")
    assert then("2026-10-13") == (("extreme", None, False, True, False), "50000.00")
    assert then("2026-10-14") == (("extreme", "mitigate", True, False, False), "50000.00")
    assert then("2026-10-15") == (("extreme", "mitigate", True, False, True), None)
    assert then("2026-10-16") == then("2026-10-15")


# At the prompts


@pytest.mark.clause("5.1.2", "5.2.1", "5.3.3")
def test_a_newcomer_adds_a_high_risk_at_the_prompts(at):
    cli = at("approved")
    screen = Terminal(cli, "risk", "add", REQ, by=REQUESTER)
    screen.see("Category  1/13", "> 1  business risk").type(ENTER)
    screen.at("Description", "The season is short", ENTER).at("Cause", ENTER)
    screen.see("Identified by 1", "SALES").type(ENTER).at("Identified by 2", ENTER)
    screen.see("Likelihood  5/13", "rare", "almost certain").type("4", ENTER)
    screen.see("Impact  6/13", "severe").type("５", ENTER)
    screen.see("4 likely", "5 severe")
    screen.at("Probability in percent", ENTER).at("Loss", ENTER).at("Response", "m", ENTER)
    screen.at("Measures", "A winter tariff", ENTER).at("Owner", "li.na", ENTER).at("Due date", "+14", ENTER)
    screen.see("Contingency plan > Trigger", "asked for by the policy: the risk is extreme").type("Snow", ENTER)
    screen.at("Contingency plan > Procedure", "Close the kiosk", ENTER)
    screen.at("Contingency plan > Responsible", "li.na", ENTER)
    screen.at("What now?", ENTER)
    assert screen.ended() == 0
    told = ESCAPES.sub("", screen.told.decode())
    assert "Before the work may start:" in told
    assert f"risk add {REQ} --category personnel --identified-by IT" in told
    risk = cli.look("risk", "show", f"{REQ}/R2")
    assert (risk["category"], risk["likelihood"], risk["impact"], risk["level"]) == ("business", 4, 5, "extreme")
    assert risk["contingency"] == {"trigger": "Snow", "procedure": "Close the kiosk", "responsible": "li.na"}


@pytest.mark.clause("5.1.2")
def test_a_category_not_spoken_to_and_ones_own_department_are_offered(at):
    cli = at("approved")
    screen = Terminal(cli, "risk", "none", REQ, by=MEMBER["FIN"])
    screen.see("Category  1/3", "> 1  business risk").type(ENTER)
    screen.see("Department  2/3", "FIN").type(ENTER).at("Reason", "Nothing is sold", ENTER).at("What now?", ENTER)
    assert screen.ended() == 0
    again = Terminal(cli, "risk", "none", REQ, by=MEMBER["FIN"])
    again.see("Category  1/3", "> 3  personnel risk")
    assert codes(cli.look("risk", "list")) == ["R1"]


@pytest.mark.clause("5.3.1", "5.4.2")
def test_treating_and_reviewing_begin_with_what_the_risk_has(at):
    cli = at("approved")
    code = add(
        cli, likelihood=2, impact=3, response="transfer", measures="Insure it", owner="li.na", due_date="2026-10-20"
    )
    screen = Terminal(cli, "risk", "treat", code, by=REQUESTER)
    screen.see("treat a risk · R2 Visitors rent elsewhere (medium)", "> 3  transfer").type(ENTER)
    screen.at("Measures", ENTER).at("Owner", ENTER).at("Due date", ENTER)
    screen.see("Contingency plan > Trigger", "optional").type(ENTER)
    screen.at("Residual likelihood", ENTER).at("Residual impact", ENTER).at("What now?", ENTER)
    assert screen.ended() == 0
    shown = cli.look("risk", "show", code)
    kept = [shown[name] for name in ("response", "measures", "owner", "due_date")]
    assert kept == ["transfer", "Insure it", "li.na", "2026-10-20"]

    screen = Terminal(cli, "risk", "review", code, by=REQUESTER)
    screen.see("Likelihood  1/12", "> 2  unlikely").type(ENTER).see("Impact", "> 3  moderate").type(ENTER)
    screen.at("Probability in percent", ENTER).at("Loss", ENTER).at("What changed  ", "Nothing", ENTER)
    screen.see("Response", "> 3  transfer")


@pytest.mark.clause("5.3.2")
def test_what_management_accepted_is_not_accepted_anew_by_whoever_reviews_it(at):
    cli = at("approved")
    code = add(cli, likelihood=5, impact=4)
    accepted = PLANNED | {"response": "accept"}
    cli.act("risk", "treat", code, form=accepted, by=MANAGER)
    screen = Terminal(cli, "risk", "review", code, by=REQUESTER)
    for question in ("Likelihood", "Impact", "Probability in percent", "Loss"):
        screen.at(f"{question}  ", ENTER)
    screen.at("What changed  ", "Nothing", ENTER)
    screen.see("Response", "accept the risk", "> 5  no answer").type(ENTER)
    for question in ("Measures", "Measures in place", "Contingency plan", "Residual likelihood", "Residual impact"):
        screen.at(f"{question}  " if question != "Contingency plan" else "Contingency plan > Trigger", ENTER)
    screen.at("Has happened", ENTER).at("What now?", ENTER)
    assert screen.ended() == 0, screen.text
    shown = cli.look("risk", "show", code)
    assert (shown["response"], shown["accepted_by"]) == ("accept", MANAGER)


@pytest.mark.clause("2.1.2", "5.2.1")
def test_the_request_forms_risks_are_scored_in_the_policys_words(at):
    cli = at("founded")
    given = {name: value for name, value in papers.REQUEST.items() if name not in ("title", "risks")}
    screen = Terminal(cli, "request", "new", "--from", str(cli.document(given)), by=REQUESTER)
    screen.at("Title", "Kiosks", ENTER).at("Requester", ENTER)
    screen.see("Risks 1 > Category").type("t", ENTER).at("Risks 1 > Description", "Rain", ENTER)
    screen.see("Risks 1 > Likelihood", "possible", "> 6  no answer").type("3", ENTER)
    screen.see("Risks 1 > Impact", "> 6  no answer").type(ENTER)
    screen.see("technical risk (technical) · Rain · 3 possible")
