"""Audit reports for people and machines."""
