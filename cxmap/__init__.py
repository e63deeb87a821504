"""Customer journeys as code: load, prove, measure and draw them. Public names are resolved on first use."""

from importlib import import_module

__version__ = "0.1.0"

# Name -> module, so that `import cxmap` costs nothing and every public name has one home.
_PUBLIC = {
    "Finding": "cxmap.checks",
    "JourneyGraph": "cxmap.graph",
    "LoadError": "cxmap.load",
    "Problem": "cxmap.syntax",
    "Unknown": "cxmap.checks",
    "Workspace": "cxmap.workspace",
    "check": "cxmap.checks",
    "hookimpl": "cxmap.hookspecs",
    "load": "cxmap.load",
    "metric": "cxmap.metrics",
    "render": "cxmap.render",
    "renderer": "cxmap.render",
    "select": "cxmap.select",
    "source": "cxmap.sources",
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
