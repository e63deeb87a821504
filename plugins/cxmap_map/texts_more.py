"""Other languages: what is missing here is said in English."""

LANGUAGES: dict[str, dict[str, str]] = {}
