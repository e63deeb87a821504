"""Event logs: what customers really did, held against the map."""
