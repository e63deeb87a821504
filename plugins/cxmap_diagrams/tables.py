"""Write a table as CSV or as a page of its own: nothing is fetched, nothing unescaped, no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from cxmap import Look, page_policy
from cxmap_diagrams.plain import one_line

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PAGE = """<!doctype html>
<html lang="{{ language }}"{% if ground %} data-theme="{{ ground }}"{% endif %}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ table.title }}</title>
<style>{{ style }}</style>
</head>
<body>
<main>
<h1>{{ table.title }}</h1>
<p>{{ table.about }}</p>
<div class="scroll" tabindex="0" role="region" aria-label="{{ table.title }}">
<table>
<thead><tr>{% for head in table.head %}<th scope="col">{{ head }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in table.rows %}<tr>{% for cell in row %}{% if loop.index0 == table.named %}<th scope="row" class="{{ cell.look }}">{{ cell.text }}</th>{% else %}<td class="{{ cell.look }}" data-head="{{ table.head[loop.index0] }}">{{ cell.text }}</td>{% endif %}{% endfor %}</tr>
{% endfor %}</tbody>
</table>
</div>
{% for note in table.notes %}<p class="note">{{ note }}</p>
{% endfor %}</main>
</body>
</html>
"""

_STYLE = (
    "body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.45 var(--sans)}main{padding:1.4rem clamp(1rem,4vw,3rem)}"
    "h1{font:400 1.9rem/1.2 var(--serif);margin:.4rem 0}p{max-width:60rem;color:var(--soft)}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    "th,td{border-bottom:1px solid var(--hair);padding:.4rem .8rem .4rem 0;text-align:start;vertical-align:top}"
    "thead th{border-bottom:2px solid var(--ink);color:var(--soft);font-weight:600}tbody th{font-weight:600}"
    ".open{color:var(--ok)}.closed{color:var(--err);font-weight:600}.cut{color:var(--warn);font-weight:600}"
    ".unsaid,.soft{color:var(--soft);font-style:italic}.high{color:var(--err);font-weight:600}.medium{color:var(--warn)}"
    ".num{text-align:end}.stage{color:var(--soft)}:focus-visible{outline:2.5px solid var(--us);outline-offset:2px}"
    "thead th::first-letter{text-transform:capitalize}.lit{background:var(--lit);font-weight:600}"
    "@media print{.scroll{overflow:visible}}"
    "@media screen and (max-width:40rem){thead{position:absolute;clip-path:inset(50%)}table,tbody,tr,th,td{display:block}"
    "tr{border-bottom:1px solid var(--hair);padding:.7rem 0}tbody th,td{border:0;padding:.1rem 0;text-align:start}"
    "tr{display:flex;flex-direction:column}tbody th{order:-1;font-size:1.05rem}td:empty{display:none}"
    "[data-head]{display:flex;gap:.6rem}[data-head]::before{content:attr(data-head);flex:0 0 9.5rem;text-align:start;color:var(--soft);"
    "font-weight:400;font-style:normal}}"
    "--{name}:{palette[name]}"
)


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and how it looks."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a title; the cell at `named` names its row."""

    title: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    named: int = 0


def to_csv(table: Table) -> str:
    """Comma-separated, one line a row; what a spreadsheet would run is made a text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([safe(head) for head in table.head])
    writer.writerows([safe(cell.text) for cell in row] for row in table.rows)
    return text.getvalue()


def safe(text: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    shown = one_line(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def to_page(table: Table, language: str, look: Look) -> str:
    """A page that stands alone."""
    style = look.style() + _STYLE
    environment = Environment(loader=DictLoader({"page": _PAGE}), autoescape=True, undefined=StrictUndefined)
    shown = Table(
        one_line(table.title), one_line(table.about), tuple(map(one_line, table.head)),
        tuple(tuple(Cell(one_line(cell.text), cell.look) for cell in row) for row in table.rows),
        tuple(map(one_line, table.notes)), table.named,
    )  # fmt: skip
    return environment.get_template("page").render(
        table=shown, language=language, ground=look.attribute, style=Markup(style), policy=page_policy(style)
    )


def row_of(*texts: object, looks: Sequence[str] = ()) -> tuple[Cell, ...]:
    """A row from plain texts."""
    return tuple(
        Cell(str(text), looks[number] if number < len(looks) else "") for number, text in enumerate(texts)
    )
