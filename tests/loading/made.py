"""Strategies that make journeys and registers: everything an author may write, in the words authors use."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

STEPS = ("see_ad", "ask", "buy", "use", "renew", "tell")
OWNERS, PERSONAS, SYSTEMS = ("care", "sales"), ("fay", "sam"), ("crm", "hub")
DATA, PURPOSES, METRICS = ("email", "name_of", "score"), ("offers", "care_for"), ("ces", "nps", "ours")
texts = st.text("abcXYZ 09éßñ日本語Жω€😀:#-'\"\\{}[],&*!|>%@`~?", min_size=1, max_size=20)
labels = st.one_of(
    texts, st.dictionaries(st.sampled_from(["en", "pt", "pt-br", "de"]), texts, min_size=1, max_size=3)
)
shares = st.sampled_from(["5%", "12.5%", "20%", "0%"])
durations = st.sampled_from(["90s", "10m", "24h", "8d", "2w", "13 months", "7y", "1.5h"])
times = st.one_of(durations, st.just({"p50": "2d", "p90": "8d"}), st.just({"gold": "2m", "tin": "5m"}))
dates = st.dates().filter(lambda day: day.year > 1900).map(str)
numbers = st.one_of(st.integers(-999, 999).map(str), st.decimals(0, 99, places=2).map(lambda one: f"{one:f}"))
counts = st.integers(0, 99_999).map(str)
feelings = st.sampled_from(["-2", "-0.5", "1", "happy", "angry"])
flags = st.sampled_from(["true", "false"])


def some(words: tuple[str, ...], least: int = 1) -> st.SearchStrategy[Any]:
    """One of these alone, or several in a list."""
    several = st.lists(st.sampled_from(words), min_size=least, max_size=3, unique=True)
    return st.one_of(st.sampled_from(words), several)


def maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping that says any of these fields."""
    named = {name.rstrip("_"): value for name, value in fields.items()}
    return st.fixed_dictionaries({}, optional=named)


def mapped(
    keys: tuple[str, ...], values: st.SearchStrategy[Any], least: int = 0
) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(keys), values, min_size=least, max_size=3)


claim = {
    "from_": st.sampled_from(SYSTEMS),
    "n": counts,
    "asof": dates,
    "evidence": st.sampled_from(["assumed", "measured"]),
}
feels = st.one_of(feelings, maybe(customer=feelings, company=feelings, target=feelings, **claim))
way = st.one_of(
    shares,
    maybe(
        share=shares, when=labels, delay=times, max_times=st.integers(1, 9).map(str), transfer=flags,
        carries=some((*DATA, "all")), only=some(PERSONAS), not_for=some(PERSONAS), **claim,
    ),
)  # fmt: skip
ways = st.one_of(some((*STEPS, "end"), 0), mapped((*STEPS, "end"), way))
chance = st.one_of(
    texts,
    st.builds(
        lambda one, what: {"what": what, **one},
        maybe(
            kind=st.sampled_from(["people", "grow"]),
            value=st.sampled_from(["400k", "EUR 1.2M"]),
            owner=st.sampled_from(OWNERS),
            due=dates,
            status=st.sampled_from(["idea", "done"]),
            moves=some(METRICS),
            **claim,
        ),
        labels,
    ),
)
pain = st.one_of(
    texts,
    st.builds(
        lambda one, what: {"what": what, **one},
        maybe(
            cause=st.sampled_from(["process", "billing"]),
            severity=st.sampled_from(["low", "high"]),
            owner=st.sampled_from(OWNERS),
            fix=chance,
            **claim,
        ),
        labels,
    ),
)
measured = maybe(
    now=numbers,
    target=numbers,
    baseline=numbers,
    due=dates,
    n=counts,
    asof=dates,
    status=st.sampled_from(["met", "missed"]),
    history=st.dictionaries(
        dates, st.one_of(numbers, st.builds(lambda now, n: {"now": now, "n": n}, numbers, counts)), max_size=2
    ),
)
metrics = st.one_of(some(METRICS), mapped(METRICS, measured))
purposes = st.one_of(mapped(PURPOSES, some(DATA, 0)), some(DATA))
touchpoint = maybe(
    name=labels, about=labels, tags=some(("one", "two")), channel=some(("web", "phone", "own", "chat")), type=st.sampled_from(["human", "form", "bot"]),
    by=st.sampled_from(["customer", "company"]), owner=some(OWNERS, 0), lead=st.sampled_from(OWNERS), helps=some(OWNERS), system=some(SYSTEMS, 0),
    intent=st.sampled_from(["sales", "support"]), level=st.sampled_from(["support", "loyalty"]), stakes=st.sampled_from(["low", "high"]),
    moment_of_truth=flags, brand_moment=flags, senses=mapped(("sight", "smell"), labels), expects=st.one_of(labels, st.lists(labels, max_size=2)),
    quotes=st.lists(labels, max_size=2), content=labels, skills=some(("listening", "typing")), entry=st.one_of(flags, shares), next=ways, fails=ways,
    recover=ways, resolves=some(STEPS), only=some(PERSONAS), not_for=some(PERSONAS), sla=times, takes=times,
    effort=st.one_of(counts, maybe(**claim).map(lambda one: {"points": "3", **one})), time_limit=durations, extendable=flags, acknowledges=durations,
    uses=purposes, confirms=some(DATA), notice=some(PURPOSES), consent=maybe(asks=some(PURPOSES), requires=some(PURPOSES), withdraws=some(PURPOSES)),
    rights=st.one_of(st.just("all"), some(("access", "erasure"))), decision=st.one_of(st.just("human"), maybe(what=st.just("credit"), effect=st.just("minor")).map(lambda one: {"how": "automated", **one})),
    parental=flags, discloses_bot=flags, identifies=st.one_of(flags, some(("password", "pin"))), trusts=some(STEPS), can_resolve=some(("refund", "credit")),
    knows=some(STEPS), languages=some(("en", "pt-br")), supports=some(("relay", "captions")), demands=some(("signature", "image")), help=some(("phone", "ask")),
    metrics=metrics, feels=feels, pains=st.lists(pain, max_size=2), opportunities=st.lists(chance, max_size=2),
)  # fmt: skip
register = st.fixed_dictionaries({
    "owners": st.fixed_dictionaries({name: maybe(name=labels, unit=st.sampled_from(["front", "back"]), lead=labels, level=st.just("support"), skills=some(("listening",)), training=labels) for name in OWNERS}),
    "personas": st.fixed_dictionaries({name: maybe(name=labels, segment=st.just("big"), wants=some(STEPS), channels=some(("web", "phone")), age=counts, language=some(("en", "pt")), needs=some(("no-voice", "no-internet")), expects=mapped(("web", "phone"), durations), effort_budget=numbers, job=labels, values=mapped(("product", "image"), st.sampled_from(["1", "7.5"]))) for name in PERSONAS}),
    "segments": st.just({"big": {"revenue": "80%"}}),
    "systems": st.fixed_dictionaries({name: maybe(app=st.just("crm"), unit=st.just("front"), feeds=st.one_of(some(SYSTEMS), mapped(SYSTEMS, st.one_of(durations, maybe(delay=durations, data=some(DATA))))), master=some(DATA), quality=maybe(complete=shares, fresh=durations, checked=dates), external=flags) for name in SYSTEMS}),
    "data": st.fixed_dictionaries({name: st.one_of(st.just("user.contact.email"), maybe(is_=st.just("user.x.thing"), keep=durations, keep_after=labels, how=st.just("observed"), changes=flags)) for name in DATA}),
    "purposes": st.fixed_dictionaries({name: st.one_of(st.just("essential.service"), maybe(is_=st.just("marketing.communications"), basis=st.just("consent"), assessment=texts, compatible=some(PURPOSES), lasts=durations)) for name in PURPOSES}),
    "metrics": st.just({"ours": {"kind": "kpi", "unit": "calls"}}),
})  # fmt: skip


@st.composite
def journeys(draw: st.DrawFn) -> dict[str, Any]:
    """A journey with all six steps, in one to three stages or in none, the last of them perhaps anytime."""
    steps = {name: draw(touchpoint) for name in STEPS}
    made: dict[str, Any] = {"journey": draw(labels), **draw(_head)}
    cut = draw(st.integers(1, len(STEPS) - 1))
    names = list(steps)
    if draw(st.booleans()):
        made["stages"] = {
            "first": _stage(draw, steps, names[:cut]),
            "second": _stage(draw, steps, names[cut:]),
        }
    else:
        made["touchpoints"] = steps
    made["promises"] = draw(
        st.sampled_from(
            [{}, {"free": {"from": "ask", "to": "buy", "within": "2d"}}, [{"from": "ask", "to": "use"}]]
        )
    )
    return made


def _stage(draw: st.DrawFn, steps: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {**draw(_stage_head), "touchpoints": {name: steps[name] for name in names}}


_stage_head = maybe(
    name=labels,
    is_=st.just("discovery"),
    owner=some(OWNERS),
    channel=some(("web", "phone")),
    system=some(SYSTEMS),
    required=flags,
    repeats=flags,
    metrics=metrics,
    pains=st.lists(pain, max_size=1),
)
_head = maybe(
    about=labels, model=st.just("opentext-6"), leaves_out=st.one_of(st.just(["advocacy"]), mapped(("advocacy", "retention"), labels)), scope=labels,
    owner=some(OWNERS), outcome=some(STEPS), goals=some(METRICS), evidence=maybe(default=st.just("observed"), trend=st.just("docs/a.md"), at_risk=st.just("ces")),
    reviewed=dates, review_every=durations, law=some(("gdpr", "ccpa")), languages=some(("en", "pt")), only=some(PERSONAS), pains=st.lists(pain, max_size=1),
)  # fmt: skip
