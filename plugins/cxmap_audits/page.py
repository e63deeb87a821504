"""The audit as one self-contained page: no request, no script, one style by its hash, everything escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from cxmap import Report, look_of, page_policy
from cxmap_audits.board import show_checks, show_families, show_gaps, show_matrix, show_not_run
from cxmap_audits.elements import Elements
from cxmap_audits.escaping import harmless
from cxmap_audits.evidence import evidence, repeat_command
from cxmap_audits.lifelines import draw_lifelines
from cxmap_audits.questionnaire import questionnaire
from cxmap_audits.registry import show_register
from cxmap_audits.sentence import say_verdict
from cxmap_audits.wording import capital, on, pieces, spoken

_MOST_GAPS, _MOST_FILES, _MOST_ERRORS, _MOST_ENTRIES = 40, 400, 50, 300


def write_page(report: Report, *, most: int) -> str:
    """The whole page, with `most` findings drawn."""
    look = look_of(report.workspace)
    style = look.style() + template_text("audit.css")
    return (
        _environment()
        .get_template("audit.html.j2")
        .render(
            style=Markup(style),
            policy=page_policy(style),
            ground=look.attribute,
            logo=look.logo,
            **_shown(report, most),
        )
    )


def _shown(report: Report, most: int) -> Mapping[str, Any]:
    from cxmap import __version__

    elements = Elements(report)
    workspace = report.workspace
    gaps = show_gaps(report, elements)
    register = show_register(report)
    read = workspace.files if workspace is not None else ()
    return {
        "report": report,
        "version": __version__,
        "workspace": workspace.name if workspace is not None else "nothing could be read",
        "title": _title(report),
        "words": say_verdict(report, elements),
        "evidence": evidence(report, elements),
        "command": repeat_command(report),
        "layer": _layer(report),
        "errors": report.errors[:_MOST_ERRORS],
        "matrix": show_matrix(report, elements),
        "waivers": draw_lifelines(report, elements),
        "gaps": gaps[:_MOST_GAPS],
        "gaps_left": max(0, len(gaps) - _MOST_GAPS),
        "not_run": show_not_run(report.checks),
        "absent": [plugin for plugin in report.plugins if plugin.state != "loaded"],
        "families": show_families(report, elements, most),
        "cut": _cut(report, most),
        "baseline": _baseline(report),
        "asked": questionnaire(report),
        "register": register[:_MOST_ENTRIES] if register is not None else None,
        "register_left": max(0, len(register or ()) - _MOST_ENTRIES),
        "checks": show_checks(report),
        "files": sorted(read, key=lambda file: file.path)[:_MOST_FILES],
        "files_left": max(0, len(read) - _MOST_FILES),
        "plugins": report.plugins,
    }


def _title(report: Report) -> str:
    workspace = report.workspace
    if workspace is None:
        return "No audit"
    titles = [graph.title for graph in workspace.graphs]
    return titles[0] if len(titles) == 1 else workspace.name


def _layer(report: Report) -> str:
    layer = report.workspace.places.layer if report.workspace is not None else "as-is"
    return "" if layer == "as-is" else layer


def _cut(report: Report, most: int) -> str:
    total = len(report.findings)
    if total <= most:
        return ""
    return f"{most:,} of {total:,} findings are drawn here, the worst first; every count covers all of them. `--format json` has every one."


def _baseline(report: Report) -> Mapping[str, Any] | None:
    marked = [finding.baseline for finding in report.findings if finding.baseline is not None]
    if not marked and not report.fixed:
        return None
    return {"new": marked.count("new"), "existing": marked.count("existing"), "fixed": report.fixed[:500]}


@cache
def template_text(name: str) -> str:
    """A template of this package."""
    return (files("cxmap_audits") / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=DictLoader({name: template_text(name) for name in ("audit.html.j2", "signs.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown_safely,
    )
    made.globals.update(capital=capital, pieces=pieces, on=on, spoken=spoken)
    return made


def _shown_safely(value: object) -> object:
    """Foreign text loses its power to steer before it is escaped."""
    if isinstance(value, Markup):
        return value
    return harmless(str(value))
