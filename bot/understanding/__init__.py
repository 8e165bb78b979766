"""What a person asks, from what they typed."""
