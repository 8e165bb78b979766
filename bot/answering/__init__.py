"""From a question to an answer: searched, judged, counted, quoted."""
