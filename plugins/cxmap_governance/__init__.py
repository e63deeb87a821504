"""Checks on ownership, hand-offs, complaints and review."""
