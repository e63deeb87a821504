"""Checks on consent, purposes, notices and rights."""
