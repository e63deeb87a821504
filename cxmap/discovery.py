"""Find plugins: those installed under the entry-point group `cxmap`, and files that somebody named."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import EntryPoint, entry_points
from types import FunctionType, ModuleType

import pluggy

from cxmap import hookspecs
from cxmap.hookspecs import PROJECT
from cxmap.vocabulary import nearest

GROUP = "cxmap"
FIRST_PARTY = (
    "cxmap_audits", "cxmap_consent", "cxmap_data", "cxmap_diagrams", "cxmap_eventlog", "cxmap_exchange",
    "cxmap_friction", "cxmap_governance", "cxmap_inclusion", "cxmap_map", "cxmap_measures", "cxmap_metrics",
    "cxmap_site", "cxmap_structure", "cxmap_tabular", "cxmap_vocabularies",
)  # fmt: skip
HOOKS = tuple(sorted(name for name in vars(hookspecs) if name.startswith("cxmap_")))


class PluginError(Exception):
    """A plugin that cannot be loaded, or two that cannot be loaded together; the sentence names it."""

    def __init__(self, plugin: str, message: str) -> None:
        super().__init__(f"the plugin `{plugin}` {message}")
        self.plugin = plugin
        self.message = message


@dataclass(frozen=True)
class LooseFile:
    """A plugin in a single file that was named on the command line or in cxmap.yaml."""

    path: str
    source: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The plugin's name: the file's, without its ending."""
        return name_of_file(self.path)


@dataclass(frozen=True)
class Found:
    """A plugin that may be loaded: installed, or a file."""

    name: str
    version: str
    first_party: bool
    entry_point: EntryPoint | None = None
    loose: LooseFile | None = None

    def load(self) -> ModuleType:
        """Import the plugin; whatever goes wrong is the caller's to catch."""
        if self.loose is not None:
            return _run_file(self.name, self.loose)
        assert self.entry_point is not None
        loaded = self.entry_point.load()
        if not isinstance(loaded, ModuleType):
            raise TypeError(f"its entry point is a {type(loaded).__name__}; name the module")
        return loaded


def name_of_file(path: str) -> str:
    """The name of a plugin in a file of its own."""
    return re.sub(r"\W", "_", path.rpartition("/")[2].removesuffix(".py"))


def find_plugins(files: Iterable[LooseFile] = ()) -> tuple[Found, ...]:
    """Every plugin there is, sorted by name; nothing is imported.

    Raises:
        PluginError: two plugins have one name.
    """
    found: dict[str, Found] = {}
    for each in [*_installed(), *(_loose(file) for file in files)]:
        if each.name in found:
            raise PluginError(each.name, "is there twice; remove one or give it another name")
        found[each.name] = each
    return tuple(found[name] for name in sorted(found))


def new_manager() -> pluggy.PluginManager:
    """A plugin manager that knows the hooks and no plugin."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


def register(manager: pluggy.PluginManager, name: str, module: ModuleType) -> None:
    """Register a plugin and refuse what would silently do nothing.

    Raises:
        PluginError: a hook is misspelt, lacks its mark or takes other arguments.
    """
    try:
        manager.register(module, name)
    except (pluggy.PluginValidationError, ValueError) as error:
        message = str(error).splitlines()[-1] if str(error) else "cannot be registered"
        raise PluginError(name, f"has a hook that does not fit: {message}") from None
    for hook, value in sorted(vars(module).items()):
        if not isinstance(value, FunctionType) or not hook.startswith("cxmap_"):
            continue
        if hook not in HOOKS:
            close = nearest(hook, HOOKS)
            hint = f"did you mean `{close}`?" if close else f"the hooks are {', '.join(HOOKS)}"
            raise PluginError(name, f"implements `{hook}`, which is no hook; {hint}")
        if not hasattr(value, f"{PROJECT}_impl"):
            raise PluginError(name, f"has `{hook}` without its mark; write `@hookimpl` above it")
    _refuse_pending(manager, name)


def _refuse_pending(manager: pluggy.PluginManager, name: str) -> None:
    try:
        manager.check_pending()
    except pluggy.PluginValidationError:
        pending = sorted(hook for hook, caller in vars(manager.hook).items() if not caller.has_spec())
        hooks = ", ".join(f"`{hook}`" for hook in pending)
        raise PluginError(name, f"implements {hooks}, which is no hook; {', '.join(HOOKS)} are") from None


def _installed() -> Iterable[Found]:
    seen: set[tuple[str, str]] = set()
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        distribution = _normal(entry.dist.name if entry.dist else "")
        # The same distribution may lie twice on the path, once as it was installed and once as it is edited.
        if (entry.name, distribution) in seen:
            continue
        seen.add((entry.name, distribution))
        version = entry.dist.version if entry.dist else ""
        yield Found(entry.name, version, distribution == PROJECT, entry_point=entry)


def _loose(file: LooseFile) -> Found:
    # A file has no version of its own; what it holds is what a reviewer can compare.
    version = f"sha256:{sha256(file.source).hexdigest()[:16]}"
    return Found(file.name, version, first_party=False, loose=file)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _run_file(name: str, file: LooseFile) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = file.path
    sys.modules[name] = module
    exec(compile(file.source, file.path, "exec"), module.__dict__)
    return module
