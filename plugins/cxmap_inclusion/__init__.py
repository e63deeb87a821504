"""Checks on accessibility and language."""
