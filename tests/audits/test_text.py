"""The report for a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cxmap import Place, Report, Step, Verdict
from cxmap.files import SourceFile
from cxmap.report import CheckRecord
from cxmap.waivers import Waiver
from cxmap_audits.frames import Frames

Kit = Any
WAIVER = Waiver(rule="FRI001", at=("ask",), because="agreed in May", by="desk", until=date(2027, 1, 1))


def with_file(report: Report, text: str) -> Report:
    assert report.workspace is not None
    file = SourceFile.of("journey.yaml", text.encode())
    return replace(report, workspace=replace(report.workspace, files=(file,)))


def test_a_finding_shows_its_line_with_a_caret_under_the_place(kit: Kit) -> None:
    text = "a\nb\nc\nd\n      ask: {channel: phone}\n"
    report = with_file(kit.report(kit.finding(place=Place("journey.yaml", 5, 7))), text)
    assert (
        "  journey.yaml:5:7 warning FRI001 asks-again\n"
        "      `ask` asks again; write `confirms:`\n"
        "          5 | ask: {channel: phone}\n"
        "            | ^^^\n"
        "      id: 0000000000000000\n"
    ) in kit.render(report, "text")


@pytest.mark.parametrize("column", [1, 3, 40, 80, 119, 150])
def test_the_caret_stands_under_the_place_in_long_lines(kit: Kit, column: int) -> None:
    line = "".join(f"{number:>5}" for number in range(30)).replace(" ", "-")
    frames = Frames(with_file(kit.report(), line))
    shown, carets = frames.frame(Place("journey.yaml", 1, column), 80)
    assert len(shown) <= 80
    assert shown[len(carets) - len(carets.lstrip())] == line[column - 1]


def test_a_line_that_was_not_read_is_not_shown(kit: Kit) -> None:
    assert Frames(with_file(kit.report(), "one\n")).frame(Place("journey.yaml", 9, 1)) == ("", "")
    assert Frames(kit.report()).frame(Place("elsewhere.yaml", 1, 1)) == ("", "")


def test_a_path_names_each_step_with_its_line_and_other_files_by_name(kit: Kit) -> None:
    steps = (Step("see", Place("other.yaml", 9, 1)), Step("ask", Place("journey.yaml", 5, 1)))
    assert "      path: see (maps/other.yaml:9) > ask:5\n" in kit.render(
        kit.report(kit.finding(path=steps)), "text", prefix="maps/"
    )


def test_related_places_are_cut_and_counted(kit: Kit) -> None:
    steps = tuple(Step(f"t{number}", Place("journey.yaml", number, 1)) for number in range(1, 9))
    text = kit.render(kit.report(kit.finding(related=steps)), "text")
    assert "see also: t1 (journey.yaml:1), " in text
    assert "t5 (journey.yaml:5) and 3 more" in text


@pytest.mark.parametrize("width", [40, 72, 100])
def test_long_messages_are_wrapped_to_the_width(kit: Kit, width: int) -> None:
    message = "a customer can reach the renewal offer without ever passing the question of consent " * 3
    text = kit.render(kit.report(kit.finding(message=message)), "text", width=width)
    told = [line for line in text.splitlines() if "customer" in line or "consent" in line]
    assert told and all(len(line) <= width for line in told)
    assert " ".join(" ".join(line.strip() for line in text.splitlines()).split()).count(message.strip()) == 1


def test_without_a_terminal_nothing_is_wrapped(kit: Kit) -> None:
    message = "word " * 100
    assert f"      {message.strip()}\n" in kit.render(kit.report(kit.finding(message=message)), "text")


def test_waived_and_accepted_findings_stay_visible_and_say_why(kit: Kit) -> None:
    report = kit.report(
        kit.finding(waived=WAIVER, fingerprint="a"), kit.finding(baseline="existing", fingerprint="b")
    )
    text = kit.render(report, "text")
    assert "warning (waived) FRI001 asks-again" in text
    assert "      waived: agreed in May until 2027-01-01\n" in text
    assert "warning (in the baseline) FRI001 asks-again" in text


def test_errors_come_first_in_their_family(kit: Kit) -> None:
    report = kit.report(
        kit.finding(fingerprint="a"), kit.finding(severity="error", code="FRI011", fingerprint="b")
    )
    text = kit.render(report, "text")
    assert text.index("FRI011") < text.index("FRI001")


def test_the_table_is_aligned_and_adds_up(kit: Kit, broadband: Report) -> None:
    lines = kit.render(broadband, "text").splitlines()
    start = next(number for number, line in enumerate(lines) if "checks" in line and "unknown" in line)
    table = lines[start : lines.index("", start)]
    assert len({len(line) for line in table}) == 1
    numbers = [
        [int(cell.replace("-", "0")) for cell in re.findall(r"(?<= )(?:\d+|-)(?= |$)", line)]
        for line in table[1:]
    ]
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]
    assert numbers[-1][0] == len(broadband.checks)


def test_the_verdict_is_the_last_line(kit: Kit, broadband: Report) -> None:
    assert kit.render(broadband, "text", width=40).splitlines()[-1] == broadband.verdict.sentence


def test_the_first_line_says_what_was_selected(kit: Kit) -> None:
    first = kit.render(kit.report(selection="stage:renewal"), "text").splitlines()[0]
    assert first.endswith("only what touches `stage:renewal`")


def test_an_incomplete_audit_says_what_did_not_run(kit: Kit) -> None:
    record = CheckRecord(
        "ZZZ001", "their-check", "error", "their_plugin", "1", "not run", {}, "it took longer than 30 s"
    )
    report = kit.report(checks=(record,), verdict=Verdict("incomplete", 3, "incomplete: 1 check did not run"))
    assert "Not run\n  ZZZ001 their-check: it took longer than 30 s\n" in kit.render(report, "text")


def test_a_clean_report_is_short(kit: Kit) -> None:
    assert len(kit.render(kit.report(), "text").splitlines()) == 7
