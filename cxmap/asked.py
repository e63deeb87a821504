"""A question about one journey with its names looked up: who asks, where paths begin, end and must not go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxmap.answer import Answer
from cxmap.flow import say_path, shortest_path
from cxmap.questions import Question, QuestionError
from cxmap.selecting import SelectorError, select
from cxmap.vocabulary import nearest

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

ANYBODY = ("anybody", "anyone", "a customer", "customers", "somebody", "someone")
EVERYBODY = ("everybody", "everyone", "every persona", "all personas")


class Asked:
    """One question about one journey, its names looked up."""

    def __init__(self, graph: JourneyGraph, question: Question) -> None:
        self.graph, self.question = graph, question
        self._channels: tuple[str, ...] = ()
        self.persona, self.everybody = self._who(question.who)
        self.sources = None if question.source in (None, "entry") else self.find_places(question.source)
        self.targets = self._targets()
        self.closed = self.find_closed(question.without)
        self.here = f" from {question.source}" if question.source else ""

    def _who(self, name: str | None) -> tuple[str | None, bool]:
        if name is None or name.lower() in ANYBODY:
            return None, False
        if name.lower() in EVERYBODY:
            if self.question.kind != "reach":
                raise QuestionError("`everybody` goes with `can .. reach`; here name one persona, or nobody")
            return None, True
        for persona in self.graph.personas:
            if name in (persona.id, persona.title) or name.lower() == persona.title.lower():
                return persona.id, False
        close = nearest(name, [*(persona.id for persona in self.graph.personas), "anybody", "everybody"])
        hint = f"did you mean `{close}`?" if close else "write a persona, `anybody` or `everybody`"
        raise QuestionError(f"`{name[:60]}` is not a persona of this journey; {hint}")

    def find_places(self, phrase: str | None) -> tuple[str, ...]:
        """The touchpoints a phrase names, in file order."""
        chosen: set[str] = set()
        for part in (phrase or "").replace(" or ", "\0").split("\0"):
            title = next((t.id for t in self.graph.touchpoints if t.title.lower() == part.lower()), None)
            try:
                chosen |= {title} if title is not None else select(self.graph, part)
            except SelectorError as error:
                raise QuestionError(str(error)) from None
        if not chosen:
            raise QuestionError(f"`{(phrase or '')[:60]}` chooses no touchpoint of `{self.graph.id}`")
        return tuple(t.id for t in self.graph.touchpoints if t.id in chosen)

    def _targets(self) -> tuple[str, ...]:
        named = self.question.target
        if named is not None and named != "outcome":
            return self.find_places(named)
        wanted = self.graph.outcome
        if self.persona is not None:
            wanted = self.graph.wants(self.graph.persona(self.persona))
        if not wanted:
            raise QuestionError(f"`{self.graph.id}` has no outcome; say where to, `to renewed`")
        return wanted

    def find_closed(self, phrase: str | None) -> tuple[str, ...]:
        """The touchpoints left out; for a channel those that offer nothing else."""
        if phrase is None:
            return ()
        closed: set[str] = set()
        for part in phrase.replace(" and ", " or ").replace(" or ", "\0").split("\0"):
            if not self.graph.has(part) and self.graph.word("channel", part) is not None:
                closed |= {t.id for t in self.graph.touchpoints if set(t.channel) == {part}}
                self._channels = (*self._channels, part)
            else:
                closed |= set(self.find_places(part))
        return tuple(t.id for t in self.graph.touchpoints if t.id in closed)

    @property
    def goal(self) -> str:
        """Where to, in words."""
        names = [f"`{name}`" for name in self.targets]
        shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} others"]
        return " or ".join(shown)

    def subject(self, persona: str | None) -> str:
        """Who, in words."""
        return "a customer" if persona is None else f"`{persona}`"

    def unsaid(self, path: tuple[str, ...], persona: str | None) -> str | None:
        """A step on the path whose channel would decide, and which cannot be avoided."""
        matters = self._channels or (persona is not None and self.graph.persona(persona).channels)
        unsaid = [step for step in path if step in self.graph.unsaid_channels] if matters else []
        if not unsaid:
            return None
        around = shortest_path(
            self.graph,
            self.sources,
            self.targets,
            avoiding={*self.closed, *self.graph.unsaid_channels},
            persona=persona,
        )
        return None if around is not None else unsaid[0]

    def path(self, persona: str | None, avoiding: Iterable[str] = ()) -> tuple[str, ...] | None:
        """The shortest path as a persona may walk it."""
        closed = (*self.closed, *avoiding)
        return shortest_path(self.graph, self.sources, self.targets, avoiding=closed, persona=persona)

    def unknown(
        self, step: str, path: tuple[str, ...], persona: str | None, missing: str = "channel"
    ) -> Answer:
        """The answer when a fact is missing that would decide."""
        return Answer(
            "unknown", f"unknown: `{step}` does not say its {missing}, and the answer depends on it "
            f"({say_path(path)}); write `{missing}:` there", path, persona=persona, missing=missing,
        )  # fmt: skip
