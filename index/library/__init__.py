"""The shows that can be asked about."""
