"""PlantUML itself reads what we write: every label is drawn as it is, nothing is interpreted, nothing is fetched."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from threading import Thread
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from cxmap import Report
from cxmap_diagrams.diagram import Box, Diagram, Group, Line, Mark
from cxmap_diagrams.engine import find_program
from cxmap_diagrams.palette import LIGHT
from cxmap_diagrams.pictures import ALL
from cxmap_diagrams.plain import plain
from cxmap_diagrams.to_lanes import to_lanes
from cxmap_diagrams.to_plantuml import to_plantuml

Kit = Any
Drawn = Callable[[Mapping[str, str]], dict[str, "Picture"]]
DIAGRAMS = [each for each in ALL if "plantuml" in each.formats]
SVG = "{http://www.w3.org/2000/svg}"
DRAWS = {"svg", "g", "defs", "text", "rect", "path", "polygon", "polyline", "ellipse", "line"}
TOKENS = re.findall(
    r"\S+",
    """
<b> </b> ** // __ -- ~~ ~ \\n \\ " ' @enduml @startuml [[ ]] http://a.b/c <img:x> <$s> <&x> <:x:> <U+0041> &#65; %date() %n # * - = | |=
---- .... ==== ____ .. ++ + end { } ( ) [ ] ; : <<x>> > < -> title Z \u00e9 \u2013 \u2014 \u65e5\u672c \U0001f956 $x ${x} ` ^ 1. ? /' '/ <size:9> % %%
, & \\t <code> <latex>a</latex> {{json}} \u2022 \ue001 \ue100
""",
)
pytestmark = pytest.mark.skipif(
    shutil.which("plantuml") is None or find_program() is None,
    reason="there is no PlantUML, or no Graphviz for it",
)


class Picture:
    """What PlantUML drew."""

    def __init__(self, svg: str) -> None:
        root = fromstring(svg)
        self.texts = [squeezed("".join(one.itertext())) for one in root.iter(f"{SVG}text")]
        self.tags = {one.tag.removeprefix(SVG) for one in root.iter()}
        self.attributes = {key for one in root.iter() for key in one.attrib}
        self.looks = {
            one.get(key) for one in root.iter(f"{SVG}text") for key in ("font-style", "text-decoration")
        }

    def missing(self, *labels: str) -> list[str]:
        """The lines of these labels that are not drawn as a text of their own."""
        lines = [line for label in labels for line in plain(label).split("\n")]
        return [line for line in lines if squeezed(line) and squeezed(line) not in self.texts]


def squeezed(text: str) -> str:
    """PlantUML makes spaces that do not break of those that do."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Draws many texts with one start of Java; fails where PlantUML refuses one."""

    def draw(texts: Mapping[str, str]) -> dict[str, Picture]:
        folder = tmp_path_factory.mktemp("plantuml")
        for name, text in texts.items():
            (folder / f"{name}.puml").write_text(text, encoding="utf-8")
        made = subprocess.run(
            ["plantuml", "-charset", "UTF-8", "-tsvg", str(folder / "*.puml")],
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "GRAPHVIZ_DOT": str(find_program())},
        )
        assert (made.returncode, made.stderr) == (0, "")
        return {name: Picture((folder / f"{name}.svg").read_text(encoding="utf-8")) for name in texts}

    return draw


def test_plantuml_draws_every_diagram_of_the_examples(examples: dict[str, Report], drawn: Drawn) -> None:
    texts = {
        f"{name}-{graph.id}-{each.name}": str(each(report, graph, format="plantuml"))
        for name, report in examples.items()
        for graph in report.workspace.graphs  # type: ignore[union-attr]
        for each in DIAGRAMS
    }
    for name, picture in drawn(texts).items():
        labels = re.findall(r'^ *\w+ "(.*)" as ', texts[name], re.M) + re.findall(
            r"^#\w+:(.*);$", texts[name], re.M
        )
        assert labels
        assert not picture.missing(*(decoded(label) for label in labels)), name
        assert picture.tags <= DRAWS


def decoded(label: str) -> str:
    return re.sub(r"<U\+([0-9A-F]{4,6})>", lambda match: chr(int(match[1], 16)), label.replace(r"\n", "\n"))


def test_plantuml_shows_hostile_names_and_follows_none_of_them(kit: Kit, drawn: Drawn) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    names = kit.hostile | {
        "include": f"!include {here}/a !includeurl {here}/b",
        "address": f"<img:{here}/c.png> [[{here}/d go]] {here}/e",
    }
    texts = {}
    for key, name in names.items():
        setting = kit.setting(kit.named(name))
        for each in DIAGRAMS:
            texts[f"{key}-{each.name}"] = str(each(setting.report, setting.graph, format="plantuml"))
    try:
        pictures = drawn(texts)
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
    for made, picture in pictures.items():
        assert not picture.missing(names[made.partition("-")[0]]), made
        assert picture.tags <= DRAWS
        assert not any("href" in one or one.startswith("on") for one in picture.attributes)
        assert picture.looks == {None}


def everything_said(words: Callable[[], str]) -> Diagram:
    """A diagram in which every place for words has some of these."""
    boxes = tuple(
        Box(f"b{number}", words(), (words(), words()), f"g{number % 3}", shape=shape)
        for number, shape in enumerate(("box", "drum", "pill", "note") * 6)
    )
    lines = tuple(Line(one.key, other.key, words()) for one, other in pairwise(boxes))
    groups = tuple(Group(f"g{number}", words()) for number in range(3))
    return Diagram(f"t {words()}", "", boxes, lines, groups, notes=(f"n {words()}",))


def test_any_words_are_drawn_as_they_are(drawn: Drawn) -> None:
    chance = random.Random(20_261_101)
    glue = ["", "", " ", "\n"]

    def words() -> str:
        return "".join(chance.choice(TOKENS) + chance.choice(glue) for _ in range(chance.randint(1, 4)))

    diagrams = [everything_said(words) for _ in range(4)]
    boxes = drawn({f"d{number}": to_plantuml(one) for number, one in enumerate(diagrams)})
    lanes = drawn({f"d{number}": to_lanes(one, LIGHT) for number, one in enumerate(diagrams)})
    for number, diagram in enumerate(diagrams):
        said = [one for box in diagram.boxes for one in (box.title, *box.facts)]
        said = [re.sub("[\ue000-\ue1ff]", lambda match: f"\\u{ord(match[0]):04x}", one) for one in said]
        assert not boxes[f"d{number}"].missing(*said)
        assert not lanes[f"d{number}"].missing(*said)


def test_words_that_are_only_space_are_no_error(drawn: Drawn) -> None:
    diagram = everything_said(lambda: " \t")
    drawn({"boxes": to_plantuml(diagram), "lanes": to_lanes(diagram, LIGHT)})


STEPS = (
    Box("a", "Ask", group="x"),
    Box("b", "Buy", group="y"),
    Box("c", "Carry", group="x", marks=(Mark("error", 2, "error: ACME001"),)),
)
LANES = Diagram(
    "t", "", STEPS, (Line("a", "b", "70%"),), (Group("x", "Care"), Group("y", "Care")), notes=("Only x.",)
)


def test_two_lanes_of_one_name_stay_two(drawn: Drawn) -> None:
    picture = drawn({"lanes": to_lanes(LANES, LIGHT)})["lanes"]
    assert picture.texts.count("Care") == 2
    assert not picture.missing("Ask", "Buy", "Carry", "70%", STEPS[2].marks[0].short, "Only x.")


def test_a_single_lane_keeps_its_name(drawn: Drawn) -> None:
    alone = LANES.only(["a", "c"])
    assert not drawn({"lanes": to_lanes(alone, LIGHT)})["lanes"].missing("Care", "Ask", "Carry")


def test_no_arrow_is_drawn_where_no_customer_goes() -> None:
    lines = to_lanes(LANES, LIGHT).splitlines()
    assert lines[lines.index("#ffffff:Ask;") + 1] == "-> 70%;"
    assert lines[lines.index("#ffffff:Buy;") + 1] == "-[hidden]->"
