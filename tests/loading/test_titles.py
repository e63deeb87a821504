"""What has no name of its own is called by its id, as people would write it."""

from __future__ import annotations

import pytest

from cxmap import in_words


@pytest.mark.parametrize(
    ("identifier", "title"),
    [
        ("quote_on_the-web", "Quote on the web"),
        ("crm", "CRM"),
        ("head_of_cx", "Head of CX"),
        ("send_sms", "Send SMS"),
        ("claims/report", "Report"),
        # Words that are also abbreviations stay words.
        ("call_to_put_it_right", "Call to put it right"),
        ("contact_us", "Contact us"),
        ("hub", "Hub"),
    ],
)
def test_an_id_reads_as_words(identifier: str, title: str) -> None:
    assert in_words(identifier) == title
