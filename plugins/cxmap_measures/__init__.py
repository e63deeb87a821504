"""Checks on metrics, feelings and return on investment."""

from __future__ import annotations

from cxmap import Check, hookimpl
from cxmap_measures.asks_a_favour_while_angry import asks_a_favour_while_angry
from cxmap_measures.at_risk_signal_missing import at_risk_signal_missing
from cxmap_measures.best_customers_wait_longer import best_customers_wait_longer
from cxmap_measures.emotional_cliff import emotional_cliff
from cxmap_measures.ends_on_a_low import ends_on_a_low
from cxmap_measures.escalation_cost_over_budget import escalation_cost_over_budget
from cxmap_measures.feeling_unknown import feeling_unknown
from cxmap_measures.gartner_category_missing import gartner_category_missing
from cxmap_measures.goal_without_baseline import goal_without_baseline
from cxmap_measures.goal_without_lever import goal_without_lever
from cxmap_measures.metric_without_owner import metric_without_owner
from cxmap_measures.metric_without_source import metric_without_source
from cxmap_measures.metric_without_target import metric_without_target
from cxmap_measures.moment_of_truth_unmeasured import moment_of_truth_unmeasured
from cxmap_measures.not_significant import not_significant
from cxmap_measures.one_sided_scorecard import one_sided_scorecard
from cxmap_measures.operations_instead_of_perception import operations_instead_of_perception
from cxmap_measures.orphan_metric import orphan_metric
from cxmap_measures.perception_gap import perception_gap
from cxmap_measures.retention_questions_open import retention_questions_open
from cxmap_measures.sales_painted_as_care import sales_painted_as_care
from cxmap_measures.senses_promise_gap import senses_promise_gap
from cxmap_measures.stage_unmeasured import stage_unmeasured
from cxmap_measures.stale_measurement import stale_measurement
from cxmap_measures.target_in_wrong_direction import target_in_wrong_direction
from cxmap_measures.timing_the_advocate import timing_the_advocate
from cxmap_measures.too_many_segments import too_many_segments
from cxmap_measures.valley_without_opportunity import valley_without_opportunity
from cxmap_measures.worst_pain_unfunded import worst_pain_unfunded


@hookimpl
def cxmap_checks() -> list[Check]:
    """Thirteen rules on metrics, seven on feelings, nine on return on investment."""
    return [
        metric_without_owner,
        metric_without_target,
        metric_without_source,
        stale_measurement,
        moment_of_truth_unmeasured,
        stage_unmeasured,
        one_sided_scorecard,
        gartner_category_missing,
        target_in_wrong_direction,
        not_significant,
        orphan_metric,
        operations_instead_of_perception,
        timing_the_advocate,
        perception_gap,
        feeling_unknown,
        ends_on_a_low,
        asks_a_favour_while_angry,
        emotional_cliff,
        valley_without_opportunity,
        senses_promise_gap,
        goal_without_baseline,
        goal_without_lever,
        worst_pain_unfunded,
        at_risk_signal_missing,
        retention_questions_open,
        best_customers_wait_longer,
        too_many_segments,
        sales_painted_as_care,
        escalation_cost_over_budget,
    ]
