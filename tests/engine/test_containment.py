"""What a foreign plugin may do in its own process, and what comes back."""

import os
import sys
import time
from pathlib import Path

import pytest

from cxmap.containment import ContainedError, Send, contain, one_line
from cxmap.discovery import PluginError
from cxmap.metrics import Tally
from cxmap.rendering import RenderError, find_renderer

from .conftest import Audit, loose

GIB = 1 << 30


def test_messages_come_back_in_order() -> None:
    def work(send: Send) -> None:
        for number in range(100):
            send({"number": number})

    assert [each["number"] for each in contain("t", work, memory=GIB)] == list(range(100))


def test_a_grandchild_does_not_outlive_the_child(tmp_path: Path) -> None:
    mark = tmp_path / "alive"

    def work(send: Send) -> None:
        if os.fork() == 0:
            time.sleep(1.5)
            mark.write_text("still here")
            os._exit(0)
        send({"done": True})

    assert list(contain("t", work, memory=GIB)) == [{"done": True}]
    time.sleep(2)
    assert not mark.exists()


def test_garbage_on_the_wire_is_no_result() -> None:
    def work(send: Send) -> None:
        for number in range(3, 64):
            try:
                os.write(number, b"not json\n")
            except OSError:
                continue

    with pytest.raises(ContainedError, match="sent something that is no result"):
        list(contain("t", work, memory=GIB))


def test_what_a_child_changes_stays_there() -> None:
    held = {"value": 1}

    def work(send: Send) -> None:
        held["value"] = 2
        os.environ["CXMAP_LEAK"] = "1"
        send({"value": held["value"]})

    assert list(contain("t", work, memory=GIB)) == [{"value": 2}]
    assert held == {"value": 1}
    assert "CXMAP_LEAK" not in os.environ


def test_output_is_marked_and_without_control_characters(capfd: pytest.CaptureFixture[str]) -> None:
    def work(send: Send) -> None:
        sys.stdout.write("::error::spoof\x1b[31m\n")
        sys.stdout.flush()
        os.write(1, b"raw\xff bytes\n")
        sys.stdout.write("the last word\n")

    list(contain("acme", work, memory=GIB))
    out, err = capfd.readouterr()
    assert out == ""
    assert err == "acme: ::error::spoof [31m\nacme: raw\ufffd bytes\nacme: the last word\n"


def test_foreign_text_is_one_line() -> None:
    assert one_line("a\nb\tc\x1b[0m\u202e") == "a b c [0m"
    assert len(one_line("x" * 1000)) == 200


WRAPPER = """
from dataclasses import replace
from cxmap import hookimpl

@hookimpl(wrapper=True)
def cxmap_checks():
    groups = yield
    return [[replace(check, severity={severity!r}) for check in group if check.code not in {away}] for group in groups]
"""


def test_an_organisation_may_raise_severities(audited: Audit) -> None:
    plain, strict = loose(), loose(acme=WRAPPER.format(severity="error", away=[]))
    assert {each.code for each in strict.checks} == {each.code for each in plain.checks}
    assert {each.severity for each in strict.checks} == {"error"}


def test_a_check_that_is_taken_away_stays_planned_and_did_not_run(audited: Audit) -> None:
    plugins = loose(acme=WRAPPER.format(severity="error", away=["STR003"]))
    report = audited(plugins)
    record = next(each for each in report.checks if each.code == "STR003")
    assert (record.outcome, record.why_not) == ("not run", "the plugin `acme` took it away")
    assert report.verdict.exit_code == 3


def test_lowering_a_severity_is_refused() -> None:
    with pytest.raises(PluginError, match="lowers the severity"):
        loose(acme=WRAPPER.format(severity="info", away=[]))


RENDERER = '''
from cxmap import check, hookimpl, renderer

@check("ACME001", severity="error")
def calm(graph):
    """Calm."""
    yield from ()

@hookimpl
def cxmap_checks():
    return [calm]

@renderer("poster", kind="register", formats=("txt", "bin"))
def poster(report, *, format="txt", shout: bool = False):
    """A poster."""
    {body}

@hookimpl
def cxmap_renderers():
    return [poster]
'''


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("return f'{len(report.findings)} findings, {format}, {shout}'", "0 findings, txt, True"),
        ("return b'\\x00\\xff'", b"\x00\xff"),
    ],
)
def test_a_foreign_renderer_writes_from_its_own_process(audited: Audit, body: str, written: object) -> None:
    plugins = loose(acme=RENDERER.replace("{body}", body))
    report = audited(
        plugins,
        {"buy.yaml": "cxmap: 1\njourney: B\ntouchpoints: {a: {channel: web, next: end}}\n"},
        select=("ACME001",),
    )
    assert find_renderer(plugins.renderers, "poster")(report, format="txt", shout=True) == written


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("raise ValueError('no ink')", "it raised ValueError: no ink"),
        ("import os; os._exit(0)", "it ended its process with exit status 0"),
        ("return 42", "it returned `int`, not text or bytes"),
    ],
)
def test_a_foreign_renderer_that_fails_says_so(audited: Audit, body: str, sentence: str) -> None:
    plugins = loose(acme=RENDERER.replace("{body}", body))
    report = audited(plugins, select=("ACME001",))
    with pytest.raises(RenderError) as caught:
        find_renderer(plugins.renderers, "poster")(report)
    assert str(caught.value) == f"the renderer `poster` of the plugin `acme` failed: {sentence}"
    assert caught.value.failed


def test_a_foreign_metric_is_computed_in_its_own_process() -> None:
    source = '''
import os
from cxmap import Estimate, Input, hookimpl, metric

HOME = os.getpid()

@metric("smiles", unit="number", inputs=[Input("smile")])
def smiles(tally, *, least: int = 1):
    """Smiles seen."""
    return Estimate(float(tally.n), n=tally.n, warnings=(str(os.getpid() == HOME),))

@hookimpl
def cxmap_sources():
    return [smiles]
'''
    (metric,) = [each for each in loose(acme=source).metrics if each.id == "smiles"]
    estimate = metric(Tally.of([1, 1, 0]))
    assert (estimate.value, estimate.n, estimate.warnings) == (3.0, 3, ("True",))
    assert (metric.summary, metric.unit, dict(metric.options)) == ("Smiles seen.", "number", {"least": 1})


def test_foreign_words_are_words(audited: Audit) -> None:
    source = """
from cxmap import Vocabulary, Word, hookimpl

@hookimpl
def cxmap_vocabularies():
    return [Vocabulary({"channel": {"hologram": Word("hologram", family="digital-self")}})]
"""
    assert loose(acme=source).vocabulary.get("channel", "hologram").family == "digital-self"  # type: ignore[union-attr]


def test_findings_of_others_are_the_same_bytes_whatever_a_plugin_does(audited: Audit) -> None:
    source = '''
from cxmap import Finding, check, hookimpl

@check("{code}", severity="error")
def {name}(graph):
    """Something."""
    {body}

@hookimpl
def cxmap_checks():
    return [{name}]
'''
    calm = source.format(code="CALM001", name="calm", body="yield Finding('call', 'm')")
    wild = source.format(code="WILD001", name="wild", body="import os; os._exit(1)\n    yield")
    alone = audited(loose(calm=calm), select=("CALM001",))
    both = audited(loose(calm=calm, wild=wild), select=("CALM001", "WILD001"))
    assert repr(both.findings) == repr(alone.findings)
    assert both.verdict.exit_code == 3


def test_a_flood_is_cut_and_ended(capfd: pytest.CaptureFixture[str]) -> None:
    def work(send: Send) -> None:
        while True:
            os.write(1, b"x" * 65536)

    with pytest.raises(ContainedError, match="took longer than"):
        list(contain("t", work, memory=GIB, seconds=-1.5))
    assert len(capfd.readouterr().err) < 1 << 21


def test_a_long_message_comes_whole() -> None:
    def work(send: Send) -> None:
        send({"text": "x" * (20 << 20)})

    (message,) = contain("t", work, memory=GIB)
    assert len(message["text"]) == 20 << 20
