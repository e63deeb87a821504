"""CON022: customers are recorded or analysed and not told."""

from collections.abc import Callable, Iterator

from cxmap import Edge, Finding, JourneyGraph, Touchpoint, check, how_of, is_under, say_path

APPS = ("omnichannel-recording", "speech-analytics", "text-analytics", "automated-qm", "emotion-ai")
SESSION = 86_400.0  # seconds of delay that end a session
NOBODY_THERE = frozenset({"backstage", "own"})


@check("CON022", severity="error")
def recorded_without_telling(graph: JourneyGraph, *, apps: tuple[str, ...] = APPS) -> Iterator[Finding]:
    """A contact runs on a system that records or analyses it, and nothing in the same session says so.

    Recording is how service learns, and customers accept it when told. A notice counts at the touchpoint
    itself, or when every path has passed one that names the purpose of the recording in the same session (no
    delay of a day or more in between). Analysis of emotions must be disclosed on its own.

    Fix: write `notice:` with the purpose on the touchpoint, and `discloses_emotion_ai: true` where emotions
    are analysed.

    Source: GDPR Art. 13; EU AI Act Art. 50(3) on emotion recognition, since 2 August 2026 (Art. 5(1)(f) bans
    inferring the emotions of staff at work); US all-party-consent states, such as Cal. Penal Code 632 and
    632.7, over the one-party federal floor of 18 USC 2511. Not legal advice.

    Options:
        apps: roles of systems that record or analyse.

    Passes::

        systems: {recording: {app: omnichannel-recording}}
        call: {channel: phone, type: human, system: recording, notice: [quality]}

    Fails::

        systems: {recording: {app: omnichannel-recording}}
        call: {channel: phone, type: human, system: recording}
    """
    for touchpoint in graph.touchpoints:
        if touchpoint.channel and set(touchpoint.channel) <= NOBODY_THERE:
            continue
        listening = [name for name in touchpoint.system if graph.systems[name].app in apps]
        if not listening:
            continue
        path = _untold(graph, touchpoint)
        if path is not None:
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` runs on {_named(graph, listening[0])} and nothing tells the customer that "
                f"they are recorded or analysed: {say_path(path)}; write `notice:` with the purpose",
                path=path,
                related=(f"system:{listening[0]}",),
            )
        elif not touchpoint.discloses_emotion_ai:
            yield from _emotions(graph, touchpoint, listening)


def _emotions(graph: JourneyGraph, touchpoint: Touchpoint, listening: list[str]) -> Iterator[Finding]:
    for name in listening:
        if graph.systems[name].app == "emotion-ai":
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` runs on {_named(graph, name)} and does not say that emotions are analysed; "
                "write `discloses_emotion_ai: true` once it does",
                related=(f"system:{name}",),
            )


def _named(graph: JourneyGraph, system: str) -> str:
    return f"`{system}` ({graph.systems[system].app})"


def _untold(graph: JourneyGraph, touchpoint: Touchpoint) -> tuple[str, ...] | None:
    """The shortest path of one session to a touchpoint on which nobody is told of the recording."""
    if graph.notice(touchpoint):
        return None
    purposes = _recording_purposes(graph, touchpoint)

    def tells(step: str) -> bool:
        named = graph.notice(graph.touchpoint(step))
        return bool(named & purposes) if purposes else bool(named)

    starts = dict.fromkeys(graph.entries)
    starts.update(dict.fromkeys(edge.to for edge in graph.edges if _delay(edge) >= SESSION))
    return _walk_back(graph, touchpoint.id, starts, tells)


def _walk_back(
    graph: JourneyGraph, target: str, starts: dict[str, None], tells: Callable[[str], bool]
) -> tuple[str, ...] | None:
    then: dict[str, str | None] = {target: None}
    queue = [target]
    for step in queue:
        if step in starts or graph.is_anytime(step):
            return _path(then, step)
        for edge in graph.edges_into(step):
            if edge.from_ not in then and _delay(edge) < SESSION and not tells(edge.from_):
                then[edge.from_] = step
                queue.append(edge.from_)
    return None


def _path(then: dict[str, str | None], first: str) -> tuple[str, ...]:
    path = []
    step: str | None = first
    while step is not None:
        path.append(step)
        step = then[step]
    return tuple(path)


def _recording_purposes(graph: JourneyGraph, touchpoint: Touchpoint) -> frozenset[str]:
    """What the recording is for: the purposes of what is observed here, or of quality, as far as said."""
    observed = {
        p for p, items in touchpoint.collects.items() if any(how_of(graph, x) == "observed" for x in items)
    }
    improving = {
        p
        for p in (*touchpoint.collects, *touchpoint.uses)
        if is_under(graph.purpose_key(p), "essential.service.operations.improve")
    }
    return frozenset(observed | improving)


def _delay(edge: Edge) -> float:
    return edge.transition.delay.worst.seconds if edge.transition.delay else 0.0
