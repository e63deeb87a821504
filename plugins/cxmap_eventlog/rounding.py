"""Shares in tenths of a percent that never come to more than the whole."""

from __future__ import annotations

from collections.abc import Mapping


def per_mille(counts: Mapping[str, int], total: int) -> dict[str, int]:
    """Round by largest remainder: together the shares are what the counts are of the total, no more."""
    if not total:
        return {}
    exact = {name: divmod(count * 1000, total) for name, count in counts.items()}
    wanted = sum(counts.values()) * 1000 // total
    missing = wanted - sum(whole for whole, _ in exact.values())
    first = set(sorted(exact, key=lambda name: (-exact[name][1], name))[:missing])
    return {name: whole + (name in first) for name, (whole, _) in exact.items()}


def tenths(share: int) -> str:
    """Tenths of a percent as the language writes a share."""
    return f"{share / 10:g}%"
