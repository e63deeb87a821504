"""What the company does with personal data, one line per purpose and data item: the record of Art. 30."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from cxmap import (
    SPECIAL,
    JourneyGraph,
    Report,
    Surprise,
    Touchpoint,
    asking,
    consent_cover,
    fed_from,
    find_surprises,
    is_same_data,
    is_under,
    tells,
    unit_at,
    withdrawing,
)

Names = tuple[str, ...]


@dataclass
class Processing:
    """One purpose and one data item, over all journeys; touchpoints are written `journey.touchpoint`."""

    purpose: str
    data: str
    purpose_title: str = ""
    purpose_key: str | None = None
    basis: str | None = None
    condition: str | None = None
    assessment: str | None = None
    data_title: str = ""
    data_key: str | None = None
    special: bool = False
    how: str = "asked"
    keep: str | None = None
    keep_after: str | None = None
    lasts: str | None = None
    subjects: list[str] = field(default_factory=list)
    journeys: list[str] = field(default_factory=list)
    controllers: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    collected_at: list[str] = field(default_factory=list)
    used_at: list[str] = field(default_factory=list)
    told_at: list[str] = field(default_factory=list)
    asked_at: list[str] = field(default_factory=list)
    withdrawn_at: list[str] = field(default_factory=list)
    rights_at: list[str] = field(default_factory=list)
    carried_by: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


def find_processing(report: Report) -> tuple[Processing, ...]:
    """Every purpose and data item of the journeys in a report, sorted by purpose and item."""
    rows: dict[tuple[str, str], Processing] = {}
    for graph in graphs_of(report):
        for touchpoint in graph.touchpoints:
            for purpose in dict.fromkeys((*touchpoint.collects, *touchpoint.uses)):
                items = (*touchpoint.collects.get(purpose, ()), *touchpoint.uses.get(purpose, ()))
                for item in dict.fromkeys(items):
                    row = rows.get((purpose, item))
                    if row is None:
                        row = rows[purpose, item] = _described(graph, purpose, item)
                    _add_place(graph, row, touchpoint)
        for row in rows.values():
            if graph.id in row.journeys:
                _add_journey(graph, row)
    return tuple(rows[key] for key in sorted(rows))


def graphs_of(report: Report) -> tuple[JourneyGraph, ...]:
    """The journeys of a report as graphs, by id."""
    if report.workspace is None:
        return ()
    return tuple(graph for graph in report.workspace.graphs if graph.id in report.journeys)


def _described(graph: JourneyGraph, purpose: str, item: str) -> Processing:
    aim, held = graph.purposes.get(purpose), graph.data.get(item)
    key = graph.data_key(item)
    return Processing(
        purpose=purpose,
        data=item,
        purpose_title=aim.title if aim is not None else purpose,
        purpose_key=graph.purpose_key(purpose),
        basis=graph.basis(purpose),
        condition=(aim.special if aim else None) or (held.special if held else None),
        assessment=str(aim.assessment) if aim is not None and aim.assessment else None,
        data_title=held.title if held is not None else item,
        data_key=key,
        special=is_under(key, *SPECIAL),
        how=held.how if held is not None else "asked",
        keep=str(held.keep) if held is not None and held.keep else None,
        keep_after=str(held.keep_after) if held is not None and held.keep_after else None,
        lasts=str(aim.lasts) if aim is not None and aim.lasts else None,
    )


def _add_place(graph: JourneyGraph, row: Processing, touchpoint: Touchpoint) -> None:
    """What one touchpoint says about a line."""
    name = f"{graph.id}.{touchpoint.id}"
    _add(row.journeys, [graph.id])
    if row.data in touchpoint.collects.get(row.purpose, ()):
        _add(row.collected_at, [name])
    if row.data in touchpoint.uses.get(row.purpose, ()):
        _add(row.used_at, [name])
    unit = unit_at(graph, touchpoint)
    _add(row.units, [unit] if unit else [])
    _add(row.owners, touchpoint.owner)
    _add(row.systems, touchpoint.system)


def _add_journey(graph: JourneyGraph, row: Processing) -> None:
    """What a journey as a whole says about a line: who is told, asked and able to withdraw, who gets it."""

    def placed(names: Iterable[str]) -> list[str]:
        return [f"{graph.id}.{name}" for name in names]

    _add(row.told_at, placed(tells(graph, row.purpose)))
    _add(row.asked_at, placed(asking(graph, row.purpose)))
    _add(row.withdrawn_at, placed(withdrawing(graph, row.purpose)))
    _add(row.rights_at, placed(t.id for t in graph.touchpoints if t.rights))
    _add(row.subjects, sorted({persona.subject for persona in graph.personas} or {"customer"}))
    _add(row.controllers, controllers_of(graph))
    _add(row.systems, sorted(fed_from(graph, row.systems, row.data)))
    _add(row.recipients, recipients_of(graph, row))
    _add(row.carried_by, carriers_of(graph, row))
    _add(row.surprises, surprises_of(graph, row))
    regions = [graph.systems[name].region for name in row.systems if name in graph.systems]
    _add(row.regions, [str(region) for region in regions if region])


def controllers_of(graph: JourneyGraph) -> list[str]:
    """The organisations that answer: those of the journey owners' units, else the owners."""
    names = []
    for owner in graph.journey.owner:
        unit = graph.register.units.get(graph.unit_of(owner) or "")
        names.append(str(unit.organisation) if unit is not None and unit.organisation else owner)
    return names


def recipients_of(graph: JourneyGraph, row: Processing) -> list[str]:
    """Who else gets the data for the purpose: by sharing rules, and on systems of other companies."""
    shared = [
        rule.to
        for rule in graph.register.sharing
        if row.purpose in rule.for_ and any(is_same_data(graph, row.data, item) for item in rule.data)
    ]
    return shared + [
        f"{name} (external)" for name in row.systems if name in graph.systems and graph.systems[name].external
    ]


def carriers_of(graph: JourneyGraph, row: Processing) -> list[str]:
    """For every use that rests on consent: which questions all paths to it pass."""
    if row.basis != "consent":
        return []
    told = []
    for place in (name for name in row.used_at if name.startswith(f"{graph.id}.")):
        cover = consent_cover(graph, place.partition(".")[2], row.purpose)
        gates = " or ".join(cover.gates)
        told.append(f"{place}: asked at {gates}" if gates else f"{place}: not on every path")
    return told


def surprises_of(graph: JourneyGraph, row: Processing) -> list[str]:
    """The uses on which some customer arrives who neither gave the data nor was told, and how many do."""
    found = []
    for one in _surprises(graph):
        if (one.purpose, one.data) == (row.purpose, row.data):
            share = "share unknown" if one.share is None else f"{one.share:.1%} of customers"
            found.append(f"{graph.id}.{one.touchpoint} ({share})")
    return found


@lru_cache(maxsize=1)
def _surprises(graph: JourneyGraph) -> tuple[Surprise, ...]:
    return find_surprises(graph)


def _add(held: list[str], more: Iterable[str]) -> None:
    held.extend(name for name in more if name not in held)
