"""The metrics of customer experience: formula, unit, direction, interval."""

from __future__ import annotations

from cxmap import Metric, hookimpl
from cxmap_metrics.advocacy import enps, nps, word_of_mouth
from cxmap_metrics.calls import abandonment, aht, asa, response_time, service_level
from cxmap_metrics.contacts import escalation_cost, fcr, repeat_contact, transfers
from cxmap_metrics.drivers import key_drivers
from cxmap_metrics.lifetime import clv, clv_discounted, vulnerability
from cxmap_metrics.maps import effort_path, silo_index, visits
from cxmap_metrics.method import delta, kpi, root_cause_mix, scorecard
from cxmap_metrics.paths import channel_switch, conversion, drop_off, time_in_stage
from cxmap_metrics.people import engagement
from cxmap_metrics.retention import churn, retention, retention_cohort, saves
from cxmap_metrics.satisfaction import ces, ces1, csat, csat_bottom2, csat_top2
from cxmap_metrics.value import perception_gap, value_quotient
from cxmap_metrics.web import bounce_rate, bounce_time, cart_abandonment

METRICS: tuple[Metric, ...] = (
    nps,
    csat,
    csat_top2,
    csat_bottom2,
    ces1,
    ces,
    retention,
    retention_cohort,
    churn,
    saves,
    clv,
    clv_discounted,
    fcr,
    repeat_contact,
    aht,
    service_level,
    asa,
    abandonment,
    cart_abandonment,
    bounce_rate,
    bounce_time,
    conversion,
    drop_off,
    time_in_stage,
    response_time,
    channel_switch,
    transfers,
    value_quotient,
    perception_gap,
    enps,
    engagement,
    vulnerability,
    key_drivers,
    delta,
    scorecard,
    kpi,
    effort_path,
    visits,
    escalation_cost,
    word_of_mouth,
    root_cause_mix,
    silo_index,
)


@hookimpl
def cxmap_sources() -> list[Metric]:
    """The 42 metrics of the canon."""
    return list(METRICS)
