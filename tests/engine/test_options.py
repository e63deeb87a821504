from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import pytest

from cxmap.checks import Finding
from cxmap.options import OptionError, options_model, pack_options, read_options, unpack_options
from cxmap.values import Duration

DAY = Duration(86400, "1d")


def sample(
    graph: object,
    *,
    most: int = 5,
    share: float = 0.5,
    strict: bool = False,
    within: Duration = DAY,
    since: date = date(2026, 1, 1),
    channels: tuple[str, ...] = ("phone",),
    word: Literal["low", "high"] = "low",
    owner: str | None = None,
) -> Iterator[Finding]:
    """A function with an option of every kind."""
    yield from ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ({"most": "7"}, ("most", 7)),
        ({"share": "20%"}, ("share", 0.2)),
        ({"share": "1.5"}, ("share", 1.5)),
        ({"strict": "true"}, ("strict", True)),
        ({"within": "2d"}, ("within", Duration(2 * 86400, "2d"))),
        ({"since": "2026-02-03"}, ("since", date(2026, 2, 3))),
        ({"channels": "web"}, ("channels", ("web",))),
        ({"channels": ["web", "chat"]}, ("channels", ("web", "chat"))),
        ({"word": "high"}, ("word", "high")),
        ({"owner": "sales"}, ("owner", "sales")),
        ({}, ("most", 5)),
    ],
)
def test_options_are_read_as_written(written: dict[str, Any], value: tuple[str, object]) -> None:
    model = options_model(sample)
    assert read_options(model, written)[value[0]] == value[1]
    again = unpack_options("sample", pack_options(model))
    assert read_options(again, written) == read_options(model, written)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"mots": "7"}, "`mots` is not an option; did you mean `most`?"),
        ({"nothing_like_it": "7"}, "`nothing_like_it` is not an option; write one of `channels`"),
        ({"most": "many"}, "`many` does not fit the option `most`"),
        ({"share": "20"}, None),
        ({"share": "0,5"}, "`0,5` does not fit the option `share`"),
        ({"within": "soon"}, "`soon` does not fit the option `within`"),
        ({"since": "2026-02-30"}, "`2026-02-30` does not fit the option `since`"),
        ({"word": "middling"}, "`middling` does not fit the option `word`"),
    ],
)
def test_what_is_no_option_is_refused(written: dict[str, Any], sentence: str | None) -> None:
    model = options_model(sample)
    if sentence is None:
        assert read_options(model, written)
        return
    with pytest.raises(OptionError) as caught:
        read_options(model, written)
    assert sentence in str(caught.value)
    with pytest.raises(OptionError) as again:
        read_options(unpack_options("sample", pack_options(model)), written)
    assert str(again.value) == str(caught.value)


def untyped(graph, *, most=5, words=("a",), strict=False):  # type: ignore[no-untyped-def]
    yield


def untypable(graph, *, most=None):  # type: ignore[no-untyped-def]
    yield


def without_default(graph: object, *, most: int) -> Iterator[Finding]:
    yield from ()


def of_a_strange_type(graph: object, *, most: dict[str, int] | None = None) -> Iterator[Finding]:
    yield from ()


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (untypable, "needs a type and a default"),
        (without_default, "needs a type and a default"),
        (of_a_strange_type, "nobody can write in YAML"),
    ],
)
def test_parameters_that_cannot_be_options_are_refused(function: Any, sentence: str) -> None:
    with pytest.raises(TypeError, match=sentence):
        options_model(function)


def test_an_option_without_a_type_has_that_of_its_default() -> None:
    read = read_options(options_model(untyped), {"most": "7", "words": "b", "strict": "true"})
    assert read == {"most": 7, "words": ("b",), "strict": True}
