"""Renderers are found by name and asked for a format; what does not exist is refused with the nearest word."""

from dataclasses import replace

import pytest

from cxmap import JourneyGraph, renderer
from cxmap.rendering import RenderError, find_renderer, render
from cxmap.report import Report

from .conftest import JOURNEY, Audit, ours
from .test_checks import silent_call


@renderer("poster", kind="picture", formats=("svg", "png"))
def poster(report: Report, graph: JourneyGraph, *, format: str, big: bool = False) -> str:
    """A poster."""
    return f"{graph.id} as {format}, big: {big}"


@renderer("list", kind="report", formats=("txt",))
def listing(report: Report) -> str:
    """A list."""
    return ", ".join(each.code for each in report.findings)


@pytest.fixture
def report(audited: Audit) -> Report:
    """A report that knows two renderers."""
    return replace(audited(ours(silent_call)), renderers=(poster, listing))


def test_a_report_is_written_by_name(report: Report) -> None:
    assert render(report, "list") == "ACME001"
    assert render(report, "poster") == "buy as svg, big: False"
    assert render(report, "poster", format="png", journey="buy", big=True) == "buy as png, big: True"


@pytest.mark.parametrize(
    ("name", "more", "sentence"),
    [
        ("postr", {}, "did you mean `poster`?"),
        ("zzz", {}, "there are list, poster"),
        ("poster", {"format": "gif"}, "`poster` does not write `gif`; it writes svg, png"),
        ("poster", {"journey": "sell"}, "`sell` is not a journey of this workspace"),
        ("poster", {"kinds": ("report",)}, "`poster` is not"),
    ],
)
def test_what_does_not_exist_is_refused(report: Report, name: str, more: dict, sentence: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(RenderError) as caught:
        render(report, name, **more)
    assert sentence in str(caught.value)
    assert not caught.value.failed


def test_one_of_several_journeys_must_be_chosen(audited: Audit) -> None:
    several = audited(ours(silent_call), {"other.yaml": JOURNEY})
    report = replace(several, renderers=(poster,))
    with pytest.raises(RenderError, match="choose one of buy, other"):
        render(report, "poster")
    assert render(report, "poster", journey="other") == "other as svg, big: False"


def test_a_renderer_is_looked_up_among_its_kind() -> None:
    assert find_renderer([poster, listing], "list", kinds=("report",)) is listing


def test_a_renderer_without_a_format_is_refused() -> None:
    with pytest.raises(TypeError, match="names no format"):
        renderer("empty", formats=())(listing.function)
