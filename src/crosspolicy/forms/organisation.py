"""Forms of the organisation: the book itself, departments, people, deputies (1.2)."""

from crosspolicy.forms.base import Form, field
from crosspolicy.forms.types import Country, Currency, Day, DepartmentCode, Line, Login, NewKey
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import Role


class Department(Form):
    """A department of the company."""

    clause = "1.2"

    code: NewKey = field(N_("the short code that everything names it by, such as SALES"))
    name: Line = field(N_("its full name"))
    head: Login | None = field(N_("the login of its head, who may sign for it"), None, clause="2.3.2")


class Person(Form):
    """Somebody who acts under the policy."""

    clause = "1.2"

    login: NewKey = field(N_("the name that everything knows the person by, such as li.na"))
    name: Line = field(N_("the person's name"))
    department: DepartmentCode = field(N_("the code of the person's department"))
    position: Line | None = field(N_("the person's position"), None, clause="2.1.2")
    roles: tuple[Role, ...] = field(N_("what the person may do beside a member's acts"), (), clause="3.3.1")
    email: Line | None = field(N_("the person's e-mail address"), None, clause="4.2.1")
    os_user: Line | None = field(N_("the person's account on this machine"), None, default_note=N_("the login"))


class Deputy(Form):
    """Somebody who stands in for somebody else, for a time."""

    clause = "2.3.2"

    person: Login = field(N_("who is stood in for"))
    deputy: Login = field(N_("who stands in"))
    from_date: Day = field(N_("the first day"))
    until_date: Day = field(N_("the last day"))
    reason: Line | None = field(N_("why"), None)


class Founding(Form):
    """What a new book starts from: the company, its departments and its people."""

    clause = "1.2"

    company: Line = field(N_("the company's name"))
    currency: Currency = field(N_("the book's currency, by its ISO code such as CNY"), clause="5.2.2", unit="ISO 4217")
    country: Country = field(N_("the country whose public holidays count, such as CN"), clause="2.2.1", unit="ISO 3166")
    timezone: Line | None = field(
        N_("the time zone in which days are counted, such as Asia/Shanghai"),
        None,
        clause="2.2.1",
        default_note=N_("the country's"),
    )
    departments: tuple[Department, ...] = field(N_("the company's departments"), most=2_000)
    people: tuple[Person, ...] = field(N_("the people who act under the policy"), most=10_000)
