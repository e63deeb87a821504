"""Answer a question about paths: yes, no or unknown, with the path that shows it.

The language is described in `questions`.

    >>> ask(graph, "can first_car_fay reach renewed without phone?").sentence
    'yes: `first_car_fay` can get to `renewed`: ask_friends > ... > renewed'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cxmap.answer import Answer
from cxmap.answering_numbers import at_most, count, every_path, how_likely, how_long, within
from cxmap.answering_reach import reach, who_can
from cxmap.asked import Asked
from cxmap.graph import JourneyGraph
from cxmap.questions import Kind, Question, QuestionError, read_question

if TYPE_CHECKING:
    from cxmap.workspace import Workspace

__all__ = ["Answer", "QuestionError", "ask"]

_ANSWERS: Mapping[Kind, Callable[[Asked], Answer]] = {
    "reach": reach, "who": who_can, "count": count, "time": how_long, "chance": how_likely, "every": every_path,
    "within": within, "most": at_most,
}  # fmt: skip


def ask(subject: JourneyGraph | Workspace, question: str) -> Answer:
    """Answer a question about one journey, or about the one journey of a workspace that has all it names.

    Raises:
        QuestionError: the question cannot be read, names what no journey has, or fits several journeys.
    """
    read = read_question(question)
    if isinstance(subject, JourneyGraph):
        return _answer(subject, read)
    answers: list[Answer] = []
    refused: list[QuestionError] = []
    for graph in subject.graphs:
        try:
            answers.append(_answer(graph, read))
        except QuestionError as error:
            refused.append(error)
    if not answers:
        raise refused[0]
    if len(answers) > 1:
        names = ", ".join(f"`{answer.journey}`" for answer in answers)
        raise QuestionError(
            f"the question fits {names}; choose one, as with `--at journey:{answers[0].journey}`"
        )
    return answers[0]


def _answer(graph: JourneyGraph, question: Question) -> Answer:
    found = _ANSWERS[question.kind](Asked(graph, question))
    places = tuple(graph.place(step, "touchpoint") for step in found.path)
    return replace(found, journey=graph.id, places=places)
