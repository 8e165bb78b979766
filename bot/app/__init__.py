"""Put together from the settings."""
