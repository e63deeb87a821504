"""Families of rules by the letters of their codes, as people call them."""

TITLES = {
    "ACC": "Inclusion", "CON": "Consent and privacy", "DAT": "Data", "EMO": "Feelings", "FRI": "Friction",
    "GOV": "Governance and ownership", "MET": "Measures", "ROI": "Return on investment", "STR": "Structure",
}  # fmt: skip


def family_of(code: str) -> str:
    """The letters of a code."""
    return code.rstrip("0123456789")


def family_title(letters: str) -> str:
    """The family's title; the letters themselves for families of others."""
    return TITLES.get(letters, letters)
