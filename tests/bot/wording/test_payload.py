import json

from bot.answering.reply import SearchPage, WhichShow
from bot.understanding.question import Kind
from bot.wording.payload import answer_payload, search_payload
from tests.bot.fakes import (
    SHOW,
    STAMP,
    a_question,
    a_quote,
    a_refusal,
    a_signed_quote,
    an_answer,
    make_writer,
)

WRITER = make_writer()
ANSWER_KEYS = [
    "question", "show", "seasons", "aspects", "kind", "answered", "text", "verdict", "quotes", "coverage",
    "index", "timings_ms",
]  # fmt: skip


def test_an_answer_has_the_contracts_keys_and_values() -> None:
    payload = answer_payload(an_answer(a_signed_quote()), WRITER, spoilers=False)
    assert list(payload) == ANSWER_KEYS
    assert payload.pop("text").startswith("Season 2")
    assert payload == {
        "question": "Is season 2 worth watching?",
        "show": "harbour",
        "seasons": [2],
        "aspects": [],
        "kind": "verdict",
        "answered": True,
        "verdict": {
            "label": "leaning no", "positive": 1, "mixed": 0, "negative": 3, "reviews": 4, "share": 0.25,
            "low": 0.0456, "high": 0.6994,
        },
        "quotes": [
            {
                "review": "harbour/5", "author": "mara", "date": "2021-09-08", "rating": "9/10",
                "text": "Season 2 was great.", "start": 0, "end": 19, "seasons": [2], "aspects": [],
                "stance": "positive", "spoiler": False, "score": 0.71,
            }
        ],
        "coverage": {"reviews": 9, "about": 4},
        "index": {"id": STAMP.id, "built_at": STAMP.built_at, "model": STAMP.model},
        "timings_ms": {"total": 1.5},
    }  # fmt: skip


def test_what_is_unknown_of_a_reviewer_is_null() -> None:
    [quote] = answer_payload(an_answer(a_quote()), WRITER, spoilers=False)["quotes"]
    assert (quote["author"], quote["date"], quote["rating"]) == (None, None, None)


def test_a_fact_has_no_verdict() -> None:
    fact = an_answer(question=a_question(kind=Kind.FACT), verdict=None)
    payload = answer_payload(fact, WRITER, spoilers=False)
    assert (payload["kind"], payload["answered"], payload["verdict"]) == ("fact", True, None)


def test_a_refusal_is_not_answered_and_has_no_verdict() -> None:
    payload = answer_payload(a_refusal(a_quote()), WRITER, spoilers=False)
    assert list(payload) == ANSWER_KEYS
    assert (payload["answered"], payload["verdict"], len(payload["quotes"])) == (False, None, 1)
    assert "No review says what season 8 is like." in payload["text"]


def test_a_question_back_has_the_same_keys_and_no_show() -> None:
    payload = answer_payload(WhichShow(a_question(), (SHOW,)), WRITER, spoilers=False)
    assert list(payload) == ANSWER_KEYS
    assert (payload["show"], payload["answered"], payload["quotes"], payload["index"]) == (
        None,
        False,
        [],
        None,
    )
    assert "Harbour Lights" in payload["text"]


def test_the_text_covers_spoilers_as_a_viewer_reads_it() -> None:
    answer = an_answer(a_quote("The keeper dies.", spoiler=True))
    assert "keeper" not in answer_payload(answer, WRITER, spoilers=False)["text"]
    assert "keeper" in answer_payload(answer, WRITER, spoilers=True)["text"]


def test_a_search_has_its_query_show_and_quotes() -> None:
    page = SearchPage("awful", SHOW, (a_quote(),))
    payload = search_payload(page, "awful")
    assert list(payload) == ["query", "show", "quotes"]
    assert (payload["query"], payload["show"]) == ("awful", "harbour")
    assert [quote["review"] for quote in payload["quotes"]] == ["harbour/6"]
    which = search_payload(WhichShow(a_question(), (SHOW,)), "awful")
    assert which == {"query": "awful", "show": None, "quotes": []}


def test_every_payload_is_json() -> None:
    for reply in (an_answer(), a_refusal(), WhichShow(a_question(), ())):
        payload = answer_payload(reply, WRITER, spoilers=False)
        assert json.loads(json.dumps(payload)) == payload
