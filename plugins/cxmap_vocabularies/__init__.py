"""The words a journey may use: channels, touchpoint types, causes, roles, data categories, purposes, rights."""
