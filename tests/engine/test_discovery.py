"""Plugins are found by their entry point, or because somebody named the file; never because they lie there."""

from pathlib import Path

import pytest

from cxmap.discovery import FIRST_PARTY, LooseFile, PluginError, find_plugins
from cxmap.plugins import gather, survey

SOURCE = '''
from cxmap import Finding, check, hookimpl

__version__ = "9.9"

@check("ACME001", severity="error")
def acme_check(graph):
    """Something."""
    yield from ()

@hookimpl
def cxmap_checks():
    return [acme_check]
'''


def install(folder: Path, module: str, source: str, *, distribution: str = "", entry: str = "") -> None:
    """Put a module and the record of its distribution into a folder, as pip would."""
    name = distribution or module.replace("_", "-")
    (folder / f"{module}.py").write_text(source)
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[cxmap]\n{entry or module} = {module}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path, where distributions may lie."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_first_party_plugins_are_found_and_known_as_ours() -> None:
    found = {each.name: each.first_party for each in find_plugins()}
    assert set(FIRST_PARTY) <= set(found)
    assert all(found[name] for name in FIRST_PARTY)


def test_an_installed_plugin_is_found_and_is_not_ours(site: Path) -> None:
    install(site, "acme_rules", SOURCE)
    (found,) = [each for each in find_plugins() if each.name == "acme_rules"]
    assert (found.version, found.first_party) == ("1.0", False)
    plugins = gather()
    (check,) = [each for each in plugins.checks if each.code == "ACME001"]
    assert (check.plugin, check.version, check.name, check.doc) == (
        "acme_rules",
        "1.0",
        "acme-check",
        "Something.",
    )
    assert "ACME001" not in plugins.ours


def test_a_foreign_plugin_is_never_imported_here(site: Path) -> None:
    import sys

    install(
        site,
        "acme_hidden",
        SOURCE.replace("__version__", "import this_is_imported_nowhere_else as x\n__version__").replace(
            "import this_is_imported_nowhere_else as x", "import sys; sys.acme_was_here = True"
        ),
    )
    gather()
    assert "acme_hidden" not in sys.modules
    assert not hasattr(sys, "acme_was_here")


def test_a_name_that_is_taken_stops_the_run(site: Path) -> None:
    install(site, "acme_twin", SOURCE, distribution="acme-twin", entry="cxmap_consent")
    with pytest.raises(PluginError, match="the plugin `cxmap_consent` is there twice"):
        find_plugins()


def test_the_same_distribution_on_the_path_twice_is_one_plugin(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site, "acme_rules", SOURCE)
    second = site / "again"
    second.mkdir()
    install(second, "acme_rules", SOURCE)
    monkeypatch.syspath_prepend(second)
    assert len([each for each in find_plugins() if each.name == "acme_rules"]) == 1


def test_a_file_beside_the_workspace_is_not_loaded_unless_named(tmp_path: Path) -> None:
    (tmp_path / "acme.py").write_text(SOURCE)
    assert "acme" not in {each.name for each in find_plugins()}
    named = find_plugins([LooseFile("acme.py", SOURCE.encode())])
    assert "acme" in {each.name for each in named}


def test_a_file_is_told_from_another_by_what_it_holds() -> None:
    versions = {
        each.version
        for text in (SOURCE, SOURCE + "\n")
        for each in find_plugins([LooseFile("acme.py", text.encode())])
        if each.name == "acme"
    }
    assert len(versions) == 2
    assert all(version.startswith("sha256:") for version in versions)


def test_a_survey_lists_what_cannot_be_loaded(site: Path) -> None:
    install(site, "acme_broken", "raise ValueError('no')")
    with pytest.raises(PluginError, match="acme_broken"):
        gather()
    states = {each.name: each for each in survey([LooseFile("acme.py", SOURCE.encode())])}
    assert (states["acme_broken"].state, states["acme_broken"].error) == (
        "failed",
        "cannot be imported: it raised ValueError: no",
    )
    assert (states["acme"].state, states["acme"].adds) == ("loaded", {"checks": ("ACME001",)})
    assert states["cxmap_metrics"].state == "loaded"


def test_commands_of_foreign_plugins_are_added_when_asked_for(site: Path) -> None:
    import click

    from cxmap.plugins import add_commands

    install(
        site,
        "acme_commands",
        '''
import click
from cxmap import hookimpl

@hookimpl
def cxmap_commands(app):
    @app.command("acme")
    def acme():
        """Do it."""
''',
    )
    app = click.Group()
    add_commands(app)
    assert set(app.commands) == {"acme"}
