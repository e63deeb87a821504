"""A metric of one's own takes ten lines and works like any other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cxmap import Estimate, Input, Tally, metric, proportion
from cxmap_tabular.bare import measure_file
from cxmap_tabular.manner import text_manner


@metric("smiles", unit="%", category="satisfaction", inputs=[Input("face", "integer", 1, 3)])
def smiles(tally: Tally, *, least: int = 3) -> Estimate:
    """Share of customers who pressed the smiling face.

    Formula: 100*count(face >= least)/n.

    Source: ours.
    """
    answers = tally.complete(0)
    return proportion(answers.count(lambda face: face >= least), answers.n, answers.excluded)


def test_it_is_documented_by_its_docstring() -> None:
    assert smiles.title == "Share of customers who pressed the smiling face"
    assert smiles.formula == "100*count(face >= least)/n."
    assert smiles.source == "ours."
    assert dict(smiles.options) == {"least": 3}
    assert smiles.identity({}) == ("smiles", "", "least=3")
    assert smiles.identity({"least": 2}) != smiles.identity({})
    assert smiles.identity({}, "How was it?") != smiles.identity({})


def test_it_counts_rows_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "faces.jsonl"
    path.write_text("".join(json.dumps({"face": face}) + "\n" for face in [3] * 30 + [1] * 10))
    (answer,) = measure_file(path, text_manner("faces.jsonl", "jsonl"), smiles, {"face": "face"})
    assert (answer.estimate.value, answer.estimate.n) == (75, 40)


def test_its_inputs_are_held_to_their_range() -> None:
    with pytest.raises(ValueError, match="outside 1 to 3"):
        smiles(Tally.of([4]))
    assert smiles(Tally.of([3, 3, 1, None])).excluded == 1
