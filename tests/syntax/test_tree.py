"""What a file means once it is read: maps, lists and texts with their places."""

import pytest

from cxmap.syntax import Map, Seq, parse, unpack


def test_every_key_and_value_knows_its_place(read, places):
    tree, problems = read("cxmap: 1\nstages:\n  buy:\n    next: {pay: 55%, leave: 5%}\n")
    assert problems == []
    assert places(tree) == [
        ("cxmap", (1, 1), (1, 8), "1"),
        (
            "stages",
            (2, 1),
            (3, 3),
            [
                (
                    "buy",
                    (3, 3),
                    (4, 5),
                    [
                        (
                            "next",
                            (4, 5),
                            (4, 11),
                            [("pay", (4, 12), (4, 17), "55%"), ("leave", (4, 22), (4, 29), "5%")],
                        )
                    ],
                )
            ],
        ),
    ]


def test_every_item_knows_its_place(read, places):
    tree, problems = read("- a\n-   [b, 'c d']\n- e: f\n")
    assert problems == []
    assert places(tree) == [
        ((1, 3), "a"),
        ((2, 5), [((2, 6), "b"), ((2, 9), "c d")]),
        ((3, 3), [("e", (3, 3), (3, 6), "f")]),
    ]


def test_a_key_is_looked_up_by_name():
    tree, _ = parse(b"a: 1\nb:\n  - 2\n", "quote.yaml")
    assert isinstance(tree, Map)
    assert unpack(tree.mark_of("b")) == (2, 1)
    assert unpack(tree.value_mark_of("b")) == (3, 3)
    with pytest.raises(KeyError):
        tree.mark_of("c")


def test_columns_count_characters_not_bytes(read, places):
    tree, _ = read("größe: {é: 1, 😀: naïve}\n")
    assert places(tree) == [
        ("größe", (1, 1), (1, 8), [("é", (1, 9), (1, 12), "1"), ("😀", (1, 15), (1, 18), "naïve")])
    ]


def test_a_byte_order_mark_takes_no_column(read, places):
    text = "a: {b: 1}\n"
    assert places(read(b"\xef\xbb\xbf" + text.encode())[0]) == places(read(text)[0])


@pytest.mark.parametrize(
    "written", ["2026-10-01", '"2026-10-01"', "'2026-10-01'", "|-\n  2026-10-01", ">-\n  2026-10-01"]
)
def test_quotes_never_change_a_meaning(read, written):
    assert read(f"a: {written}\n") == ({"a": "2026-10-01"}, [])


@pytest.mark.parametrize(
    "text",
    [
        "0.55",
        "55%",
        "1e400",
        "0x1F",
        "012",
        "1_000",
        "EUR 1.2M",
        "n",
        "y",
        "N",
        "true",
        "false",
        "-5",
        "10:30 to 12:00",
        "2026-10-01T10:30:00",
        "http://example.org:80/a",
        "http://example.org",
        "a:b",
        "a#b",
        "none",
        "nan",
        "inf",
        "<<",
        "a & b",
        "Great!",
        "50 * 2",
        "why ? because",
        "why?",
        "a@b",
        "1:75",
        "a\tb",
    ],
)
def test_a_field_reads_its_text_later(read, text):
    assert read(f"a: {text}\n") == ({"a": text}, [])


@pytest.mark.parametrize(
    "word",
    [
        "yes",
        "No",
        "ON",
        "off",
        "null",
        "~",
        "True",
        "FALSE",
        ".nan",
        "1:30",
        "<<",
        "",
        "* a",
        "&b",
        "!c",
        "? d",
        "e: f",
    ],
)
def test_quotes_protect_a_word(read, word):
    assert read(f"\"{word}\": '{word}'\n") == ({word: word}, [])


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a remark\n", "---\n", "--- # nothing\n", "\ufeff", " \n"]
)
def test_nothing_written_is_no_tree_and_no_problem(read, text):
    assert read(text) == (None, [])


@pytest.mark.parametrize(
    "text", ["---\na: 1\n", "a: 1\n...\n", "--- {a: 1}\n...\n# end\n", "# first\n---\na: 1"]
)
def test_the_marks_of_one_document_are_fine(read, text):
    assert read(text) == ({"a": "1"}, [])


def test_empty_maps_lists_and_texts_are_kept(read):
    assert read("a: {}\nb: []\nc: ''\nd: [{}, []]\n") == ({"a": {}, "b": [], "c": "", "d": [{}, []]}, [])


def test_trees_are_made_of_their_own_kinds():
    tree, _ = parse(b"a: [1]\n", "quote.yaml")
    assert type(tree) is Map
    assert type(tree["a"]) is Seq
    assert type(tree["a"][0]) is str


def test_texts_over_several_lines_are_folded_as_yaml_says(read):
    text = 'a: one\n  two\n\n  three\nb: >\n  one\n  two\nc: |\n  one\n  two\nd: "one\n  two"\n'
    assert read(text) == ({"a": "one two\nthree", "b": "one two\n", "c": "one\ntwo\n", "d": "one two"}, [])


def test_tabs_after_the_indentation_are_fine(read):
    assert read("a:\t1\t# one\nb: [x,\ty]\nc: |\n  d\te\n") == (
        {"a": "1", "b": ["x", "y"], "c": "d\te\n"},
        [],
    )
