"""The policy every page of ours carries: this style, this script, and nothing from anywhere else."""

from __future__ import annotations

import base64
import hashlib


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
