"""Checks on the shape of a journey: ways in, dead ends, traps, stages."""
