"""Two versions of an article compared: what reads otherwise, and which facts changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.revision import carried_over, compare, reads_otherwise
from bot.model import Figure, Position, Quote, QuoteKind, Reading, Span, Stance, fact_id
from bot.store.rows import facts_of
from tests.fakes.readings import FERRY, at, ferry, sentences

KEY = "article"


def kept() -> Reading:
    """The ferry's article with the ids of its facts."""
    return carried_over(Reading(article=ferry().article), ferry(), KEY, 0)


def retold(old: str, new: str, reading: Reading | None = None) -> Reading:
    """The ferry's article with other words, read anew: the same facts where they stand now."""
    text = FERRY.replace(old, new)
    found = reading or ferry(text=text)
    return replace(found, article=replace(found.article, text=text), sentences=sentences(text))


def changes(after: Reading, **options: object):
    given_ = {"min_confidence": 0.5, **options}
    return compare(kept(), after, **given_)  # type: ignore[arg-type]


def test_spaces_and_forms_of_letters_are_no_change():
    """A line break in another place, a ligature, a wide space."""
    before = ferry().article
    after = replace(before, text=before.text.replace(" ", "\u00a0\n", 3).replace("fi", "ﬁ"))
    assert not reads_otherwise(before, after)
    assert reads_otherwise(before, replace(before, title="Ferries"))
    assert reads_otherwise(before, replace(before, text=before.text.replace("never", "often")))


def test_a_part_does_not_take_the_place_of_the_whole():
    """But the whole takes that of a part."""
    whole = ferry().article
    part = replace(whole, text=whole.text[:80], partial=True)
    assert not reads_otherwise(whole, part)
    assert reads_otherwise(part, whole)


def test_the_same_facts_in_another_text_are_no_change():
    """Words around them are not what a channel is told of."""
    assert not changes(retold("Nothing else happened.", "The sun came out."))


def test_a_figure_that_another_one_replaces_is_changed():
    """In the same sentence, of the same unit."""
    after = retold("of 3 million", "of 5 million", ferry())
    dearer = replace(after.figures[0], value=Decimal(5_000_000))
    found = changes(replace(after, figures=(dearer,)))
    (change,) = found.changed
    assert isinstance(change.was, Figure)
    assert (change.was.value, change.now) == (3_000_000, dearer)
    assert (found.added, found.removed) == ((), ())


def test_a_figure_of_another_unit_is_another_one():
    """The one is gone, the other is new."""
    after = retold("3 million euros", "3 million boats", ferry())
    boats = replace(after.figures[0], unit="boat")
    found = changes(replace(after, figures=(boats,)))
    assert [len(part) for part in (found.changed, found.added, found.removed)] == [0, 1, 1]


def test_an_actor_who_takes_another_stand_changed():
    """Whatever the words."""
    after = ferry()
    turned = replace(after.positions[0], stance=Stance.SUPPORT)
    (change,) = changes(replace(after, positions=(turned,))).changed
    assert isinstance(change.now, Position)
    assert change.now.stance is Stance.SUPPORT


def test_a_quote_given_to_somebody_else_or_corrected_is_changed():
    """Another speaker, or much the same words."""
    other = replace(ferry().quotes[0], speaker_name="Tom Berg", speaker_actor=None)
    (change,) = changes(replace(ferry(), quotes=(other,))).changed
    assert isinstance(change.now, Quote)
    assert change.now.speaker_name == "Tom Berg"
    words = "we were not asked about it"
    after = retold("we were never asked about it", words, ferry())
    span = at(after.article.text, words)
    assert len(changes(replace(after, quotes=(replace(other, span=span),))).changed) == 1


def test_what_is_uncertain_or_was_called_wrong_is_not_told_of():
    """Neither when it comes nor when it goes."""
    nothing = replace(ferry(), quotes=(), figures=(), positions=())
    assert len(changes(nothing).removed) == 3
    assert len(changes(nothing, min_confidence=0.85).removed) == 1
    refuted = [fact_id(KEY, number) for number in range(3)]
    assert not changes(nothing, refuted=refuted)


def test_a_fact_said_once_more_is_no_new_one():
    """Nor is it gone when it is said once less."""
    twice = replace(ferry(), figures=ferry().figures * 2)
    assert not changes(twice)
    assert not compare(twice, ferry(), min_confidence=0.5)


FIGURES = st.lists(
    st.builds(
        lambda start, value: Figure(span=Span(start, start + 5), value=Decimal(value)),
        st.integers(0, 60),
        st.integers(0, 3),
    ),
    max_size=6,
)
QUOTES = st.lists(
    st.builds(
        lambda start: Quote(span=Span(start, start + 9), kind=QuoteKind.DIRECT),
        st.integers(0, 60),
    ),
    max_size=4,
)


@given(QUOTES, FIGURES, QUOTES, FIGURES)
def test_every_fact_has_an_id_of_its_own_and_no_old_one_names_another_fact(q1, f1, q2, f2):
    """Whatever comes and goes."""
    blank = Reading(article=ferry().article, sentences=sentences(FERRY))
    first = carried_over(blank, replace(blank, quotes=tuple(q1), figures=tuple(f1)), KEY, 0)
    used = len(facts_of(first))
    second = carried_over(first, replace(blank, quotes=tuple(q2), figures=tuple(f2)), KEY, used)
    ids = [fact.id for fact in facts_of(second)]
    assert len(set(ids)) == len(ids)
    before = {fact.id: fact for fact in facts_of(first)}
    words = blank.article.text
    for fact in facts_of(second):
        if fact.id in before:
            was = before[fact.id]
            assert type(was) is type(fact)
            assert (
                was.span.of(words).strip(" ,;.").casefold()
                == fact.span.of(words).strip(" ,;.").casefold()
            )
        else:
            assert int(fact.id.rpartition(".")[2]) >= used


@given(QUOTES, FIGURES)
def test_a_version_compared_with_itself_did_not_change(quotes, figures):
    """In no way."""
    reading = replace(kept(), quotes=tuple(quotes), figures=tuple(figures))
    assert not compare(reading, reading, min_confidence=0.0)
