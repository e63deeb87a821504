"""The data register and the exports: read back by other libraries, escaped, the same bytes twice."""

import csv
import html
import io
import json
import re
from datetime import date

import networkx as nx
import pytest
from python_calamine import CalamineWorkbook

from cxmap import Report
from cxmap.report import Verdict
from cxmap.testing import workspace
from cxmap_exchange import cxmap_renderers

INSURER = """
journey: Keep <drivers>
owner: cco
law: [gdpr]
units: {growth: {organisation: Example Ltd}, care: {}, group: {organisation: Example Ltd}}
owners: {cco: {unit: group}, service: {unit: care}, marketing: {unit: growth}}
systems: {crm: {unit: care, feeds: hub, region: EU}, hub: {app: cx-data-hub}, mail: {external: true}}
data:
  email: {is: user.contact.email, keep: 3y}
  trips: {is: user.location.precise, keep: 13 months, how: observed, name: "=Trips & <b>more</b>"}
purposes:
  offers: {is: marketing.communications.email, basis: consent, lasts: 24 months}
  risk: {is: personalize.content.profiling, basis: legitimate-interests, assessment: docs/lia.md}
sharing: [{from: care, to: growth, data: trips, for: risk, notice: form}]
touchpoints:
  form: {channel: web, owner: service, system: crm, notice: [risk], consent: {asks: offers}, collects: {offers: [email]},
         next: {drive: 60%}}
  drive: {channel: app, owner: service, system: crm, collects: {risk: [trips]}, fails: form}
  score: {channel: backstage, owner: marketing, system: hub, uses: {risk: [trips]}}
  promo: {channel: email, by: company, owner: marketing, system: mail, uses: {offers: [email]}, next: end}
anytime: {prefs: {channel: web, owner: service, system: crm, rights: all, consent: {withdraws: offers}}}
"""


@pytest.fixture(scope="module")
def report():
    made = workspace(INSURER)
    verdict = Verdict("pass", 0, "pass")
    names = tuple(graph.id for graph in made.graphs)
    return Report(made, date(2026, 11, 1), "starter", "error", None, verdict, journeys=names)


@pytest.fixture
def write(report):
    renderers = {renderer.name: renderer for renderer in cxmap_renderers()}
    return lambda name, **options: renderers[name](report, **options)


def test_register_says_who_holds_what_why_and_how_long(write):
    rows = list(csv.DictReader(io.StringIO(write("register"))))
    assert [(row["Purpose id"], row["Data id"]) for row in rows] == [("offers", "email"), ("risk", "trips")]
    offers, risk = rows
    assert (offers["Lawful basis"], offers["Kept for"], offers["Consent lasts"]) == (
        "consent",
        "3y",
        "24 months",
    )
    assert offers["Controller"] == "Example Ltd"
    assert offers["Withdrawn at"] == "fragment.prefs" and offers["Asked at"] == "fragment.form"
    assert offers["Recipients"] == "mail (external)"
    assert offers["Consent on every path"] == "fragment.promo: asked at form"
    assert offers["May surprise at"] == risk["May surprise at"] == ""
    assert risk["Held by (units)"] == "care, growth" and risk["Recipients"] == "growth"
    assert risk["Systems"] == "crm, hub" and risk["Regions"] == "EU"
    assert risk["Told at"] == "fragment.form" and risk["Special category"] == "no"


def test_no_cell_is_a_formula(write):
    assert "'=Trips" in write("register")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(write("register", format="xlsx"))).get_sheet_by_index(0)
    cells = [cell for row in sheet.to_python() for cell in row]
    assert "=Trips & <b>more</b>" in cells and len(sheet.to_python()) == 3


def test_page_escapes_and_asks_nothing_of_others(write):
    page = write("register", format="html")
    assert "default-src 'none'" in html.unescape(page)
    assert "=Trips &amp; &lt;b&gt;more&lt;/b&gt;" in page and "<b>more" not in page
    assert not re.search(r"https?://", page)


def test_page_of_a_workspace_without_data():
    made = workspace("page: {channel: web}\n")
    empty = Report(
        made, date(2026, 11, 1), "starter", "error", None, Verdict("pass", 0, ""), journeys=("fragment",)
    )
    renderers = {renderer.name: renderer for renderer in cxmap_renderers()}
    assert "No journey collects or uses data" in renderers["register"](empty, format="html")
    assert json.loads(renderers["consent-record"](empty))["records"] == []


def test_consent_record_has_the_fields_of_the_standard(write):
    (record,) = json.loads(write("consent-record"))["records"]
    assert record["pii_principal_id"] is None and record["events"]["event_time"] is None
    processing = record["pii_processing"]
    assert processing["lawful_basis"]["iri"].endswith("#A6-1-a")
    assert processing["withdrawal_method"] == ["fragment.prefs"]
    assert processing["validity_duration"] == "24 months"
    assert processing["recipient_third_parties"] == ["mail (external)"]
    assert processing["pii_information"][0]["retention_period"] == "3y"
    assert {"access", "erasure", "withdraw"} <= set(processing["privacy_rights"])


def test_dpv_names_purposes_data_and_bases_by_iri(write):
    document = json.loads(write("dpv"))
    first, second = document["@graph"]
    assert first["hasPurpose"] == "https://w3id.org/dpv#DirectMarketing"
    assert first["hasPersonalData"] == "https://w3id.org/dpv/pd#EmailAddress"
    assert second["hasLegalBasis"] == ["https://w3id.org/dpv/legal/eu/gdpr#A6-1-f"]
    assert "https://w3id.org/dpv/legal/eu/gdpr#A15" in first["hasRight"]
    assert set(first) - {"@id", "@type"} <= set(document["@context"])


def test_node_link_and_graphml_read_back_as_the_same_graph(write):
    linked = nx.node_link_graph(json.loads(write("node-link")), edges="links")
    drawn = nx.parse_graphml(write("graphml"))
    assert set(linked.nodes) == set(drawn.nodes) and set(linked.edges) == set(drawn.edges)
    assert linked.edges["fragment.form", "fragment.drive"]["share"] == 0.6
    assert linked.nodes["fragment.prefs"]["anytime"] is True
    assert drawn.nodes["fragment.score"]["channel"] == "backstage"


@pytest.mark.parametrize("name", [renderer.name for renderer in cxmap_renderers()])
def test_same_report_same_bytes(write, name):
    assert write(name) == write(name)


def test_workbook_has_the_same_bytes_twice(write):
    assert write("register", format="xlsx") == write("register", format="xlsx")


def test_register_tells_who_may_be_surprised_and_what_is_not_carried():
    made = workspace("""
purposes: {offers: {is: marketing.communications, basis: consent}}
touchpoints:
  ad: {channel: web, entry: true, next: {shop: 40%, site: 60%}}
  shop: {channel: store, next: {promo: 50%, end: 50%}}
  site: {channel: web, consent: {asks: offers}, collects: {offers: [email]}, next: promo}
  promo: {channel: email, by: company, uses: {offers: [email]}, consent: {requires: offers}, next: end}
""")
    names = tuple(graph.id for graph in made.graphs)
    report = Report(made, date(2026, 11, 1), "starter", "error", None, Verdict("pass", 0, ""), journeys=names)
    register = next(one for one in cxmap_renderers() if one.name == "register")
    (row,) = csv.DictReader(io.StringIO(register(report)))
    assert row["May surprise at"] == "fragment.promo (20.0% of customers)"
    assert row["Consent on every path"] == "fragment.promo: not on every path"
