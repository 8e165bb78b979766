"""Answers into the words that people and programs read."""
