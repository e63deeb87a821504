"""Questions about paths and their answers."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap import QuestionError, ask
from cxmap.graph import JourneyGraph
from cxmap.testing import journey, workspace

INSURER = """
outcome: renewed
personas: {lena: {name: Loyal Lena}, fay: {channels: [web, email, chat]}}
see_ad: {channel: own, entry: true}
quote: {channel: web, owner: sales, consent: {asks: [offers]}, next: {buy: 60%, call: 30%}}
call: {channel: phone, owner: care, sla: 1d, next: {buy: 50%}}
buy: {channel: web, owner: sales, sla: 1h, next: {offer: {share: 100%, delay: 5d}}}
offer: {channel: email, by: company, type: offer, owner: care, sla: 2d, next: {renewed: 70%, save: 30%}}
save: {channel: phone, by: company, owner: care, sla: 1d, next: {renewed: 40%, lost: 60%}}
renewed: {channel: web, type: milestone, next: end}
lost: {channel: email, by: company, type: exit, sla: 1h, next: end}
anytime: {help: {channel: chat, type: human}}
"""


GRAPH = journey(INSURER)


@pytest.fixture(scope="module")
def insurer() -> JourneyGraph:
    return GRAPH


@pytest.mark.parametrize(
    ("question", "state", "path"),
    [
        ("can fay reach renewed without phone?", "yes", "see_ad quote buy offer renewed"),
        ("can Loyal Lena get to lost", "yes", "see_ad quote buy offer save lost"),
        ("can fay reach lost", "no", "see_ad quote buy offer save lost"),
        ("can anybody reach lost?", "yes", "see_ad quote buy offer save lost"),
        ("can everybody reach renewed", "yes", "see_ad quote buy offer renewed"),
        ("can everybody reach lost", "no", "see_ad quote buy offer save lost"),
        ("can lena reach renewed without email", "no", "see_ad quote buy offer renewed"),
        ("can lena reach renewed without stage:fragment", "no", None),
        ("can lena reach quote from buy", "no", ""),
        ("can lena reach renewed from offer within 1 step", "yes", "offer renewed"),
        ("can lena reach renewed from buy within 1 steps", "no", "buy offer renewed"),
        ("can lena reach renewed from buy within 8d", "yes", "buy offer renewed"),
        ("within 1d of buy, can lena reach renewed", "no", "buy offer renewed"),
        ("who can reach save", "yes", "see_ad quote buy offer save"),
        ("how many hand_offs from entry to renewed", "yes", "see_ad quote buy offer renewed"),
        ("how many channel switches does fay need from quote to renewed?", "yes", "quote buy offer renewed"),
        ("how many contacts are there from quote to renewed", "yes", "quote buy offer renewed"),
        ("how much effort from quote to buy for fay", "yes", "quote buy"),
        ("how many steps from entry to lost for fay", "no", None),
        ("at most 1 hand-offs from entry to renewed", "yes", "see_ad quote buy offer renewed"),
        ("is there at most 0 hand_offs from entry to renewed?", "no", "see_ad quote buy offer renewed"),
        ("how long from call to renewed", "yes", "call buy offer save renewed"),
        ("is renewed within 10d of call", "yes", "call buy offer save renewed"),
        ("is renewed within 9d of call", "no", "call buy offer save renewed"),
        ("how likely is renewed from offer", "yes", "offer renewed"),
        ("how likely is lost for fay", "no", ""),
        ("does every path from entry to offer pass quote?", "yes", "see_ad quote buy offer"),
        ("does every path to renewed pass call", "no", "see_ad quote buy offer renewed"),
        ("do all paths to offer pass asks:offers", "yes", "see_ad quote buy offer"),
        ("never from entry to type:offer without asks:offers", "yes", "see_ad quote buy offer"),
        ("never entry to channel:phone", "no", "see_ad quote call"),
        ("never from lost to quote", "yes", ""),
        ("Can fay reach renewed or lost?", "yes", "see_ad quote buy offer renewed"),
    ],
)
def test_answers(insurer: JourneyGraph, question: str, state: str, path: str | None) -> None:
    answer = ask(insurer, question)
    assert answer.state == state, answer.sentence
    if path is not None:
        assert answer.path == tuple(path.split()), answer.sentence
    assert len(answer.places) == len(answer.path)
    assert answer.journey == "fragment"


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("how many hand_offs from entry to renewed", 1),
        ("how many hand-offs from entry to renewed likely", 1),
        ("how many channel switches from entry to renewed", 2),
        ("how likely is renewed from offer", 0.7 + 0.3 * 0.4),
        ("how long from buy to offer", (1 + 5 * 24 + 48) * 3600),
    ],
)
def test_numbers(insurer: JourneyGraph, question: str, number: float) -> None:
    assert ask(insurer, question).number == pytest.approx(number)


def test_sentences_say_what_was_found(insurer: JourneyGraph) -> None:
    assert ask(insurer, "can fay reach renewed without phone?").sentence == (
        "yes: `fay` can get to `renewed` without phone: see_ad > quote > buy > offer > renewed"
    )
    assert "others pass `save` (phone)" in ask(insurer, "can fay reach lost").sentence
    assert ask(insurer, "who can reach save").sentence == "yes: `lena` can get to `save`; not `fay`"


def test_a_missing_channel_makes_it_unknown() -> None:
    graph = journey(
        "personas: {fay: {channels: [web]}}\na: {channel: web}\nb: {}\nc: {channel: web, next: end}"
    )
    answer = ask(graph, "can fay reach c")
    assert (answer.state, answer.missing, answer.path) == ("unknown", "channel", ("a", "b", "c"))
    assert ask(graph, "can anybody reach c without phone").state == "unknown"
    assert ask(graph, "how many channel switches from a to c").state == "unknown"
    assert ask(graph, "how many steps from a to c").state == "yes"


def test_a_missing_channel_that_can_be_avoided_does_not_matter() -> None:
    graph = journey(
        "personas: {fay: {channels: [web]}}\na: {channel: web, next: [b, c]}\nb: {}\nc: {channel: web}"
    )
    assert ask(graph, "can fay reach c").state == "yes"


@pytest.mark.parametrize("question", ["how long from quote to help", "can fay reach help within 1h"])
def test_nobody_says_when_customers_visit_what_is_always_open(insurer: JourneyGraph, question: str) -> None:
    answer = ask(insurer, question)
    assert answer.state == "unknown"
    assert "open at any time" in answer.sentence


def test_a_way_nobody_counts_is_on_no_likely_path() -> None:
    graph = journey(
        "a: {channel: web, fails: b, next: c}\nb: {channel: web, next: end}\nc: {channel: web, next: end}"
    )
    assert ask(graph, "how many steps from a to b likely").state == "unknown"
    assert ask(graph, "how many steps from a to b").number == 1


def test_the_slowest_path_may_leave_something_out(insurer: JourneyGraph) -> None:
    assert ask(insurer, "how long from buy to renewed without save").path == ("buy", "offer", "renewed")


def test_a_missing_time_makes_it_unknown() -> None:
    graph = journey("a: {channel: phone}\nb: {channel: email, by: company, sla: 1d, next: end}")
    answer = ask(graph, "is b within 5d of a")
    assert (answer.state, answer.missing) == ("unknown", "sla")
    assert ask(graph, "is b within 5h of a").state == "no"
    assert ask(graph, "how long from a to b").state == "unknown"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("can fai reach renewed", "did you mean `fay`?"),
        ("can fay reach renewd", "did you mean `renewed`?"),
        ("how many handoofs from entry to renewed", "did you mean `hand_offs`?"),
        ("how many hand_offs renewed", "write `from entry to renewed`"),
        ("wo can reach renewed", "did you mean `who`?"),
        ("can fay reach renewed without chanel:phone", "did you mean `channel:`?"),
        ("is renewed within soon of buy", "is not a duration"),
        ("can fay reach renewed from", "nothing stands after `from`"),
        ("does every path to renewed take long", "say what every path should pass"),
        ("can fay reach renewed from quote from buy", "stands twice"),
        ("within 3d of quote, can fay reach renewed from buy", "stands twice"),
        ("", "ask something such as"),
        ("what is the weather", "is no question we know"),
        ("how likely is help", "nobody counts who goes to `help`"),
        ("how likely is renewed without phone", "`without` has no meaning"),
        ("how many steps from entry to renewed for everybody", "`everybody` goes with"),
        ("how many steps from entry to renewed likely without phone", "leave `likely` or `without` away"),
        ("does every path to renewed pass call within 3d", "`within` has no meaning"),
    ],
)
def test_mistakes_say_what_to_write(insurer: JourneyGraph, question: str, message: str) -> None:
    with pytest.raises(QuestionError) as error:
        ask(insurer, question)
    assert message in str(error.value)


def test_a_workspace_answers_for_the_journey_that_has_the_names() -> None:
    space = workspace({
        "cxmap.yaml": "cxmap: 1\n",
        "one.yaml": "cxmap: 1\njourney: One\ntouchpoints: {a: {channel: web}, b: {channel: web, next: end}}\n",
        "two.yaml": "cxmap: 1\njourney: Two\ntouchpoints: {a: {channel: web}, c: {channel: web, next: end}}\n",
    })  # fmt: skip
    assert ask(space, "can anybody reach c from a").journey == "two"
    with pytest.raises(QuestionError, match="`one`, `two`"):
        ask(space, "can anybody reach a")


WORDS = st.sampled_from(
    [
        "can",
        "who",
        "how",
        "many",
        "much",
        "long",
        "likely",
        "is",
        "does",
        "every",
        "path",
        "never",
        "within",
        "at",
        "most",
        "reach",
        "get",
        "to",
        "from",
        "without",
        "for",
        "pass",
        "as",
        "or",
        "and",
        "effort",
        "hand_offs",
        "steps",
        "2",
        "10d",
        "3",
        "steps",
        "of",
        "fay",
        "lena",
        "anybody",
        "everybody",
        "quote",
        "renewed",
        "call",
        "help",
        "entry",
        "outcome",
        "end",
        "phone",
        "channel:web",
        "stage:fragment",
        "not:call",
        "between:quote,buy",
        "likely",
        "?",
        ",",
        ":",
        "it",
        "x",
    ]
)


@given(st.lists(WORDS, max_size=12))
@settings(max_examples=400, deadline=None)
def test_any_words_are_answered_or_refused_in_plain_words(words: list[str]) -> None:
    try:
        answer = ask(GRAPH, " ".join(words))
    except QuestionError as error:
        assert str(error)
    else:
        assert answer.state in ("yes", "no", "unknown")
        assert answer.sentence


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_is_answered_or_refused(text: str) -> None:
    with contextlib.suppress(QuestionError):
        ask(GRAPH, text)
    with contextlib.suppress(QuestionError):
        ask(GRAPH, f"can fay reach {text} without {text}")
