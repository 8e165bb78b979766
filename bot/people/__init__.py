"""What people told the bot."""
