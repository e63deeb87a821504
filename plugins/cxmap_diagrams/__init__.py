"""Diagrams of a journey: flow, blueprint, systems, data and more."""
