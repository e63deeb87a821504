"""The workspace a site shows: opened once a build, audited, and told of to every page that uses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

from sphinx.errors import ExtensionError
from sphinx.util import logging

from cxmap.audit import Settings, audit
from cxmap.choosing import Wishes
from cxmap.config import ConfigError
from cxmap.discovery import PluginError
from cxmap.graph import JourneyGraph
from cxmap.loading import LoadError
from cxmap.opening import Wanted, open_with_plugins
from cxmap.report import Report
from cxmap.values import Unreadable, read_date

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
_MOST = 8


@dataclass(frozen=True)
class Shown:
    """What the site shows: the report, and the folder it is about."""

    report: Report
    root: Path

    def graph(self, journey: str) -> JourneyGraph | None:
        """The graph of a journey; None when there is none of that name."""
        workspace = self.report.workspace
        return workspace.graph(journey) if workspace is not None and journey in workspace.journeys else None

    def files_of(self, journey: str | None) -> tuple[Path, ...]:
        """The files a page depends on: those of a journey, of the journeys in it, and every register and policy."""
        workspace = self.report.workspace
        assert workspace is not None
        journeys = {workspace.places.files[name]: name for name in workspace.journeys}
        wanted = set(workspace.journeys) if journey is None else self._with_nested(journey)
        names = [
            file.path
            for file in workspace.files
            if file.path not in journeys or journeys[file.path] in wanted
        ]
        return tuple(self.root / name for name in names)

    def _with_nested(self, journey: str) -> set[str]:
        graph = self.graph(journey)
        return {journey, *(graph.flat.inner.values() if graph is not None else ())}


_SHOWN: WeakKeyDictionary[Sphinx, Shown] = WeakKeyDictionary()


def open_workspace(app: Sphinx) -> None:
    """Open and audit the workspace of `cxmap_workspace`; a failed audit fails the build unless told otherwise.

    Raises:
        ExtensionError: the workspace cannot be read, or the audit did not pass.
    """
    if app.config.cxmap_workspace is None:
        return
    folder = (Path(app.confdir) / app.config.cxmap_workspace).resolve()
    try:
        opened = open_with_plugins(Wanted(folder))
        report = audit(
            opened.workspace, Settings(_day(app), Wishes(app.config.cxmap_profile)), opened.plugins
        )
    except (LoadError, ConfigError) as error:
        raise ExtensionError(
            "the cxmap workspace cannot be read:\n" + "\n".join(map(str, error.problems))
        ) from None
    except PluginError as error:
        raise ExtensionError(str(error)) from None
    _SHOWN[app] = Shown(report, folder if folder.is_dir() else folder.parent)
    if report.verdict.state == "pass":
        logger.info("cxmap: %s", report.verdict.sentence)
    elif app.config.cxmap_fail_on_error:
        raise ExtensionError(_failure(report))
    else:
        logger.info("cxmap: %s (the build goes on: cxmap_fail_on_error is false)", report.verdict.sentence)


def _day(app: Sphinx) -> date:
    """The day the audit speaks of: as configured, else today."""
    if app.config.cxmap_as_of is None:
        from cxmap.cli.options import today

        return today()
    try:
        return read_date(app.config.cxmap_as_of)
    except Unreadable as error:
        raise ExtensionError(f"cxmap_as_of: {error.message}") from None


def _failure(report: Report) -> str:
    lines = [f"the audit did not pass: {report.verdict.sentence}"]
    open_ = [finding for finding in report.findings if finding.waived is None]
    lines += [f"{one.place} {one.severity} {one.code} {one.message}" for one in open_[:_MOST]]
    if len(open_) > _MOST:
        lines.append(f"and {len(open_) - _MOST} more; run `cxmap check`")
    lines.append("set `cxmap_fail_on_error = False` to build all the same")
    return "\n".join(lines)


def app_of(part: BuildEnvironment | Builder) -> Sphinx:
    """The application an environment or a builder belongs to."""
    return cast("Sphinx", getattr(part, "_app", None) or part.app)


def shown_by(app: Sphinx) -> Shown | None:
    """What an application shows; None without `cxmap_workspace`."""
    return _SHOWN.get(app)


def depend_on(env: BuildEnvironment, files: Iterable[Path]) -> None:
    """Build the current page anew when one of these files changes."""
    for file in files:
        env.note_dependency(str(file))
