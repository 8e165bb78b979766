"""From a show's sources to a live snapshot."""
