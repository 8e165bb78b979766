"""What people press: views whose state is in the message, so that they survive a restart."""
