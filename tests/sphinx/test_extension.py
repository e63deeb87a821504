"""Real Sphinx projects that show a workspace: what pages hold, what links where, and what is built anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="the extra `sphinx` is not installed")

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace

JOURNEY = """cxmap: 1
journey: Buy a lamp
owner: shop
outcome: thanks
reviewed: 2026-10-01
stages:
  looking:
    owner: shop
    touchpoints:
      see: {channel: web}
  buying:
    owner: shop
    touchpoints:
      pay: {channel: [web, branch], next: {thanks: 90%}}
      thanks: {channel: email, by: company}
"""
REGISTER = """cxmap: 1
owners: {shop: {name: The shop, unit: retail}}
personas: {ann: {name: Ann who asks, channels: [web, email]}}
metrics: {nps: {target: 35, now: 28, n: 640, asof: 2026-09-30, owner: shop}}
"""
INDEX = """
Lamps
=====

.. cxmap:journey:: lamp
   :caption: How `lamps` are bought
   :alt: Three steps from a look to thanks

The step :cxmap:touchpoint:`lamp.pay` of :cxmap:stage:`lamp.buying`, owned by :cxmap:owner:`shop`; see
:cxmap:rule:`dead-end` and :any:`lamp.see`.

.. toctree::

   register
   rules
"""
OTHER = """
Register
========

.. cxmap:register:: owners

.. cxmap:register:: personas

.. cxmap:metrics::

.. cxmap:findings:: lamp
"""
RULES = """
Rules
=====

.. cxmap:check:: STR003
"""
Build = Callable[..., tuple[Sphinx, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A project of three pages beside a workspace of one journey."""
    source = tmp_path / "site"
    (source / "ws").mkdir(parents=True)
    (source / "ws" / "cxmap.yaml").write_text("cxmap: 1\nworkspace: A lamp shop\n")
    (source / "ws" / "lamp.yaml").write_text(JOURNEY)
    (source / "ws" / "register.yaml").write_text(REGISTER)
    (source / "index.rst").write_text(INDEX)
    (source / "register.rst").write_text(OTHER)
    (source / "rules.rst").write_text(RULES)
    return source


def build(
    source: Path, builder: str = "html", *, parallel: int = 0, **settings: object
) -> tuple[Sphinx, str]:
    """Build a project; the application and its warnings."""
    warnings = StringIO()
    config = {
        "extensions": ["cxmap.sphinxext"],
        "cxmap_workspace": "ws",
        "cxmap_as_of": "2026-11-01",
        "nitpicky": True,
        "exclude_patterns": ["ws", "_*"],
        **settings,
    }
    out = source / f"_{builder}"
    with docutils_namespace():
        app = Sphinx(
            str(source),
            None,
            str(out),
            str(source / "_trees"),
            builder,
            config,
            StringIO(),
            warnings,
            parallel=parallel,
        )
        app.build()
    return app, warnings.getvalue()


def page(source: Path, name: str) -> str:
    return (source / "_html" / f"{name}.html").read_text()


def test_a_page_shows_the_map_and_links_everything(site: Path) -> None:
    _, warnings = build(site)
    assert warnings == ""
    index = page(site, "index")
    assert 'alt="Three steps from a look to thanks"' in index
    assert "How <code" in index
    picture = re.search(r'src="_images/(cxmap-[0-9a-f]+\.svg)"', index)
    assert picture is not None
    assert "<svg" in (site / "_html" / "_images" / picture[1]).read_text()
    whole = re.search(r'href="_images/(cxmap-[0-9a-f]+\.html)"', index)
    assert whole is not None
    assert "<table" in (site / "_html" / "_images" / whole[1]).read_text()
    assert 'href="#cxmap-touchpoint-lamp-pay"' in index
    assert 'href="register.html#cxmap-owner-shop"' in index
    assert 'href="rules.html#cxmap-rule-str003"' in index


def test_registers_metrics_and_findings_are_tables(site: Path) -> None:
    build(site)
    text = re.sub(r"<[^>]+>", " ", page(site, "register"))
    for words in ("The shop", "retail", "Ann who asks", "640", "2026-09-30", "pass:"):
        assert words in text


def test_a_rule_page_comes_from_its_docstring(site: Path) -> None:
    build(site)
    text = re.sub(r"<[^>]+>", " ", page(site, "rules"))
    for words in ("STR003 dead-end (error)", "How to mend it", "Bad", "Good", "waivers.yaml"):
        assert words in text


def test_objects_are_in_the_index_and_the_search(site: Path) -> None:
    app, _ = build(site)
    objects = {(kind, name) for name, _, kind, *_ in app.env.get_domain("cxmap").get_objects()}
    assert {
        ("journey", "lamp"),
        ("touchpoint", "lamp.pay"),
        ("stage", "lamp.buying"),
        ("owner", "shop"),
    } <= objects
    assert "Buy a lamp" in page(site, "cxmap-objects")


@pytest.mark.parametrize(
    ("builder", "file"), [("latex", "*.tex"), ("man", "*.1"), ("text", "index.txt"), ("gettext", "index.pot")]
)
def test_other_builders_degrade_without_a_warning(site: Path, builder: str, file: str) -> None:
    _, warnings = build(site, builder)
    assert warnings == ""
    made = next((site / f"_{builder}").glob(file)).read_text()
    if builder == "latex":
        assert r"\sphinxincludegraphics" in made
    elif builder != "gettext":
        assert "Three steps from a look to thanks" in made.replace("\n   ", " ")


def updated(app: Sphinx) -> set[str]:
    """The pages an incremental build would read anew."""
    return {name for names in app.env.get_outdated_files(config_changed=False)[:2] for name in names}


def read_again(site: Path) -> list[str]:
    """The pages read by a second build."""
    read: list[str] = []
    with docutils_namespace():
        app = Sphinx(
            str(site), None, str(site / "_html"), str(site / "_trees"), "html",
            {
                "extensions": ["cxmap.sphinxext"], "cxmap_workspace": "ws", "cxmap_as_of": "2026-11-01",
                "nitpicky": True, "exclude_patterns": ["ws", "_*"],
            },
            StringIO(), StringIO(),
        )  # fmt: skip
        app.connect("source-read", lambda app, name, content: read.append(name))
        app.build()
    return sorted(read)


def test_nothing_changed_nothing_rebuilt(site: Path) -> None:
    build(site)
    assert read_again(site) == []


def test_a_changed_register_rebuilds_the_pages_that_show_it(site: Path) -> None:
    build(site)
    changed = site / "ws" / "register.yaml"
    changed.write_text(REGISTER.replace("The shop", "The lamp shop"))
    assert read_again(site) == ["index", "register"]
    assert "The lamp shop" in page(site, "register")


def test_a_second_journey_leaves_the_first_pages_alone(site: Path) -> None:
    (site / "ws" / "desk.yaml").write_text(JOURNEY.replace("lamp", "desk"))
    (site / "desk.rst").write_text(":orphan:\n\nDesks\n=====\n\n.. cxmap:journey:: desk\n")
    build(site)
    (site / "ws" / "desk.yaml").write_text(JOURNEY.replace("lamp", "desk").replace("90%", "80%"))
    assert read_again(site) == ["desk", "register"]


def test_parallel_reading_and_writing_give_the_same_pages(site: Path) -> None:
    build(site)
    alone = page(site, "index")
    for number in range(6):
        (site / f"more{number}.rst").write_text(
            f":orphan:\n\nMore {number}\n======\n\n:cxmap:touchpoint:`lamp.pay`\n"
        )
    _, warnings = build(site, parallel=2)
    assert warnings == ""
    assert page(site, "index") == alone
    assert 'href="index.html#cxmap-touchpoint-lamp-pay"' in page(site, "more3")


def test_an_unknown_target_warns(site: Path) -> None:
    (site / "index.rst").write_text(INDEX.replace("lamp.pay", "lamp.payy"))
    _, warnings = build(site)
    assert "there is no touchpoint 'lamp.payy' on any page" in warnings


@pytest.mark.parametrize(
    ("directive", "sentence"),
    [
        (".. cxmap:journey:: lampp", "`lampp` is not a journey"),
        (".. cxmap:journey:: lamp\n   :to: flow\n   :at: owner:shopp", "did you mean `shop`?"),
        (".. cxmap:register:: people", "`people` is not a register"),
        (".. cxmap:check:: STR999", "`STR999` is no rule"),
    ],
)
def test_a_wrong_directive_is_told_where_it_stands(site: Path, directive: str, sentence: str) -> None:
    (site / "index.rst").write_text(f"Lamps\n=====\n\n{directive}\n")
    _, warnings = build(site, nitpicky=False)
    assert sentence in warnings
    assert "index.rst:4" in warnings


def test_a_failed_audit_fails_the_build(site: Path) -> None:
    (site / "ws" / "lamp.yaml").write_text(
        JOURNEY.replace("owner: shop\n    touchpoints:\n      see", "touchpoints:\n      see")
    )
    with pytest.raises(ExtensionError, match="GOV001"):
        build(site)


def test_unless_told_otherwise(site: Path) -> None:
    (site / "ws" / "lamp.yaml").write_text(
        JOURNEY.replace("owner: shop\n    touchpoints:\n      see", "touchpoints:\n      see")
    )
    _, warnings = build(site, cxmap_fail_on_error=False)
    assert warnings == ""
    assert "GOV001" in page(site, "register")


def test_a_broken_workspace_fails_the_build_with_its_line(site: Path) -> None:
    (site / "ws" / "lamp.yaml").write_text(JOURNEY.replace("channel: web}", "chanel: web}"))
    with pytest.raises(ExtensionError, match=r"lamp\.yaml:10:13 LNG001"):
        build(site, cxmap_fail_on_error=False)


def test_without_a_workspace_a_directive_says_so(site: Path) -> None:
    _, warnings = build(site, cxmap_workspace=None)
    assert "`cxmap_workspace` is not set" in warnings


def test_hostile_text_stays_text(site: Path) -> None:
    hostile = JOURNEY.replace("journey: Buy a lamp", "journey: '<script>alert(1)</script> `x` *y* |z|'")
    (site / "ws" / "lamp.yaml").write_text(hostile)
    build(site)
    assert "<script>alert(1)" not in page(site, "index") + page(site, "cxmap-objects")


def test_it_works_in_markdown(site: Path) -> None:
    pytest.importorskip("myst_parser")
    (site / "md.md").write_text(
        "---\norphan: true\n---\n# In Markdown\n\n```{cxmap:journey} lamp\n:no-index:\n```\n\n{cxmap:touchpoint}`lamp.pay`\n"
    )
    _, warnings = build(site, extensions=["cxmap.sphinxext", "myst_parser"])
    assert warnings == ""
    assert 'href="index.html#cxmap-touchpoint-lamp-pay"' in page(site, "md")
