"""Write what was found in the form and to the place that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxmap import write_atomically
from cxmap_eventlog.found import Found
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.running import SHOWN_AS, Outcome, Request, shown

ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".txt": "text", ".yaml": "yaml", ".yml": "yaml"}


def form_of(request: Request) -> str:
    """The form asked for: --format, else by the ending of -o, else text."""
    if request.form is not None:
        return request.form
    if request.output is None:
        return "yaml" if request.discover else "text"
    ending = request.output.suffix.lower()
    if ending not in ENDINGS:
        known = " ".join(sorted(ENDINGS))
        raise refuse(
            SHOWN_AS, "LOG006", f"-o: `{ending or request.output.name}` says no format; write one of {known}"
        )
    return ENDINGS[ending]


def check_output(request: Request) -> None:
    """Refuse what cannot be written before the log is read."""
    form = form_of(request)
    if request.discover and form != "yaml":
        raise refuse(
            SHOWN_AS,
            "LOG006",
            "--discover drafts a journey in YAML; leave --format away, or write -o draft.yaml",
        )
    if request.output is not None and request.output.is_dir():
        raise refuse(SHOWN_AS, "LOG006", f"-o: `{shown(request.output)}` is a folder; name a file")


def write(request: Request, found: Found) -> Outcome:
    """Make the text, and write it if a file was named."""
    progress: list[str] = []
    if request.write_shares:
        from cxmap_eventlog.write_shares import write_shares

        progress += write_shares(found)
    return finish(request, _text(request, found), progress)


def finish(request: Request, text: str, progress: Sequence[str] = ()) -> Outcome:
    """Give the text to the screen, or to the file that was named."""
    if request.output is None:
        return Outcome(text, tuple(progress))
    replace_file(request.output, text)
    return Outcome(None, (*progress, f"wrote {shown(request.output)}"))


def _text(request: Request, found: Found) -> str:
    form = form_of(request)
    if request.discover:
        from cxmap_eventlog.discover import draft

        return draft(found)
    if form == "yaml":
        from cxmap_eventlog.observations import write_observations

        return write_observations(found)
    if form == "json":
        from cxmap_eventlog.to_json import document, write_json

        return write_json(document(found))
    if form == "html":
        from cxmap_eventlog.to_html import write_html

        return write_html(found)
    from cxmap_eventlog.to_text import write_text

    return write_text(found)


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, or refuse in a sentence."""
    try:
        write_atomically(path, text)
    except OSError as problem:
        raise refuse(shown(path), "LOG001", f"cannot be written ({problem.strerror})") from None
