"""A line of gold and a turn of a dialogue, as files give them."""

QUESTION: dict[str, object] = {
    "question": "Is season 2 worth watching?",
    "show": "harbour",
    "reviews": {"harbour/5": "great|love", "harbour/6": "AWFUL"},
    "must": "was great",
    "stance": {"harbour/5": "positive", "harbour/6": "negative"},
    "label": ["leaning no", "no"],
}
TURN: dict[str, object] = {
    "question": "Is season 2 worth watching?",
    "show": "harbour",
    "seasons": [2],
    "aspects": [],
    "kind": "verdict",
    "side": None,
    "answered": True,
}
