"""Rules that need more than one field to judge: each gives one sentence at the place an author should mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cxmap.amounts import refuse_amounts
from cxmap.completing import stages_of
from cxmap.model import Journey, Touchpoint
from cxmap.names import Names, distance
from cxmap.nesting import steps_with_places
from cxmap.parts import Pain
from cxmap.place import Problem
from cxmap.reading import find_mark, place
from cxmap.references import Loc
from cxmap.register import Metric, Register, StageModel
from cxmap.syntax import Map
from cxmap.tables import Table
from cxmap.vocabulary import Vocabulary, nearest

if TYPE_CHECKING:
    from cxmap.assembly import Assembly

_ONLY_IN_STAGES = ("entry", "journey", "enter", "exits")


def judge_journey(
    assembly: Assembly, journey: Journey, register: Register, names: Names, path: str, tree: Map
) -> Iterator[Problem]:
    """What the fields of one journey alone cannot tell."""
    for loc, step in steps_with_places(journey):
        yield from _judge_step(step, loc, path, tree)
    for name, stage in journey.stages.items():
        yield from _bare_pains(stage.pains, ("stages", name, "pains"), path, tree)
    yield from _bare_pains(journey.pains, ("pains",), path, tree)
    yield from _judge_promises(journey, path, tree)
    yield from _judge_model(journey, register, names, path, tree)
    metrics = {**register.metrics, **journey.metrics}
    for loc, measured in _measured(journey):
        yield from refuse_amounts(measured, metrics, names.vocabulary, loc, path, tree)
    yield from judge_register(assembly, journey, register, path, tree)


def judge_register(
    assembly: Assembly, held: Register, register: Register, path: str, tree: Map
) -> Iterator[Problem]:
    """What the fields of one thing in a register alone cannot tell."""
    vocabulary = assembly.vocabulary
    for name, metric in held.metrics.items():
        yield from _judge_metric(name, metric, vocabulary, path, tree)
    yield from refuse_amounts(
        held.metrics, {**register.metrics, **held.metrics}, vocabulary, ("metrics",), path, tree
    )
    for section in ("sources", "logs"):
        for name, table in getattr(held, section).items():
            yield from _judge_table(table, assembly.config.connections, (section, name), path, tree)
    for name, model in held.models.items():
        yield from _judge_stage_model(model, ("models", name), path, tree)


def _judge_step(step: Touchpoint, loc: Loc, path: str, tree: Map) -> Iterator[Problem]:
    said = step.model_fields_set
    if step.notice is True and not step.collects:
        where = place(path, find_mark(tree, (*loc, "notice")))
        message = "`notice: true` tells of what is collected here, and nothing is; name the purposes"
        yield Problem(where, "LNG003", message)
    if step.pains:
        yield from _bare_pains(step.pains, (*loc, "pains"), path, tree)
    if loc[0] == "anytime":
        for field in _ONLY_IN_STAGES:
            if field in said:
                where = place(path, find_mark(tree, (*loc, field), for_key=True))
                message = f"`{field}` cannot stand under `anytime`; move the step into a stage"
                yield Problem(where, "LNG001", message)
    elif "linked_from" in said:
        where = place(path, find_mark(tree, (*loc, "linked_from"), for_key=True))
        yield Problem(where, "LNG001", "`linked_from` belongs under `anytime`; remove it here")


def _bare_pains(pains: Iterable[Pain], loc: Loc, path: str, tree: Map) -> Iterator[Problem]:
    for index, pain in enumerate(pains):
        if pain.what is None and pain.cause is None:
            where = place(path, find_mark(tree, (*loc, index)))
            yield Problem(where, "LNG007", "a pain needs `what` or `cause`; write what hurts")


def _judge_promises(journey: Journey, path: str, tree: Map) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, promise in enumerate(journey.promises):
        where = place(path, find_mark(tree, ("promises", index)))
        if promise.within is not None and promise.to is None:
            yield Problem(where, "LNG007", "a promise with `within` needs `to`; write where it is kept")
        if promise.id in seen:
            other = place(path, find_mark(tree, ("promises", seen[promise.id])))
            message = f"the promise `{promise.id}` is defined twice, also in {other}; give each a name of its own: `promises: {{name: {{..}}}}`"
            yield Problem(where, "LNG006", message, (other,))
        seen.setdefault(promise.id, index)


def _measured(journey: Journey) -> Iterator[tuple[Loc, Mapping[str, Any]]]:
    """The metrics that stages and touchpoints have values for."""
    for name, stage in journey.stages.items():
        if stage.metrics:
            yield ("stages", name, "metrics"), stage.metrics
    for loc, step in steps_with_places(journey):
        if step.metrics:
            yield (*loc, "metrics"), step.metrics


def _judge_model(
    journey: Journey, register: Register, names: Names, path: str, tree: Map
) -> Iterator[Problem]:
    """The journey's stage model, and the words of stages that must belong to it."""
    words = names.vocabulary
    if not words.words("model"):
        return
    own = (
        None
        if journey.model is None
        else journey.models.get(journey.model) or register.models.get(journey.model)
    )
    if journey.model is not None and own is None and words.get("model", journey.model) is None:
        known = (*words.words("model"), *register.models, *journey.models)
        close = nearest(journey.model, known)
        hint = f"did you mean `{close}`?" if close else "write " + " or ".join(f"`{one}`" for one in known)
        where = place(path, find_mark(tree, ("model",)))
        yield Problem(where, "LNG005", f"`{journey.model[:60]}` is not a stage model; {hint}")
        return
    known_stages = _stage_words(own, words)
    said = [((("stages", name, "is")), stage.is_) for name, stage in stages_of(journey).items() if stage.is_]
    said += [(("leaves_out", name, "[key]"), name) for name in journey.leaves_out]
    for loc, word in said:
        if word in known_stages:
            continue
        close = nearest(word, known_stages)
        hint = (
            f"did you mean `{close}`?"
            if close
            else "write one of " + ", ".join(f"`{one}`" for one in known_stages)
        )
        where = place(path, find_mark(tree, loc, for_key=loc[-1] == "[key]"))
        model = "any stage model" if journey.model is None else f"`{journey.model}`"
        yield Problem(where, "LNG004", f"`{word[:60]}` is not a stage of {model}; {hint}")


def _stage_words(own: StageModel | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    if own is None:
        return vocabulary.words("stage")
    synonyms = (word for words in own.synonyms.values() for word in words)
    return tuple(dict.fromkeys((*own.stages, *own.synonyms, *synonyms)))


def _judge_stage_model(model: StageModel, loc: Loc, path: str, tree: Map) -> Iterator[Problem]:
    for field, named in (("required", model.required), ("synonyms", tuple(model.synonyms))):
        for name in named:
            if name not in model.stages:
                close = nearest(name, model.stages)
                hint = f"did you mean `{close}`?" if close else "add it to `stages` or remove it here"
                where = place(path, find_mark(tree, (*loc, field, name), for_key=field == "synonyms"))
                yield Problem(where, "LNG005", f"`{name[:60]}` is not a stage of this model; {hint}")


def _judge_metric(name: str, metric: Metric, words: Vocabulary, path: str, tree: Map) -> Iterator[Problem]:
    """A name nearly that of a formula must say which it is; options belong to the formula."""
    kinds = words.words("metric")
    if metric.kind is None and kinds and name not in kinds:
        near = min(sorted(kinds), key=lambda kind: distance(kind, name, 2))
        if distance(near, name, 2) <= 2:
            where = place(path, find_mark(tree, ("metrics", name), for_key=True))
            message = (
                f"`{name}` is nearly the metric `{near}`; write `kind: {near}` if it is one, else `kind: kpi`"
            )
            yield Problem(where, "LNG004", message)
    word = words.get("metric", metric.kind or name)
    if not metric.options or word is None:
        return
    known = word.maps.get("options", "").split()
    for option in metric.options:
        if option not in known:
            close = nearest(option, known)
            hint = (
                f"did you mean `{close}`?"
                if close
                else ("it has none" if not known else "write " + " or ".join(f"`{one}`" for one in known))
            )
            where = place(path, find_mark(tree, ("metrics", name, "options", option), for_key=True))
            yield Problem(where, "LNG001", f"`{option[:60]}` is not an option of `{word.id}`; {hint}")


def _judge_table(
    table: Table, connections: Mapping[str, object], loc: Loc, path: str, tree: Map
) -> Iterator[Problem]:
    """Rows stand in a file, or in a table of a connection that cxmap.yaml knows."""
    if table.connection is not None and table.connection not in connections:
        close = nearest(table.connection, connections)
        hint = f"did you mean `{close}`?" if close else "add it under `connections:` in cxmap.yaml"
        where = place(path, find_mark(tree, (*loc, "connection")))
        yield Problem(where, "LNG005", f"`{table.connection[:60]}` is not a connection; {hint}")
    if table.connection is not None and table.path is not None:
        where = place(path, find_mark(tree, (*loc, "path"), for_key=True))
        yield Problem(where, "LNG002", "`path` stands beside `connection`; keep the one where the rows are")
