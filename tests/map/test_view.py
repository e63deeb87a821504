"""What the map says before any markup: counts that a reader can repeat, and unknown facts as unknown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxmap import RenderError
from cxmap.filekinds import Observation
from cxmap.report import ReportedUnknown
from cxmap.testing import workspace
from cxmap.workspace import Workspace
from cxmap_map.build import ALL_LANES, build_view
from cxmap_map.numbers import people
from cxmap_map.visits import share_of

Kit = Any


def view_of(kit: Kit, files: Any, *findings: Any, **more: Any) -> Any:
    built = workspace(kit.files(files) if isinstance(files, str) and "\n" not in files else files)
    return build_view(kit.report(built, *findings, **more), built.graphs[0])


def lane(view: Any, key: str) -> Any:
    return next(each for each in view.lanes if each.key == key)


def test_insurer_counts_are_those_of_the_canon(kit: Kit, insurer: Workspace) -> None:
    view = build_view(kit.report(insurer), insurer.graphs[0])
    counts = {name: people(share) for name, share in view.flow.visits.items()}
    assert counts["buy_online"] == "71"
    assert counts["renewed"] == "57"
    assert counts["lapsed"] == "14"
    assert "25 leave at Quote web" in view.flow.words


def test_insurer_feelings_leave_the_unasked_open(kit: Kit, insurer: Workspace) -> None:
    view = build_view(kit.report(insurer), insurer.graphs[0])
    asked = {view.columns[point.column].id for point in view.feelings.points}
    assert asked == {"buy_online", "report_claim", "claim_paid", "renewal_offer"}
    covered = {
        index for hatch in view.feelings.hatches for index in range(hatch.start, hatch.start + hatch.span)
    }
    assert covered == {
        column.index for column in view.columns if not column.anytime and column.id not in asked
    }
    dotted = [style for style, _ in view.feelings.lines if style.endswith(" d")]
    assert len(dotted) == 2  # nobody was asked between buying and the claim


def test_insurer_closed_columns_of_the_driver_who_does_not_phone(kit: Kit, insurer: Workspace) -> None:
    view = build_view(kit.report(insurer), insurer.graphs[0])
    walks = {walk.id: walk for walk in view.walks}
    assert walks["loyal_lena"].closed == ()
    closed = {view.columns[index].id for index in walks["first_car_fay"].closed}
    assert {"quote_call", "report_claim", "save_call", "complain"} <= closed
    assert "claim_paid" in closed  # only reachable through the phone


def test_lanes_stand_in_the_order_of_the_theme(kit: Kit) -> None:
    files = {**kit.files("house 20"), "cxmap.yaml": "cxmap: 1\ntheme: {lanes: [findings, people, flow]}\n"}
    view = view_of(kit, files)
    assert [each.key for each in view.lanes] == ["findings", "line", "people", "flow"]


def test_all_twelve_lanes_and_the_line_of_visibility(kit: Kit) -> None:
    keys = [each.key for each in view_of(kit, "house 20").lanes]
    assert [key for key in keys if key != "line"] == list(ALL_LANES)
    assert keys[keys.index("line") + 1] == "people"


@pytest.mark.parametrize("name", ["bare", "scripts", "house 20", "house 60", "house 120"])
def test_cells_of_every_lane_cover_every_column_once_and_never_two_stages(kit: Kit, name: str) -> None:
    view = view_of(kit, name)
    starts = {stage.start for stage in view.stages}
    for each in view.lanes:
        for cells in (each.cells, each.bands, each.chips, *(row.glyphs for row in each.rows)):
            if not cells:
                continue
            assert [cell.start for cell in cells] == [0, *accumulated(cells)[:-1]]
            assert accumulated(cells)[-1] == len(view.columns)
            for cell in cells:
                assert not starts & set(range(cell.start + 1, cell.start + cell.span))


def accumulated(cells: Any) -> list[int]:
    total, ends = 0, []
    for cell in cells:
        total += cell.span
        ends.append(total)
    return ends


def test_findings_are_numbered_errors_first_and_stand_where_they_bite(kit: Kit) -> None:
    built = workspace(kit.files("house 20"))
    graph = built.graphs[0]
    found = (
        kit.finding(graph, "t9", code="GOV001"),
        kit.finding(graph, "t4", code="CON001", severity="error", path=("t2", "t3", "t4")),
        kit.finding(graph, "t3 -> t4", code="GOV005", kind="edge", path=("t3", "t4")),
        kit.finding(graph, "t1", code="MET005", severity="info"),
    )
    view = build_view(kit.report(built, *found), graph)
    assert [(note.number, note.mark, note.places) for note in view.notes] == [
        (1, "error", (4,)),
        (2, "warning", (4,)),
        (3, "warning", (9,)),
        (4, "info", (1,)),
    ]
    assert [step.column for step in view.notes[0].steps] == [2, 3, 4]
    assert view.notes[0].steps[0].where.startswith("move-house.yaml:")


def test_findings_with_one_cause_are_one_note_that_counts_them(kit: Kit) -> None:
    built = workspace(kit.files("house 20"))
    graph = built.graphs[0]
    same = tuple(
        kit.finding(graph, f"t{n}", code="GOV013", message=f"`t{n}` asks and nobody calls back")
        for n in (2, 5, 7)
    )
    other = kit.finding(graph, "t8", code="GOV013", message="`t8` asks and nobody calls back within 3 days")
    view = build_view(kit.report(built, *same, other), graph)
    assert [(note.count, note.places) for note in view.notes] == [(3, (2, 5, 7)), (1, (8,))]
    assert not view.notes[0].is_path


def test_messages_name_things_as_people_do(kit: Kit) -> None:
    built = workspace(kit.files("house 20"))
    graph = built.graphs[0]
    view = build_view(
        kit.report(
            built, kit.finding(graph, "t4", message="`t4` runs on `web_shop` for `care`; write `feeds:`")
        ),
        graph,
    )
    assert view.notes[0].message == "Get the quote 1 runs on Web shop for Care; write “feeds:”."


def test_waived_findings_stay_on_the_map(kit: Kit, insurer: Workspace) -> None:
    graph = insurer.graphs[0]
    found = kit.finding(graph, "system:claimdesk", code="DAT003", kind="system", waived=insurer.waivers[0])
    view = build_view(kit.report(insurer, found), graph)
    assert view.notes[0].mark == "waived"
    assert "31 Mar 2027" in view.notes[0].waiver
    row = next(row for row in lane(view, "systems").rows if row.key == "system:claimdesk")
    assert [badge.number for glyph in row.glyphs for badge in glyph.badges] == [1]
    assert "1 waived" in view.verdict.counts


def test_too_many_quiet_notes_are_counted_by_family(kit: Kit) -> None:
    built = workspace(kit.files("house 60"))
    graph = built.graphs[0]
    found = tuple(
        kit.finding(graph, f"t{n}", code="DAT011", severity="info", message=f"claim {n}") for n in range(40)
    )
    loud = tuple(
        kit.finding(graph, f"t{n}", code="CON001", severity="error", message=f"use {n}") for n in range(5)
    )
    view = build_view(kit.report(built, *found, *loud), graph)
    assert len(view.notes) == 24
    assert view.folded_notes == ("21 more of DAT: in the audit report",)
    assert view.verdict.sentence == "5 errors to mend"
    assert "40 notes" in view.verdict.counts


def test_unknown_is_listed_with_what_was_missing_and_where(kit: Kit) -> None:
    built = workspace(kit.files("house 20"))
    graph = built.graphs[0]
    places = [ReportedUnknown("STR003", graph.id, f"t{n}", "channel", graph.place(f"t{n}")) for n in range(6)]
    one = ReportedUnknown("STR004", graph.id, "t1", "type", graph.place("t1"))
    view = build_view(kit.report(built, unknown=(*places, one)), graph)
    assert [(each.code, each.says) for each in view.missing] == [
        ("STR003", "channel: 6 places"),
        ("STR004", "type: Compare prices 1"),
    ]


def test_a_journeys_value_is_not_a_touchpoints(kit: Kit) -> None:
    """A metric without a value of this place is unknown here, whatever the register holds."""
    view = view_of(
        kit,
        {
            "a.yaml": "cxmap: 1\njourney: A\nmetrics: {nps: {target: 35, now: 28, n: 640}}\ntouchpoints: {a: {metrics: [nps], next: b}, b: {metrics: {nps: {now: 12, n: 100}}, next: end}}\n"
        },
    )
    here, there = (cell.chips[0] for cell in lane(view, "metrics").chips)
    assert (here.known, here.value, here.interval, here.at) == (False, "?", "overall 28", None)
    assert (there.known, there.value, there.target, there.interval) == (True, "12", "of 35", "within ±19")


def test_few_answers_show_no_value(kit: Kit) -> None:
    built = workspace(
        {
            "a.yaml": "cxmap: 1\njourney: A\nmetrics: {nps: {target: 35, now: 28}}\ntouchpoints: {a: {metrics: [nps], next: end}}\n",
            "seen.yaml": "cxmap: 1\nobservations: [{metric: nps, at: a, n: 4}]\n",
        }
    )
    view = build_view(kit.report(built), built.graphs[0])
    chip = lane(view, "metrics").chips[0].chips[0]
    assert (chip.value, chip.interval) == ("?", "fewer than 10 answers")


def test_observed_shares_make_a_second_band_and_leave_the_rest_unknown(kit: Kit) -> None:
    built = workspace(
        {
            "a.yaml": "cxmap: 1\njourney: A\nstages:\n  one:\n    a: {next: {b: 60%, c: 40%}}\n    b: {next: d}\n    c: {next: d}\n    d: {next: end}\n".replace(
                "  one:\n", "  one:\n   touchpoints:\n"
            ),
            "seen.yaml": "cxmap: 1\nobservations: [{edge: a -> b, journey: a, value: 50%, n: 900, from: crm}]\nsystems: {crm: {}}\n".replace(
                "\nsystems: {crm: {}}", ""
            ),
            "reg.yaml": "cxmap: 1\nsystems: {crm: {}}\n",
        }
    )
    view = build_view(kit.report(built), built.graphs[0])
    assert view.measured is not None
    styles = {
        (ribbon.source, ribbon.target): ribbon.style
        for ribbon in view.measured.ribbons
        if ribbon.source != ribbon.target
    }
    assert styles[0, 1] == "flow"
    assert styles[0, 2] in {"unknown", "thread"}
    assert "crm" in view.measured_says
    assert people(view.measured.visits["b"]) == "50"


def test_no_shares_no_numbers(kit: Kit) -> None:
    view = view_of(kit, "bare")
    assert view.flow.labels == ()
    assert all(ribbon.style in {"unknown", "thread"} for ribbon in view.flow.ribbons)


def test_share_of_reads_percent_and_numbers() -> None:
    seen = Observation(edge="a -> b", value="35%")
    assert share_of(seen.value) == pytest.approx(0.35)
    assert share_of(0.5) == 0.5


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(5, 95), min_size=3, max_size=9))
def test_whoever_starts_is_somewhere_at_the_end(kit: Kit, shares: list[int]) -> None:
    """Ending and leaving add up to everybody, and no label stands outside the drawing."""
    steps = [f"    s{n}: {{next: {{s{n + 1}: {share}%}}}}" for n, share in enumerate(shares)]
    text = (
        "cxmap: 1\njourney: A\ntouchpoints:\n" + "\n".join(steps) + f"\n    s{len(shares)}: {{next: end}}\n"
    )
    built = workspace({"a.yaml": text.replace("    s", "  s")})
    view = build_view(kit.report(built), built.graphs[0])
    left = 1.0
    for number, share in enumerate(shares):
        assert view.flow.visits[f"s{number}"] == pytest.approx(left)
        left *= share / 100
    assert view.flow.visits[f"s{len(shares)}"] == pytest.approx(left)
    assert all(0 <= label.x <= 1000 for label in view.flow.labels)


def test_a_selection_shows_only_what_was_chosen(kit: Kit) -> None:
    built = workspace(kit.files("house 20"))
    graph = built.graphs[0]
    view = build_view(kit.report(built), graph, at="stage:s1")
    assert {column.id for column in view.columns} == {touchpoint.id for touchpoint in graph.members("s1")}
    assert "Only what touches: stage:s1" in view.size_says
    with pytest.raises(RenderError, match="matches nothing"):
        build_view(kit.report(built), graph, at="channel:fax")
    with pytest.raises(RenderError):
        build_view(kit.report(built), graph, at="nonsense:x")


def test_only_anytime_steps_make_a_map_too(kit: Kit) -> None:
    view = view_of(kit, "house 20")
    built = workspace(kit.files("house 20"))
    alone = build_view(kit.report(built), built.graphs[0], at="anytime")
    assert alone.path_count == 0
    assert len(alone.columns) == len(view.columns) - view.path_count
    assert kit.draw("house 20", at="anytime").count("<tr") > 8
    assert kit.draw("house 20", at="anytime", format="svg").startswith("<svg")
