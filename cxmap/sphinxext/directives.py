"""What pages may show: journeys, findings, metrics, registers, and the page of any installed rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from cxmap.explaining import explain
from cxmap.rendering import find_renderer
from cxmap.report import ReportedFinding
from cxmap.selecting import SelectorError, select
from cxmap.sphinxext.pictures import picture
from cxmap.sphinxext.registers import REGISTERS, register_rows
from cxmap.sphinxext.state import Shown, app_of, depend_on, shown_by
from cxmap.sphinxext.tables import reference, table, words

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.rendering import Renderer
    from cxmap.sphinxext.domain import CxmapDomain

logger = logging.getLogger(__name__)
_SEVERITIES = ("info", "warning", "error")


class WorkspaceDirective(SphinxDirective):
    """A directive that shows something of the workspace."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Show it, or say in the page what is wrong with the directive."""
        held = shown_by(app_of(self.env))
        if held is None:
            return [self._wrong("`cxmap_workspace` is not set in conf.py; write the folder of your journeys")]
        try:
            return self.show(held)
        except ValueError as error:
            return [self._wrong(str(error))]

    def show(self, held: Shown) -> list[nodes.Node]:
        """The nodes of the directive.

        Raises:
            ValueError: an argument or option names what is not there.
        """
        raise ValueError(f"`{self.name}` shows nothing")

    def _wrong(self, message: str) -> nodes.Node:
        return cast(nodes.Node, self.state_machine.reporter.error(f"cxmap: {message}", line=self.lineno))

    @property
    def domain(self) -> CxmapDomain:
        """The domain that keeps what pages define."""
        return cast("CxmapDomain", self.env.get_domain("cxmap"))

    def graph_of(self, held: Shown, journey: str) -> JourneyGraph:
        """The graph of a journey, which the page then depends on."""
        graph = held.graph(journey)
        if graph is None:
            names = ", ".join(held.report.journeys)
            raise ValueError(f"`{journey}` is not a journey of the workspace; there are {names}")
        depend_on(self.env, held.files_of(journey))
        return graph

    def define(self, kind: str, name: str, title: str) -> nodes.target:
        """An anchor for an object, noted in the domain."""
        anchor = nodes.make_id(f"cxmap-{kind}-{name}")
        made = nodes.target("", "", ids=[anchor])
        self.state.document.note_explicit_target(made)
        self.domain.note(kind, name, anchor, title)
        return made


class JourneyDirective(WorkspaceDirective):
    """`cxmap:journey`: the map of a journey, or any other picture of it."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "to": directives.unchanged_required,
        "at": directives.unchanged_required,
        "overlay": directives.unchanged_required,
        "language": directives.unchanged_required,
        "alt": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "no-index": directives.flag,
    }

    def show(self, held: Shown) -> list[nodes.Node]:
        """Anchors for the journey and all in it, then the picture."""
        journey = self.arguments[0]
        graph = self.graph_of(held, journey)
        what = self.options.get("to", "map")
        chosen = find_renderer(cast("tuple[Renderer, ...]", held.report.renderers), what, kinds=("picture",))
        options = self._options(chosen, graph)
        alt = (
            self.options.get("alt")
            or f"{graph.title}: {what} of {len(graph.touchpoints)} touchpoints in {len(graph.stages)} stages"
        )
        drawn = picture("", what=what, journey=journey, options=options, alt=alt, whole=what == "map")
        self.set_source_info(drawn)
        anchors = [] if "no-index" in self.options else self._anchors(graph)
        figure = nodes.figure("", drawn, classes=["cxmap-journey"])
        if self.options.get("caption"):
            figure += nodes.caption("", "", *words(self.options["caption"]))
        self.add_name(figure)
        return [*anchors, figure]

    def _options(self, chosen: Renderer, graph: JourneyGraph) -> dict[str, str]:
        options: dict[str, str] = {
            name: self.options[name] for name in ("at", "overlay", "language") if name in self.options
        }
        for name in options:
            if name not in chosen.options.model_fields:
                raise ValueError(f"`{chosen.name}` takes no `:{name}:`")
        if "at" in options:
            try:
                select(graph, options["at"])
            except SelectorError as error:
                raise ValueError(str(error)) from None
        return options

    def _anchors(self, graph: JourneyGraph) -> list[nodes.Node]:
        made = [self.define("journey", graph.id, graph.title)]
        made += [self.define("stage", f"{graph.id}.{stage.id}", stage.title) for stage in graph.stages]
        made += [self.define("touchpoint", f"{graph.id}.{one.id}", one.title) for one in graph.touchpoints]
        return list(made)


class FindingsDirective(WorkspaceDirective):
    """`cxmap:findings`: what the audit found, as a table."""

    optional_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "select": directives.unchanged_required,
        "at": directives.unchanged_required,
        "severity": lambda text: directives.choice(text, _SEVERITIES),
        "waived": directives.flag,
    }

    def show(self, held: Shown) -> list[nodes.Node]:
        """A row for each finding; a sentence when there is none."""
        journey = self.arguments[0] if self.arguments else None
        graph = self.graph_of(held, journey) if journey is not None else None
        if graph is None:
            depend_on(self.env, held.files_of(None))
        chosen = [one for one in held.report.findings if self._wanted(one, graph)]
        verdict = nodes.paragraph("", held.report.verdict.sentence, classes=["cxmap-verdict"])
        if not chosen:
            return [verdict, nodes.paragraph("", "Nothing was found here.")]
        rows = [self._row(finding) for finding in chosen]
        return [verdict, table(["Severity", "Rule", "Where", "What"], rows, [8, 14, 16, 62])]

    def _wanted(self, finding: ReportedFinding, graph: JourneyGraph | None) -> bool:
        if graph is not None and finding.journey != graph.id:
            return False
        least = self.options.get("severity", "info")
        if _SEVERITIES.index(finding.severity) < _SEVERITIES.index(least):
            return False
        if finding.waived is not None and "waived" not in self.options:
            return False
        codes = self.options.get("select", "").replace(",", " ").split()
        if codes and not any(finding.code.startswith(code) or finding.name == code for code in codes):
            return False
        return "at" not in self.options or (graph is not None and self._touches(finding, graph))

    def _touches(self, finding: ReportedFinding, graph: JourneyGraph) -> bool:
        try:
            held = select(graph, self.options["at"])
        except SelectorError as error:
            raise ValueError(str(error)) from None
        named = {finding.element, *(step.element for step in finding.path)}
        return bool(held & {end for name in named for end in name.split(" -> ")})

    def _row(self, finding: ReportedFinding) -> list[Any]:
        severity = finding.severity + (" (waived)" if finding.waived is not None else "")
        rule = reference("rule", finding.code, f"{finding.code} {finding.name}", self.env.docname)
        where: nodes.Node = nodes.literal(finding.element, finding.element)
        if finding.kind == "touchpoint":
            where = reference(
                "touchpoint", f"{finding.journey}.{finding.element}", finding.element, self.env.docname
            )
        what: list[nodes.Node] = words(finding.message)
        if finding.path:
            steps = " > ".join(step.element for step in finding.path)
            what += [nodes.Text(" Path: "), nodes.literal(steps, steps)]
        return [severity, rule, where, what]


class MetricsDirective(WorkspaceDirective):
    """`cxmap:metrics`: the numbers somebody watches, with target, value and n."""

    optional_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"no-index": directives.flag}

    def show(self, held: Shown) -> list[nodes.Node]:
        """A row for each metric a journey sees, or of all registers."""
        workspace = held.report.workspace
        assert workspace is not None
        if self.arguments:
            metrics = self.graph_of(held, self.arguments[0]).metrics
        else:
            depend_on(self.env, held.files_of(None))
            metrics = workspace.register.metrics
        made: list[nodes.Node] = []
        rows = []
        for metric in metrics.values():
            if "no-index" not in self.options:
                made.append(self.define("metric", metric.id, metric.title))
            n = f"{metric.n:g}" if metric.n is not None else "not said"
            when = metric.asof.isoformat() if metric.asof else "not said"
            rows.append(
                [
                    metric.title,
                    str(metric.target or "none"),
                    str(metric.now or "not measured"),
                    n,
                    when,
                    metric.owner or "nobody",
                ]
            )
        return [*made, table(["Metric", "Target", "Now", "n", "As of", "Owner"], rows)]


class RegisterDirective(WorkspaceDirective):
    """`cxmap:register`: owners, personas, systems, data, purposes .. of the workspace, as a table."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "journey": directives.unchanged_required,
        "no-index": directives.flag,
    }

    def show(self, held: Shown) -> list[nodes.Node]:
        """A row and an anchor for each thing in the register."""
        name = self.arguments[0]
        if name not in REGISTERS:
            raise ValueError(f"`{name}` is not a register; write one of {', '.join(REGISTERS)}")
        workspace = held.report.workspace
        assert workspace is not None
        journey = self.options.get("journey")
        if journey is None:
            depend_on(self.env, held.files_of(None))
            registers = [workspace.register, *workspace.journeys.values()]
        else:
            registers = [self.graph_of(held, journey).register]
        kind = REGISTERS[name].kind
        made: list[nodes.Node] = []
        if "no-index" not in self.options and kind is not None:
            made += [
                self.define(kind, one.id, one.title)
                for each in registers
                for one in getattr(each, name).values()
            ]
        rows = [row for register in registers for row in register_rows(name, register)]
        return [*made, table(REGISTERS[name].head, rows)]


class CheckDirective(SphinxDirective):
    """`cxmap:check`: the page of any installed rule, from its docstring."""

    required_arguments = 1
    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {"no-index": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Title, why, how to mend it, options, a bad and a good journey, how to waive it, the source."""
        from cxmap.plugins import gather

        held = shown_by(app_of(self.env))
        checks = {check.code: check for check in _installed(app_of(self.env), gather)}
        if held is not None:
            checks |= {record.code: record for record in held.report.checks if record.code not in checks}
        named = {check.name: check for check in checks.values()}
        check = checks.get(self.arguments[0]) or named.get(self.arguments[0])
        if check is None:
            message = f"cxmap: `{self.arguments[0]}` is no rule that is installed"
            return [cast(nodes.Node, self.state_machine.reporter.error(message, line=self.lineno))]
        anchor = nodes.make_id(f"cxmap-rule-{check.code}")
        target = nodes.target("", "", ids=[anchor])
        self.state.document.note_explicit_target(target)
        if "no-index" not in self.options:
            domain = cast("CxmapDomain", self.env.get_domain("cxmap"))
            domain.note("rule", check.code, anchor, f"{check.code} {check.name}")
            domain.note_name(check.name, check.code)
        return [target, *_page(check)]


_CHECKS: dict[int, Any] = {}


def _installed(app: Any, gather: Any) -> Any:
    """The installed checks, gathered once a build."""
    if id(app) not in _CHECKS:
        _CHECKS.clear()
        _CHECKS[id(app)] = gather().checks
    return _CHECKS[id(app)]


def _page(check: Any) -> list[nodes.Node]:
    parts = explain(check.doc)
    made: list[nodes.Node] = [nodes.rubric("", f"{check.code} {check.name} ({check.severity})")]
    for text in (parts.summary, *parts.why.split("\n\n")):
        if text:
            made.append(nodes.paragraph("", "", *words(text)))
    if parts.fix:
        made.append(_labelled("How to mend it", parts.fix))
    if parts.options:
        listed = nodes.field_list()
        for name, about in parts.options.items():
            field = nodes.field()
            field += nodes.field_name("", name)
            field += nodes.field_body("", nodes.paragraph("", "", *words(about)))
            listed += field
        made += [_labelled("Options", ""), listed]
    for title, examples in (("Bad", parts.fails), ("Good", parts.passes)):
        for text in examples:
            made += [_labelled(title, ""), _yaml(text)]
    waiver = f"- {{rule: {check.code}, at: ELEMENT, because: WHY, by: WHO, until: YYYY-MM-DD}}"
    made += [_labelled("To accept one finding for a while, in waivers.yaml", ""), _yaml(waiver)]
    if parts.source:
        made.append(_labelled("Source", parts.source))
    return made


def _labelled(label: str, text: str) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", f"{label}:"), nodes.Text(" "), *words(text))


def _yaml(text: str) -> nodes.literal_block:
    block = nodes.literal_block(text.rstrip(), text.rstrip())
    block["language"] = "yaml"
    return block
