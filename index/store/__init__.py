"""A show's index on disk: written once, checked, promoted, read."""
