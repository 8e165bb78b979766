"""Readers of the files that a show is made of."""

from index.sources.show_folder import read_reviews, read_show, source_files, stand_in

__all__ = ["read_reviews", "read_show", "source_files", "stand_in"]
