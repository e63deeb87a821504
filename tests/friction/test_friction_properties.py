"""Whatever a journey looks like: no rule stumbles, every witness is a walk, names and order do not matter."""

from itertools import pairwise

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap.checks import Finding
from cxmap.graph import JourneyGraph
from cxmap.naming import bare, named
from cxmap.testing import journey, run
from cxmap_friction import cxmap_checks

CHANNELS = ["web", "app", "phone", "chat", "email", "post", "branch", "own", "backstage", "third-party"]
TYPES = [
    "form",
    "human",
    "bot",
    "purchase",
    "payment",
    "claim",
    "complaint",
    "problem",
    "offer",
    "exit",
    "monitor",
    "milestone",
]
# A walk may come back from an anytime visit, and these rules name the places concerned instead of a walk.
PLACES_ONLY = {"FRI001", "FRI019"}


@st.composite
def ways(draw: st.DrawFn, names: list[str]) -> object:
    targets = draw(st.lists(st.sampled_from([*names, "end"]), max_size=3, unique=True))
    if not targets:
        return "end"
    details = []
    for _ in targets:
        way: dict[str, object] = {}
        if draw(st.booleans()):
            way["share"] = f"{draw(st.integers(0, 100 // len(targets)))}%"
        if draw(st.integers(0, 3)) == 0:
            way["max_times"] = draw(st.integers(1, 3))
        if draw(st.integers(0, 3)) == 0:
            way["delay"] = draw(st.sampled_from(["1h", "2d", "2y"]))
        if draw(st.integers(0, 5)) == 0:
            way["only"] = "fay"
        details.append(way)
    return dict(zip(targets, details, strict=True))


@st.composite
def touchpoints(draw: st.DrawFn, names: list[str], *, anytime: bool = False) -> dict[str, object]:
    made: dict[str, object] = {}
    if draw(st.integers(0, 5)):
        made["channel"] = draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=2, unique=True))
    if draw(st.booleans()):
        made["type"] = draw(st.sampled_from(TYPES))
    for key, value in (
        ("by", "company"), ("sla", "1d"), ("moment_of_truth", True), ("identifies", True), ("owner", ["a"]), ("owner", ["b"]),
        ("collects", ["x", "y"]), ("system", ["s"]), ("can_resolve", ["it"]), ("pains", [{"what": "slow", "severity": "high"}]),
    ):  # fmt: skip
        if draw(st.integers(0, 4)) == 0:
            made[key] = value
    if draw(st.integers(0, 2)):
        made["next"] = draw(ways(names))
    elif not anytime and draw(st.integers(0, 2)) == 0:
        made["fails"] = draw(st.sampled_from(names))
    return made


@st.composite
def written(draw: st.DrawFn) -> dict[str, object]:
    count = draw(st.integers(1, 6))
    names = [f"t{at}" for at in range(count)]
    visits = draw(st.lists(st.sampled_from(["help", "talk"]), unique=True))
    steps = {name: draw(touchpoints([*names, *visits])) for name in names}
    if draw(st.booleans()):
        steps["t0"]["entry"] = True
    cut = draw(st.integers(0, count - 1))
    stages = {"transaction": {"touchpoints": {name: steps[name] for name in names[: cut + 1]}}}
    if names[cut + 1 :]:
        stages["retention"] = {"touchpoints": {name: steps[name] for name in names[cut + 1 :]}}
    made: dict[str, object] = {
        "stages": stages,
        "promises": [{"from": "t0", "to": names[-1], "within": "2d"}],
    }
    if visits:
        made["anytime"] = {name: draw(touchpoints([*names, *visits], anytime=True)) for name in visits}
    if draw(st.booleans()):
        made["outcome"] = draw(st.sampled_from(names))
    if draw(st.booleans()):
        made["personas"] = {"fay": {"channels": ["app", "chat", "web"]}, "ravi": {}}
    return made


def _dump(made: dict[str, object]) -> str:
    text = yaml.safe_dump(made, sort_keys=False)
    needed = {"personas": {"fay": {}}} if "personas" not in made and "only: fay" in text else {}
    return yaml.safe_dump({**made, **needed}, sort_keys=False)


@given(written())
@settings(max_examples=60, deadline=None)
def test_no_rule_stumbles_and_every_witness_is_a_walk(made: dict[str, object]) -> None:
    text = _dump(made)
    graph = journey(text)
    for check in cxmap_checks():
        for found in run(check, text):
            if isinstance(found, Finding):
                assert all(graph.has(bare(str(step))) for step in found.path)
                if check.code not in PLACES_ONLY:
                    assert _is_walk(graph, tuple(bare(str(step)) for step in found.path)), (check.code, found)


def _is_walk(graph: JourneyGraph, path: tuple[str, ...]) -> bool:
    return all(graph.edge(a, b) is not None or graph.is_anytime(b) for a, b in pairwise(path))


@given(written())
@settings(max_examples=25, deadline=None)
def test_other_names_change_nothing_but_the_names(made: dict[str, object]) -> None:
    text = _dump(made)
    renamed = text
    for at in range(6):
        renamed = renamed.replace(f"t{at}", f"step_{at}")
    for check in cxmap_checks():
        before = [_said(one, "t") for one in run(check, text)]
        after = [_said(one, "step_") for one in run(check, renamed)]
        assert before == after


def _said(one: object, prefix: str) -> tuple[str, str]:
    told = named(one)  # type: ignore[arg-type]
    said = told.message if isinstance(told, Finding) else told.missing
    text = f"{bare(str(told.element))} {said}"
    for at in range(6):
        text = text.replace(f"{prefix}{at}", f"#{at}")
    return type(told).__name__, text
