"""The public test kit, used as a plugin author would, and what it says when a test should fail."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap.explaining import explain
from cxmap.testing import (
    assert_documented,
    assert_finds,
    assert_silent,
    assert_unknown,
    journey,
    run_case_file,
    workspace,
)


@check("ACME001", severity="error")
def silent_phone(
    graph: JourneyGraph, as_of: date, *, channels: tuple[str, ...] = ("phone",)
) -> Iterator[Finding | Unknown]:
    """A touchpoint phones and nobody said why.

    People hang up.

    Two paragraphs of why.

    Fix: write a reason.

    Source: a book (not verified).

    Options:
        channels: the channels meant,
            over two lines.

    Passes::

        touchpoints: {visit: {channel: web, next: end}}

    Fails::

        touchpoints: {call: {channel: phone, next: end}}
    """
    for touchpoint in graph.touchpoints:
        if not touchpoint.channel:
            yield Unknown(touchpoint, "channel")
        elif set(touchpoint.channel) & set(channels):
            yield Finding(touchpoint, f"`{touchpoint.id}` phones on {as_of}")


CALL = "touchpoints: {call: {channel: phone}, visit: {channel: web, next: end}}"


def test_a_journey_is_made_of_a_fragment() -> None:
    graph = journey("quote: {channel: web}\nbuy: {channel: web, owner: sales, next: end}")
    assert [each.id for each in graph.touchpoints] == ["quote", "buy"]
    assert graph.owners["sales"].id == "sales"


def test_a_workspace_is_made_of_files() -> None:
    made = workspace(
        {"a.yaml": "cxmap: 1\njourney: A\ntouchpoints: [x, y]\n", "t.yaml": "cxmap: 1\nowners: [o]\n"}
    )
    assert list(made.journeys) == ["a"]
    assert list(made.register.owners) == ["o"]


def test_what_holds_passes() -> None:
    assert_finds(silent_phone, CALL, "`call` phones on 2026-11-01")
    assert_finds(silent_phone, CALL, "call: `call` phones on 2026-11-01")
    assert_finds(silent_phone, CALL)
    assert_finds(silent_phone, CALL, "`call` phones on 2026-01-02", as_of=date(2026, 1, 2))
    assert_finds(silent_phone, CALL, "`visit` phones on 2026-11-01", channels=("web",))
    assert_silent(silent_phone, CALL, channels=("chat",))
    assert_unknown(silent_phone, "touchpoints: {a: {}, b: {next: end}}", "a: channel", "b: channel")
    assert_unknown(silent_phone, "touchpoints: {a: {}, b: {next: end}}", "channel")
    assert_documented(silent_phone)


def test_what_does_not_hold_is_explained() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_finds(silent_phone, CALL, "nothing of the kind")
    assert str(caught.value) == (
        "`silent-phone` should find\n  nothing of the kind\nbut it found\n  call: `call` phones on 2026-11-01"
    )
    with pytest.raises(AssertionError, match="should find\n  something\nbut it found\n  nothing"):
        assert_finds(silent_phone, "touchpoints: {visit: {channel: web, next: end}}")
    with pytest.raises(AssertionError, match="should find\n  nothing"):
        assert_silent(silent_phone, CALL)
    with pytest.raises(AssertionError, match="should lack\n  nothing\nbut it lacks\n  a: channel"):
        assert_silent(silent_phone, "touchpoints: {a: {}, b: {channel: web, next: end}}")
    with pytest.raises(AssertionError, match="should lack"):
        assert_unknown(silent_phone, CALL, "channel")


def test_a_docstring_is_taken_apart() -> None:
    page = explain(silent_phone.doc)
    assert page.summary == "A touchpoint phones and nobody said why."
    assert page.why == "People hang up.\n\nTwo paragraphs of why."
    assert (page.fix, page.source) == ("write a reason.", "a book (not verified).")
    assert page.options == {"channels": "the channels meant, over two lines."}
    assert page.passes == ("touchpoints: {visit: {channel: web, next: end}}\n",)
    assert page.fails == ("touchpoints: {call: {channel: phone, next: end}}\n",)


@pytest.mark.parametrize("doc", [None, "", "Only a summary."])
def test_a_bare_docstring_is_taken_apart_too(doc: str | None) -> None:
    page = explain(doc)
    assert (page.summary, page.passes, page.options) == (doc or "", (), {})


@pytest.mark.parametrize(
    ("cut", "sentence"),
    [
        ("Passes::", "needs a `Passes::` and a `Fails::` example"),
        ("People hang up.\n\n    Two paragraphs of why.\n", "why anybody would care"),
        ("channels: the", "does not explain channels"),
    ],
)
def test_what_a_docstring_lacks_is_named(cut: str, sentence: str) -> None:
    from dataclasses import replace

    with pytest.raises(AssertionError, match=sentence):
        assert_documented(replace(silent_phone, doc=silent_phone.doc.replace(cut, "")))


CASES = """\
check: silent-phone
a call is found:
  journey: |
    touchpoints: {call: {channel: phone}, visit: {channel: web, next: end}}
  finds: ["call: `call` phones on 2026-11-01"]
a chat is not:
  journey: |
    touchpoints: {talk: {channel: chat, next: end}}
options and the day may be given:
  journey: |
    touchpoints: {talk: {channel: chat, next: end}}
  options: {channels: chat}
  as_of: 2026-01-02
  finds: ["talk: `talk` phones on 2026-01-02"]
a missing channel is unknown:
  files:
    a.yaml: |
      cxmap: 1
      journey: A
      touchpoints: [x, y]
  unknown: ["x: channel", "y: channel"]
"""


def test_a_case_file_is_run(tmp_path: Path) -> None:
    path = tmp_path / "silent-phone.yaml"
    path.write_text(CASES)
    assert list(run_case_file(path, [silent_phone])) == [
        "a call is found", "a chat is not", "options and the day may be given", "a missing channel is unknown",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("check: silent-phone", "check: loud-phone", "no check is called `loud-phone`"),
        ("phones on 2026-11-01", "rings", "a call is found: `silent-phone` should find"),
        (
            "channel: chat, next",
            "channel: phone, next",
            "a chat is not: `silent-phone` should find\n  nothing",
        ),
        ('  unknown: ["x: channel", "y: channel"]\n', "", "should lack\n  nothing"),
        ("  options:", "  optoins:", "optoins"),
    ],
)
def test_a_case_that_does_not_hold_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    path = tmp_path / "silent-phone.yaml"
    path.write_text(CASES.replace(old, new, 1))
    with pytest.raises(AssertionError) as caught:
        list(run_case_file(path, [silent_phone]))
    assert sentence in str(caught.value)
