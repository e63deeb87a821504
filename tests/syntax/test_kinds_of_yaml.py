"""One text of our own for each kind of case the public YAML test suite tags: read alike, or refused in words."""

import pytest

_READ = {
    "comment": ("# first\na: 1 # one\n# between\nb: '# not one'\n", {"a": "1", "b": "# not one"}),
    "document": ("---\na: 1\n...\n", {"a": "1"}),
    "header": ("--- # the first\na: 1\n", {"a": "1"}),
    "footer": ("a: 1\n... # the end\n", {"a": "1"}),
    "double": ('a: "one\\ttwo \\"three\\"\\u00e9"\n', {"a": 'one\ttwo "three"é'}),
    "single": ("a: 'it''s'\n", {"a": "it's"}),
    "edge": ("{a: [], b: {}, 'c': [d, ]}\n", {"a": [], "b": {}, "c": ["d"]}),
    "empty": ("# nothing\n", None),
    "flow": ("{a: [b, {c: d}], e: f}\n", {"a": ["b", {"c": "d"}], "e": "f"}),
    "flow over lines": ("a: [\n  b,\n  c\n]\nd: {\n  e: f,\n}\n", {"a": ["b", "c"], "d": {"e": "f"}}),
    "flow pair": ("[a: b, c]\n", [{"a": "b"}, "c"]),
    "folded": ("a: >-\n  one\n  two\n\n  three\n    four\n", {"a": "one two\nthree\n  four"}),
    "literal": ("a: |+\n  one\n   two\n\nb: |2-\n    three\n", {"a": "one\n two\n\n", "b": "  three"}),
    "indent": ("a:\n    b:\n     - c\n     -  d\n", {"a": {"b": ["c", "d"]}}),
    "list at the margin": ("a:\n- b\n- c\nd: e\n", {"a": ["b", "c"], "d": "e"}),
    "mapping": ("a: b\n'c d': e\nf g: h\n", {"a": "b", "c d": "e", "f g": "h"}),
    "sequence": ("- a\n- - b\n  - c\n- d: e\n  f: g\n", ["a", ["b", "c"], {"d": "e", "f": "g"}]),
    "scalar": ("one\n two\n", "one two"),
    "simple": ("a: b\n", {"a": "b"}),
    "spec": ("american:\n- Red\n- Blue\nyear: 2026\n", {"american": ["Red", "Blue"], "year": "2026"}),
    "upto-1.2": ('{"a":"b", "c":[1, 2]}\n', {"a": "b", "c": ["1", "2"]}),
    "1.3-mod": ("a: b-c:d, e\n", {"a": "b-c:d, e"}),
    "whitespace": ("a:   b   \n\n\nc :  d\t\n", {"a": "b", "c": "d"}),
}
_REFUSED = {
    "alias": ("a: 1\nb: *a\n", "2:4 YML003"),
    "anchor": ("a: &b c\n", "1:4 YML003"),
    "tag": ("a: !!int 1\n", "1:4 YML003"),
    "local-tag": ("a: !mine 1\n", "1:4 YML003"),
    "unknown-tag": ("a: !x!mine 1\n", "1:4 YML003"),
    "verbatim tag": ("a: !<tag:example.org,2026:x> 1\n", "1:4 YML003"),
    "complex-key": ("? {a: b}\n: c\n", "1:3 YML003"),
    "explicit-key": ("a: 1\n? b\n: c\n", "2:1 YML003"),
    "directive": ("%TAG !e! tag:example.org,2026:\n---\na: 1\n", "1:1 YML003"),
    "duplicate-key": ("a: 1\na: 1\n", "2:1 YML004"),
    "empty-key": (": a\n", "1:1 YML002"),
    "error": ("a: [b, c\nd: e\n", "1:4 YML002"),
    "libyaml-err": ("[a, :b]\n", "1:5 YML002"),
    "1.3-err": ("a: b\n...\nc: d\n", "3:1 YML003"),
    "second document": ("a: 1\n---\nb: 1\n", "2:1 YML003"),
}


@pytest.mark.parametrize("kind", _READ)
def test_a_kind_of_yaml_is_read(read, kind):
    text, tree = _READ[kind]
    assert read(text) == (tree, [])


@pytest.mark.parametrize("kind", _REFUSED)
def test_a_kind_of_yaml_is_refused(say, kind):
    text, where = _REFUSED[kind]
    assert [problem[: len(where)] for problem in say(text)] == [where]


@pytest.mark.parametrize("text", [text for text, _ in (*_READ.values(), *_REFUSED.values())])
def test_the_slower_parser_agrees(read_both, text):
    both = read_both(text)
    assert not both or both[0] == both[1]
