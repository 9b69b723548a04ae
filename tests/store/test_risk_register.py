"""What the register answers is the same in both stores, whatever it holds (chapter 5)."""

from typing import Any

import pytest
from sqlalchemy import text

from crosspolicy.queries.heat_map import CURRENT, INHERENT, RESIDUAL, heat_map
from crosspolicy.queries.risks import Wanted, expected_loss, listed, risk_sheet, risks_as_of
from crosspolicy.store.reading import reading
from tests.support import papers
from tests.support.company import REQUESTER
from tests.support.world import World

LARGEST = 99_999_999_999_999_999
"""The most that one risk is expected to cost: nearly 10^15 of a currency with two decimal places."""


@pytest.fixture
def register(world: World) -> World:
    """Return a book with two requests: R1 not assessed, R2 to R4 of the first, R2 of the second."""
    world.until("approved")
    world.identify()
    world.identify(category="legal", identified_by=("IT",), likelihood=5, impact=5)
    world.identify(category="business", owner="wu.min", identified_by=("SALES",), loss=None)
    world.review_risk(2, likelihood=1, impact=2)
    world.close_risk(4)
    first = world.code
    world.until("approved")
    world.identify(likelihood=1, impact=1)
    world.code = first
    return world


def ask(world: World, question: Any, *given: Any) -> Any:
    """Ask the book in one look."""
    with reading(world.book.location) as reader:
        return question(reader, *given)


def found(world: World, limit: int | None = None, **wanted: Any) -> list[str]:
    """Return the risks of a list: the last figure of the request's code, and the risk's."""
    rows = ask(world, listed, "CNY", Wanted(**wanted), limit)
    return [row["code"].replace("CB-2026-000", "") for row in rows]


@pytest.mark.clause("5.1.2", "5.2.2")
def test_lists(register):
    one = register.request_id
    assert found(register) == ["1/R1", "1/R2", "1/R3", "2/R1", "2/R2"]
    assert found(register, limit=2, after=(one, 1)) == ["1/R2", "1/R3"]
    assert found(register, after=(one, 3)) == ["2/R1", "2/R2"]
    assert found(register, request_id=one, is_closed_too=True) == ["1/R1", "1/R2", "1/R3", "1/R4"]
    assert found(register, level="low") == ["1/R2", "2/R2"]
    assert found(register, category="legal") == ["1/R3"]
    assert found(register, department="FIN") == ["1/R2", "2/R2"]
    assert found(register, department="FIN", is_closed_too=True) == ["1/R2", "1/R4", "2/R2"]
    assert found(register, department="%") == []


@pytest.mark.clause("5.2.2")
def test_expected_losses_add_up_beyond_what_a_store_counts_to(register):
    assert ask(register, expected_loss, "CNY", register.request_id) == "16000.00"
    assert ask(register, expected_loss, "CNY") == "24000.00"
    with register.book.writing() as connection:
        names = [column for column in _columns(connection) if column not in ("number", "expected_loss")]
        copy = f"""INSERT INTO risk (number, expected_loss, {", ".join(names)})
                   SELECT :number, :loss, {", ".join(names)} FROM risk WHERE request_id = :id AND number = 2"""
        for number in range(100, 220):
            connection.execute(text(copy), {"number": number, "loss": LARGEST, "id": register.request_id})
    total = 120 * LARGEST + 2_400_000
    assert total > 2**63
    assert ask(register, expected_loss, "CNY") == f"{total // 100}.{total % 100:02d}"


def _columns(connection: Any) -> list[str]:
    return list(connection.execute(text("SELECT * FROM risk")).keys())


@pytest.mark.clause("5.2.2")
def test_a_book_without_figures_expects_nothing(world):
    world.until("approved")
    assert ask(world, expected_loss, "CNY") is None
    assert ask(world, heat_map, "CNY", world.today, None, CURRENT)["unassessed"] == 1


@pytest.mark.clause("5.2.2")
@pytest.mark.parametrize(
    ("which", "of_book", "of_request"),
    [
        (CURRENT, {(1, 1): 1, (1, 2): 1, (5, 5): 1}, {(1, 2): ["R2"], (5, 5): ["R3"]}),
        (INHERENT, {(1, 1): 1, (3, 3): 1, (5, 5): 1}, {(3, 3): ["R2"], (5, 5): ["R3"]}),
        (RESIDUAL, {}, {}),
    ],
)
def test_the_heat_map(register, which, of_book, of_request):
    book, request = (ask(register, heat_map, "CNY", register.today, key, which) for key in (None, register.request_id))
    assert {(c["likelihood"], c["impact"]): c["count"] for c in book["cells"] if c["count"]} == of_book
    told = {(c["likelihood"], c["impact"]): [r.partition("/")[2] for r in c["risks"]] for c in request["cells"]}
    assert {place: risks for place, risks in told.items() if risks} == of_request
    assert sum(cell["down"] for cell in book["cells"]) == (which == CURRENT)
    assert book["unassessed"] + sum(of_book.values()) == 5


@pytest.mark.clause("5.4.1")
def test_a_sheet_and_a_page_of_the_past(register):
    sheet = ask(register, risk_sheet, "CNY", register.request_id, 2)
    assert [entry["level"] for entry in sheet["history"]] == ["medium", "low"]
    assert (sheet["level"], sheet["issues"]) == ("low", [])
    assert ask(register, risk_sheet, "CNY", register.request_id, 9) is None
    before = ask(register, risks_as_of, register.request_id, "2026-09-29T16:00:00Z", "CNY")
    after = ask(register, risks_as_of, register.request_id, "2026-09-30T16:00:00Z", "CNY")
    assert before == ([], None)
    assert [(risk["level"], bool(risk["closed_on"])) for risk in after[0]] == [
        (None, False),
        ("low", False),
        ("extreme", False),
        ("medium", True),
    ]
    assert after[1] == "16000.00"
    assert after[0][1]["description"] == papers.RISK["description"]
    assert after[0][3]["owner"] == "wu.min"


def test_a_risk_that_happened_names_its_issue(register):
    register.review_risk(2, occurred=True, by=REQUESTER)
    (issue,) = ask(register, risk_sheet, "CNY", register.request_id, 2)["issues"]
    assert (issue["code"], issue["resolved_on"]) == (f"{register.code}/I1", None)
    assert [row["occurred"] for row in ask(register, listed, "CNY", Wanted(request_id=register.request_id))] == [
        False,
        True,
        False,
    ]
