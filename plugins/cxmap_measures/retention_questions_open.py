"""ROI005: questions about staying that nothing answers."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_measures.goals import retention_goals

QUESTIONS = {
    "trend": "how retention has moved",
    "at_risk": "who is at risk",
    "reasons_lost": "why customers left",
    "actions_that_worked": "what kept customers",
    "reasons_stayed": "why loyal customers stay",
}


@check("ROI005", severity="info")
def retention_questions_open(
    graph: JourneyGraph, *, keys: tuple[str, ...] = tuple(QUESTIONS)
) -> Iterator[Finding]:
    """A journey that wants to keep customers has nothing that answers one of five questions.

    What is the trend, who is at risk, why did they leave, what kept them, why do loyal ones stay: a plan that
    cannot answer them is a guess.

    Fix: write under the journey's `evidence:` what answers each: a metric, a source, a touchpoint or a document.

    Source: the five questions of the insurer's retention plan (customer experience practice).

    Options:
        keys: the questions that must have an answer.

    Passes::

        goals: [retention]
        metrics: {retention: {}, saves: {}}
        sources: {exit_survey: {}, interviews: {}}
        evidence: {trend: retention, at_risk: risk_check, reasons_lost: exit_survey, actions_that_worked: saves, reasons_stayed: interviews}
        risk_check: {channel: backstage, type: score}
        renewal: {channel: web}

    Fails::

        goals: [retention]
        metrics: {retention: {}}
        renewal: {channel: web}
    """
    if not retention_goals(graph):
        return
    for key in keys:
        if getattr(graph.journey.evidence, key, None) is None:
            asked = QUESTIONS.get(key, key)
            yield Finding(
                graph.journey, f"nothing answers {asked}; write `{key}:` under `evidence:`", data=None
            )
