"""Foreign plugins as the engine sees them: stand-ins whose every call happens in a child process."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from cxmap.checks import SEVERITIES, Check, Finding, Scope, Severity, Unknown
from cxmap.containment import ContainedError, Message, contain, one_line
from cxmap.discovery import Found, PluginError
from cxmap.filekinds import Observation
from cxmap.inside import Ours, calling, describing, pack_written, running
from cxmap.metrics import Estimate, Input, Metric, Rows
from cxmap.naming import RubbishError, named
from cxmap.options import unpack_options
from cxmap.place import Place, Problem
from cxmap.rendering import Renderer, RenderError, Written
from cxmap.running import Ran
from cxmap.sources import Request, Source, SourceError
from cxmap.vocabulary import Vocabulary, Word

if TYPE_CHECKING:
    from cxmap.workspace import Workspace


@dataclass(frozen=True)
class ForeignCheck(Check):
    """A check whose function lives in another process."""

    where: Scope = "graph"
    packed: tuple[Mapping[str, Any], ...] = ()

    @cached_property
    def scope(self) -> Scope:
        """Whether it looks at one journey at a time or at the whole workspace."""
        return self.where

    @cached_property
    def options(self) -> type[BaseModel]:
        """The model of its options."""
        return unpack_options(self.code, [dict(each) for each in self.packed])


@dataclass(frozen=True)
class ForeignRenderer(Renderer):
    """A renderer whose function lives in another process."""

    packed: tuple[Mapping[str, Any], ...] = ()

    @cached_property
    def options(self) -> type[BaseModel]:
        """The model of its options."""
        return unpack_options(self.name, [dict(each) for each in self.packed])


@dataclass(frozen=True)
class Foreign:
    """What a foreign plugin adds and changes."""

    found: Found
    version: str
    checks: tuple[Check, ...] = ()
    raised: Mapping[str, Severity] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    renderers: tuple[Renderer, ...] = ()
    metrics: tuple[Metric, ...] = ()
    sources: tuple[Source, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()


@dataclass(frozen=True)
class Host:
    """Starts the children: what they may wrap, and how much memory they may take."""

    ours: Ours
    known: tuple[Check, ...]
    memory: int

    def describe(self, found: Found) -> Foreign:
        """Import a plugin in a child and take back what it adds.

        Raises:
            PluginError: it cannot be loaded.
        """
        work = describing(found, self.ours, self.known)
        try:
            messages = list(contain(found.name, work, memory=self.memory))
            message = messages[0]
            if "refused" in message:
                raise PluginError(found.name, str(message["refused"]))
            return self._unpack(found, message["described"])
        except ContainedError as error:
            raise PluginError(found.name, f"cannot be imported: it {error}") from None
        except (LookupError, TypeError, ValueError, AttributeError, StopIteration):
            raise PluginError(found.name, "describes itself in a way nobody understands") from None

    def run(
        self,
        found: Found,
        planned: Sequence[tuple[str, float, Mapping[str, Any]]],
        workspace: Workspace,
        as_of: date,
    ) -> tuple[Ran, ...]:
        """Run a plugin's checks in a child; when the child fails, none of them ran."""
        codes = [code for code, _, _ in planned]
        work = running(found, self.ours, self.known, planned, workspace, as_of)
        ran: list[Ran] = []
        try:
            for message in contain(found.name, work, memory=self.memory):
                if "spoilt" in message:
                    return _none_ran(codes, str(message["spoilt"]))
                ran.append(_unpack_ran(message, codes))
        except ContainedError as error:
            return _none_ran(codes, str(error))
        except (LookupError, TypeError, ValueError, RubbishError):
            return _none_ran(codes, "sent something that is no result")
        return tuple(ran)

    def call(
        self, found: Found, hook: str, kinds: tuple[type, ...], call: Callable[[list[Any]], Message]
    ) -> Message:
        """Call one of the things a plugin gives, in a child.

        Raises:
            ContainedError: the child failed, or the call raised.
        """
        messages = list(contain(found.name, calling(found, self.ours, hook, kinds, call), memory=self.memory))
        if len(messages) != 1 or "raised" in messages[0]:
            raise ContainedError(str(messages[0]["raised"]) if messages else "sent nothing")
        return messages[0]

    def _unpack(self, found: Found, described: Message) -> Foreign:
        version = str(described["version"])
        return Foreign(
            found=found,
            version=version,
            checks=tuple(_unpack_check(each, found.name, version) for each in described["checks"]),
            raised={str(code): _severity(word) for code, word in described["raised"].items()},
            removed=tuple(str(code) for code in described["removed"]),
            renderers=tuple(self._renderer(each, found) for each in described["renderers"]),
            metrics=tuple(self._metric(each, found) for each in described["metrics"]),
            sources=tuple(self._source(each, found) for each in described["sources"]),
            vocabularies=tuple(_unpack_words(each) for each in described["words"]),
        )

    def _renderer(self, packed: Message, found: Found) -> Renderer:
        name = str(packed["name"])

        def draw(*arguments: Any, **options: Any) -> Written:
            def call(things: list[Any]) -> Message:
                chosen = next(each for each in things if each.name == name)
                return pack_written(chosen(*arguments, **options))

            try:
                message = self.call(found, "cxmap_renderers", (Renderer,), call)
                return str(message["text"]) if "text" in message else base64.b64decode(message["bytes"])
            except (ContainedError, LookupError, ValueError) as error:
                sentence = f"the renderer `{name}` of the plugin `{found.name}` failed: it {error}"
                raise RenderError(sentence, failed=True) from None

        return ForeignRenderer(
            name,
            packed["kind"],
            tuple(packed["formats"]),
            draw,
            found.name,
            packed["doc"],
            tuple(packed["options"]),
        )

    def _metric(self, packed: Message, found: Found) -> Metric:
        name = str(packed["id"])

        def remote(attribute: str, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> Any:
            def call(things: list[Any]) -> Message:
                metrics = [each for each in things if isinstance(each, Metric)]
                made = getattr(next(each for each in metrics if each.id == name), attribute)(
                    *arguments, **options
                )
                return {"made": None if made is None else vars(made) | {}}

            return self.call(found, "cxmap_sources", (Metric, Source), call)["made"]

        def estimate(tally: object, **options: object) -> Estimate:
            made = remote("estimate", (tally,), options)
            return Estimate(**{**made, "warnings": tuple(made["warnings"])})

        def rows(dimensions: frozenset[str], options: Mapping[str, object]) -> Rows | None:
            made = remote("rows", (dimensions, options), {})
            return None if made is None else Rows(made["select"], tuple(made["yields"]))

        estimate.__doc__ = packed.pop("doc")
        inputs = tuple(Input(**each) for each in packed.pop("inputs"))
        compares = packed.pop("compares_rows")
        return Metric(**packed, inputs=inputs, rows=rows if compares else None, estimate=estimate)

    def _source(self, packed: Message, found: Found) -> Source:
        name = str(packed["name"])

        def observe(request: Request) -> Iterable[Observation]:
            def call(things: list[Any]) -> Message:
                chosen = next(each for each in things if isinstance(each, Source) and each.name == name)
                seen = chosen.observe(request)
                return {
                    "seen": [each.model_dump(mode="json", by_alias=True, exclude_unset=True) for each in seen]
                }

            try:
                message = self.call(found, "cxmap_sources", (Metric, Source), call)
                return [Observation.model_validate(each) for each in message["seen"]]
            except (ContainedError, LookupError, ValueError) as error:
                place = Place(f"plugin {found.name}", 1, 1)
                problem = Problem(place, "LNG011", f"the source `{name}` failed: it {one_line(str(error))}")
                raise SourceError(problem) from None

        observe.__doc__ = str(packed["doc"])
        return Source(name, tuple(packed["formats"]), observe)


def _none_ran(codes: Iterable[str], why: str) -> tuple[Ran, ...]:
    return tuple(Ran(code, None, why_not=why) for code in codes)


def _unpack_check(packed: Message, plugin: str, version: str) -> Check:
    made = ForeignCheck(
        code=str(packed["code"]),
        severity=_severity(packed["severity"]),
        function=_elsewhere,
        drops=tuple(str(code) for code in packed["drops"]),
        drops_on=packed["drops_on"],
        plugin=plugin,
        version=version,
        named=str(packed["name"]),
        doc=str(packed["doc"]),
        where="workspace" if packed["scope"] == "workspace" else "graph",
        packed=tuple(packed["options"]),
    )
    made.options  # noqa: B018  refuses options nobody understands
    return made


def _elsewhere(graph: object) -> Iterator[Finding]:
    raise RuntimeError("a foreign check runs in its own process")
    yield


def _severity(word: object) -> Severity:
    return SEVERITIES[SEVERITIES.index(word)]


def _unpack_words(packed: Message) -> Vocabulary:
    return Vocabulary(
        {kind: {word: Word(**each) for word, each in words.items()} for kind, words in packed.items()}
    )


def _unpack_ran(message: Message, codes: Sequence[str]) -> Ran:
    packed = message["ran"]
    code, journey, why_not = packed["code"], packed["journey"], packed["why_not"]
    if code not in codes or not isinstance(journey, str | None) or not isinstance(why_not, str):
        raise ValueError
    return Ran(code, journey, tuple(_unpack_result(row) for row in packed["results"]), why_not)


def _unpack_result(row: list[Any]) -> Finding | Unknown:
    if len(row) == 2:
        return named(Unknown(row[0], row[1]))
    finding = Finding(*row)
    return named(replace(finding, path=tuple(finding.path), related=tuple(finding.related)))
