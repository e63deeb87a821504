"""The closed lists of the language: each word with its family, group or what it behaves as."""

CHANNELS = {
    "web": "digital-self", "app": "digital-self",
    "phone": "live-voice", "video": "live-voice", "in-person": "live-voice", "branch": "live-voice", "store": "live-voice",
    "chat": "live-text", "messaging": "live-text", "social": "live-text",
    "email": "one-way", "sms": "one-way", "post": "one-way", "fax": "one-way", "push": "one-way",
    "event": None, "iot": None, "phone-auto": None, "third-party": None, "own": None, "backstage": None,
}  # fmt: skip
OUTSIDE = "outside"  # bodies outside the company to whom customers turn
TYPES = {
    **dict.fromkeys(
        (
            "ad", "promo", "offer", "content", "third-party", "review", "referral", "newsletter", "community",
            "form", "self-service", "bot", "voicebot", "ivr", "human", "purchase", "payment", "onboarding",
            "problem", "claim", "complaint", "survey", "monitor", "alert", "score", "milestone", "exit",
            "page", "message", "marketing", "upsell",
        )
    ),
    **dict.fromkeys(("regulator", "bbb", "ombudsman", "court", "small-claims", "social-outcry"), OUTSIDE),
}  # fmt: skip
TYPES_LIKE = {"cancel": "exit"}
CAUSES = {
    "expectation": "expectation", "customer-error": "expectation", "employee": "employee",
    **dict.fromkeys(
        ("policy", "process", "product", "billing", "technical", "system", "marketing", "culture"), "company"
    ),
}  # fmt: skip
APPS = {
    **dict.fromkeys(("crm", "omnichannel-recording", "quality-monitoring", "voc-survey", "speech-analytics"), "essential"),
    **dict.fromkeys(
        ("text-analytics", "automated-qm", "knowledge-management", "performance-management", "journey-software"),
        "desirable",
    ),
    **dict.fromkeys(
        ("cx-data-hub", "policy-admin", "billing", "claims", "campaign", "telephony", "chatbot", "cmp", "emotion-ai"),
        None,
    ),
}  # fmt: skip
LISTENS = {
    "voc-survey": "survey", "speech-analytics": "speech", "text-analytics": "text", "omnichannel-recording": "recording",
    "crm": "crm", "telephony": "call-log", "claims": "service-report", "policy-admin": "sales-report",
    "billing": "sales-report", "campaign": "promotion",
}  # fmt: skip
SOURCES = {
    **dict.fromkeys(("survey", "interview", "panel"), "solicited"),
    **dict.fromkeys(
        (
            "call-log", "recording", "speech", "text", "complaint-log", "crm", "sales-report", "service-report",
            "social", "community", "review", "win-loss", "web-analytics", "iot",
        ),
        "unsolicited",
    ),
    **dict.fromkeys(("promotion", "firm-action"), "company"),
}  # fmt: skip
BASES = ("consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests")
SPECIAL = (
    "explicit-consent", "employment", "vital", "non-profit", "made-public", "legal-claims",
    "substantial-public-interest", "health-care", "public-health", "research",
)  # fmt: skip
GDPR_RIGHTS = {
    "access": "A15", "rectification": "A16", "erasure": "A17", "restriction": "A18", "portability": "A20",
    "objection": "A21", "automated": "A22", "withdraw": "A7-3",
}  # fmt: skip
TOLD_RIGHTS = {"informed": "A13", "complaint": "A77"}
CCPA_RIGHTS = {
    "know": "access",
    "delete": "erasure",
    "correct": "rectification",
    "opt-out": None,
    "limit": None,
}
IDENTIFICATION = {
    **dict.fromkeys(("password", "pin", "puzzle", "code"), "weak"),
    **dict.fromkeys(("passkey", "link", "biometric", "password-manager", "id-document"), "mild"),
    **dict.fromkeys(("questions", "card"), None),
}
NEEDS = ("no-voice", "no-hearing", "no-vision", "low-literacy", "no-internet")
SUPPORTS = ("relay", "captions", "screen-reader", "plain-language", "interpreter")
DEMANDS = ("signature", "image", "long-form")
LAWS = ("gdpr", "uk-gdpr", "eprivacy", "ccpa", "eu-ai-act", "coppa", "dsa")
LEVELS = ("support", "loyalty", "advocacy")
INTENTS = ("support", "sales", "service", "financial", "collections")
SUBJECTS = (
    "customer", "prospect", "visitor", "anonymous_user", "employee", "passenger", "patient", "next_of_kin",
    "supplier_vendor",
)  # fmt: skip
MODELS = {
    "opentext-6": ("discovery", "deliberation", "engagement", "transaction", "retention", "advocacy"),
    "qualtrics-5": ("awareness", "consideration", "purchase", "retention", "advocacy"),
}
EXTRA_STAGES = ("expansion", "disposal")
# Words that mean the same stage; each row is one stage, whatever a model calls it.
SAME_STAGE = (
    ("discovery", "awareness", "need"),
    ("deliberation", "consideration", "evaluation"),
    ("engagement", "contact"),
    ("transaction", "purchase", "decision"),
    ("retention", "loyalty", "use", "service", "renewal"),
    ("advocacy", "referral"),
    ("expansion",),
    ("disposal",),
)
