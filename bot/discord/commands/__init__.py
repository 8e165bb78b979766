"""The bot's slash commands: each parses, defers, calls the core and renders."""
