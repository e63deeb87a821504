"""What an audit rests on, as a reviewer would repeat it: counts, day, policy, inputs and the command."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping

from cxmap import Report
from cxmap_audits.elements import Elements
from cxmap_audits.standing import tally
from cxmap_audits.wording import count, join, law_title, on

Row = tuple[str, str]


def evidence(report: Report, elements: Elements) -> tuple[Row, ...]:
    """Label and value, in the order a reviewer asks."""
    from cxmap import __version__

    ended = Counter(check.outcome for check in report.checks)
    done = len(report.checks) - ended["not run"]
    rows = [("Checks planned, ended", f"{len(report.checks)}, {done}")]
    outcomes = ", ".join(str(ended[name]) for name in ("clean", "finding", "unknown", "not run"))
    rows.append(("Clean, with findings, unknown, not run", outcomes))
    rows += [("Blocks at", f"{report.fail_on}, unwaived"), ("Profile", report.profile or "none")]
    rows.append(("Policy taken from", report.policy or "this folder"))
    rows += _baseline(report)
    rows.append(("As of", on(report.as_of)))
    if report.workspace is not None:
        rows.append(("Read", _read(report)))
        rows += _agreed(report, elements)
    rows.append(("Made by", f"cxmap {__version__}"))
    return tuple(rows)


def repeat_command(report: Report) -> str:
    """The command that does this audit again, to be run in the workspace."""
    words = ["cxmap", "check", *_options(report.asked, report)]
    return " ".join(shlex.quote(word) for word in words)


def _options(asked: Mapping[str, object], report: Report) -> Iterator[str]:
    for option, name in (
        ("--profile", "profile"),
        ("--fail-on", "fail_on"),
        ("--layer", "layer"),
        ("--policy-from", "policy"),
    ):
        if asked.get(name):
            yield from (option, str(asked[name]))
    for option, name in (
        ("--select", "select"),
        ("--ignore", "ignore"),
        ("--at", "at"),
        ("--plugin", "plugins"),
    ):
        values = asked.get(name)
        for value in values if isinstance(values, list) else ():
            yield from (option, str(value))
    yield from ("--as-of", report.as_of.isoformat())


def _baseline(report: Report) -> Iterator[Row]:
    new = sum(finding.baseline == "new" for finding in report.findings)
    if new or report.fixed or any(finding.baseline for finding in report.findings):
        yield (
            "Baseline: new, accepted, fixed",
            f"{new:,}, {tally(report.findings).accepted:,}, {len(report.fixed):,}",
        )


def _read(report: Report) -> str:
    assert report.workspace is not None
    touchpoints = sum(len(graph.on_path) for graph in report.workspace.graphs)
    anytime = sum(len(graph.anytime) for graph in report.workspace.graphs)
    anywhere = f" + {anytime} anytime" if anytime else ""
    return f"{count(len(report.journeys), 'journey')}, {count(len(report.workspace.files), 'file')}, {touchpoints}{anywhere} touchpoints"


def _agreed(report: Report, elements: Elements) -> Iterator[Row]:
    assert report.workspace is not None
    journeys = [graph.journey for graph in report.workspace.graphs]
    laws = dict.fromkeys(law for journey in journeys for law in journey.law)
    yield (
        "Law",
        join(law_title(law) for law in laws) or "none named",
    )
    for journey in journeys:
        owners = join(elements.lead(owner) for owner in journey.owner) or "nobody"
        label = "Owner, reviewed" if len(journeys) == 1 else f"{journey.say()}: owner, reviewed"
        yield label, f"{owners}, {on(journey.reviewed) if journey.reviewed else 'never'}"
