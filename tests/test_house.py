"""Every module has its room on the line data takes. Run this file to write the plan anew: cxmap/README.md."""

from __future__ import annotations

import ast
from pathlib import Path

import cxmap

PACKAGE = Path(cxmap.__file__).parent
PLAN = PACKAGE / "README.md"
# Floors in the order data moves; rooms in the order one walks through them.
FLOORS = {
    "Files and YAML: bytes in, a tree with places out": (
        "place files writing printing encoding prescan ambiguous mistakes refusals tree treebuilder pureyaml syntax"
    ),
    "The language: what an author may write": (
        "values vocabulary shapes fields element parts tables ownwords register model filekinds rule config waivers describing schema formatting dumping"
    ),
    "Loading: many files, one workspace": (
        "reading classify layerfiles references names nesting amounts judging resolving layers joining planning places words "
        "assembly fragment workspace themefiles loading opening elsewhere starting examples"
    ),
    "The graph: a journey with everything resolved": "completing ways graph selecting stagewords",
    "Paths and proofs": "routes flow gates consent purposes breaches",
    "Data: who holds it, who was told": "taint systems dataflow repurposing",
    "Numbers on paths": "absorbing chain passing effort counting times expected escalation whatif",
    "Questions": "questions asked answer answering answering_reach answering_numbers",
    "Measures": "student survival intervals shares targets metrics engines sources observing",
    "Plugins and checks": (
        "options checks explaining naming hookspecs discovery containment inside foreign plugins assertions rules scaffolding testing"
    ),
    "The audit: outcomes, waivers, verdict": (
        "running stamping outcomes choosing precedence waiving baseline touching verdict report policy audit attest caching"
    ),
    "Showing it": "contrast look pagepolicy rendering preview serving desk editing language_server sphinxext",
    "The way in": "entry cli",
}


def sentence(name: str) -> str:
    """The first line of a module's docstring."""
    path = PACKAGE / name / "__init__.py" if (PACKAGE / name).is_dir() else PACKAGE / f"{name}.py"
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]


def plan() -> str:
    """The plan of the house."""
    lines = [
        "# The rooms of cxmap",
        "",
        "In the order data moves; each imports only what stands above it or beside it.",
        "",
    ]
    for floor, rooms in FLOORS.items():
        lines += [f"## {floor}", "", "| module | what it is for |", "|---|---|"]
        lines += [f"| `{name}` | {sentence(name)} |" for name in rooms.split()]
        lines.append("")
    lines.append("Written by `python tests/test_house.py`.")
    return "\n".join(lines) + "\n"


def test_every_module_has_one_room() -> None:
    rooms = [name for floor in FLOORS.values() for name in floor.split()]
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    modules |= {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert sorted(rooms) == sorted(modules)


def test_the_plan_says_what_the_modules_say() -> None:
    assert PLAN.read_text() == plan(), "run `python tests/test_house.py`"


def test_every_file_says_in_one_sentence_what_it_is_for() -> None:
    for path in (*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "plugins").rglob("*.py")):
        first = (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]
        assert len(first) > 15, path


if __name__ == "__main__":
    PLAN.write_text(plan())
