"""Texts from outside: taken as they are meant, refused where they hide something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosspolicy.errors import InvalidInput
from crosspolicy.forms.acceptance import Summary
from crosspolicy.forms.governance import Waiver
from crosspolicy.forms.request import Request
from crosspolicy.intake.check import checked
from tests.support import papers
from tests.support.refusals import invalid

HIDDEN = {
    "NUL": "\x00",
    "escape": "\x1b",
    "bell": "\x07",
    "backspace": "\x08",
    "delete": "\x7f",
    "C1 control": "\x85",
    "right-to-left override": "\u202e",
    "left-to-right embedding": "\u202a",
    "isolate": "\u2066",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "byte order mark": "\ufeff",
    "no character": "\uffff",
}


@pytest.mark.parametrize("sign", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("field", ["title", "background"])
def test_what_hides_in_a_text_is_refused_with_its_place(sign, field):
    with invalid(field) as faults:
        checked(Request, papers.REQUEST | {field: f"Kiosk{sign}s"})
    assert f"U+{ord(sign):04X}" in str(faults[0].message)
    assert "position 6" in str(faults[0].message)


@pytest.mark.parametrize("field", ["title", "background"])
def test_half_a_character_is_no_text(field):
    with invalid(field):
        checked(Request, papers.REQUEST | {field: "Kiosk \ud83d"})


@pytest.mark.parametrize(
    "text",
    [
        "[red]Kiosk[/]",
        "[/]",
        "<b>Kiosk</b> & more",
        "=SUM(A1:A9)",
        "'; DROP TABLE request; --",
        "{title} %s %(x)s \\n",
        "燈籠租借亭 🏮 café",
        "👩‍💻 and 한글",
        ":name ?",
    ],
)
def test_what_only_looks_like_an_instruction_is_kept_to_the_letter(world, text):
    world.draft(title=text, background=f"{text}\n\t{text}")
    assert world.rows("SELECT title, background FROM request") == [(text, f"{text}\n\t{text}")]


@pytest.mark.parametrize("text", ["one\ntwo", "one\ttwo", "one\r\ntwo"])
def test_a_line_is_one_line(text):
    with invalid("title"):
        checked(Request, papers.REQUEST | {"title": text})


def test_line_ends_of_other_systems_become_our_own_and_blanks_around_a_text_go():
    form = checked(Request, papers.REQUEST | {"title": "  Kiosk ", "background": "\r\none\r\ntwo\rthree \n"})
    assert (form.title, form.background) == ("Kiosk", "one\ntwo\nthree")


@pytest.mark.parametrize("blank", ["", " ", "\n\t ", "\u3000", None])
def test_a_blank_answer_is_an_absent_one(blank):
    assert checked(Request, papers.REQUEST | {"background": blank}).background is None
    with invalid("lessons"):
        checked(Summary, papers.SUMMARY | {"lessons": blank})


@pytest.mark.parametrize(("field", "longest"), [("title", 300), ("background", 20_000)])
def test_a_text_has_an_end(field, longest):
    assert len(getattr(checked(Request, papers.REQUEST | {field: "燈" * longest}), field)) == longest
    for length in (longest + 1, 100_000):
        with invalid(field) as faults:
            checked(Request, papers.REQUEST | {field: "燈" * length})
        assert str(longest) in str(faults[0].message)


@pytest.mark.parametrize("code", ["SA LES", "-SALES", "_x", ".x", "a/b", "a\nb", "x" * 41, "SALES\u200b", "a;b", "a'b"])
def test_codes_and_logins_are_plain(code):
    with invalid("requesting_department"):
        checked(Request, papers.REQUEST | {"requesting_department": code})


@pytest.mark.parametrize("code", ["SALES", "li.na", "a@b-c_d+e", "業務部", "x" * 40, "7"])
def test_codes_and_logins_may_be_of_any_script(code):
    assert checked(Request, papers.REQUEST | {"requesting_department": code}).requesting_department == code


@given(st.text())
def test_a_text_is_either_kept_but_for_blanks_around_it_or_refused(text):
    content = {"gate": "staffed", "reason": text}
    try:
        kept = checked(Waiver, content).reason
    except InvalidInput as error:
        assert [fault.field for fault in error.fields] == ["reason"]
    else:
        assert kept == text.replace("\r\n", "\n").replace("\r", "\n").strip()
        assert kept.encode()
