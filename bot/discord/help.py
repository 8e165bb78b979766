"""What the bot says about itself."""

HELP = """\
**I answer questions about shows from what other viewers wrote: counted, quoted, spoilers covered.**
If the reviews don't say, I say so.

Ask me by mentioning me, by replying to me with the ping on, in a direct message, or with a command:
• `/ask` Is season 3 worth watching?
• `/search` passages near some words, page by page
• `/progress` how far you have watched: later seasons are kept from you
• `/shows` what can be asked about
• `/index rebuild` and `/index status` for those who manage the server

A quote under a black bar comes from a review that gives something away: click it to read it."""
