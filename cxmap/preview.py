"""What the live preview shows: the pages of a workspace in memory, and the last good ones while a file is half-typed."""

from __future__ import annotations

import html
import re
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cxmap.place import Place, Problem
from cxmap.rendering import RenderError, render
from cxmap.report import Report

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SCRIPT = """
const bar = document.createElement('div');
bar.id = 'cxmap-bar';
bar.setAttribute('role', 'status');
bar.hidden = true;
document.body.prepend(bar);
let seen = null;
function show(state) {
  if (seen !== null && state.version !== seen) { location.reload(); return; }
  seen = state.version;
  bar.textContent = state.problem;
  bar.hidden = !state.problem;
}
const stream = new EventSource('/events');
stream.onmessage = (event) => show(JSON.parse(event.data));
stream.onerror = () => { bar.textContent = 'The preview has stopped; start it again.'; bar.hidden = false; };
"""
STYLE = (
    "#cxmap-bar{position:sticky;top:0;left:0;z-index:99;padding:.6rem 1rem;background:#a1103c;color:#fff;"
    "font:14px/1.4 sans-serif;white-space:pre-wrap}#cxmap-bar[hidden]{display:none}"
)


@dataclass(frozen=True)
class Page:
    """One page: its type and its bytes, with the policy a browser must hold it to."""

    kind: str
    content: bytes
    policy: str


@dataclass(frozen=True)
class State:
    """What a client is told: a number that changes with the pages, and what is wrong right now."""

    version: int = 0
    problem: str = ""


def live(page: str) -> Page:
    """A page of ours with the script that reloads it; its own policy widened by exactly that."""
    found = _POLICY.search(page)
    policy = html.unescape(found[1]) if found else "default-src 'none'; style-src 'unsafe-inline'"
    policy = _with(policy, "script-src", _hash(SCRIPT))
    policy = _with(policy, "style-src", _hash(STYLE))
    policy = _with(policy, "connect-src", "'self'")
    policy = _with(policy, "frame-ancestors", "'none'")
    bare = _POLICY.sub("", page, count=1)
    added = f"<style>{STYLE}</style><script>{SCRIPT}</script>"
    ends = list(_BODY_END.finditer(bare))
    at = ends[-1].start() if ends else len(bare)
    return Page("text/html; charset=utf-8", (bare[:at] + added + bare[at:]).encode(), policy)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _with(policy: str, directive: str, source: str) -> str:
    """The policy with one more source in a directive; `'none'` gives way, an absent directive is added."""
    parts = [part.strip() for part in policy.split(";") if part.strip()]
    for position, part in enumerate(parts):
        name, _, sources = part.partition(" ")
        if name == directive:
            kept = [one for one in sources.split() if one not in ("'none'", source)]
            parts[position] = " ".join([name, *kept, source])
            return "; ".join(parts)
    return "; ".join([*parts, f"{directive} {source}"])


@dataclass
class Preview:
    """The pages in memory. `build` makes a report, or returns the problems that stop it."""

    build: Callable[[], Report | tuple[Problem, ...]]
    pages: Mapping[str, Page] = field(default_factory=dict)
    state: State = field(default_factory=State)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> State:
        """Build anew; with problems the last good pages stay, and the state says what is wrong."""
        with self._lock:
            made = self._build()
            if isinstance(made, tuple):
                self.state = State(self.state.version, _in_words(made))
                self.pages = self.pages or {"index": _plain("Nothing to show yet", self.state.problem)}
                return self.state
            pages = _pages(made)
            if {name: page.content for name, page in pages.items()} != {
                n: p.content for n, p in self.pages.items()
            }:
                self.pages = pages
                self.state = State(self.state.version + 1)
            else:
                self.state = State(self.state.version)
            return self.state

    def _build(self) -> Report | tuple[Problem, ...]:
        """A report, or what stops it; a preview must outlive anything a half-typed file or a plugin does."""
        try:
            return self.build()
        except Exception as error:
            return (Problem(Place("the preview", 1, 1), type(error).__name__, str(error)),)


def _in_words(problems: tuple[Problem, ...]) -> str:
    lines = [str(problem) for problem in problems[:4]]
    if len(problems) > 4:
        lines.append(f"and {len(problems) - 4} more")
    return "\n".join(lines)


def _pages(report: Report) -> dict[str, Page]:
    """Every page by its id: the index, a map each journey, the audit, and the files as they are written."""
    pages: dict[str, Page] = {}
    links = []
    for journey in report.journeys:
        pages[f"map-{journey}"] = live(
            str(render(report, "map", format="html", journey=journey, kinds=("picture",)))
        )
        links.append((f"map-{journey}", f"Map: {journey}"))
    try:
        pages["audit"] = live(str(render(report, "html", kinds=("report",))))
    except RenderError:
        pages["audit"] = _plain("Audit", str(render(report, "text", kinds=("report",))))
    links.append(("audit", "Audit"))
    files = report.workspace.files if report.workspace is not None else ()
    for number, file in enumerate(files):
        pages[f"file-{number}"] = _plain(file.path, file.content.decode("utf-8", "replace"))
        links.append((f"file-{number}", file.path))
    pages["index"] = _index(report, links)
    return pages


_FRAME = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>{style}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"
)
_PLAIN_STYLE = (
    "body{margin:2rem auto;max-width:70rem;padding:0 1rem;font:16px/1.5 sans-serif;color:#1b1a17;background:#fdfcf8}"
    "pre{white-space:pre-wrap;font:13px/1.5 monospace}a{color:#1c5a9e}"
    "@media (prefers-color-scheme:dark){body{color:#ece8de;background:#15171a}a{color:#7db4f0}}"
)


def _framed(title: str, body: str) -> Page:
    policy = f"default-src 'none'; style-src {_hash(_PLAIN_STYLE)}; base-uri 'none'; form-action 'none'"
    page = _FRAME.format(title=html.escape(title), style=_PLAIN_STYLE, body=body)
    head = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'
    return live(page.replace("<title>", head + "<title>", 1))


def _plain(title: str, text: str) -> Page:
    return _framed(title, f"<pre>{html.escape(text)}</pre>")


def _index(report: Report, links: list[tuple[str, str]]) -> Page:
    items = "".join(f'<li><a href="/p/{name}">{html.escape(words)}</a></li>' for name, words in links)
    title = report.workspace.name if report.workspace is not None else "cxmap"
    return _framed(title, f"<p>{html.escape(report.verdict.sentence)}</p><ul>{items}</ul>")
