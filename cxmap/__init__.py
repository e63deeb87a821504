"""Customer journeys as code: load, prove, measure and draw them. Public names are resolved on first use."""

from importlib import import_module

__version__ = "0.1.0"

# Name -> module, so that `import cxmap` costs nothing and every public name has one home.
_PUBLIC = {
    "Attainment": "cxmap.targets",
    "Bounds": "cxmap.intervals",
    "Breach": "cxmap.consent",
    "Cover": "cxmap.gates",
    "Duration": "cxmap.values",
    "Estimate": "cxmap.metrics",
    "Finding": "cxmap.checks",
    "Input": "cxmap.metrics",
    "JourneyGraph": "cxmap.graph",
    "LoadError": "cxmap.loading",
    "Metric": "cxmap.metrics",
    "Moments": "cxmap.intervals",
    "Number": "cxmap.intervals",
    "Problem": "cxmap.syntax",
    "Rows": "cxmap.metrics",
    "Tally": "cxmap.metrics",
    "Unknown": "cxmap.checks",
    "Vocabulary": "cxmap.vocabulary",
    "Word": "cxmap.vocabulary",
    "Vocabulary": "cxmap.vocabulary",
    "Word": "cxmap.vocabulary",
    "Witness": "cxmap.gates",
    "Workspace": "cxmap.workspace",
    "adjusted_wald_net": "cxmap.intervals",
    "benjamini_hochberg": "cxmap.intervals",
    "best_path": "cxmap.flow",
    "bootstrap": "cxmap.intervals",
    "change": "cxmap.targets",
    "check": "cxmap.checks",
    "consent_cover": "cxmap.breaches",
    "consent_states": "cxmap.consent",
    "days": "cxmap.metrics",
    "distance": "cxmap.flow",
    "every_path_passes": "cxmap.gates",
    "find_breaches": "cxmap.breaches",
    "find_cover": "cxmap.gates",
    "find_dominators": "cxmap.gates",
    "find_loops": "cxmap.flow",
    "find_traps": "cxmap.flow",
    "first_walker": "cxmap.gates",
    "from_value": "cxmap.targets",
    "hookimpl": "cxmap.hookspecs",
    "judge": "cxmap.targets",
    "kaplan_meier": "cxmap.survival",
    "likely_path": "cxmap.flow",
    "load": "cxmap.opening",
    "mean": "cxmap.shares",
    "median": "cxmap.shares",
    "median_age": "cxmap.survival",
    "metric": "cxmap.metrics",
    "micros": "cxmap.metrics",
    "moments": "cxmap.intervals",
    "net": "cxmap.shares",
    "newcombe": "cxmap.intervals",
    "percentiles": "cxmap.intervals",
    "places_to_ask": "cxmap.breaches",
    "proportion": "cxmap.shares",
    "quantile": "cxmap.intervals",
    "ratio": "cxmap.shares",
    "ratio_interval": "cxmap.intervals",
    "reachable": "cxmap.flow",
    "reaches": "cxmap.flow",
    "reaching": "cxmap.flow",
    "render": "cxmap.rendering",
    "renderer": "cxmap.rendering",
    "resampled_mean": "cxmap.shares",
    "sample_size": "cxmap.targets",
    "sample_size_of_means": "cxmap.targets",
    "say_path": "cxmap.flow",
    "seconds": "cxmap.metrics",
    "select": "cxmap.selecting",
    "shortest_loop": "cxmap.flow",
    "shortest_path": "cxmap.flow",
    "small": "cxmap.shares",
    "smallest_cut": "cxmap.gates",
    "source": "cxmap.sources",
    "steps_to": "cxmap.flow",
    "survival_at": "cxmap.survival",
    "way_around": "cxmap.gates",
    "welch": "cxmap.intervals",
    "wilson": "cxmap.intervals",
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
