"""Reviews into passages, and what is thought in them."""
