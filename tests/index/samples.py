"""Reviews and passages that tests are made of."""

from pathlib import Path

from index.domain import Passage, Review
from index.library.library import Library
from index.reading.cut import cut
from index.search.ranking import Scope, find_passages
from index.store.shelf import Shelf
from index.store.snapshot import Snapshot
from tests.fakes import WordOverlapEncoder, add_show, make_library

SLUG = "harbour"


def a_review(text: str, *, row: int = 1, show: str = SLUG) -> Review:
    """A review with nothing but its text."""
    return Review(show=show, row=row, text=text, file="reviews.txt", line=row)


def a_passage(number: int, text: str, **fields: object) -> Passage:
    """A passage that is its whole review."""
    values = {"review": f"{SLUG}/{number + 1}", "lead": 0, "start": 0, "end": len(text), **fields}
    return Passage(number=number, text=text, **values)  # type: ignore[arg-type] # a test names its own fields


def passages_of(text: str) -> list[str]:
    """The texts of a review's passages."""
    return [passage.text for passage in cut(a_review(text))]


def built_library(folder: Path, *reviews: str, **fields: object) -> Library:
    """A library with one show, indexed."""
    add_show(folder, SLUG, reviews=reviews, **fields)
    library = make_library(folder)
    library.build(library.show(SLUG))
    return library


def rebuild(library: Library, folder: Path, *reviews: str) -> str:
    """Give the show other reviews and build it again; return the new snapshot's id."""
    add_show(folder, SLUG, reviews=reviews)
    return library.build(library.show(SLUG)).snapshot


def shelf_folder(folder: Path) -> Path:
    """Where the show's snapshots are kept under a library made by the fakes."""
    return folder / "data" / "library" / "shared" / SLUG


def shelf_of(folder: Path) -> Shelf:
    """The show's shelf under a library made by the fakes."""
    return Shelf(shelf_folder(folder))


def texts_found(snapshot: Snapshot, query: str, scope: Scope | None = None) -> list[str]:
    """The texts of the passages that a query finds, best first."""
    (encoded,) = WordOverlapEncoder().encode_tokens([query])
    return [hit.passage.text for hit in find_passages(snapshot, query, encoded, scope=scope or Scope())]


def stored_texts(snapshot: Snapshot) -> list[str]:
    """The texts of every review in a snapshot, by number."""
    return [review.text for review in snapshot.records.reviews()]
