"""Readers of the files that a show is made of."""

from index.sources.pasted_page import parse_pasted_page
from index.sources.show_folder import read_reviews, read_show, source_files, stand_in

__all__ = ["parse_pasted_page", "read_reviews", "read_show", "source_files", "stand_in"]
