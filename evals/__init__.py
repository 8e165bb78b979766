"""Evaluations: gold questions, and scripts that score the project on corpora given by path."""
