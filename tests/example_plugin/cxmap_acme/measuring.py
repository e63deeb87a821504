"""What Acme measures: smiles per visit, and letters counted in a text file."""

from collections.abc import Iterator

from cxmap import Estimate, Input, Observation, Request, Tally, metric, source


@metric("smiles", unit="number", better="higher", inputs=[Input("smile", "integer", low=0)])
def smiles(tally: Tally, *, least: int = 0) -> Estimate:
    """Smiles per visit.

    Formula: smiles counted, divided by visits.

    Source: Acme's own; a smile is what the receptionist says it is.
    """
    counted = [(int(number), times) for number, times in tally.numbers().items() if number >= least]
    visits = sum(times for _, times in counted)
    if not visits:
        return Estimate(None, n=0)
    return Estimate(sum(number * times for number, times in counted) / visits, n=visits)


@source("acme-letters", formats=("letters",))
def letters(request: Request) -> Iterator[Observation]:
    """Letters that came in, one line each in a text file."""
    path = request.root / (request.declared.path or "letters.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    for journey in sorted(request.workspace.journeys):
        yield Observation.model_validate(
            {
                "metric": "letters",
                "journey": journey,
                "at": journey,
                "value": str(len(lines)),
                "n": str(len(lines)),
            }
        )
