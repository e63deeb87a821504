"""What holds for every text: no traceback, places that exist, and one meaning on every machine."""

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cxmap.encoding import find_refused
from cxmap.syntax import Limits, Map, Seq, parse, unpack

_CODES = {"YML001", "YML002", "YML003", "YML004", "YML005", "YML006"}
_PIECES = [
    "a",
    "b: ",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ": ",
    ":",
    "'",
    '"',
    "\\",
    "# c",
    "> ",
    "? ",
    "&x ",
    "*x",
    "!t ",
    "!",
    "yes",
    "1:30",
    "~",
    "---\n",
    "...\n",
    "%",
    "@",
    "`",
    "\u00e9",
    "k: v\n",
    "- i\n",
    "a: 1\n",
    "\t",
    "<<: ",
    "\n- ",
    "\n\n",
    "0",
    "-",
    ",",
    "x: [a, b]\n",
    "y: {a: b}\n",
    '"q"',
    "'q'",
    "\\n",
    "\\u200b",
    "\n  k: v",
    "?",
    ".nan",
    "null",
    "a: 2\n",
    "\U0001f600",
    "fi: 1\n",
    "\ufb01: 1\n",
    "|",
    "|\n  t\n",
]
_texts = st.lists(st.sampled_from(_PIECES), max_size=14).map("".join)

_words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
_plain = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True).filter(
    lambda word: word not in {"yes", "no", "on", "off", "null"}
)
_values = st.recursive(
    _words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_plain, inner, max_size=4),
    max_leaves=20,
)


def _check_problems(data: bytes) -> None:
    _, problems = parse(data, "quote.yaml")
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(problems) <= 50
    assert [*problems] == sorted(problems, key=lambda problem: problem.place)
    assert len({problem.place for problem in problems}) == len(problems)
    for problem in problems:
        assert problem.code in _CODES
        assert find_refused(problem.message) is None
        assert "\n" not in problem.message
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b"\r\r\n\n\r")
def test_any_bytes_are_answered(data):
    _check_problems(data)


@given(st.text(max_size=100))
def test_any_text_is_answered(text):
    _check_problems(text.encode("utf-8", "surrogatepass"))


@given(_texts)
@example("[")
@example("{\n  ")
@example("a: 1\n-")
@example('"\\')
@example("? ? ?")
@example("- - -")
@example("a: |")
def test_any_mixture_of_yaml_is_answered(text):
    _check_problems(text.encode())


@given(_texts, st.sampled_from(["\r\n", "\r"]), st.booleans())
def test_line_ends_and_a_byte_order_mark_change_nothing(read, places, text, ending, marked):
    tree, problems = read(text)
    data = (b"\xef\xbb\xbf" if marked else b"") + text.replace("\n", ending).encode()
    other, others = read(data)
    assert (places(other), others) == (places(tree), problems)


@given(_texts)
def test_a_place_points_at_what_stands_there(text):
    tree, problems = parse(text.encode(), "quote.yaml")
    if problems:
        return
    lines = text.split("\n")

    def follow(node: object) -> None:
        if isinstance(node, Map):
            assert len(node) == len(node.marks) == len(node.value_marks)
            for key, mark in zip(node, node.marks, strict=True):
                line, column = unpack(mark)
                written = lines[line - 1][column - 1 :]
                assert written.startswith((key.split(" ")[0].split("\n")[0][:1], "'", '"', "|", ">"))
                follow(node[key])
        elif isinstance(node, Seq):
            assert len(node) == len(node.marks)
            for item in node:
                follow(item)

    follow(tree)


@given(st.dictionaries(_plain, _values, min_size=1, max_size=5), st.sampled_from([True, False, None]))
def test_what_a_writer_writes_is_read_back(value, flow):
    def quoted(node: object) -> object:
        if isinstance(node, dict):
            return {key: quoted(each) for key, each in node.items()}
        return [quoted(each) for each in node] if isinstance(node, list) else _Quoted(node)

    text = yaml.dump(
        quoted(value), Dumper=_Dumper, allow_unicode=True, default_flow_style=flow, sort_keys=False
    )
    tree, problems = parse(text.encode(), "quote.yaml")
    assert (tree, problems) == (value, ())


class _Quoted(str):
    pass


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(
    _Quoted, lambda dumper, data: dumper.represent_scalar("tag:yaml.org,2002:str", str(data), style='"')
)


@given(_texts)
def test_a_lower_limit_only_takes_away(text):
    limits = Limits(errors=1)
    _, few = parse(text.encode(), "quote.yaml", limits)
    _, all_of_them = parse(text.encode(), "quote.yaml")
    assert bool(few) == bool(all_of_them)
    assert len(few) <= 1


@given(_texts.filter(lambda text: "!" not in text and "|" not in text and ">" not in text))
def test_the_slower_parser_reads_the_same(read_both, text):
    both = read_both(text)
    assert not both or both[0] == both[1]
