"""A poster: what the audit says, in one line for the wall."""

from cxmap import Report, renderer


@renderer("poster", kind="register", formats=("txt",))
def poster(report: Report, *, shout: bool = False) -> str:
    """One line for the wall."""
    line = f"{len(report.findings)} findings on {', '.join(report.journeys)}"
    return f"{line.upper() if shout else line}\n"
