"""Customer journeys as code: load, prove, measure and draw them. Public names are resolved on first use."""

from importlib import import_module

__version__ = "0.1.0"

# Name -> module, so that `import cxmap` costs nothing and every public name has one home.
_PUBLIC = {
    "Breach": "cxmap.consent",
    "Cover": "cxmap.gates",
    "Finding": "cxmap.checks",
    "JourneyGraph": "cxmap.graph",
    "LoadError": "cxmap.load",
    "Problem": "cxmap.syntax",
    "Unknown": "cxmap.checks",
    "Witness": "cxmap.gates",
    "Workspace": "cxmap.workspace",
    "best_path": "cxmap.flow",
    "check": "cxmap.checks",
    "consent_cover": "cxmap.breaches",
    "consent_states": "cxmap.consent",
    "distance": "cxmap.flow",
    "every_path_passes": "cxmap.gates",
    "find_breaches": "cxmap.breaches",
    "find_cover": "cxmap.gates",
    "find_dominators": "cxmap.gates",
    "find_loops": "cxmap.flow",
    "find_traps": "cxmap.flow",
    "first_walker": "cxmap.gates",
    "hookimpl": "cxmap.hookspecs",
    "likely_path": "cxmap.flow",
    "load": "cxmap.load",
    "metric": "cxmap.metrics",
    "places_to_ask": "cxmap.breaches",
    "reachable": "cxmap.flow",
    "reaches": "cxmap.flow",
    "reaching": "cxmap.flow",
    "render": "cxmap.render",
    "renderer": "cxmap.render",
    "say_path": "cxmap.flow",
    "select": "cxmap.select",
    "shortest_loop": "cxmap.flow",
    "shortest_path": "cxmap.flow",
    "smallest_cut": "cxmap.gates",
    "source": "cxmap.sources",
    "steps_to": "cxmap.flow",
    "way_around": "cxmap.gates",
}

__all__ = ["__version__", *_PUBLIC]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> object:
    """Import a public name from its module.

    Raises:
        AttributeError: `name` is not public.
    """
    if name not in _PUBLIC:
        raise AttributeError(f"module 'cxmap' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
