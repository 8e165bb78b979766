"""Trains the small models whose weights are committed: ``python -m training``, or ``make weights``."""
