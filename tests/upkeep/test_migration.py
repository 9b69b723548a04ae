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
from crosspolicy.store.migrating import migrate
from crosspolicy.store.reading import reading
from crosspolicy.store.schema import APPLICATION_ID, REVISION
from crosspolicy.store.sqlite_file import dbapi
from tests.support import papers
from tests.support.audit import assert_sound, canonical, hash_of
from tests.support.company import MEMBER
from tests.support.editions import edition
from tests.support.refusals import not_permitted, refused
from tests.support.world import World

OF_RISK = {"foreseen_risk", "risk", "assessment", "exclusion", "issue", "message", "shared_item"}
"""The tables of which a book of the first schema has none, or has another."""
SINCE = {name for name in metadata.tables if name.startswith("training_")} | {
    *("appraisal", "breach", "incentive", "penalty"),
}
"""The tables of chapters 6 and 7, which no book of the first two schemas has."""
MARKED = ("signature", "report", "evaluation", "summary", "appraisal", "incentive", "penalty")
"""The tables whose rows tell who has an interest in them, as they did in no book before the sixth schema."""
SETTINGS_OF_RISK = {
    "deadlines": ("contingency-plan", "issue-high", "issue-medium", "issue-low", "escalation", "ad-hoc-meeting"),
    "periods": ("risk-review", "risk-review-high"),
    "gates": ("identified-together", "categories-covered", "assessed", "treated", "contingency"),
}
SETTINGS_SINCE = {
    "deadlines": ("appraisal", "training-evaluation", "training-adjustment"),
    "gates": (
        *("not-oneself", "rated-once", "rests-on"),
        *("needs-first", "plan-complete", "planned-course", "instructor-free", "evaluated"),
    ),
}
"""The settings of chapters 6 and 7, which no book of the first two schemas has."""
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


def older_policy(parsed, schema):
    """Return a policy as a schema kept it: without a word of appraisal and training, the first without one of risk."""
    content = json.loads(parsed)
    content["gates"]["stage"] = "block"
    lacking = [SETTINGS_SINCE, SETTINGS_OF_RISK] if schema == 1 else [SETTINGS_SINCE]
    for part in ("appraisal", "training", *(["risk"] if schema == 1 else [])):
        del content[part]
    for settings in lacking:
        for table, names in settings.items():
            for name in names:
                del content[table][name]
    return json.dumps(content)


def without_the_round(event):
    """Return the event that founded a book as it was before there was an annual round to open."""
    payload = json.loads(event["payload"])
    del payload["effect"]["opened"]
    told = event | {"payload": payload, "clauses": json.loads(event["clauses"])}
    return event | {"payload": canonical(payload), "hash": hash_of(told)}


def _without(row, column):
    return {name: value for name, value in row.items() if name != column}


def older_rows(world, schema):
    """Return what stands in a book, as an earlier schema had it.

    Neither of them knew of chapters 6 and 7 and their annual round; the first had the risks of the forms, no register.
    """
    with reading(world.book.location) as reader:
        found = {}
        for table in metadata.sorted_tables:
            names = [column.name for column in table.columns]
            rows = reader.rows(f"SELECT {', '.join(names)} FROM {table}")
            found[table.name] = [dict(zip(names, row, strict=True)) for row in rows]
    del found["requested_before"]
    found |= {name: [_without(row, "interested") for row in found[name]] for name in MARKED}
    if schema == 5:
        return found
    found["policy"] = [row | {"parsed": older_policy(row["parsed"], schema)} for row in found["policy"]]
    found["obligation"] = [row for row in found["obligation"] if row["chain"]]
    (founding,) = (without_the_round(row) for row in found["journal"] if not row["chain"])
    found["journal"] = [row if row["chain"] else founding for row in found["journal"]]
    found["chain_head"] = [row if row["chain"] else row | {"hash": founding["hash"]} for row in found["chain_head"]]
    if schema == 1:
        foreseen = found["foreseen_risk"]
        found = {name: rows for name, rows in found.items() if name not in OF_RISK} | {"risk": foreseen}
    return {name: rows for name, rows in found.items() if name not in SINCE}


def older_columns(name, rows, table, world):
    """Return rows with the columns that an older table has; the book said itself which policy was in force."""
    if name == "book":
        ((digest, soon),) = world.rows("SELECT digest, due_soon_days FROM adoption ORDER BY number DESC LIMIT 1")
        rows = [row | {"policy_digest": digest, "due_soon_days": soon} for row in rows]
    return [{column: value for column, value in row.items() if column in table.columns} for row in rows]


def write_older(place, world, schema=1):
    """Write the book of ``world`` at ``place``, as a program of an earlier schema would have left it."""
    engine = older_engine(place)
    with engine.begin() as connection:
        upgrade_to(connection, f"{schema:04}")
        tables = sa.MetaData()
        tables.reflect(connection)
        for name, rows in older_rows(world, schema).items():
            if rows and name in tables.tables:
                connection.execute(tables.tables[name].insert(), older_columns(name, rows, tables.tables[name], world))
        if place.path is None:
            connection.exec_driver_sql("SELECT setval('journal_seq', (SELECT MAX(seq) FROM journal))")
    if place.path is not None:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={schema}")
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
    migrate(older)
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
    assert migrate(older) == (REVISION, None)
    assert migrated.value("SELECT version_num FROM alembic_version") == REVISION
    assert upkeep.check(older) == []
    assert_sound(migrated)


def in_a_book(world, names):
    """Return every row of these tables, each as its columns and values; without what no older book could tell."""
    with reading(world.book.location) as reader:
        for name in names:
            columns = [column.name for column in metadata.tables[name].columns if column.name != "interested"]
            rows = reader.rows(f"SELECT {', '.join(columns)} FROM {name}")
            yield name, sorted((dict(zip(columns, row, strict=True)) for row in rows), key=repr)


def test_everything_but_risk_is_as_it_was(migrated, on_file):
    before = older_rows(on_file, 1)
    untouched = before.keys() - OF_RISK - {"policy", "calendar_year"}
    after = dict(in_a_book(migrated, untouched))
    assert {name for name in untouched if sorted(before[name], key=repr) != after[name]} == set()


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
    migrate(older)
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


# A book of the second schema: risk and communication stand in it, appraisal and training do not


@pytest.fixture
def second(place, on_file):
    """A book of the second schema, with a request at work and one before its acceptance, with risks and an issue."""
    on_file.until("executing")
    on_file.identify(**papers.HIGH_RISK)
    on_file.raise_issue()
    on_file.until("accepting")
    write_older(place, on_file, 2)
    return place


@pytest.fixture
def followed(second, on_file):
    """The people around the same book, brought up to date."""
    migrate(second)
    book = Book(second)
    world = World(book, now=on_file.now)
    world.code = "CB-2026-0002"
    yield world
    book.close()


def rounds(world):
    """Return what the book owes every year."""
    return [(o.kind, o.due_date) for o in world.owed_by_the_book()]


def test_a_book_of_the_second_schema_keeps_all_that_stood_in_it(followed, second, on_file):
    assert followed.value("SELECT version_num FROM alembic_version") == REVISION
    assert upkeep.check(second) == []
    assert_sound(followed)
    before = older_rows(on_file, 2)
    untouched = before.keys() - {"policy", "calendar_year"}
    after = dict(in_a_book(followed, untouched))
    assert after["risk"]
    assert after["issue"]
    assert {name for name in untouched if sorted(before[name], key=repr) != after[name]} == set()
    assert dict(in_a_book(followed, SINCE)) == {name: [] for name in SINCE}


@pytest.mark.clause("6.1.1", "7.1.1")
def test_a_policy_of_the_second_schema_gets_the_settings_of_appraisal_and_training(followed, on_file):
    ((parsed,),) = followed.rows("SELECT parsed FROM policy")
    ((shipped,),) = on_file.rows("SELECT parsed FROM policy")
    assert json.loads(parsed) == json.loads(shipped)


@pytest.mark.clause("6.2.2", "6.3.1", "6.3.3")
def test_a_migrated_request_is_appraised_when_it_is_accepted(followed):
    followed.carry_on("closed")
    assert {kind for kind, _, _ in followed.owed()} == {"appraisal-round", "department-appraisal", "person-appraisal"}
    followed.appraise_all()
    assert followed.owed() == []
    followed.record_breach(serious=True)
    first = followed.value("SELECT MIN(number) FROM appraisal WHERE department = 'IT'")
    followed.reward(rests_on=[f"{followed.code}/Q{first}"])
    followed.penalise(measure="fine", amount="100.00", rests_on=[f"{followed.code}/B1"])
    assert_sound(followed)


@pytest.mark.clause("7.1.1", "7.2.1")
def test_in_a_migrated_book_the_annual_round_begins_with_the_first_need(followed):
    assert rounds(followed) == []
    with refused(gate="needs-first", clause="7.2.1"):
        followed.plan_training(courses=[papers.COURSE | {"needs": []}])
    followed.state_need()
    assert rounds(followed) == [("training-needs", "2026-10-31"), ("training-plan", "2026-11-30")]
    followed.plan_training()
    followed.hold_session()
    followed.evaluate_session()
    followed.adjust_training()
    assert rounds(followed) == [("training-needs", "2026-10-31"), ("training-plan", "2026-11-30")]
    assert_sound(followed)


@pytest.mark.clause("7.1.1", "7.2.1")
def test_in_a_migrated_book_the_annual_round_begins_with_the_next_policy(followed):
    followed.adopt(edition())
    assert rounds(followed) == [("training-needs", "2026-10-31"), ("training-plan", "2026-11-30")]
    assert_sound(followed)


def test_a_migrated_book_has_the_tables_of_a_new_one(followed, second, request):
    new = request.getfixturevalue("new_sqlite_book" if second.path else "new_postgres_book")()
    assert described(second) == described(new)


def described(place):
    """Return the columns, keys and indexes of every table of a book."""
    engine = older_engine(place)
    inspector = sa.inspect(engine)
    found = {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)],
            inspector.get_pk_constraint(name)["constrained_columns"],
            sorted((k["constrained_columns"], k["referred_table"]) for k in inspector.get_foreign_keys(name)),
            sorted((i["name"], i["column_names"], bool(i["unique"])) for i in inspector.get_indexes(name)),
        )
        for name in inspector.get_table_names()
    }
    engine.dispose()
    return found


# A book of the fifth schema: who requested before is in its journal alone


@pytest.fixture
def fifth(place, on_file):
    """A book of the fifth schema with requests moved, taken over, drafted or submitted by a deputy, never touched."""
    on_file.name_deputy(person="zhao.lei", deputy="he.jing")
    on_file.name_deputy(deputy="liu.yang")
    on_file.name_deputy(person="li.na", deputy="gao.ping")
    for _ in range(6):
        on_file.draft()
    on_file.edit(request="CB-2026-0001", requesting_department="IT", requester="liu.yang", departments=[])
    back = {"requesting_department": "SALES", "requester": "zhao.lei", "departments": papers.REQUEST["departments"]}
    on_file.edit(request="CB-2026-0001", by="liu.yang", **back)
    on_file.edit(request="CB-2026-0002", by="ma.rui", requester="zhao.lei", title="Kiosk")
    on_file.edit(request="CB-2026-0003", by="zhao.lei", typed_by="he.jing", title="Kiosk")
    on_file.edit(request="CB-2026-0004", typed_by="xu.hui", title="Kiosk")
    on_file.submit(request="CB-2026-0001", by="zhao.lei")
    on_file.submit(request="CB-2026-0005", typed_by="gao.ping")
    on_file.submit(request="CB-2026-0006")
    write_older(place, on_file, 5)
    return place


@pytest.mark.clause("3.3.1", "3.3.4")
def test_who_requested_before_is_told_by_the_journal_as_the_program_would_have_kept_it(fifth, on_file):
    sql = "SELECT request_id, department, person FROM requested_before ORDER BY request_id, department, person"
    kept = on_file.rows(sql)
    assert {key - 2026_000_000_000 for key, _, _ in kept} == {1, 2, 3, 5}
    assert migrate(fifth)[0] == REVISION
    assert upkeep.check(fifth) == []
    book = Book(fifth)
    world = World(book, now=on_file.now)
    world.code = "CB-2026-0001"
    assert world.rows(sql) == kept
    with not_permitted("3.3.1"):
        world.review(typed_by="liu.yang")
    assert world.review().stage == "approved"
    with not_permitted("3.3.1"):
        world.review(request="CB-2026-0005")
    assert_sound(world)
    book.close()


@pytest.mark.clause("1.1")
def test_adopted_policies_say_nothing_of_the_stage_any_more(fifth):
    engine = older_engine(fifth)
    with engine.begin() as connection:
        ((parsed,),) = connection.execute(sa.text("SELECT parsed FROM policy")).all()
        content = json.loads(parsed)
        content["gates"]["stage"] = "warn"
        connection.execute(sa.text("UPDATE policy SET parsed = :parsed"), {"parsed": json.dumps(content)})
    engine.dispose()
    migrate(fifth)
    with reading(fifth) as reader:
        ((parsed,),) = reader.rows("SELECT parsed FROM policy")
    assert "stage" not in json.loads(parsed)["gates"]


# Nor did it say which text of an agreement is in force, nor which edition of the policy from when


@pytest.fixture
def redrafted(place, on_file):
    """A book of the fifth schema: a request at work whose agreement was drafted anew, another edition adopted."""
    on_file.until("coordinated")
    on_file.assign()
    on_file.draft_agreement()
    on_file.sign_all("SALES", "IT")
    on_file.until("executing")
    on_file.draft_agreement(workflow="The other way round.")
    on_file.sign("IT")
    on_file.later(2)
    on_file.adopt(edition())
    write_older(place, on_file, 5)
    migrate(place)
    book = Book(place)
    world = World(book, now=on_file.now)
    world.code = on_file.code
    yield world
    book.close()


@pytest.mark.clause("2.3.2", "1.1")
def test_which_text_and_which_edition_is_in_force_is_found_in_signatures_and_journal(redrafted, on_file):
    concluded = "SELECT request_id, number, concluded_on, withdrawn_on FROM agreement ORDER BY request_id, number"
    first, second = 2026_000_000_001, 2026_000_000_002
    assert redrafted.rows(concluded) == on_file.rows(concluded)
    assert redrafted.rows(concluded) == [
        (first, 1, None, None),
        (second, 1, "2026-09-30T02:00:00Z", None),
        (second, 2, None, None),
    ]
    adopted = "SELECT number, digest, adopted_on, adopted_by, adopted_date, governs_from, due_soon_days FROM adoption"
    assert redrafted.rows(adopted + " ORDER BY number") == on_file.rows(adopted + " ORDER BY number")
    assert redrafted.rows("SELECT number, adopted_date, governs_from FROM adoption ORDER BY number") == [
        (1, "2026-09-30", None),
        (2, "2026-10-02", "2026-10-02"),
    ]


@pytest.mark.clause("2.3.2")
def test_in_a_migrated_book_a_text_that_waits_is_withdrawn_and_the_work_accepted(redrafted):
    redrafted.reach_all()
    with refused(gate="signed-by-all", clause="2.3.2"):
        redrafted.open_acceptance()
    redrafted.withdraw_agreement()
    redrafted.open_acceptance()
    redrafted.carry_on("closed")
    assert_sound(redrafted)
