"""Foreign text in Markdown is that text: read back by a parser of CommonMark, it is neither link nor markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from crosspolicy.views.markdown import markdown, markdown_cell
from crosspolicy.vocabulary.hidden import visible

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

TRICKY = [
    "[x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "](javascript:alert(1)) [next",
    "<script>alert(1)</script>",
    "<https://evil.example>",
    "&lt;b&gt; &amp; &#65;",
    "*bold* __strong__ ~~gone~~ `code` ``two``",
    "# heading",
    "1. one",
    "12) twelve",
    "- dash",
    "+ plus",
    "===",
    "---",
    "> quoted",
    "    indented",
    "```sh",
    "a | b \\| c \\\\| d",
    "[x]: https://evil.example",
    "back\\slash\\",
    "$x$ :smile: 09:30:15",
    "|",
]


def _texts(source):
    """Return the text of every inline part; anything but text in one is told by its kind."""
    return [
        "".join(child.content if child.type.startswith("text") else f"<{child.type}>" for child in token.children or ())
        for token in READER.parse(source)
        if token.type == "inline"
    ]


def _kinds(source):
    return {token.type.removesuffix("_open").removesuffix("_close") for token in READER.parse(source)}


@pytest.mark.parametrize("text", TRICKY)
def test_no_text_marks_anything_up(text):
    _see(text)


@given(st.text(st.sampled_from("[]()<>&*_`~#+-=.:!|\\/$ a1\thttpsw@")))
def test_nothing_made_of_signs_marks_anything_up(text):
    _see(text)


def _see(text):
    plain = visible(text).replace("\t", " ").replace("\n", " ").strip()
    if not plain:
        return
    for before, kinds in (("", {"paragraph"}), ("# ", {"heading"}), ("- ", {"bullet_list", "list_item", "paragraph"})):
        source = f"{before}{markdown(text)}\n"
        assert _kinds(source) == {*kinds, "inline"}
        assert _texts(source) == [plain]
    table = f"| a | b |\n| --- | --- |\n| {markdown_cell(text)} | end |\n"
    assert _texts(table) == ["a", "b", plain, "end"]


@pytest.mark.parametrize(
    "address", ["http://evil.example", "HTTPS://evil.example", "ftp://evil.example", "www.evil.example"]
)
def test_no_address_becomes_a_link_on_github(address):
    shown = markdown(f"see {address}")
    assert "://" not in shown.replace("\\://", "")
    assert "www." not in shown
    assert _texts(shown) == [f"see {address}"]


def test_the_lines_of_a_text_stay_in_its_cell():
    assert markdown_cell("one\ntwo <b>") == "one<br>two &lt;b&gt;"
    assert markdown("one\n# two") == "one \\# two"
