"""What is not seen: told apart from what only some scripts and pictures need, and escaped so that it reads back."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crosspolicy.vocabulary.hidden import first_hidden, json_visible, marked, visible
from crosspolicy.vocabulary.json_text import json_text, yaml_text

UNSEEN = {
    "escape": "\x1b",
    "delete": "\x7f",
    "C1": "\x9b",
    "override": "\u202e",
    "isolate": "\u2066",
    "soft hyphen": "\u00ad",
    "zero-width space": "\u200b",
    "word joiner": "\u2060",
    "joiner between Latin letters": "\u200d",
    "non-joiner between Latin letters": "\u200c",
    "Hangul filler": "\u3164",
    "half-width filler": "\uffa0",
    "braille blank": "\u2800",
    "tag": "\U000e0041",
    "selector behind a letter": "\ufe0f",
    "selector of a variant behind a letter": "\U000e0100",
    "grapheme joiner": "\u034f",
    "no character": "\U0001ffff",
    "deprecated": "\u206a",
}

SEEN = {
    "Chinese": "经评审委员会讨论，同意立项。",
    "a full-width blank": "全角\u3000空格",
    "a picture of several": "👩\u200d💻",
    "a picture in colour": "❤\ufe0f",
    "a key": "1\ufe0f\u20e3",
    "Persian": "می\u200cخواهم",
    "Hindi": "क्\u200dष",
    "a variant of an ideograph": "葛\U000e0100城市",
    "an ideograph of a late edition": "\U00030000",
    "Mongolian": "ᠠ\u180b",
    "private use, as older fonts have names": "\ue000",
    "lines": "one\n\ttwo",
}


@pytest.mark.parametrize("sign", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_found_and_escaped(sign):
    text = f"ab{sign}cd"
    assert first_hidden(text) == 2
    assert marked(text) == "ab\ufffdcd"
    assert sign not in visible(text)
    assert f"{ord(sign):04x}" in visible(text)


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_what_is_seen_stays(text):
    assert first_hidden(text) is None
    assert visible(text) == marked(text) == text


@given(st.text(st.characters(codec="utf-8")))
def test_json_with_escapes_is_the_same_json(text):
    written = json_text({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert json_visible(written) == written
    assert not {"\x7f", "\x9b", "\u200b", "\u200d", "\u202e", "\ufeff", "\U000e0041"} & set(written)


@given(st.text(st.characters(codec="utf-8")))
def test_yaml_with_escapes_is_the_same_text(text):
    assert yaml.safe_load(f"- {yaml_text(text)}\n") == [text]


@given(st.text())
def test_escaping_twice_is_escaping_once(text):
    assert visible(visible(text)) == visible(text)
    assert first_hidden(visible(text)) is None
