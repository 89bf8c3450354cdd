"""Reported clauses and fragments: what a sentence gives as somebody's words, and whose."""

from __future__ import annotations

import pytest

from bot.model import QuoteKind
from tests.fakes.speech import marked_of, one, quotes_of, words_of


def test_an_attribution_in_the_middle_has_words_on_both_sides() -> None:
    """They are two pieces of one report, without the attribution between."""
    text = "The old dam, Lucy Marsh said on Monday, will not hold."
    pieces = quotes_of(text, "en")
    assert [words_of(text, quote.span) for quote in pieces] == ["The old dam", "will not hold"]
    assert {quote.group for quote in pieces} == {1}


def test_a_day_may_stand_between_a_subject_and_its_verb() -> None:
    """A plain form behind it is the verb of the plural in front."""
    text = "The neighbours Tuesday say the dam leaks."
    assert words_of(text, one(quotes_of(text, "en")).span) == "the dam leaks"


def test_what_hangs_in_front_of_an_attribution_is_not_reported() -> None:
    """A complement without a verb of its own says nothing."""
    assert quotes_of("In a later vote, Lucy Marsh warned of the dangers of rain.", "en") == ()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('It ends what officials called the "outdated" rule.', "officials"),
        ('Omar Haddad, a former engineer, says Marsh "has lied to us all."', "Omar Haddad"),
        ('Omar Haddad, the engineer, compared Marsh to one who is "crying wolf".', "Omar Haddad"),
        (
            'They turned to the Orsa River Board which reported "twelve leaks".',
            "the Orsa River Board",
        ),
        ('The paper checked Lucy Marsh’s claim that there were "twelve leaks".', "Lucy Marsh"),
        (
            'The bill had been described by housing charity Roofs as a "rare chance".',
            "charity Roofs",
        ),
    ],
)
def test_whose_words_a_fragment_gives(text: str, speaker: str) -> None:
    """The subject of the verb that brings it, wherever that stands, not the name next to it."""
    quote = one(marked_of(text, "en"))
    assert speaker in words_of(text, quote.speaker)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Paul Rey a parlé. Rey, le maire de la ville se dit « rassuré ».", "Rey"),
        ("De nombreux riverains, inquiets depuis mardi, ont dit : « Elle tient. »", "De nombreux riverains"),
        ("Comme le rappelle Lucie Marchal, « la digue tient depuis vingt ans ».", "Lucie Marchal"),
        ("Estimant que « la digue tient encore », Lucie Marchal est partie.", "Lucie Marchal"),
        ('Qualifié de "roi de la digue" par un élu, Paul Rey est parti.', "un élu"),
        ("Digue : pour Lucie Marchal, la vanne est une « passoire ».", "Lucie Marchal"),
        ("« Elle tient encore », ironise-t-elle.", "elle"),
        ("« Elle tient encore », s'emporte-t-il.", "il"),
    ],
)  # fmt: skip
def test_who_speaks_in_a_french_sentence(text: str, speaker: str) -> None:
    """The subject is found in front, behind, or as who did it, and is no apposition."""
    quote = one(marked_of(text, "fr"))
    assert words_of(text, quote.speaker) == speaker


def test_a_source_in_the_middle_covers_both_sides() -> None:
    """What follows with "but" is the writer's."""
    text = "Vingt pays, selon Lucie Marchal, enverront des troupes, mais les détails manquent."
    pieces = [words_of(text, quote.span) for quote in quotes_of(text, "fr")]
    assert pieces == ["Vingt pays", "enverront des troupes"]


@pytest.mark.parametrize(
    "text",
    [
        'The dam is "a wall of rotten wood that nobody has looked at in years," Lucy Marsh said.',
        'Lucy Marsh said the dam was old and "had been rotten for many years before the flood".',
    ],
)
def test_words_that_only_go_on_with_the_sentence_are_a_fragment(text: str) -> None:
    """Behind a helping verb or "and" the marks hold no sentence of their own, however long."""
    quote = one(marked_of(text, "en"))
    assert quote.kind is QuoteKind.MIXED


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"It holds for now," Sen. Lucy Marsh (D-N.Y.) said Tuesday.', "Sen. Lucy Marsh"),
        ('"It holds for now," the statement said.', "the statement"),
        ('"It holds for now," the family said.', "the family"),
        ('"It holds for now," said former Orsa Gov. Lucy Marsh.', "former Orsa Gov. Lucy Marsh"),
        ('"Who would leave now?" Lucy Marsh asked reporters in the hall.', "Lucy Marsh"),
        ('Former secretary of state Lucy Marsh: "We know that it holds."', "Former secretary of state Lucy Marsh"),
        ("The dam holds, said Lucy Marsh, who said it was “nearly new”.", "Lucy Marsh"),
        ('Carr insisted that Lucy Marsh’s claim about the dam was "half true".', "Carr"),
        ('Lucy Marsh described the minister Ines Rowe as a "disgrace".', "Lucy Marsh"),
    ],
)  # fmt: skip
def test_who_speaks_in_an_english_sentence(text: str, speaker: str) -> None:
    """Titles, parties in brackets and bodies belong to the speaker; nouns in -ment are no adverbs."""
    quote = one(marked_of(text, "en"))
    assert words_of(text, quote.speaker) == speaker


def test_a_reported_clause_may_hold_a_marked_fragment() -> None:
    """Both are given, as pieces of one utterance."""
    text = "Lucie Marchal a dit que les pompes de la vallée seraient prêtes « très bientôt »."
    clause, fragment = quotes_of(text, "fr")
    assert words_of(text, clause.span) == text[text.index("que") : -1]
    assert (clause.kind, fragment.kind) == (QuoteKind.INDIRECT, QuoteKind.MIXED)
    assert clause.group == fragment.group


def test_a_clause_that_is_nearly_all_marked_is_not_given_twice() -> None:
    """The marked words are enough."""
    text = "Lucie Marchal a dit que « les pompes de la vallée seront prêtes très bientôt »."
    assert one(quotes_of(text, "fr")).kind is not QuoteKind.INDIRECT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lucy Marsh told the Orsa Gazette the dam was old.", "the dam was old"),
        ("About 40 percent said they had no plan.", "they had no plan"),
    ],
)
def test_reported_behind_who_is_told_and_behind_a_share(text: str, words: str) -> None:
    """Neither the addressee nor a number before the verb hides the clause."""
    assert words_of(text, one(quotes_of(text, "en")).span) == words
