"""What recent conversations were about, in memory and bounded."""

from collections import OrderedDict

from bot.understanding.question import Topic

_MOST = 2000
"""Conversations remembered; at a kilobyte or two each with what was quoted, a few megabytes."""


class TopicMemory:
    """Topics by a message's or a channel's id; the one longest unused goes first."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._topics: OrderedDict[int, Topic] = OrderedDict()

    def remember(self, key: int, topic: Topic) -> None:
        """Keep a topic under an id."""
        self._topics[key] = topic
        self._topics.move_to_end(key)
        while len(self._topics) > self._most:
            self._topics.popitem(last=False)

    def recall(self, key: int | None) -> Topic | None:
        """Return the topic under an id, None for one that is unknown or forgotten."""
        if key is None or key not in self._topics:
            return None
        self._topics.move_to_end(key)
        return self._topics[key]
