"""What words say, whatever they are about: by rule."""
