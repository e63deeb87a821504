"""Every example that the reference and the editor show for a field loads where that field stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cxmap.config import Config
from cxmap.describing import Describer, Known, describe
from cxmap.dumping import to_yaml
from cxmap.element import Part
from cxmap.filekinds import LayerFile, ObservationFile, RegisterFile
from cxmap.loading import LoadError
from cxmap.model import Journey
from cxmap.opening import from_files, own_vocabulary
from cxmap.rule import Rule
from cxmap.waivers import WaiverFile

Made = dict[str, Any]
REGISTER: Made = {
    "units": {"service": {}, "growth": {}}, "owners": {"care": {}}, "personas": {"fay": {}}, "segments": {"gold": {}}, "systems": {"crm": {}},
    "data": {"email": "user.contact.email"}, "purposes": {"offers": "marketing.communications"}, "stakeholders": {"regulator": {}},
    "metrics": {"fcr": {}, "ours": {"kind": "kpi"}}, "sources": {"voc": {}}, "logs": {"visits": {}},
}  # fmt: skip
CLAIMS: Made = {
    "journey": "Claims",
    "entries": {"credit_limit": "report"},
    "exits": {"credit_limit": "paid"},
    "touchpoints": {"report": {}, "paid": {"next": "end"}},
}
CONFIG: Made = {"connections": {"one": {"engine": "duckdb"}}}


def _files(journey: Made | None = None, register: Made | None = None, **more: Made) -> dict[str, str]:
    steps = {"quote_web": {}, "renew": {}, "call": {}}
    held: Made = {
        "journey": "Example",
        "promises": {"free_router": {"from": "quote_web"}},
        "stages": {"retention": {"touchpoints": steps}},
    }
    made = {
        "register": {**REGISTER, **(register or {})},
        "example": journey or held,
        "claims": CLAIMS,
        "cxmap": CONFIG,
        **more,
    }
    return {f"{name}.yaml": to_yaml({"cxmap": "1", **part}) for name, part in made.items()}


def _step(said: Made) -> dict[str, str]:
    if {"enter", "exits"} & set(said):
        said = {"journey": "claims", **said}
    if said.get("exits"):
        said["exits"] = {"credit_limit": "renew"}
    section = "anytime" if "linked_from" in said else "touchpoints"
    return _files(
        {
            "journey": "Example",
            "promises": {"free_router": {"from": "renew"}},
            "touchpoints": {
                "renew": {},
                "call": {},
                **({"quote_web": said} if section == "touchpoints" else {}),
            },
            "anytime": {"quote_web": said} if section == "anytime" else {},
        }
    )


def _thing(section: str, key: str) -> Callable[[Made], dict[str, str]]:
    def place(said: Made) -> dict[str, str]:
        return _files(register={section: {**REGISTER.get(section, {}), key: said}})

    return place


def _journey(said: Made) -> dict[str, str]:
    steps = {"touchpoints": {"quote_web": {}, "renew": {"next": "end"}}}
    own = {key: value for key, value in REGISTER.items() if key not in said}
    files = _files(
        {"journey": "Example", **({} if {"stages", "touchpoints"} & set(said) else steps), **said},
        register=own,
    )
    if set(said) & set(REGISTER):
        files["register.yaml"] = to_yaml({"cxmap": "1", **own})
    return files


PLACES: dict[str, Callable[[Made], dict[str, str]]] = {
    "Journey": _journey, "Touchpoint": _step, "RegisterFile": lambda said: _files(register=said), "Config": lambda said: _files(cxmap={**said}),
    "Stage": lambda said: _files({"journey": "Example", "model": "opentext-6", "stages": {"retention": {"touchpoints": {"quote_web": {}}, **said}}}),
    "JourneyEvidence": lambda said: _journey({"evidence": said}), "Transition": lambda said: _step({"next": {"renew": said}}),
    "Consent": lambda said: _step({"consent": said}), "Decision": lambda said: _step({"decision": said}), "Feels": lambda said: _step({"feels": said}),
    "Effort": lambda said: _step({"effort": said}), "Pain": lambda said: _step({"pains": [{"cause": "process", **said}]}),
    "Opportunity": lambda said: _step({"opportunities": [said]}), "Promise": lambda said: _journey({"promises": {"free_router": {"to": "renew", **said}}}),
    "PlaceMetric": lambda said: _step({"metrics": {"fcr": said}}), "Point": lambda said: _step({"metrics": {"fcr": {"history": {"2026-01-01": said}}}}),
    "Owner": _thing("owners", "care"), "Unit": _thing("units", "service"), "Stakeholder": _thing("stakeholders", "regulator"),
    "Persona": _thing("personas", "fay"), "Segment": _thing("segments", "gold"), "System": _thing("systems", "crm"),
    "Feed": lambda said: _files(register={"systems": {"crm": {"feeds": {"crm": said}}}}), "DataItem": _thing("data", "email"),
    "Quality": lambda said: _files(register={"systems": {"crm": {"quality": said}}}), "Purpose": _thing("purposes", "offers"),
    "Sharing": lambda said: _files(register={"sharing": [said]}), "Metric": _thing("metrics", "fcr"), "Source": _thing("sources", "voc"),
    "Reading": lambda said: _files(register={"sources": {"voc": {"read": said}}}), "Log": _thing("logs", "visits"),
    "Measure": lambda said: _files(register={"sources": {"voc": {"measures": {"fcr": said}}}}),
    "Lifecycle": lambda said: _files(register={"logs": {"visits": {"lifecycle": said}}}),
    "StageModel": lambda said: _files(register={"models": {"ours": {"stages": ["find"], **said}}}),
    "NewWords": lambda said: _files(register={"vocabulary": said}), "NewWord": lambda said: _files(register={"vocabulary": {"channels": {"kiosk": said}}}),
    "Attestation": lambda said: _files(register={"attestations": {"q1": said}}),
    "LayerFile": lambda said: _files(plan={**said, "of": "example"}), "Observation": lambda said: _files(seen={"observations": [{"metric": "fcr", **said}]}),
    "ObservationFile": lambda said: _files(seen=said), "Waiver": lambda said: _files(waivers={"waivers": [said]}), "WaiverFile": lambda said: _files(waivers=said),
    "Profile": lambda said: _files(cxmap={"profiles": {"ours": said}}), "Require": lambda said: _files(cxmap={"require": said}),
    "Bounds": lambda said: _files(cxmap={"limits": said}), "Connection": lambda said: _files(cxmap={"connections": {"one": said}}),
    "Theme": lambda said: _files(cxmap={"theme": said}),
}  # fmt: skip
KNOWN = Known(own_vocabulary())


def _models() -> dict[str, type[Part]]:
    describer = Describer(KNOWN)
    waiting: list[type[Part]] = [Journey, RegisterFile, Config, LayerFile, ObservationFile, WaiverFile]
    found: dict[str, type[Part]] = {}
    while waiting:
        model = waiting.pop()
        found[model.__name__] = model
        for key, name in model.keys().items():
            describer.describe(key, model.model_fields[name])
        waiting += [one for name, one in describer.models.items() if name not in found and one not in waiting]
    return found


MODELS = _models()


def test_every_element_has_a_place() -> None:
    assert set(PLACES) == set(MODELS)


@pytest.mark.parametrize("name", sorted(PLACES))
def test_every_example_loads(name: str) -> None:
    fields = describe(MODELS[name], KNOWN)
    required = {one.key: one.example for one in fields if one.required}
    wrong = []
    for one in fields:
        assert one.meaning and one.words and one.default, one.key
        for example in one.schema["examples"]:
            try:
                from_files(PLACES[name]({**required, one.key: example}))
            except LoadError as error:
                wrong.append(f"{one.key}: {example!r}: {error}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_rules_are_described() -> None:
    assert [one.key for one in describe(Rule, KNOWN) if not one.meaning or not one.words] == []
