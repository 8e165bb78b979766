"""The words of a question that a review could answer in.

Question words, function words and words that say little ("good", "like",
"think", "much") match everywhere and tell nothing: dropping them was the
largest gain that ranking has had from words.
"""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FUNCTION_WORDS = """
a about all also am an and any anybody anyone are as at be because been being both but by can could
did do does doing done each either else ever every for from get gets getting go goes going got had
has have having he her here hers him his how however i if in into is it its itself just let may me
might mine more most much must my myself no nor not now of off on once one ones only or other our
ours out over own per same shall she should so some such than that the their theirs them then there
these they this those through to too under until up us very was we were what when where which while
who whom whose why will with would yes yet you your yours
"""
_EMPTY_WORDS = """
actually anything bad best better bit decent enough everything exactly feel fine find give gives
good great happen happens honest honestly know like likes liked lot lots many maybe mean need nice
nothing okay ok opinion opinions overall people please pretty quite rate rating really recommend
review reviewer reviewers reviews say says said seem seems should show shows something tell thing
things think thinks thought thoughts try view viewer viewers want wants watch watched watching way
well worst worth worthwhile film films movie movies program programme season seasons serial series
"""
_REMEMBERED = 4096
"""Texts whose words are kept: the same passages come near most questions."""
_DROPPED = frozenset((_FUNCTION_WORDS + _EMPTY_WORDS).split())


def tokens(text: str) -> list[str]:
    """Return the text's words in lower case, apostrophes and all ("don't")."""
    return _WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=_REMEMBERED)
def words_held(text: str) -> frozenset[str]:
    """Return the different words of a passage, as ``words`` gives them; remembered for recent ones."""
    return frozenset(words(text))


def words(text: str) -> list[str]:
    """Return the text's words in lower case, apostrophes and what follows them taken off."""
    return [word.partition("'")[0] for word in tokens(text)]


def content_words(text: str) -> list[str]:
    """Return the words of a question that carry its meaning, in order, each once."""
    return [word for word in dict.fromkeys(words(text)) if word not in _DROPPED]
