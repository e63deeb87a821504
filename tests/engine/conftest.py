"""Small workspaces, checks and plugins for the tests of the engine."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from cxmap.audit import Settings, audit
from cxmap.baseline import Baseline
from cxmap.checks import Check
from cxmap.choosing import Wishes
from cxmap.discovery import LooseFile
from cxmap.opening import from_files
from cxmap.plugins import Plugins, gather
from cxmap.report import PluginState, Report
from cxmap.waiving import waiver_expired_or_bare

TODAY = date(2026, 11, 1)
JOURNEY = """\
cxmap: 1
journey: Buy
touchpoints:
  see: {channel: web}
  call: {channel: phone}
  buy: {channel: web, next: end}
"""

Audit = Callable[..., Report]


def ours(*checks: Check) -> Plugins:
    """Plugins that hold just these checks, as if they were first-party."""
    stamped = [replace(each, plugin=each.plugin or "cxmap_ours", version="1") for each in checks]
    every = sorted([*stamped, replace(waiver_expired_or_bare, plugin="cxmap")], key=lambda each: each.code)
    state = PluginState("cxmap_ours", "1", "loaded", first_party=True)
    return Plugins((state,), tuple(every), ours=frozenset(each.code for each in every))


def loose(**sources: str) -> Plugins:
    """Everything installed, and plugins in files of their own: name -> text."""
    return gather(LooseFile(f"{name}.py", source.encode()) for name, source in sources.items())


@pytest.fixture
def audited() -> Audit:
    """Audit the texts of a workspace with these plugins."""

    def run(
        plugins: Plugins,
        files: Mapping[str, str] | None = None,
        *,
        as_of: date = TODAY,
        at: tuple[str, ...] = (),
        baseline: Baseline | None = None,
        **wishes: object,
    ) -> Report:
        texts = {"cxmap.yaml": "cxmap: 1\nprofile: full\n", "buy.yaml": JOURNEY, **(files or {})}
        workspace = from_files({name: text for name, text in texts.items() if text})
        settings = Settings(as_of, Wishes(**wishes), at, baseline)  # type: ignore[arg-type]
        return audit(workspace, settings, plugins)

    return run
