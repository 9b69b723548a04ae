"""The book and its organisation (1.2): company, departments, people, deputies."""

import pytest

from crosspolicy.forms.organisation import Person
from crosspolicy.intake.check import checked
from crosspolicy.store.batch import Batch
from crosspolicy.store.calls import Call
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from tests.support.audit import assert_sound, events
from tests.support.company import COORDINATOR, FOUNDING
from tests.support.refusals import invalid, not_permitted
from tests.support.world import HOST, World, found, recorded

pytestmark = pytest.mark.clause("1.2")


def test_a_new_book_holds_the_company_its_departments_and_its_people(place):
    event = recorded(found(place))
    assert (event.seq, event.actor) == (1, "xu.hui")
    world = World(Book(place))
    assert world.rows("SELECT company, currency, country, timezone, is_rehearsal FROM book") == [
        ("Lantern Works 燈籠工坊", "CNY", "CN", "Asia/Shanghai", 1)
    ]
    assert world.rows("SELECT code, head FROM department ORDER BY code") == [
        ("EXEC", "lin.tao"),
        ("FIN", None),
        ("HR", None),
        ("IT", None),
        ("SALES", "zhao.lei"),
    ]
    assert world.value("SELECT COUNT(*) FROM person") == len(FOUNDING["people"])
    assert world.rows("SELECT position, roles, os_user FROM person WHERE login = 'li.na'") == [
        ("Account lead", "[]", "li.na")
    ]
    assert_sound(world)


DEPARTMENTS, PEOPLE = FOUNDING["departments"], FOUNDING["people"]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"departments": []}, ["departments", *(f"people.{n}.department" for n in range(1, len(PEOPLE) + 1))]),
        ({"people": []}, ["people", "departments.1.head", "departments.5.head"]),
        ({"country": "XX", "timezone": "Asia/Shanghai"}, ["country"]),
        ({"timezone": "Mars/Olympus"}, ["timezone"]),
        ({"currency": "yuan"}, ["currency"]),
        (
            {"departments": [*DEPARTMENTS, {"code": "IT", "name": "Again"}]},
            ["departments.2.code", "departments.6.code"],
        ),
        (
            {"people": [*PEOPLE, {"login": "li.na", "name": "Again", "department": "IT"}]},
            ["people.1.login", "people.13.login"],
        ),
        ({"departments": [*DEPARTMENTS, {"code": "management", "name": "M"}]}, ["departments.6.code"]),
        ({"departments": [*DEPARTMENTS, {"code": "sales", "name": "Again"}]}, ["departments.6.code"]),
        ({"people": [*PEOPLE, {"login": "LI.NA", "name": "Li Na", "department": "IT"}]}, ["people.13.login"]),
    ],
)
def test_a_founding_file_that_contradicts_itself_makes_no_book(place, changes, fields):
    with invalid(*fields):
        found(place, **changes)
    assert recorded(found(place)).seq == 1


def test_two_people_do_not_share_an_account(place):
    people = [*FOUNDING["people"], {"login": "fang.yu", "name": "Fang Yu", "department": "IT", "os_user": "li.na"}]
    with invalid("people.1.os_user", "people.13.os_user"):
        found(place, people=people)


def test_a_department_and_its_person_join_the_book_and_act(world):
    world.add_department(code="SHOP", name="Shops 門市部")
    world.add_person(
        login="fang.yu", department="SHOP", roles=["signatory"], position="Manager", email="f@lantern.test"
    )
    world.until("draft")
    world.edit(
        departments=[{"department": "SHOP", "positions": ["Manager"]}],
        milestones=[{"name": "First shop", "due_date": "2026-11-20", "department": "SHOP"}],
    )
    assert world.submit().stage == "submitted"
    assert [event["act"] for event in events(world)][1:3] == ["department.added", "person.added"]
    assert_sound(world)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "IT"}, "code"),
        ({"code": "Management"}, "code"),
        ({"code": "SALES NORTH"}, "code"),
        ({"code": "-X"}, "code"),
        ({"name": None}, "name"),
        ({"head": "nobody"}, "head"),
    ],
)
def test_a_department_that_cannot_be_is_not_added(world, changes, field):
    with world.unchanged(), invalid(field):
        world.add_department(**changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"login": "li.na", "os_user": "li.na2"}, "login"),
        ({"os_user": "li.na"}, "os_user"),
        ({"department": "NOWHERE"}, "department"),
        ({"roles": ["emperor"]}, "roles.1"),
        ({"login": "fang yu"}, "login"),
    ],
)
def test_a_person_who_cannot_be_is_not_added(world, changes, field):
    with world.unchanged(), invalid(field):
        world.add_person(**changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deputy": "gao.ping"}, "deputy"),
        ({"deputy": "nobody"}, "deputy"),
        ({"person": "nobody"}, "person"),
        ({"until_date": "2026-09-29"}, "until_date"),
        ({"from_date": None}, "from_date"),
    ],
)
def test_a_deputy_who_cannot_be_is_not_named(world, changes, field):
    with world.unchanged(), invalid(field):
        world.name_deputy(**changes)


def test_deputies_are_kept_with_their_dates_and_the_reason(world):
    assert world.name_deputy().code == "gao.ping:lin.tao"
    world.name_deputy(person="chen.bo", deputy="liu.yang")
    assert world.rows("SELECT person, deputy, from_date, until_date, reason FROM deputy ORDER BY number") == [
        ("gao.ping", "lin.tao", "2026-09-30", "2026-10-07", "away"),
        ("chen.bo", "liu.yang", "2026-09-30", "2026-10-07", "away"),
    ]


def test_refusals_under_the_book_are_journalled_in_the_book_s_own_chain(world):
    with not_permitted("1.2"):
        world.add_person(by="li.na")
    assert [(e["act"], e["is_refused"], e["chain"], e["actor"]) for e in events(world)][1:] == [
        ("person.added", 1, 0, "li.na")
    ]
    assert_sound(world)


LOOK_ALIKES = [("coko", "соко"), ("coko", "Coko"), ("口福", "ロ福"), ("СОКО", "coko")]


@pytest.mark.parametrize(("there", "new"), LOOK_ALIKES)
def test_no_login_and_no_code_looks_like_one_of_another_script(world, there, new):
    world.add_person(login=there)
    with invalid("login") as faults:
        world.add_person(login=new, os_user="another")
    assert there in str(faults[0].message)
    world.add_department(code=there)
    with invalid("code") as faults:
        world.add_department(code=new)
    assert there in str(faults[0].message)


def test_names_of_people_may_repeat_and_logins_of_one_script_may_be_alike(world):
    for login in ("dev1", "devl", "devI2"):
        world.add_person(login=login, name="Fang Yu 方宇")
    assert world.rows("SELECT login FROM person WHERE name = 'Fang Yu 方宇' ORDER BY login") == [
        ("dev1",),
        ("devI2",),
        ("devl",),
    ]


@pytest.mark.parametrize("first_fails", [False, True])
def test_a_batch_knows_the_logins_that_it_has_added_and_forgets_those_that_it_took_back(world, first_fails):
    def add(login):
        content = {"login": login, "name": "Co Ko", "department": "IT"}
        return Call("person.added", checked(Person, content))

    with world.book.writing(keep=False) as connection, Batch(connection, world.now) as batch:
        by = By(COORDINATOR, HOST)
        if first_fails:
            with pytest.raises(ZeroDivisionError), batch.apart():
                batch.perform(add("coko"), by)
                1 / 0  # noqa: B018
        else:
            batch.perform(add("coko"), by)
        if first_fails:
            batch.perform(add("соко"), by)
        else:
            with invalid("login"):
                batch.perform(add("соко"), by)
