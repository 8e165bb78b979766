"""The conversation: questions in, counted and quoted answers out, in a terminal and on Discord."""
