"""The words on diagrams, in Portuguese; what is missing is said in English."""

from __future__ import annotations

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
