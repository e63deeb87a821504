"""Exchange with other tools: registers, consent records, graphs."""
