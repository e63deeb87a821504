"""Imports go one way along the line data takes, and first-party plugins use public names only."""

from __future__ import annotations

import ast
from pathlib import Path

import cxmap

PACKAGE = Path(cxmap.__file__).parent
PLUGINS = PACKAGE.parent / "plugins"
EXAMPLE = Path(__file__).parent / "example_plugin" / "cxmap_acme"
PUBLIC = {*cxmap._PUBLIC, "__version__"}


def imports_at_run_time(path: Path) -> set[str]:
    """The modules a file imports when it is imported: not those inside functions, nor those for types alone."""
    found: set[str] = set()
    waiting: list[ast.stmt] = list(ast.parse(path.read_text()).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            found.add(node.module)
            found.update(f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            waiting += [*node.body, *node.orelse]
        elif isinstance(node, ast.Try):
            waiting += [*node.body, *node.orelse, *(one for handler in node.handlers for one in handler.body)]
    return found


def modules() -> dict[str, set[str]]:
    """Every module of the package and those of the package it imports."""
    names = {
        path: ".".join(("cxmap", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        for path in PACKAGE.rglob("*.py")
    }
    known = set(names.values())
    return {
        name: {one for one in imports_at_run_time(path) if one in known and one != name} - {"cxmap"}
        for path, name in names.items()
    }


def test_no_module_imports_itself_through_others() -> None:
    graph = modules()
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"imports go round: {' > '.join((*way[way.index(name) :], name))}"
        if name not in done:
            for one in sorted(graph[name]):
                visit(one, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def reached(start: str, graph: dict[str, set[str]]) -> set[str]:
    """Everything a module imports, directly or not."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for one in graph[waiting.pop()]:
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def test_the_line_is_kept() -> None:
    """load -> model -> graph -> analyses -> checks -> report -> render -> audit -> command line."""
    graph = modules()
    for lower, higher in (
        ("cxmap.syntax", "cxmap.model"),
        ("cxmap.vocabulary", "cxmap.model"),
        ("cxmap.model", "cxmap.graph"),
        ("cxmap.graph", "cxmap.flow"),
        ("cxmap.graph", "cxmap.workspace"),
        ("cxmap.flow", "cxmap.audit"),
        ("cxmap.checks", "cxmap.report"),
        ("cxmap.report", "cxmap.rendering"),
        ("cxmap.verdict", "cxmap.audit"),
        ("cxmap.loading", "cxmap.opening"),
        ("cxmap.audit", "cxmap.cli.running"),
    ):
        assert higher not in reached(lower, graph), f"{lower} must not know {higher}"
    for name in graph:
        if not name.startswith(("cxmap.cli", "cxmap.entry", "cxmap.__main__", "cxmap.sphinxext")):
            assert not {one for one in reached(name, graph) if one.startswith("cxmap.cli")}, name


def test_only_the_verdict_says_pass() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name != "verdict.py":
            assert 'Verdict("pass"' not in path.read_text(), path.name


def test_only_the_command_line_prints_or_exits() -> None:
    for path in (*PACKAGE.rglob("*.py"), *PLUGINS.rglob("*.py")):
        inside = path.relative_to(PACKAGE.parent).as_posix()
        if inside.startswith("cxmap/cli/") or path.name in (
            "entry.py",
            "command.py",
            "command_file.py",
            "command_workspace.py",
            "show.py",
        ):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("print", "exit", "quit", "sys.exit"), f"{inside}:{node.lineno} {called}"


def test_plugins_use_public_names_only() -> None:
    for path in (*PLUGINS.rglob("*.py"), *EXAMPLE.rglob("*.py")):
        own = EXAMPLE.name if EXAMPLE in path.parents else path.relative_to(PLUGINS).parts[0]
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                if node.module == "cxmap":
                    private = {name.name for name in node.names} - PUBLIC
                    assert not private, f"{path.name}:{node.lineno} imports {sorted(private)}"
                else:
                    assert not node.module.startswith("cxmap.") or node.module == "cxmap.testing", (
                        f"{path}:{node.lineno} {node.module}"
                    )
                    foreign = node.module.startswith("cxmap_") and node.module.split(".")[0] != own
                    assert not foreign, f"{path}:{node.lineno} imports another plugin, {node.module}"


def test_the_core_names_no_rule_and_no_format() -> None:
    """The framework knows no rule: codes stand in plugins, profiles and the engine's own GOV008 only."""
    allowed = {
        "config.py",
        "waivers.py",
        "choosing.py",
        "waiving.py",
        "scaffolding.py",
        "rules.py",
        "rule.py",
        "running.py",
    }
    import re

    for path in PACKAGE.glob("*.py"):
        if path.name in allowed:
            continue
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.fullmatch(r"(STR|FRI|CON|GOV|DAT|MET|EMO|ACC|ROI)[0-9]{3}", node.value), (
                    f"{path.name}:{node.lineno}"
                )
