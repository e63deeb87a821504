"""Gather what plugins add: first-party ones in this process, every other in a child of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from cxmap.checks import SEVERITIES, Check, Severity
from cxmap.containment import describe_exception
from cxmap.discovery import FIRST_PARTY, Found, LooseFile, PluginError, find_plugins, new_manager, register
from cxmap.foreign import Foreign, Host
from cxmap.metrics import Metric
from cxmap.rendering import Renderer
from cxmap.report import PluginState
from cxmap.sources import Source
from cxmap.vocabulary import EMPTY, Vocabulary
from cxmap.waiving import waiver_expired_or_bare
from cxmap.words import words_for

if TYPE_CHECKING:
    import click

MEMORY = 2 << 30
logger = logging.getLogger("cxmap.hooks")  # `CXMAP_TRACE=1` shows it


@dataclass(frozen=True)
class Plugins:
    """Everything that plugins add, sorted by name, and the state each plugin is in."""

    states: tuple[PluginState, ...]
    checks: tuple[Check, ...]
    renderers: tuple[Renderer, ...] = ()
    sources: tuple[Source, ...] = ()
    metrics: tuple[Metric, ...] = ()
    vocabulary: Vocabulary = EMPTY
    ours: frozenset[str] = frozenset()
    removed: Mapping[str, str] = field(default_factory=dict)
    foreign: Mapping[str, Foreign] = field(default_factory=dict)
    host: Host | None = field(default=None, repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The plugins that can be used."""
        return frozenset(state.name for state in self.states if state.state == "loaded")

    @property
    def absent(self) -> tuple[str, ...]:
        """First-party plugins that are missing or broken."""
        return tuple(state.name for state in self.states if state.state != "loaded")


def gather(files: Iterable[LooseFile] = (), *, memory: int = MEMORY, only_ours: bool = False) -> Plugins:
    """Load every plugin that is installed, and the files that were named.

    Raises:
        PluginError: a foreign plugin cannot be loaded, or two plugins add the same thing.
    """
    found = find_plugins(files)
    home = _Home()
    for each in found:
        if each.first_party:
            home.load(each)
    ours = home.checks()
    host = Host(home.modules, ours, memory)
    foreign = [] if only_ours else [host.describe(each) for each in found if not each.first_party]
    checks = [*_raised(ours, foreign), *(check for each in foreign for check in each.checks)]
    _refuse_duplicates("check", ((check.code, check.plugin) for check in checks))
    _refuse_duplicates("check", ((check.name, check.plugin) for check in checks))
    renderers = [*home.renderers(), *(each for one in foreign for each in one.renderers)]
    _refuse_duplicates("renderer", ((each.name, each.plugin) for each in renderers))
    sources, metrics = home.sources()
    all_sources = [*sources, *((each, one.found.name) for one in foreign for each in one.sources)]
    _refuse_duplicates("source", ((each.name, plugin) for each, plugin in all_sources))
    all_metrics = [*metrics, *((each, one.found.name) for one in foreign for each in one.metrics)]
    _refuse_duplicates("metric", ((each.id, plugin) for each, plugin in all_metrics))
    words = [*home.vocabularies(), *(each for one in foreign for each in one.vocabularies)]
    return Plugins(
        states=tuple(sorted([*home.states(), *map(_state, foreign)], key=lambda each: each.name)),
        checks=tuple(sorted(checks, key=lambda each: each.code)),
        renderers=tuple(sorted(renderers, key=lambda each: (each.kind, each.name))),
        sources=tuple(sorted((each for each, _ in all_sources), key=lambda each: each.name)),
        metrics=tuple(sorted((each for each, _ in all_metrics), key=lambda each: each.id)),
        vocabulary=EMPTY.joined(*words, words_for([each for each, _ in all_metrics])),
        ours=frozenset(check.code for check in ours),
        removed={code: one.found.name for one in foreign for code in one.removed},
        foreign={one.found.name: one for one in foreign},
        host=host,
    )


class _Home:
    """First-party plugins, imported and registered in this process."""

    def __init__(self) -> None:
        self.manager = new_manager()
        self.modules: dict[str, ModuleType] = {}
        self.found: dict[str, Found] = {}
        self.broken: dict[str, str] = {}
        self.added: dict[str, dict[str, list[str]]] = {}

    def load(self, found: Found) -> None:
        """Import one; when that fails, the run goes on and is incomplete."""
        self.found[found.name] = found
        try:
            module = found.load()
            register(self.manager, found.name, module)
            self.modules[found.name] = module
        except PluginError as error:
            self.broken[found.name] = error.message
        except Exception as error:
            self.broken[found.name] = f"cannot be imported: it {describe_exception(error)}"

    def checks(self) -> tuple[Check, ...]:
        """Every first-party check, the engine's own among them, stamped with its plugin."""
        given = [("cxmap", waiver_expired_or_bare), *self._gather("cxmap_checks")]
        checks = [replace(check, plugin=name, version=self._version(name)) for name, check in given]
        return tuple(sorted(checks, key=lambda check: check.code))

    def renderers(self) -> list[Renderer]:
        """Every first-party renderer, stamped with its plugin."""
        return [replace(each, plugin=name) for name, each in self._gather("cxmap_renderers")]

    def sources(self) -> tuple[list[tuple[Source, str]], list[tuple[Metric, str]]]:
        """First-party sources and metrics, each with its plugin."""
        given = [(thing, name) for name, thing in self._gather("cxmap_sources")]
        metrics = [(thing, name) for thing, name in given if isinstance(thing, Metric)]
        return [(thing, name) for thing, name in given if not isinstance(thing, Metric)], metrics

    def vocabularies(self) -> list[Vocabulary]:
        """First-party words."""
        return [words for _, words in self._gather("cxmap_vocabularies")]

    def gather_all(self) -> None:
        """Call every hook, so that the states say what each plugin adds."""
        for gathered in (self.renderers, self.sources, self.vocabularies):
            gathered()

    def states(self) -> Iterator[PluginState]:
        """What became of every first-party plugin, those that are not there included."""
        for name in sorted({*FIRST_PARTY, *self.found}):
            version = self._version(name)
            if name in self.broken:
                yield PluginState(name, version, "failed", True, error=self.broken[name])
            elif name not in self.found:
                yield PluginState(name, version, "missing", True, error="is not installed; reinstall cxmap")
            else:
                adds = {hook: tuple(sorted(added)) for hook, added in self.added.get(name, {}).items()}
                yield PluginState(name, version, "loaded", True, adds)

    def _gather(self, hook: str) -> Iterator[tuple[str, Any]]:
        caller: pluggy.HookCaller = getattr(self.manager.hook, hook)
        # Sorted because pluggy calls the last plugin registered first.
        for implementation in sorted(caller.get_hookimpls(), key=lambda each: each.plugin_name):
            name = implementation.plugin_name
            things = list(implementation.function())  # type: ignore[call-overload]
            logger.debug("%s of %s gave %s", hook, name, ", ".join(map(_label, things)) or "nothing")
            for thing in things:
                self.added.setdefault(name, {}).setdefault(_kind(hook), []).append(_label(thing))
                yield name, thing

    def _version(self, name: str) -> str:
        from cxmap import __version__

        return self.found[name].version if name in self.found else __version__


_KINDS = {"cxmap_checks": "checks", "cxmap_renderers": "renderers", "cxmap_sources": "sources"}


def _kind(hook: str) -> str:
    return _KINDS.get(hook, "words")


def _label(thing: Any) -> str:
    if isinstance(thing, Vocabulary):
        return ", ".join(sorted(thing.lists))
    return str(getattr(thing, "code", None) or getattr(thing, "id", None) or thing.name)


def _state(foreign: Foreign) -> PluginState:
    adds = {
        "checks": tuple(check.code for check in foreign.checks),
        "renderers": tuple(each.name for each in foreign.renderers),
        "sources": tuple([each.name for each in foreign.sources] + [each.id for each in foreign.metrics]),
        "words": tuple(", ".join(sorted(each.lists)) for each in foreign.vocabularies),
    }
    said = {kind: names for kind, names in adds.items() if names}
    return PluginState(foreign.found.name, foreign.version, "loaded", False, said)


def _raised(ours: Sequence[Check], foreign: Sequence[Foreign]) -> Iterator[Check]:
    """First-party checks with the severities that organisations raise."""
    for check in ours:
        wanted: list[Severity] = [each.raised[check.code] for each in foreign if check.code in each.raised]
        yield replace(check, severity=max([check.severity, *wanted], key=SEVERITIES.index))


def _refuse_duplicates(noun: str, things: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for word, plugin in things:
        if word in seen and seen[word] != plugin:
            raise PluginError(
                plugin, f"adds the {noun} `{word}`, which `{seen[word]}` has already; rename it"
            )
        if word in seen:
            raise PluginError(plugin, f"adds the {noun} `{word}` twice; rename one")
        seen[word] = plugin


def survey(files: Iterable[LooseFile] = (), *, memory: int = MEMORY) -> tuple[PluginState, ...]:
    """The state of every plugin, each by itself: what cannot be loaded is listed with its error.

    Raises:
        PluginError: two plugins have one name.
    """
    found = find_plugins(files)
    home = _Home()
    for each in found:
        if each.first_party:
            home.load(each)
    host = Host(home.modules, home.checks(), memory)
    home.gather_all()
    states = list(home.states())
    for each in found:
        if each.first_party:
            continue
        try:
            states.append(_state(host.describe(each)))
        except PluginError as error:
            states.append(PluginState(each.name, each.version, "failed", False, error=error.message))
    return tuple(sorted(states, key=lambda each: each.name))


def add_commands(app: click.Group) -> None:
    """Let foreign plugins add their commands; only called when the word typed is none of ours.

    Raises:
        PluginError: one cannot be loaded.
    """
    manager = new_manager()
    for found in find_plugins():
        if found.first_party:
            continue
        try:
            module = found.load()
        except Exception as error:
            raise PluginError(found.name, f"cannot be imported: it {describe_exception(error)}") from None
        register(manager, found.name, module)
    manager.hook.cxmap_commands(app=app)
