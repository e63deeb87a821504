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
    "moment": "moment of truth", "unsaid": "? not counted", "handoff": "hand-off, of 100 who start", "there_and_back": "{n} there, {m} back",
    "of_stage": "{n} touchpoints", "of_stage_one": "1 touchpoint", "overview": "Stages", "overview_note": "{n} touchpoints: drawn stage by stage; choose some with --at stage:ID.",
    "out": "to {stage}", "from": "from {stage}",
    "nothing": "say more in the journey first",
    "blueprint_title": "{title}: service blueprint", "blueprint_about": "Time runs to the right, one lane for each {lanes}; what stands behind the line of visibility, customers do not see.",
    "lanes_owner": "owner", "lanes_unit": "unit", "lanes_channel": "channel", "lane_unsaid": "no {lanes} said", "customer": "Customer, alone",
    "behind": "{lane}, not seen", "line_of_visibility": "line of visibility", "not_in_time": "Open from everywhere, so in no column: {names}.",
    "systems_title": "{title}: systems", "systems_about": "What feeds what. A silo gives its data to nobody, or gets none from the rest.",
    "feeds": "feeds, with its delay", "silo": "a silo: no feed to the rest", "external": "run by another company", "master_of": "true copy of {data}", "used_by": "used at {n} touchpoints", "used_by_one": "used at 1 touchpoint",
    "data_title": "{title}: data", "data_about": "Where each item is collected, what it is used for and on which basis, and who it is given to.",
    "data_at": "collected at", "data_item": "data", "data_for": "used for", "data_to": "given to", "data_line": "flows to", "given_for": "given across a unit's border, for",
    "kept": "kept {time}", "and_more": " and {n} more", "keep_unsaid": "? kept how long", "basis_unsaid": "? no basis", "from_unit": "from {unit}",
    "how_observed": "observed", "how_derived": "derived", "how_received": "received",
    "drivers_title": "{title}: drivers", "drivers_about": "Which touchpoint moves which number, and which number moves the goal.",
    "drivers_at": "measured at", "drivers_number": "numbers", "drivers_goal": "goals", "drives": "drives", "measured_at": "is measured by",
    "now": "now {value}", "sample": " (n {n})", "not_measured": "? not measured", "aim": "aim {value}", "goal": "goal of this journey",
    "owners_title": "{title}: owners", "owners_about": "Who answers for what. Lines are hand-offs, as broad as the customers handed over.",
    "affected": "is affected by it", "answers_for": "answers for {n} touchpoints", "answers_for_one": "answers for 1 touchpoint", "watches": "watches {metrics}", "accountable": "accountable for the journey",
    "matrix_title": "{title}: who can be where", "matrix_about": "Each persona at each touchpoint: whether they may and can use it, and whether any way leads them there.",
    "open": "open", "closed": "closed", "cut_off": "no way leads there", "channel_unsaid": "? channel not said", "goal_of": "wants this", "touchpoint": "touchpoint", "stage": "stage",
    "value_title": "{title}: value map", "value_about": "What each persona gets and what it costs them, 1 to 10.", "gets": "gets", "pays": "costs",
    "pains_title": "{title}: pains, ranked", "pains_about": "What mending each would do, most completed journeys first.",
    "pain": "what hurts", "severity": "how bad", "cause": "cause", "owner": "owner", "reach": "come here, of 100", "gain": "more who get there, of 100", "unknown_gain": "? no outcome named", "fix": "what will mend it", "assumed_note": "Shares nobody gave were split evenly: the gains marked ~ are guesses.", "rank": "rank", "customers": "Customers", "persona": "persona", "number": "what", "of_ten": "1 to 10",
    "quadrant_title": "{title}: where to start", "few": "few customers", "many": "many customers", "unhappy": "they feel bad", "happy": "they feel good",
    "q1": "Keep", "q2": "Show more people", "q3": "Watch", "q4": "Mend first", "journey_title": "{title}: how customers feel", "asked_none": "nobody has been asked how they feel",
    "no_values": "no persona says what they get; write `values:` and `costs:`", "low": "low", "medium": "medium", "high": "high",
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
    "blueprint_title": "{title}: planta do serviço", "blueprint_about": "O tempo corre para a direita, uma raia por {lanes}; o que fica atrás da linha de visibilidade os clientes não veem.",
    "lanes_owner": "responsável", "lanes_unit": "unidade", "lanes_channel": "canal", "lane_unsaid": "{lanes} não informado", "customer": "Cliente, sozinho",
    "behind": "{lane}, não visto", "line_of_visibility": "linha de visibilidade",
    "systems_title": "{title}: sistemas", "data_title": "{title}: dados", "drivers_title": "{title}: o que move a meta", "owners_title": "{title}: responsáveis",
    "open": "aberto", "closed": "fechado", "touchpoint": "ponto de contato", "stage": "etapa", "owner": "responsável", "pain": "o que dói", "cause": "causa", "low": "baixa", "medium": "média", "high": "alta",
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

    def count(self, key: str, n: int) -> str:
        """The phrase for one, or for many."""
        one = f"{key}_one"
        return self(one if n == 1 and one in self._phrases else key, n=n)

    @staticmethod
    def plain(identifier: str) -> str:
        """An id as words."""
        return identifier.replace("_", " ").replace("-", " ")
