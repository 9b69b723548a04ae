"""Codes and logins: of one script, not to be mistaken for one that there is. Names and links: what they may hold."""

import re

import pytest

from crosspolicy.forms.communication import SharedItem
from crosspolicy.forms.identifiers import Known, first_foreign
from crosspolicy.forms.organisation import Department, Person
from crosspolicy.forms.request import Request
from crosspolicy.i18n import use
from crosspolicy.intake.check import checked
from tests.support import papers
from tests.support.refusals import invalid

PERSON = {"login": "sun.y", "name": "Sun Yu", "department": "SALES"}


@pytest.mark.parametrize(
    "login",
    [
        "sun.y",
        "7",
        "a@b-c_d+e",
        "孙宇",
        "孙.yu-2",
        "佐藤さん",
        "김.kim",
        "борис_2",
        "αλέξης",
        "อารี",
        "अंजलि",
        "\U00030000明",
    ],
)
def test_a_login_is_written_in_one_script_and_chinese_and_latin_may_mix(login):
    assert checked(Person, PERSON | {"login": login}).login == login


@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("sun.у", "у (U+0443)"),
        ("ѕun.y", "u (U+0075)"),
        ("孙.у", "у (U+0443)"),
        ("さ김", "김 (U+AE40)"),
        ("αl", "l (U+006C)"),
        ("ｓun.y", "sun.y"),
        ("ＳＡＬＥＳ", "SALES"),
        ("ﬁona", "fiona"),
        ("sun²", "letters, digits"),
        ("su\u200bn", "U+200B"),
        ("su\u00adn", "U+00AD"),
        ("su\u200dn", "U+200D"),
        ("sun\U000e0041", "U+E0041"),
        ("孙\U000e0100", "U+E0100"),
        ("sun\u0332", "U+0332"),
        ("su٣", "U+0663"),
    ],
)
def test_a_login_that_could_be_taken_for_another_is_refused(login, told):
    with invalid("login") as faults:
        checked(Person, PERSON | {"login": login})
    assert told in str(faults[0].message)


def test_what_is_refused_is_told_in_chinese_too():
    use("zh-Hans")
    try:
        for login, told in (("sun.у", "文字的字母 у（U+0443）"), ("ｓun", "请写作 sun"), ("a\u200bb", "U+200B")):
            with invalid("login") as faults:
                checked(Person, PERSON | {"login": login})
            assert told in (message := str(faults[0].message))
            assert not re.search("[a-z]{4}", message)
    finally:
        use("en")


def test_how_an_accent_is_put_on_a_letter_makes_no_other_login():
    assert checked(Person, PERSON | {"login": "jose\u0301"}).login == "jos\u00e9"
    assert checked(Request, papers.REQUEST | {"requester": "jose\u0301"}).requester == "jos\u00e9"


def test_a_login_of_an_older_book_can_still_be_named():
    assert checked(Request, papers.REQUEST | {"requester": "sun.у"}).requester == "sun.у"


@pytest.mark.parametrize(
    ("there", "new", "spelled", "like"),
    [
        ("sun.y", "Sun.Y", True, False),
        ("SALES", "ＳＡＬＥＳ", True, True),
        ("coko", "соко", False, True),
        ("COKO", "соко", False, True),
        ("СОКО", "coko", False, True),
        ("口福", "ロ福", False, True),
        ("dev1", "devl", False, False),
        ("l0", "I0", False, False),
        ("anna", "аня", False, False),
        ("7", "7a", False, False),
    ],
)
def test_what_looks_like_one_of_another_script_is_known_again(there, new, spelled, like):
    known = Known([there, "somebody.else"])
    assert (known.spelled(new) == there, known.like(new) == there) == (spelled, like)


def test_the_first_letter_of_another_script_is_told():
    assert [first_foreign(text) for text in ("abc", "ab.业务", "abв", "вab", "1.2")] == ["", "", "в", "a", ""]


UNSEEN = ["\u00ad", "\u200b", "\u200d", "\u3164", "\ufe0f", "\U000e0041", "\u2060", "\u115f"]


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"{ord(sign):04X}")
@pytest.mark.parametrize(
    ("form", "content", "field"),
    [
        (Person, PERSON, "name"),
        (Person, PERSON, "position"),
        (Department, {"code": "LAB", "name": "Laboratory"}, "name"),
        (Request, papers.REQUEST, "title"),
        (Request, papers.REQUEST, "background"),
    ],
)
def test_no_name_no_title_and_no_prose_holds_what_nobody_sees(form, content, field, sign):
    with invalid(field) as faults:
        checked(form, content | {field: f"Lan{sign}tern"})
    assert f"U+{ord(sign):04X}" in str(faults[0].message)
    with invalid(field):
        checked(form, content | {field: sign})


def test_names_of_people_may_repeat_and_be_of_any_script():
    for name in ("Sun Yu", "Сун Юй", "孙宇 Sun", "葛\U000e0100城"):
        assert checked(Person, PERSON | {"name": name}).name == name


SHARED = papers.SHARED | {"file": None, "size": None, "sha256": None}


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(
    "link",
    [
        "https://lantern.example/prices.pdf?q=[1]&x=a%20b#top",
        "HTTP://Lantern.Example:8080/",
        "http://例子.中国/价格",
        "http://[::1]:80/x",
        "http://intranet/share_1",
        "mailto:li.na@lantern.example?subject=prices",
    ],
)
def test_a_link_leads_to_a_page_or_a_mail(link):
    assert checked(SharedItem, SHARED | {"link": link}).link == link


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://lantern.example/",
        "lantern.example/prices.pdf",
        "//lantern.example/",
        "https:lantern.example",
        "https:///path",
        "https://",
        "https://a b/",
        "https://lantern.example\\@evil.example/",
        "https://lantern.example/<script>",
        'https://lantern.example/"onclick',
        "http://[::1/",
        "http://lantern.example:99999/",
        "http://-x-/",
        "http://a..b/",
        "mailto:",
        "mailto:nobody",
        "https://li.na:secret@lantern.example/",
        "https://li.na@lantern.example/",
        "https://lantern.example/\u200b",
    ],
)
def test_what_is_no_such_link_is_refused(link):
    with invalid("link") as faults:
        checked(SharedItem, SHARED | {"link": link})
    assert "secret" not in str(faults[0].message)
