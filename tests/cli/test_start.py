"""The command line starts fast: what is not needed is not imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("networkx", "duckdb", "pydantic", "rich", "jinja2", "yaml", "graphviz", "ruamel")


def modules_after(*arguments: str) -> set[str]:
    """What is imported once a command has run."""
    code = (
        "import sys\n"
        f"sys.argv = ['cxmap', *{list(arguments)!r}]\n"
        "from cxmap.entry import main\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "print('\\nMODULES', *sorted(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("MODULES")[2].split())


def test_the_version_imports_nothing_but_itself() -> None:
    modules = modules_after("--version")
    assert not modules & {*HEAVY, "click"}


@pytest.mark.parametrize(
    "arguments", [("--help",), ("-h",), (), ("check", "--help"), ("--completion", "bash")]
)
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not modules_after(*arguments) & set(HEAVY)


def test_importing_the_package_imports_no_module_of_it() -> None:
    code = "import sys, cxmap; print(*[name for name in sys.modules if name.startswith('cxmap')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["cxmap"]
