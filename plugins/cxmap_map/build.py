"""From a report and a graph to everything one map shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cxmap import JourneyGraph, RenderError, Report, select
from cxmap_map import lanes, matrices
from cxmap_map.columns import lay_out
from cxmap_map.curves import draw_feelings
from cxmap_map.flows import draw_flows
from cxmap_map.folding import fold_lane, folding_for, open_stages, weights_for
from cxmap_map.heading import counted, make_goals, make_verdict
from cxmap_map.measures import measures
from cxmap_map.notes import make_notes, missing_facts
from cxmap_map.numbers import day
from cxmap_map.overlay import draw_overlay
from cxmap_map.plans import Other, other_layer, plan_lane
from cxmap_map.readings import make_readings
from cxmap_map.setting import Setting, chosen_language
from cxmap_map.texts import Words
from cxmap_map.view import MapView
from cxmap_map.view_cells import Lane
from cxmap_map.visits import claimed_crowd
from cxmap_map.walks import make_walks

ALL_LANES = (
    "flow", "customer", "touchpoints", "people", "systems", "feelings",
    "pains", "opportunities", "owners", "metrics", "data", "findings",
)  # fmt: skip
BEHIND = frozenset({"people", "systems"})
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "dv", "ps", "ckb", "sd", "ug"})


def build_view(
    report: Report, graph: JourneyGraph, *, language: str | None = None, at: str | None = None
) -> MapView:
    """Lay the whole map out, or the part of it that was chosen."""
    only = chosen(report, graph, at)
    theme = theme_of(report)
    words = Words(chosen_language(report, graph, language, theme), getattr(theme, "texts", None))
    count = len(graph.touchpoints) if only is None else len(only)
    folding = folding_for(count)
    least, most = weights_for(count)
    columns, stages = lay_out(graph, words, least=least, most=most, shown={}, only=only)
    draft = Setting(report, graph, words, columns, stages)
    shown = {column.id: lanes.shown(draft, column.index) for column in columns}
    columns, stages = lay_out(graph, words, least=least, most=most, shown=shown, only=only)
    notes, folded_notes = make_notes(report, graph, columns, words)
    setting = Setting(report, graph, words, columns, stages, notes, checked=bool(report.checks))
    setting = replace(setting, stages=open_stages(setting, folding))
    other = other_layer(report, graph)
    flows = draw_flows(setting, claimed_crowd(other.graph) if other is not None else None)
    made = _lanes(setting, tuple(getattr(theme, "lanes", ()) or ALL_LANES), other)
    owners = lanes.owners(setting)
    missing = missing_facts(report, graph, columns, words)
    path = [column for column in columns if not column.anytime]
    return MapView(
        title=setting.say(graph.journey.journey),
        kicker=_kicker(report, graph, words),
        deck=setting.say(graph.journey.about) if graph.journey.about is not None else "",
        language=words.language,
        direction="rtl" if words.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        stages=setting.stages,
        columns=columns,
        weights=round(sum(column.weight for column in columns), 1),
        path_weights=round(sum(column.weight for column in path), 1),
        path_count=len(path),
        lanes=made,
        flow=flows.claimed,
        measured=flows.measured,
        measured_says=flows.measured_says,
        overlay=draw_overlay(setting, other, flows) if other is not None else None,
        feelings=draw_feelings(setting),
        notes=notes,
        folded_notes=folded_notes,
        missing=missing,
        whole=tuple(note.badge for note in notes if not note.places),
        goals=make_goals(setting),
        verdict=make_verdict(report, graph, notes, len(missing), words),
        walks=make_walks(setting),
        readings=make_readings(setting, flows.claimed.visits, owners, flows.counted),
        owners=_owner_choices(setting),
        channels=_channel_choices(setting),
        families=tuple((family, family) for family in sorted({note.family for note in notes})),
        footnotes=_footnotes(setting, flows.counted),
        imprint=_imprint(report, graph, words),
        folding=folding,
        size_says=_size(setting, folding, at if only is not None else None),
    )


def theme_of(report: Report) -> Any:
    """The theme of the workspace, or nothing."""
    config = getattr(report.workspace, "config", None)
    return getattr(config, "theme", None)


def _kicker(report: Report, graph: JourneyGraph, words: Words) -> str:
    name = getattr(report.workspace, "name", "") or ""
    text = words("map_of", workspace=name) if name else words("caption", title="").partition(":")[0]
    return f"{text}; {words('layer', layer=graph.layer)}" if graph.layer not in {"", "as-is"} else text


def _lanes(setting: Setting, keys: tuple[str, ...], other: Other | None) -> tuple[Lane, ...]:
    makers = {
        "customer": lanes.customer,
        "touchpoints": lanes.meets_lane,
        "people": lanes.people,
        "systems": matrices.systems,
        "pains": lanes.pains,
        "opportunities": lanes.opportunities,
        "owners": lanes.owners,
        "metrics": measures,
        "data": matrices.data,
        "findings": lanes.findings,
    }
    words = setting.words
    made: list[Lane] = []
    lined = False
    for key in keys:
        if key in BEHIND and not lined and made:
            made.append(Lane("line", "line", words("lane_line")))
            lined = True
        if key == "flow":
            made.append(Lane("flow", "flow", words("lane_flow"), words("lane_flow_about")))
        elif key == "feelings":
            made.append(Lane("feelings", "feelings", words("lane_feelings")))
        else:
            made.append(makers[key](setting))
    if other is not None:
        before = next((at for at, lane in enumerate(made) if lane.key == "findings"), len(made))
        made.insert(before, plan_lane(setting, other))
    return tuple(fold_lane(setting, lane) for lane in made)


def _owner_choices(setting: Setting) -> tuple[tuple[str, str], ...]:
    owners = dict.fromkeys(owner for column in setting.columns for owner in column.owners)
    return tuple((owner, setting.owner_title(owner)) for owner in owners)


def _channel_choices(setting: Setting) -> tuple[tuple[str, str], ...]:
    channels = dict.fromkeys(channel for column in setting.columns for channel in column.channel_ids)
    return tuple((channel, channel.replace("-", " ")) for channel in channels)


def _footnotes(setting: Setting, many: bool) -> tuple[str, ...]:
    words, graph = setting.words, setting.graph
    titles = {column.id: column.title for column in setting.columns}
    notes = []
    for promise in graph.journey.promises:
        if promise.to is None or promise.within is None:
            continue
        what = f"{setting.say(promise.what).rstrip('.')}, " if promise.what is not None else ""
        ends = {"from": titles.get(promise.from_, promise.from_), "to": titles.get(promise.to, promise.to)}
        notes.append(words("promise", what=what, time=promise.within, **ends))
    for pain in graph.journey.pains:
        hurts = setting.say(pain.what) if pain.what is not None else str(pain.cause or "").replace("-", " ")
        notes.append(words("whole_pain", what=hurts.rstrip(".")))
    notes += [
        words("whole_idea", what=setting.say(idea.what).rstrip(".")) for idea in graph.journey.opportunities
    ]
    if any(" d" in style for style, _ in draw_feelings(setting).lines):
        notes.append(words("dotted"))
    if many:
        notes.append(words("claimed_shares"))
    notes += [str(note) for note in setting.report.notes]
    return tuple(notes)


def _imprint(report: Report, graph: JourneyGraph, words: Words) -> str:
    """Version, day, file and the beginning and end of its digest."""
    import cxmap

    place = graph.place(graph.journey)
    return words(
        "imprint", version=cxmap.__version__, date=day(report.as_of, words.language), file=place.file
    )


def chosen(report: Report, graph: JourneyGraph, at: str | None) -> frozenset[str] | None:
    """The touchpoints that were asked for; None when all are.

    Raises:
        RenderError: the selection cannot be read or matches nothing here.
    """
    if at is None:
        return None
    found: dict[str, set[str]] = {}
    for finding in report.findings:
        if finding.journey == graph.id:
            for name in (finding.code, finding.name):
                found.setdefault(name, set()).update(finding.element.split(" -> "))
    try:
        held = select(graph, at, found={name: frozenset(each) for name, each in found.items()})
    except ValueError as error:
        raise RenderError(str(error)) from None
    if not held:
        raise RenderError(f"`{at}` matches nothing in `{graph.id}`; choose another selection")
    return None if len(held) == len(graph.touchpoints) else held


def _size(setting: Setting, folding: str, at: str | None) -> str:
    words = setting.words
    if at is not None:
        return words("only", selection=at)
    if folding not in {"overview", "list"}:
        return ""
    return words("showing", stages=len(setting.stages), n=len(setting.columns))


def sizes(view: MapView, words: Words) -> tuple[str, ...]:
    """The counts that stand in the corner of the table."""
    stages = [stage for stage in view.stages if not stage.anytime]
    lines = [counted(words, "stage_count", len(stages)), counted(words, "touchpoint_count", view.path_count)]
    if len(view.columns) > view.path_count:
        lines.append(words("anytime_count", n=len(view.columns) - view.path_count))
    return tuple(lines)
