"""One card for a period: copies once, changes first, the rest counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.answers.digest import digest_card
from bot.answers.house import coverage
from bot.answers.plain import plain
from bot.model import Reading, Source, SourceState, Stance
from tests.fakes.events import TOLD, read
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.stories import ferry
from tests.fakes.words import shipped_phrases


@dataclass(frozen=True)
class Kept:
    story_id: str
    reading: Reading


def digest(*kept: Kept, language: str = "en") -> str:
    phrases = shipped_phrases()[language]
    card = digest_card(
        kept,
        topics=TOPICS,
        actors=ACTORS,
        phrases=phrases,
        min_confidence=0.65,
        period="2026-11-24 08:00 Europe/Paris",
    )
    return plain(card, phrases)


def test_copies_count_once() -> None:
    """A wire story in two papers is one story with one set of facts."""
    first = ferry()
    copy = ferry(url="https://tide.example/1", source="The Tide")
    text = digest(Kept("s1", first), Kept("s1", copy))
    assert "2 articles · 1 story · 1 source · English" in text
    assert text.count("We will not let the islands wait") == 1
    assert "also told by 1 more" in text


def test_a_digest_says_what_it_covers_and_what_failed() -> None:
    """So that silence of a source is not taken for calm."""
    phrases = shipped_phrases()["en"]
    well = SourceState(source=Source(id="kai", url="https://kai.example/feed"))
    names = ("a", "b", "c", "d", "e", "f")
    failing = [
        SourceState(source=Source(id=name, url="https://kai.example/feed"), failures=1)
        for name in names
    ]
    assert coverage([well], phrases) == "Sources watched: 1 source."
    assert coverage([well, *failing], phrases) == (
        "Sources watched: 7 sources. Not read: a, b, c, d, e, 1 more."
    )
    made = digest_card(
        [],
        topics=TOPICS,
        actors=ACTORS,
        phrases=phrases,
        min_confidence=0.65,
        period="now",
        covers=coverage([well], phrases),
    )
    assert made.footer == "No new article in this period. · Sources watched: 1 source."


def test_changed_positions_come_first() -> None:
    """A stance that changed within the period leads, with what it was and when."""
    before = ferry(url="https://tide.example/1", source="The Tide", french=Stance.OPPOSE,
                   published=datetime(2026, 11, 20, 9, tzinfo=UTC))  # fmt: skip
    text = digest(Kept("s1", ferry()), Kept("s2", before))
    changed = text.index("Changed positions")
    assert changed < text.index("\nPositions")
    assert (
        "France does not rule out: Ferry line"
        " · changed: opposed it on 20 November 2026 (The Tide)" in text
    )


def test_contradiction_of_one_day_is_no_change() -> None:
    """Two papers of one day that disagree are shown as a contradiction."""
    other = ferry(url="https://tide.example/1", source="The Tide", french=Stance.OPPOSE)
    text = digest(Kept("s1", ferry()), Kept("s2", other))
    assert "contradicted on the same day" in text


def test_more_articles_are_counted() -> None:
    """The card stays short and says what it leaves out."""
    kept = [Kept(f"s{n}", ferry(url=f"https://phare.example/{n}")) for n in range(20)]
    text = digest(*kept)
    assert "12 more" in text
    assert text.count("We will not let the islands wait") == 1
    assert text.count("12 million euros") == 1


def test_empty_period_says_so() -> None:
    """Nothing new is said in words."""
    assert "No new article in this period." in digest()


def test_a_story_told_in_two_languages_counts_once_with_both_sources() -> None:
    """The facts of both are there: the quotation of the one, the figure of the other."""
    english, french = (
        Kept("s1", replace(read(path), article=replace(read(path).article, source_name=name)))
        for path, name in zip(
            [path for path in TOLD if path.stem in {"1-dam.en", "1-dam.fr"}],
            ("The Tide", "Le Quai"),
            strict=True,
        )
    )
    text = digest(english, french)
    assert "2 articles · 1 story · 2 sources · English, French" in text
    assert "also in Le Quai" in text
    assert "also told by" not in text
    assert "Personne dans ce ministère ne savait que le mur bougeait" in text
    assert "We heard it for a full minute before we saw any water" in text
    assert text.count("41,300") == 2  # in the title and once as a figure
    assert "41 300" not in text
