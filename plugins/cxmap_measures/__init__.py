"""Checks on metrics, feelings and return on investment."""
