"""The data register on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cxmap import Report
from cxmap_audits.registry import Entry, show_register

Kit = Any
TEXT = """
owners: {desk: {unit: shop}}
data: {email: {is: user.contact.email, keep: 2y}, health: {is: user.health_and_medical}, trips: user.location.precise}
purposes: {offers: {is: marketing.communications, basis: consent}, claim: {basis: contract}, risk: {}}
see: {channel: web, owner: desk, system: crm, collects: {offers: [email], claim: [email, health]}}
buy: {channel: web, owner: desk, uses: {risk: [trips]}}
"""


def entry(report: Report, data: str) -> Entry:
    found = show_register(report)
    assert found is not None
    return next(one for one in found if one.data == data)


def test_an_item_is_one_line_with_every_purpose_and_its_basis(kit: Kit) -> None:
    email = entry(kit.report(text=TEXT), "Email")
    assert email.category == "user.contact.email"
    assert email.purposes == (("Claim", "contract"), ("Offers", "consent"))
    assert (email.kept, email.held_by, email.systems, email.recipients) == ("2y", "shop", "crm", "")


def test_what_nobody_said_stays_empty_and_the_page_says_so(kit: Kit) -> None:
    report = kit.report(text=TEXT)
    assert (entry(report, "Trips").kept, entry(report, "Trips").purposes) == ("", (("Risk", ""),))
    assert entry(report, "Health").special
    page = kit.render(report, "html")
    assert "no limit set" in page and "no basis named" in page and "special category" in page


def test_the_status_is_the_worst_finding_about_the_item(kit: Kit) -> None:
    report = kit.report(
        kit.finding(data="trips", fingerprint="a"),
        kit.finding(
            "data:trips",
            kind="data",
            severity="error",
            code="CON001",
            name="use-without-consent",
            fingerprint="b",
        ),
        text=TEXT,
    )
    assert entry(report, "Trips").status == "error: use without consent and 1 more"
    assert entry(report, "Email").status == "clean"


def test_a_finding_about_a_purpose_concerns_its_data(kit: Kit) -> None:
    report = kit.report(kit.finding(purpose="offers", code="CON017", name="no-opt-out-in-message"), text=TEXT)
    assert entry(report, "Email").status == "warning: no opt-out in message"
    assert entry(report, "Health").status == "clean"


def test_without_the_plugin_the_page_says_what_is_missing(kit: Kit) -> None:
    report = replace(
        kit.report(text=TEXT),
        renderers=tuple(one for one in kit.report().renderers if one.name != "register"),
    )
    assert show_register(report) is None
    assert "cxmap_exchange" in kit.render(report, "html")


def test_without_data_the_register_says_that_it_is_empty(kit: Kit) -> None:
    assert "Empty: no touchpoint says what it collects or uses." in kit.render(kit.report(), "html")
