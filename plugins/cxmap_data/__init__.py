"""Checks on data: silos, masters, unused and missing items."""
