"""Write the data beside the example workspaces: python benchmarks/generate_examples.py [FOLDER].

The numbers come from fixed seeds, so that two runs write the same bytes. What was planted goes to
tests/journeys/answers.yaml, where the tests look it up; with a FOLDER everything is written there instead.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import example_insurer as insurance
import yaml
from example_surveys import Answer, Survey, at_risk, make_survey, survey_answers
from example_walks import Row, Story, make_log

ROOT = Path(__file__).resolve().parent.parent
Answers = dict[str, object]


def write(path: Path, header: str, rows: Iterable[Row], delimiter: str = ",") -> None:
    """A CSV file with LF line ends, the same bytes everywhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def columns(rows: Iterable[Answer], names: str) -> list[Row]:
    """The named fields of every row, in that order."""
    return [tuple(row[name] for name in names.split()) for row in rows]


def insurer(folder: Path, survey: Survey, story: Story) -> Answers:
    """Survey, customers, exits, rescue attempts, interviews and events of the auto insurer."""
    answered = make_survey(survey, 2101)
    header = "customer_no step customer_type channel answered_at nps csat ces again recommend revenue"
    picked = columns(answered, "id step person channel day nps csat ces again recommend money")
    write(folder / "survey.csv", header, picked)
    policies = insurance.make_policies(2102)
    write(folder / "policies.csv", "customer_no customer_type tier active_from ended_on", policies)
    exits = insurance.make_reasons(insurance.REASONS_LOST, insurance.LEAVES, 2103)
    write(folder / "exit.csv", "customer_no answered_at customer_type reason_lost", exits)
    loyal = insurance.make_reasons(insurance.REASONS_STAYED, {"Loyal": 7, "Commuter": 3}, 2104)
    write(folder / "loyal.csv", "customer_no answered_at customer_type reason_stayed", loyal)
    rescues = insurance.make_saves(2105)
    write(folder / "saves.csv", "customer_no attempted_at customer_type action still_here", rescues)
    events, log = make_log(story, 2106)
    write(folder / "events.csv", "case_id event happened_at ch customer_type", events)
    return {
        "trend": insurance.trend(policies),
        "at_risk": at_risk(survey, answered),
        "reasons_lost": insurance.REASONS_LOST,
        "actions_that_worked": insurance.saved(),
        "reasons_stayed": insurance.REASONS_STAYED,
        "survey": survey_answers(survey, answered),
        "log": log,
    }


def broadband(folder: Path, survey: Survey, story: Story) -> Answers:
    """Survey and events of the broadband provider; some cases get the offer before they were asked."""
    answered = make_survey(survey, 2201)
    for row in answered:
        row["bill"] = f"{int(row['money']) // 20},{int(row['money']) % 100:02d}"
    picked = columns(answered, "id step person channel day nps csat ces bill")
    write(
        folder / "survey.csv", "account_no step who channel answered_at q_nps q_csat q_ces bill", picked, ";"
    )
    events, log = make_log(story, 2202)
    write(folder / "events.csv", "case_id what at ch who", events)
    return {"survey": survey_answers(survey, answered), "log": log}


def machines(folder: Path, survey: Survey, story: Story) -> Answers:
    """Survey and service events of the machine maker, by account tier."""
    answered = make_survey(survey, 2301)
    picked = columns(answered, "id step person tier channel day nps csat ces")
    write(folder / "survey.csv", "account touch role tier channel answered_at nps csat ces", picked)
    events, log = make_log(story, 2302)
    write(folder / "events.csv", "ticket step at ch role tier", events)
    return {"survey": survey_answers(survey, answered), "log": log}


def main(folder: Path, answers: Path) -> None:
    """Write all data below the folder, and the answers."""
    text = (ROOT / "benchmarks" / "example_stories.yaml").read_text(encoding="utf-8")
    stories: dict[str, Any] = yaml.safe_load(text)
    found = {}
    for name, make in {"auto-insurer": insurer, "broadband": broadband, "machine-maker": machines}.items():
        survey, story = Survey(**stories[name]["survey"]), Story(**stories[name]["log"])
        found[name] = make(folder / name / "data", survey, story)
    answers.parent.mkdir(parents=True, exist_ok=True)
    answers.write_text(yaml.safe_dump(found, sort_keys=False, width=110), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), Path(sys.argv[1]) / "answers.yaml")
    else:
        main(ROOT / "journeys", ROOT / "tests" / "journeys" / "answers.yaml")
