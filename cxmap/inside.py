"""What runs inside the child of a foreign plugin: import it, describe it, run its checks, call it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from hashlib import blake2b
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cxmap.checks import SEVERITIES, Check, Finding, Severity
from cxmap.containment import Message, Send, describe_exception
from cxmap.discovery import Found, PluginError, new_manager, register
from cxmap.metrics import Metric
from cxmap.options import pack_options, read_options
from cxmap.rendering import Renderer
from cxmap.running import Ran, run_check
from cxmap.sources import Source
from cxmap.vocabulary import Vocabulary

if TYPE_CHECKING:
    from cxmap.workspace import Workspace

Ours = Mapping[str, ModuleType]  # name -> first-party module, imported already


class Guest:
    """A foreign plugin in its own process, registered beside the first-party ones that it may wrap."""

    def __init__(self, found: Found, ours: Ours) -> None:
        self.name = found.name
        try:
            module = found.load()
        except BaseException as error:
            raise PluginError(found.name, f"cannot be imported: it {describe_exception(error)}") from None
        self.version = found.version or str(getattr(module, "__version__", ""))
        self.manager = new_manager()
        for name, each in ours.items():
            self.manager.register(each, name)
        register(self.manager, found.name, module)
        self.ours = ours

    def gather(self, hook: str, kinds: tuple[type, ...], *, whole: bool = False) -> list[Any]:
        """What a hook returns, from this plugin alone or with everything it may wrap."""
        others = [] if whole else list(self.ours.values())
        try:
            results = self.manager.subset_hook_caller(hook, others)()
            things = [thing for result in results for thing in result]
        except BaseException as error:
            raise PluginError(self.name, f"has a hook `{hook}` that {describe_exception(error)}") from None
        for thing in things:
            if not isinstance(thing, kinds):
                wanted = " or ".join(f"`{kind.__name__}`" for kind in kinds)
                raise PluginError(self.name, f"returns `{type(thing).__name__}` from `{hook}`, not {wanted}")
        return things

    def checks(self, known: Sequence[Check]) -> tuple[list[Check], dict[str, Severity], list[str]]:
        """Its own checks, the severities it raises, and the first-party checks it takes away."""
        ours = {id(check.function): check for check in known}
        own: list[Check] = []
        seen: dict[str, Severity] = {}
        for check in self.gather("cxmap_checks", (Check,), whole=True):
            if id(check.function) in ours:
                seen[check.code] = check.severity
            else:
                own.append(check)
        raised: dict[str, Severity] = {}
        for check in known:
            severity = seen.get(check.code, check.severity)
            if SEVERITIES.index(severity) < SEVERITIES.index(check.severity):
                message = f"lowers the severity of `{check.name}`; write that in cxmap.yaml under `checks:`"
                raise PluginError(self.name, message)
            if severity != check.severity:
                raised[check.code] = severity
        return own, raised, sorted({check.code for check in known} - set(seen))


def describing(found: Found, ours: Ours, known: Sequence[Check]) -> Callable[[Send], None]:
    """The work of a child that says what a plugin adds."""

    def work(send: Send) -> None:
        try:
            send({"described": _describe(Guest(found, ours), known)})
        except PluginError as error:
            send({"refused": error.message})
        except Exception as error:
            send({"refused": f"cannot be described: it {describe_exception(error)}"})

    return work


def running(
    found: Found,
    ours: Ours,
    known: Sequence[Check],
    planned: Sequence[tuple[str, float, Mapping[str, Any]]],
    workspace: Workspace,
    as_of: date,
) -> Callable[[Send], None]:
    """The work of a child that runs a plugin's checks."""

    def work(send: Send) -> None:
        before = _state(workspace)
        own = {check.code: check for check in Guest(found, ours).checks(known)[0]}
        for code, seconds, written in planned:
            check = own[code]
            send({"begin": seconds})
            options = read_options(check.options, dict(written))
            for ran in run_check(check, workspace, as_of, options, seconds):
                send({"ran": pack_ran(ran)})
        send({"begin": 30})
        if _state(workspace) != before:
            send({"spoilt": "changed the journeys it was given"})

    return work


def calling(
    found: Found, ours: Ours, hook: str, kinds: tuple[type, ...], call: Callable[[list[Any]], Message]
) -> Callable[[Send], None]:
    """The work of a child that calls one of the things a plugin gives."""

    def work(send: Send) -> None:
        try:
            send(call(Guest(found, ours).gather(hook, kinds)))
        except BaseException as error:
            send({"raised": describe_exception(error)})

    return work


def pack_ran(ran: Ran) -> Message:
    """A check's results as plain values."""
    rows = []
    for result in ran.results:
        if isinstance(result, Finding):
            rows.append([getattr(result, each.name) for each in fields(result)])
        else:
            rows.append([result.element, result.missing])
    return {"code": ran.code, "journey": ran.journey, "why_not": ran.why_not, "results": rows}


def pack_written(written: object) -> Message:
    """What a renderer returned, as plain values."""
    if isinstance(written, str):
        return {"text": written}
    if isinstance(written, bytes):
        return {"bytes": base64.b64encode(written).decode()}
    return {"raised": f"returned `{type(written).__name__}`, not text or bytes"}


def _describe(guest: Guest, known: Sequence[Check]) -> Message:
    own, raised, removed = guest.checks(known)
    things = guest.gather("cxmap_sources", (Metric, Source))
    return {
        "version": guest.version,
        "checks": [_pack_check(check) for check in own],
        "raised": raised,
        "removed": removed,
        "renderers": [_pack_renderer(each) for each in guest.gather("cxmap_renderers", (Renderer,))],
        "metrics": [pack_metric(each) for each in things if isinstance(each, Metric)],
        "sources": [_pack_source(each) for each in things if isinstance(each, Source)],
        "words": [
            {kind: {word: asdict(each) for word, each in words.items()} for kind, words in one.lists.items()}
            for one in guest.gather("cxmap_vocabularies", (Vocabulary,))
        ],
    }


def _pack_check(check: Check) -> Message:
    return {
        "code": check.code,
        "name": check.name,
        "severity": check.severity,
        "drops": check.drops,
        "drops_on": check.drops_on,
        "scope": check.scope,
        "doc": check.doc,
        "options": pack_options(check.options),
    }


def _pack_renderer(each: Renderer) -> Message:
    return {
        "name": each.name,
        "kind": each.kind,
        "formats": each.formats,
        "doc": each.doc,
        "options": pack_options(each.options),
    }


def _pack_source(each: Source) -> Message:
    return {"name": each.name, "formats": each.formats, "doc": each.observe.__doc__ or ""}


def pack_metric(each: Metric) -> Message:
    """A metric without its functions."""
    plain = {
        field.name: getattr(each, field.name)
        for field in fields(each)
        if field.name not in ("inputs", "options", "rows", "estimate")
    }
    inputs = [asdict(one) for one in each.inputs]
    options = dict(each.options)
    doc = each.estimate.__doc__ or ""
    return {**plain, "inputs": inputs, "options": options, "doc": doc, "compares_rows": each.rows is not None}


def _state(workspace: Workspace) -> bytes:
    """A digest of everything a plugin could change in the workspace it was given."""
    digest = blake2b()
    for part in (workspace.register, workspace.config, workspace.waivers, *workspace.journeys.values()):
        digest.update(repr(part).encode())
    for graph in workspace.graphs:
        for part in (
            graph.touchpoints,
            graph.edges,
            graph.register,
            graph.flat.end_shares,
            graph.flat.entries,
        ):
            digest.update(repr(part).encode())
        digest.update(repr(list(graph.flow.nodes(data=True))).encode())
        digest.update(
            repr([(start, end, data["kind"]) for start, end, data in graph.flow.edges(data=True)]).encode()
        )
    return digest.digest()
