"""Checks on what makes a journey hard: asking again, transfers, waits, broken promises."""
