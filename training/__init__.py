"""Trains the small models whose weights are committed."""
