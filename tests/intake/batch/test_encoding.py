"""Text from bytes: the encoding is recognised and named; what is in none, or in two, is refused with its line."""

import pytest

from tests.intake.batch.reading import read, unusable

TEXT = "标题,部门\n跨部门自助服务,销售部\n“灯”——等,财务部\n"
TRADITIONAL = "標題,部門\n跨部門自助服務,銷售部\n「燈」與其後續,財務部\n"
ROWS = {2: {"标题": "跨部门自助服务", "部门": "销售部"}, 3: {"标题": "“灯”——等", "部门": "财务部"}}


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "UTF-16"), ("gb18030", "GB18030"), ("gbk", "GB18030")],
)
def test_an_encoding_is_recognised_and_named(write, encoding, named):
    found = read(write("a.csv", TEXT.encode(encoding)))
    assert found.only.rows == ROWS
    assert found.encoding == named


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_read_in_both_orders_of_bytes(write, mark):
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert read(write("a.csv", mark + TEXT.encode(encoding))).only.rows == ROWS


def test_traditional_text_in_gb18030_is_read(write):
    found = read(write("a.csv", TRADITIONAL.encode("gb18030")))
    assert found.encoding == "GB18030"
    assert found.only.rows[2] == {"標題": "跨部門自助服務", "部門": "銷售部"}


def test_what_shows_late_is_recognised_all_the_same(write):
    late = "title,note\n" + "Kiosk,12\n" * 40_000
    assert read(write("a.csv", late.encode() + "灯,跨部门\n".encode("gb18030"))).encoding == "GB18030"
    assert read(write("b.csv", late.encode() + "灯,跨部门\n".encode())).only.rows[40_002]["title"] == "灯"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_no_character_is_lost_between_blocks(write, encoding):
    lines = [f"{n},{'題' * (n % 7)}é{n}" for n in range(30_000)]
    content = "\n".join(["n,text", "标题标题标题,跨部门自助服务", *lines])
    rows = read(write("a.csv", content.encode(encoding))).only.rows
    assert [f"{cells['n']},{cells['text']}" for cells in list(rows.values())[1:]] == lines


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("title,note\nMüller,é\n".encode("latin-1"), 2),
        ("標題,部門\n跨部門自助服務的一,銷售部\n".encode("big5"), 1),
        (TEXT.encode() + "灯,跨部门\n".encode("gb18030"), 4),
        (TEXT.encode("gb18030") + "灯,跨部门的服务\n".encode(), 1),
        ("名称,部门\n".encode() * 10 + b"\xff\xfe,x\n", 11),
        (TEXT.encode()[:-2], 3),
    ],
    ids=["Latin-1", "Big5", "UTF-8, then GB18030", "GB18030, then UTF-8", "no text", "cut off"],
)
def test_what_is_in_no_encoding_or_in_two_is_told_with_its_line(write, content, line):
    with unusable(f"in line {line} ", hint="UTF-8"):
        read(write("a.csv", content))


def test_bytes_that_stop_being_text_far_down_are_told_with_their_line(write):
    content = "标题,部门\n".encode() + "灯,财务部\n".encode() * 50_000 + "灯,财务部\n".encode("gb18030")
    with unusable("has in line 50002 what is not UTF-8"):
        read(write("a.csv", content))


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.yaml"])
def test_nul_is_refused_with_its_line(write, name):
    with unusable("has the character NUL in line 2"):
        read(write(name, b"[\n\0]\n" if name != "a.jsonl" else b'{"a": 1}\n\0\n'))
    with unusable("has the character NUL in line 2"):
        read(write(name, "1\n\0".encode("utf-16")))


def test_a_picture_is_no_text(write):
    with unusable("NUL"):
        read(write("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))))
