"""cxmap.yaml, field by field."""

import pytest

from cxmap.config import Config, read_config
from cxmap.syntax import parse
from cxmap.tree import Map
from cxmap.values import Duration

REFERENCE = """\
cxmap: 1
workspace: An auto insurer
profile: ours
profiles:
  ours: {extends: governance, select: [MET, FRI001], ignore: [FRI019]}
fail_on: warning
plugins: [rules/acme.py, cxmap_consent]
require: {checks: [CON, STR003], plugins: [cxmap_data], approval: true}
checks:
  too-many-hand-offs: {max: 5}
  DAT010: {severity: warning, timeout: 2m}
exclude: [drafts]
currency: EUR
languages: [en, pt]
limits: {file: 8 MiB, errors: 100}
connections:
  warehouse: {engine: postgres, service: cx}
  lake: {engine: duckdb, path: data/lake.duckdb}
theme:
  language: en
  colours: {brand: "#1f4e79", customer: "#2a7f62", company: "#b35c00"}
  logo: assets/logo.svg
  lanes: [flow, customer, touchpoints, people, systems, feelings, pains, opportunities, owners, metrics, data, findings]
  texts: {en: {drop_off: leave here}}
  templates: theme
"""


def read(text: str) -> tuple[Config | None, list[str]]:
    """The configuration and what is wrong with it."""
    tree, problems = parse(text.encode(), "cxmap.yaml")
    assert not problems
    assert isinstance(tree, Map)
    config, found = read_config(tree)
    return config, [str(each) for each in found]


def test_the_example_of_the_reference_is_read() -> None:
    config, problems = read(REFERENCE)
    assert problems == []
    assert config is not None
    assert config.workspace == "An auto insurer"
    assert config.profiles["ours"].select == ("MET", "FRI001")
    assert config.require.approval is True
    assert config.checks["too-many-hand-offs"].options == {"max": "5"}
    assert config.checks["DAT010"].severity == "warning"
    assert config.checks["DAT010"].timeout == Duration(120, "2m")
    assert (config.limits.file, config.limits.errors, config.limits.memory) == (8 << 20, 100, 2 << 30)
    assert config.connections["lake"].path == "data/lake.duckdb"
    assert len(config.theme.lanes) == 12
    assert str(config.place("plugins", 1)) == "cxmap.yaml:7:26"


def test_everything_has_a_default() -> None:
    config, problems = read("cxmap: 1\n")
    assert problems == []
    assert config is not None
    assert (config.profile, config.fail_on, config.timeout.seconds, config.currency, config.languages) == (
        None, None, 30, "EUR", ("en",)
    )  # fmt: skip
    assert (config.limits.of_files.file, config.limits.depth, config.limits.nodes) == (4 << 20, 64, 400_000)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "profil: full",
            "cxmap.yaml:2:1 LNG001 `profil` is not a field of cxmap.yaml; did you mean `profile`?",
        ),
        ("fail_on: eror", "LNG004 `eror` is not one of the words allowed here; did you mean `error`?"),
        (
            "checks: {STR001: {severity: off1}}",
            "LNG004 `off1` is not a severity; write `error`, `warning` or `info`",
        ),
        ("checks: {STR001: 5}", "LNG002 settings of a check are a mapping; write `{severity: error}`"),
        ("checks: {STR001: {timeout: soon}}", "LNG003 `soon` is not a duration"),
        ("exclude: /etc", "LNG011 `/etc` leads out of the workspace"),
        ("exclude: [../up]", "LNG011 `../up` leads out of the workspace"),
        ("baseline: https://example.org/b.json", "LNG011"),
        ("limits: {file: 8}", "LNG003 `8` is not a size; write one such as `8 MiB`"),
        ("limits: {depth: 300}", "LNG003 `300` is deeper than files may be; write at most `256`"),
        ("limits: {nodes: 0}", "LNG003 `0` is not a whole number above 0"),
        ("currency: euro", "LNG003 `euro` is not a currency"),
        ("theme: {colours: {brand: red}}", "LNG003 `red` is not a colour"),
        ("theme: {lanes: [flow, feeling]}", "did you mean `feelings`?"),
        ("theme: {dark: maybe}", "LNG003 `maybe` is not yes or no"),
        (
            "connections: {lake: {engine: duckdb, password: x}}",
            "LNG001 `password` is not a field of a connection",
        ),
        ("require: {check: [CON]}", "LNG001 `check` is not a field of `require`; did you mean `checks`?"),
        ("timeout: 30", "LNG003 `30` has no unit"),
        ("profiles: {Ours: {}}", "`Ours` cannot be an id"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(line: str, problem: str) -> None:
    config, problems = read(f"cxmap: 1\n{line}\n")
    assert config is None
    assert problems[0].startswith("cxmap.yaml:2:")
    assert problem in problems[0]


def test_own_keys_are_left_alone() -> None:
    config, problems = read("cxmap: 1\nx-note: anything\nchecks: {STR001: {x-why: because}}\n")
    assert problems == []
    assert config is not None
    assert config.checks["STR001"].options == {}


def test_another_version_is_refused() -> None:
    assert "`2` is not a version of the language" in read("cxmap: 2\n")[1][0]
