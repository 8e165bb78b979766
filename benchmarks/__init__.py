"""Benchmarks: the project measured beside other tools on the same reviews and gold."""
