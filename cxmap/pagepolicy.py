"""What every page of ours holds to: its policy (this style, this script, nothing from elsewhere), and data that stay data."""

from __future__ import annotations

import base64
import hashlib
import json


def page_policy(style: str, script: str = "", *, images: str = "data:") -> str:
    """A content security policy for a page with one style and at most one script.

    Both are allowed by the hash of their exact text; `images` are the sources of pictures.
    """
    allowed = f"script-src '{_hash(script)}'; " if script else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; {allowed}img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def page_json(data: object) -> str:
    """Data as JSON that a page can hold in a `<script>` element: nothing in it can end the element or be markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
