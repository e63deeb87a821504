"""The words on diagrams, in the reader's language where there are some."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH = {
    "flow_title": "{title}: the flow", "flow_about": "Which way customers go. A line is as broad as the share of those who start; dark numbers leave.",
    "anytime": "anytime", "anytime_about": "open from everywhere", "leave": "{n} of 100 leave", "end": "{n} of 100 end well",
    "leave_share": "{share} leave here", "end_share": "{share} end here", "starts": "starts here", "come": "{n} of 100",
    "fails": "when it fails", "recover": "back on the way", "error": "error", "warning": "warning", "info": "note",
    "only": "Only what touches: {selection}.", "path": "Lit: {path}.", "assumed": "share nobody gave, split evenly",
    "legend_next": "share of customers", "legend_lit": "the path shown", "by_company": "we start it",
    "moment": "moment of truth", "unsaid": "? not counted", "handoff": "hand-off",
    "of_stage": "{n} touchpoints", "overview": "Stages", "overview_note": "{n} touchpoints: drawn stage by stage; choose some with --at stage:ID.",
    "out": "to {stage}", "from": "from {stage}",
    "nothing": "say more in the journey first",
}  # fmt: skip
PORTUGUESE = {
    "flow_title": "{title}: o fluxo", "flow_about": "Por onde os clientes vão. A linha é tão larga quanto a parte de quem começa; números escuros saem.",
    "anytime": "a qualquer momento", "anytime_about": "aberto de todo lugar", "leave": "{n} de 100 saem", "end": "{n} de 100 terminam bem",
    "leave_share": "{share} saem aqui", "end_share": "{share} terminam aqui", "starts": "começa aqui", "come": "{n} de 100",
    "fails": "quando falha", "recover": "de volta ao caminho", "error": "erro", "warning": "aviso", "info": "nota",
    "only": "Apenas o que toca: {selection}.", "path": "Em destaque: {path}.", "assumed": "parte não informada, dividida por igual",
    "legend_next": "parte dos clientes", "legend_lit": "o caminho mostrado", "by_company": "nós começamos",
    "moment": "momento da verdade", "unsaid": "? não contado", "handoff": "passagem",
    "of_stage": "{n} pontos de contato", "overview": "Etapas", "overview_note": "{n} pontos de contato: desenhado etapa por etapa; escolha com --at stage:ID.",
    "out": "para {stage}", "from": "de {stage}",
    "nothing": "descreva primeiro mais da jornada",
}  # fmt: skip
LANGUAGES = {"pt": PORTUGUESE}


class Words:
    """Says a phrase by its key, the theme's own words first, English last."""

    def __init__(self, language: str, overrides: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.language = language
        near = language.split("-")[0]
        said = overrides or {}
        self._phrases = {**ENGLISH, **LANGUAGES.get(near, {}), **said.get(near, {}), **said.get(language, {})}

    def __call__(self, key: str, **values: object) -> str:
        """The phrase with its blanks filled."""
        phrase = self._phrases[key]
        for name, value in values.items():
            phrase = phrase.replace("{" + name + "}", str(value))
        return phrase
