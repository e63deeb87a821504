"""What is refused: the exact place and words for each construct an author may not use."""

import tomllib
from pathlib import Path

import pytest

from cxmap.syntax import Limits, Map, parse, unpack

_CASES = tomllib.loads(Path(__file__).with_name("refused.toml").read_text(encoding="utf-8"))["refused"]


@pytest.mark.parametrize("case", _CASES, ids=[repr(case["text"]) for case in _CASES])
def test_a_refused_text_says_what_to_write(say, case):
    assert say(case["text"]) == case["says"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: #ff0000\n", '1:1 YML005 `#` begins a remark, so `a` has nothing after it; write `a: "#ff0000"`'),
        ("a: # later\n", "1:1 YML005 `a` has nothing after it; write `a: {}` or delete the line"),
        (
            "a: [#ff0000, #00ff00]\n",
            "1:5 YML002 `#` begins a remark here, so the `[` before it is never closed; quote the text",
        ),
        (
            f"a: [#{'f' * 99}]\n",
            "1:5 YML002 `#` begins a remark here, so the `[` before it is never closed; quote the text",
        ),
        (
            f"a: #{'f' * 99}\n",
            '1:1 YML005 `#` begins a remark, so `a` has nothing after it; write `a: "#fffffffffffffffff.."`',
        ),
        ("a: [b, # one\n", "1:4 YML002 `[` is never closed; write `]` at the end of what it holds"),
    ],
)
def test_a_colour_that_became_a_remark_is_explained(say, text, says):
    assert say(text) == [says]


def test_every_message_names_a_mend():
    for case in _CASES:
        for message in case["says"]:
            assert "; " in message
            assert not message.endswith(".")
            assert "please" not in message.lower()


def test_all_problems_of_a_file_are_listed_in_order(say):
    text = "a: yes\nb: {c: *x, d: &y 1}\na: ~\ne:\n  - !t f\n  -\n"
    assert [line.split(" ")[0] + " " + line.split(" ")[1] for line in say(text)] == [
        "1:4 YML005",
        "2:8 YML003",
        "2:15 YML003",
        "3:1 YML004",
        "3:4 YML005",
        "5:5 YML003",
        "6:3 YML005",
    ]


@pytest.mark.parametrize("text", ["{yes}\n", "yes: 1\nyes: 2\n", "&x yes: 1\n", "yes:\n"])
def test_one_place_has_one_problem(text):
    _, problems = parse(text.encode(), "quote.yaml")
    assert len({problem.place for problem in problems}) == len(problems)


@pytest.mark.parametrize(
    "text",
    [
        "a: &x *y\n",
        "<<: *x\n",
        "{{x}}: 1\n",
        "? - a\n",
        "{{ name }}\n",
        "a: &x !y yes\n",
        "&x a:\n",
        "{a:1}\n",
    ],
)
def test_one_mistake_gives_one_problem(say, text):
    assert len(say(text)) == 1


def test_a_duplicate_key_points_at_the_first(read):
    _, problems = parse(b"a: 1\nb:\n  c: 1\n  c: 2\n", "quote.yaml")
    (problem,) = problems
    assert [(place.line, place.column) for place in problem.related] == [(3, 3)]


def test_the_first_of_two_keys_is_kept(read):
    tree, _ = read("a: 1\nb: 2\na: 3\nc: 4\n")
    assert isinstance(tree, Map)
    assert dict(tree) == {"a": "1", "b": "2", "c": "4"}
    assert [unpack(mark) for mark in tree.marks] == [(1, 1), (2, 1), (4, 1)]
    assert [unpack(mark) for mark in tree.value_marks] == [(1, 4), (2, 4), (4, 4)]


def test_a_key_with_nothing_after_it_has_its_own_place_as_value(read):
    tree, _ = read("a: 1\nb:\n")
    assert unpack(tree.value_mark_of("b")) == (2, 1)


def test_a_problem_carries_its_line_for_the_caret():
    _, (problem,) = parse(b"a: 1\n  b: yes\n".replace(b"  b", b"b"), "quote.yaml")
    assert problem.line_text == "b: yes"
    assert str(problem).startswith("quote.yaml:2:4 YML005 ")


def test_problems_stop_at_the_limit(say):
    text = "\n".join(f"k{number}: yes" for number in range(80))
    assert len(say(text)) == 50
    assert len(say(text, Limits(errors=3))) == 3


@pytest.mark.parametrize("written", ["\N{LATIN SMALL LIGATURE FI}", "\N{FULLWIDTH LATIN SMALL LETTER F}i"])
def test_keys_that_only_look_different_are_one(say, written):
    assert [line[:10] for line in say(f"{written}: 1\nfi: 2\n")] == ["2:1 YML004"]


def test_keys_in_other_letters_are_two(read):
    """A Greek or Cyrillic letter is another letter, and capitals are other keys."""
    assert read("a: 1\n\u03b1: 2\n\u0430: 3\nA: 4\n\u00e9: 5\n")[1] == []


def test_the_same_key_in_two_maps_is_fine(read):
    assert read("a: {x: 1}\nb: {x: 1}\nx: 1\n")[1] == []


@pytest.mark.parametrize(
    "data", ["a: 1\n".encode("utf-16"), "a: 1\n".encode("utf-16-be"), "a: é\n".encode("latin-1")]
)
def test_other_encodings_are_refused(say, data):
    (problem, *_) = say(data)
    assert " YML001 " in problem
    assert problem.endswith(("save it as UTF-8", "save the file as UTF-8", "delete it"))


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a: \xff\n", "1:4"),
        ("é: 1\nb: ".encode() + b"\xed\xa0\x80\n", "2:4"),
        (b"a: 1\r\nb: \xc3\n", "2:4"),
        (b"\xef\xbb\xbfa\xfe", "1:2"),
        (b"a: \xc0\xaf\n", "1:4"),
    ],
)
def test_a_broken_byte_is_named_with_its_place(say, data, place):
    (problem,) = say(data)
    assert problem.startswith(f"{place} YML001 the byte 0x")


def _refused_characters():
    numbers = [*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029]
    numbers += [*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x61C, 0xAD]
    return [chr(number) for number in numbers if chr(number) not in "\t\n\r"]


@pytest.mark.parametrize("character", _refused_characters(), ids=lambda each: f"U+{ord(each):04X}")
@pytest.mark.parametrize("text", ["a: b{}c\n", "a{}: b\n", 'a: "{}"\n', "# {}\na: b\n", "a: |\n  {}\n"])
def test_control_and_invisible_characters_are_refused(say, text, character):
    written = text.format(character)
    line = written[: written.index(character)].count("\n") + 1
    column = len(written[: written.index(character)].rpartition("\n")[2]) + 1
    assert [each.split(" ")[:2] for each in say(written)] == [[f"{line}:{column}", "YML001"]]


@pytest.mark.parametrize("character", _refused_characters(), ids=lambda each: f"U+{ord(each):04X}")
def test_an_escape_does_not_smuggle_a_character_in(say, character):
    assert [each[:10] for each in say(f'a: "b\\u{ord(character):04x}c"\n')] == ["1:4 YML001"]


@pytest.mark.parametrize(
    "text", ['"\\t"', '"\\n"', '"\\u00e9"', '"\\U0001F600"', '"\\\\"', '"\\""', '"\\/"', '"\\_"']
)
def test_other_escapes_are_fine(say, text):
    assert say(f"a: {text}\n") == []


@pytest.mark.parametrize(
    "text", ["日本語", "Größe", "😀", "👍🏽", "عربي", "हिन्दी", "\u00a0", "e\u0301", "❤\ufe0f"]
)
def test_the_letters_of_all_languages_are_fine(read, text):
    assert read(f"a: x{text}x\n") == ({"a": f"x{text}x"}, [])
