"""How the site writes names."""

from __future__ import annotations

from markupsafe import Markup

from cxmap import in_words, visible


def say(thing: object) -> str:
    """The name of an element, or a value as it was written, on one line and with nothing that steers."""
    title = getattr(thing, "title", None)
    said = title if isinstance(title, str) and not isinstance(thing, str) else thing
    return " ".join(visible(str(said)).split())


def capital(identifier: str) -> str:
    """An id as people write a name."""
    return in_words(identifier.removeprefix("x-"))


def marked(text: object) -> Markup:
    """A sentence in which what stands between backticks is code; everything is escaped."""
    parts = say(text).split("`")
    if len(parts) % 2 == 0:
        return Markup("{}").format(say(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else Markup("{}").format(part)
        for number, part in enumerate(parts)
    )
