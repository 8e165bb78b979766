"""Passages of one show for a question."""
