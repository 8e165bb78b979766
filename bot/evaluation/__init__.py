"""Answers and dialogues scored against gold."""
