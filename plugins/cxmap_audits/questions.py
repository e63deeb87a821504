"""The questions of the questionnaire: their words, the attestation that answers them, and the rules behind them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One question: its key, its words, and which rules speak to it."""

    key: str
    text: str
    rules: tuple[str, ...] = ()
    needs_people: bool = False  # no graph can answer it alone


def _asked(key: str, text: str, rules: str = "", *, needs_people: bool = False) -> Asked:
    return Asked(key, text, tuple(rules.split()), needs_people)


MAPPING = (
    _asked("q1", "Have the processes that matter been mapped?", "STR006 STR007"),
    _asked("q2", "Are barriers known, and is someone removing them?", "GOV006 ROI003"),
    _asked(
        "q3", "Do the people who serve customers have the right information at hand?", "DAT004 GOV005 FRI014"
    ),
    _asked("q4", "Is the organisation aligned?", "GOV001 GOV002 GOV003 GOV004", needs_people=True),
    _asked("q5", "Are the rules of channel engagement clear?", "FRI002 FRI003"),
    _asked("q6", "Which silos stand between departments and systems?", "DAT003 DAT004 DAT006"),
    _asked("q7", "Are processes aligned to measures?", "MET005 MET006"),
    _asked("q8", "Which personas are addressed?", "STR005 STR013 ROI007"),
    _asked("q9", "What feedback is gathered, and how?", "DAT009 GOV013"),
    _asked("q10", "Are employees engaged?", "MET008"),
    _asked("q11", "Is there a focus on segments and the details of their experience?", "STR013 ROI006"),
    _asked("q12", "How will success be measured?", "ROI001 ROI002 MET002"),
)
GUT_CHECKS = (
    _asked(
        "gut_check_1",
        "Does the behaviour of executives show that the customer comes first?",
        needs_people=True,
    ),
    _asked(
        "gut_check_2",
        "Is there an agreed map in which each part knows its role?",
        "GOV001 GOV003 GOV004",
        needs_people=True,
    ),
    _asked(
        "gut_check_3",
        "Is marketing driven by customers, and does it give insight?",
        "GOV014",
        needs_people=True,
    ),
)
RETURN = (
    _asked("r1", "The strategy agrees with what customers want", "ROI008 EMO004 FRI005"),
    _asked("r2", "The data is accurate", "DAT006 DAT008"),
    _asked("r3", "Content serves the customer's experience", "DAT007 CON016"),
    _asked("r4", "Experience is measured, and people are paid accordingly", "MET001 MET002 MET013"),
)
