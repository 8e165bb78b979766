"""The reviews and passages of a snapshot, in one SQLite file."""
