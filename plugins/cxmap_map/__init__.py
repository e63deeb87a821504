"""The journey map: one self-contained page, one picture."""
