"""A book that an earlier program made is brought up to date: what stood in it is right, and work goes on in it."""

import hashlib
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from crosspolicy.errors import BookUnavailable
from crosspolicy.models import metadata
from crosspolicy.policy.file import default_policy
from crosspolicy.store import migrations, upkeep
from crosspolicy.store.engine import Book, server_engine
from crosspolicy.store.reading import reading
from crosspolicy.store.schema import APPLICATION_ID, REVISION
from crosspolicy.store.sqlite_file import dbapi
from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import MEMBER
from tests.support.refusals import refused
from tests.support.world import World

OF_RISK = {"foreseen_risk", "risk", "assessment", "exclusion", "issue", "message", "shared_item"}
"""The tables of which a book of the first schema has none, or has another."""
SETTINGS_OF_RISK = {
    "deadlines": ("contingency-plan", "issue-high", "issue-medium", "issue-low", "escalation", "ad-hoc-meeting"),
    "periods": ("risk-review", "risk-review-high"),
    "gates": ("identified-together", "categories-covered", "assessed", "treated", "contingency"),
}
SCORED = {"category": "legal", "description": "The permit is late", "likelihood": 4, "impact": 5}


def older_engine(place):
    """Connect to the place of a book that the program itself would not open any more."""
    if place.path is None:
        return server_engine(place)
    return sa.create_engine(f"sqlite+pysqlite:///{place.path}", module=dbapi, poolclass=sa.NullPool)


def upgrade_to(connection, revision):
    """Bring the tables as far as a program of that revision brought them."""
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    steps = {"fn": lambda current, _: script._upgrade_revs(revision, current)}
    context = MigrationContext.configure(connection, opts=steps | {"target_metadata": None})
    with Operations.context(context):
        context.run_migrations()


def older_policy(parsed):
    """Return a policy as the first schema kept it: without a word of risk."""
    content = json.loads(parsed)
    del content["risk"]
    for table, names in SETTINGS_OF_RISK.items():
        for name in names:
            del content[table][name]
    return json.dumps(content)


def older_rows(world):
    """Return what stands in a book, as the first schema had it: the risks of the forms, no register."""
    with reading(world.book.location) as reader:
        for table in metadata.sorted_tables:
            names = [column.name for column in table.columns]
            rows = [
                dict(zip(names, row, strict=True)) for row in reader.rows(f"SELECT {', '.join(names)} FROM {table}")
            ]
            if table.name == "foreseen_risk":
                yield "risk", rows
            elif table.name == "policy":
                yield "policy", [row | {"parsed": older_policy(row["parsed"])} for row in rows]
            elif table.name not in OF_RISK:
                yield table.name, rows


def write_older(place, world):
    """Write the book of ``world`` at ``place``, as a program of the first schema would have left it."""
    engine = older_engine(place)
    with engine.begin() as connection:
        upgrade_to(connection, "0001")
        tables = sa.MetaData()
        tables.reflect(connection)
        for name, rows in older_rows(world):
            if rows:
                connection.execute(tables.tables[name].insert(), rows)
        if place.path is None:
            connection.exec_driver_sql("SELECT setval('journal_seq', (SELECT MAX(seq) FROM journal))")
    if place.path is not None:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql("PRAGMA user_version=1")
    engine.dispose()


@pytest.fixture
def older(place, on_file):
    """A book of the first schema, with a draft, a submitted request and one at work, each with risks on its form."""
    foreseen = [SCORED, *papers.REQUEST["risks"]]
    on_file.draft(risks=foreseen)
    on_file.draft(risks=foreseen)
    on_file.submit()
    on_file.later(1)
    on_file.edit(request="CB-2026-0001", title="Kiosk")
    on_file.until("executing")
    write_older(place, on_file)
    return place


@pytest.fixture
def migrated(older, on_file):
    """The people around the same book, brought up to date."""
    upkeep.migrate(older)
    book = Book(older)
    world = World(book, now=on_file.now)
    world.code = "CB-2026-0002"
    yield world
    book.close()


def test_a_program_does_not_write_into_an_older_book(older):
    book = Book(older)
    with pytest.raises(BookUnavailable, match="older"):
        World(book).draft()
    book.close()


def test_a_migrated_book_is_at_the_latest_schema_and_sound(migrated, older):
    assert upkeep.migrate(older) == (REVISION, None)
    assert migrated.value("SELECT version_num FROM alembic_version") == REVISION
    assert upkeep.check(older) == []
    assert_sound(migrated)


def test_everything_but_risk_is_as_it_was(migrated, on_file):
    before, after = on_file.everything(), migrated.everything()
    assert before.keys() == after.keys()
    untouched = before.keys() - OF_RISK - {"policy"}
    assert {name for name in untouched if before[name] != after[name]} == set()


@pytest.mark.clause("2.1.2")
def test_the_risks_of_every_form_stay_with_it(migrated):
    sql = "SELECT request_id, number, category, description, likelihood, impact FROM foreseen_risk"
    first = 2026_000_000_001
    assert migrated.rows(sql + " ORDER BY request_id, number") == [
        (first, 1, "legal", "The permit is late", 4, 5),
        (first, 2, "technical", "The scanner does not read wet codes", 3, None),
        (first + 1, 1, "legal", "The permit is late", 4, 5),
        (first + 1, 2, "technical", "The scanner does not read wet codes", 3, None),
        (first + 2, 1, "technical", "The scanner does not read wet codes", 3, None),
    ]


@pytest.mark.clause("5.1.1", "5.2.1")
def test_the_risks_of_submitted_forms_stand_in_the_register(migrated):
    names = """number, category, description, identified_by, identified_on, likelihood, impact, level,
      inherent_likelihood, inherent_impact, inherent_level, response, closed_on"""
    scanner = ("technical", "The scanner does not read wet codes", '["SALES"]')
    unscored = (3, None, None, 3, None, None, None, None)
    second, third = 2026_000_000_002, 2026_000_000_003
    assert migrated.rows(f"SELECT request_id, {names} FROM risk ORDER BY request_id, number") == [
        (
            *(second, 1, "legal", "The permit is late", '["SALES"]', "2026-09-30"),
            *(4, 5, "extreme", 4, 5, "extreme", None, None),
        ),
        (second, 2, *scanner, "2026-09-30", *unscored),
        (third, 1, *scanner, "2026-10-01", *unscored),
    ]
    history = "SELECT request_id, number, risk, likelihood, impact, level, occurred, assessed_by, assessed_on"
    assert migrated.rows(f"{history} FROM assessment") == [(second, 1, 1, 4, 5, "extreme", 0, "li.na", "2026-09-30")]


@pytest.mark.clause("1.1", "5.2.2")
def test_a_policy_adopted_before_gets_the_settings_that_it_lacks(migrated, on_file):
    sql = "SELECT digest, version, text, parsed FROM policy"
    ((digest, version, text, parsed),) = migrated.rows(sql)
    assert (version, text) == ("1.0", default_policy())
    assert digest == hashlib.sha256(text.encode()).hexdigest()
    ((*_, shipped),) = on_file.rows(sql)
    assert json.loads(parsed) == json.loads(shipped)


@pytest.mark.clause("1.1")
def test_what_a_policy_says_itself_stands(older):
    engine = older_engine(older)
    with engine.begin() as connection:
        ((digest, parsed),) = connection.execute(sa.text("SELECT digest, parsed FROM policy")).all()
        content = json.loads(parsed)
        content["deadlines"] |= {"review": 9, "escalation": 1}
        changed = {"digest": digest, "parsed": json.dumps(content)}
        connection.execute(sa.text("UPDATE policy SET parsed = :parsed WHERE digest = :digest"), changed)
    engine.dispose()
    upkeep.migrate(older)
    with reading(older) as reader:
        ((parsed,),) = reader.rows("SELECT parsed FROM policy")
    deadlines = json.loads(parsed)["deadlines"]
    assert (deadlines["review"], deadlines["escalation"], deadlines["contingency-plan"]) == (9, 1, 3)


@pytest.mark.clause("5.1.1", "5.1.2", "5.2.1", "5.3.1", "5.3.3")
def test_a_migrated_request_goes_its_whole_way_through_the_gates_of_risk(migrated):
    migrated.review()
    migrated.coordinate()
    migrated.assign()
    migrated.draft_agreement()
    migrated.sign_all()
    gates = ["identified-together", "categories-covered", "assessed", "treated", "contingency"]
    r1, r2 = (f"{migrated.code}/R{number}" for number in (1, 2))
    with refused(gates, missing=("IT", "FIN", "business", "personnel", "market", r2, r1, r2, r1)):
        migrated.start()
    migrated.treat(1, contingency=papers.CONTINGENCY)
    migrated.review_risk(2)
    migrated.treat(2)
    for number, category in enumerate(("business", "personnel", "market")):
        department = ("IT", "FIN")[number % 2]
        migrated.declare_none(category, department=department, by=MEMBER[department])
    assert migrated.identify().code == f"{migrated.code}/R3"
    migrated.treat(3)
    migrated.carry_on("closed")
    assert_sound(migrated)


@pytest.mark.clause("5.1.1")
def test_a_migrated_draft_begins_its_register_when_it_is_submitted(migrated):
    migrated.code = "CB-2026-0001"
    assert migrated.rows("SELECT 1 FROM risk WHERE request_id = :id", id=migrated.request_id) == []
    migrated.submit()
    sql = "SELECT number, level FROM risk WHERE request_id = :id ORDER BY number"
    assert migrated.rows(sql, id=migrated.request_id) == [(1, "extreme"), (2, None)]
    assert_sound(migrated)


@pytest.mark.clause("5.4.1", "5.3.3")
def test_where_the_work_runs_already_the_first_review_begins_the_watch(migrated):
    migrated.code = "CB-2026-0003"
    migrated.on("2026-11-02")
    receipt = migrated.review_risk(1, likelihood=4, impact=4)
    assert [(o.kind, o.owed_by, o.due_date) for o in receipt.opened] == [
        ("contingency-plan", "SALES", "2026-11-05"),
        ("risk-review", "SALES", "2026-11-09"),
    ]
    migrated.raise_issue(departments=["IT", "FIN"])
    migrated.ad_hoc(issue="I1")
    migrated.escalate()
    migrated.resolve(by="gao.ping")
    migrated.log_message(issue="I1")
    migrated.share()
    assert_sound(migrated)
