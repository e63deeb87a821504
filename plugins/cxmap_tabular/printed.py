"""What `cxmap measure` prints for people: a table a metric, the scorecard, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cxmap import Estimate
from cxmap_tabular.observe import Notes
from cxmap_tabular.show import count_of, digits_of, escape, interval, say_value

if TYPE_CHECKING:
    from rich.table import Table

    from cxmap_tabular.command_workspace import Line


def tables(lines: Sequence[Line]) -> list[Table]:
    """One table a metric, from the journey down to touchpoints and personas."""
    made: dict[str, Table] = {}
    periods = any(line.measured.cell.period for line in lines)
    for line in lines:
        name = line.measured.cell.definition.id
        if name not in made:
            made[name] = _heading(line, periods)
        made[name].add_row(*_row(line, periods))
    return list(made.values())


def _heading(line: Line, periods: bool) -> Table:
    from rich.table import Table

    kind = line.measured.cell.definition.kind
    title = f"{line.measured.cell.definition.id}: {kind.title} ({kind.unit})"
    table = Table(title=title, title_justify="left")
    for name in ("at", "by", *(["period"] if periods else [])):
        table.add_column(name)
    for name in ("value", "95% interval", "n", "target"):
        table.add_column(name, justify="right")
    table.add_column("state")
    if periods:
        table.add_column("change since the period before")
    return table


def _row(line: Line, periods: bool) -> list[str]:
    cell, e = line.measured.cell, line.measured.estimate
    kind = cell.definition.kind
    digits = digits_of(kind)
    by = ", ".join(f"{name} {word}" for name, word in cell.by.items())
    value = "too few" if line.measured.hidden else say_value(e.value, kind.unit, digits) or "no data"
    row = [escape(cell.at or ""), escape(by), *([cell.period or ""] if periods else []), value]
    row += [
        interval(e.low, e.high, kind.unit, digits),
        count_of(e.n, line.measured.hidden),
        line.target_text,
        _state(line),
    ]
    return [*row, _moved(line)] if periods else row


def _state(line: Line) -> str:
    if line.verdict is None or line.measured.hidden:
        return ""
    if line.verdict.settles is not None:
        return f"{line.verdict.state}; n = {line.verdict.settles} would settle it"
    return line.verdict.state


def _moved(line: Line) -> str:
    if line.change is None or line.change.estimate.value is None:
        return ""
    kind = line.measured.cell.definition.kind
    shown = say_value(line.change.estimate.value, kind.unit, digits_of(kind))
    sign = "+" if line.change.estimate.value > 0 else ""
    return f"{sign}{shown} ({'more than chance' if line.change.significant else 'may be chance'})"


def scorecard_lines(cards: Mapping[str, Mapping[str, Estimate]]) -> Iterator[str]:
    """How far targets are attained, in sentences."""
    for journey, parts in cards.items():
        whole = parts.get("all")
        if whole is None or whole.value is None:
            continue
        inside = ", ".join(
            f"{name} {card.value:.0f}"
            for name, card in parts.items()
            if name != "all" and card.value is not None
        )
        yield f"scorecard of {journey}: {whole.value:.0f} of 100 on the way from baselines to targets ({inside})"


def noted(notes: Sequence[Notes]) -> Iterator[str]:
    """What was left out, in sentences."""
    for one in notes:
        for meaning, words in sorted(one.unmatched.items()):
            ranked = sorted(words.items(), key=lambda item: (-item[1], item[0]))
            many = ", ".join(f"`{escape(word)}` {count}" for word, count in ranked)
            yield f"{one.source}: no {meaning} matches {many}; add them under `words:` or map them to ignore"
        if one.ignored:
            yield f"{one.source}: {one.ignored} rows are ignored as `words:` says"
        for meaning in one.unread:
            yield f"{one.source}: the column for `{meaning}` is not used; every answer counts once"
