"""Tallies from columns that already hold counts, and from files of counts."""

from __future__ import annotations

from collections.abc import Mapping

from cxmap import Metric, Number, Tally

_NET = {"promoters": 10, "passives": 8, "detractors": 0}
_FIVE = {"very_unsatisfied": 1, "unsatisfied": 2, "neutral": 3, "satisfied": 4, "very_satisfied": 5}
_SHARE = ("met", "numerator")
_WHOLE = ("n", "denominator")


def names_of_counts(metric: Metric) -> tuple[str, ...]:
    """The words under which a metric takes counts."""
    if metric.spread == "net" and metric.id in ("nps", "enps"):
        return tuple(_NET)
    if metric.spread == "proportion" and metric.rows is not None:
        return ("met", "n", "numerator", "denominator")
    if len(metric.inputs) == 1 and metric.inputs[0].kind == "integer":
        names = tuple(_FIVE) if metric.id.startswith("csat") else ()
        return (*names, *(f"score_{score}" for score in range(11)))
    return ()


def tally_of_counts(metric: Metric, counts: Mapping[str, int]) -> Tally:
    """The tally that counts stand for.

    Raises:
        ValueError: a word is unknown, a count is negative, or a part is larger than the whole.
    """
    known = names_of_counts(metric)
    for name, many in counts.items():
        if name not in known:
            shown = ", ".join(f"`{one}`" for one in known)
            raise ValueError(
                f"`{name}` is no count of {metric.id}; {f'write {shown}' if known else 'it takes rows only'}"
            )
        if many < 0:
            raise ValueError(f"`{name}` is {many}; a count is never negative")
    if "met" in known:
        return _share(counts)
    values: dict[tuple[Number | str | None, ...], int] = {}
    for name, many in counts.items():
        score = (
            _NET.get(name, _FIVE.get(name))
            if name in _NET or name in _FIVE
            else int(name.removeprefix("score_"))
        )
        values[(score,)] = values.get((score,), 0) + many
    return Tally(values)


def _share(counts: Mapping[str, int]) -> Tally:
    part = next((counts[name] for name in _SHARE if name in counts), None)
    whole = next((counts[name] for name in _WHOLE if name in counts), None)
    if part is None or whole is None:
        raise ValueError("a share needs two counts; write `met` and `n`")
    if part > whole:
        raise ValueError(f"{part} of {whole} is more than all; check the counts")
    return Tally({(1,): part, (0,): whole - part})
