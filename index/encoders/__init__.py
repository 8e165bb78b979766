"""Texts to vectors: one Protocol, and what serves it."""
