"""Which seasons a text speaks of, by rule: embeddings don't know "season 3"."""
