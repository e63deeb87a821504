"""The metrics of customer experience: formula, unit, direction, interval."""
