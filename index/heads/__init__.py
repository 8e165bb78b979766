"""Small networks that read texts' features, and the catalogue of aspects."""
