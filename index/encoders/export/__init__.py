"""A model made ready to be served without torch."""
