"""Questions answered from a real store: in words, from every language, honest when empty."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answers.asked import Asker
from bot.answers.plain import plain
from bot.model import (
    Card,
    Channel,
    Delivery,
    DeliveryState,
    Mention,
    Platform,
    Position,
    Reading,
    Source,
    SourceState,
    Span,
    Stance,
)
from bot.store.outbox import delivery_key
from tests.fakes.house import NOON, House, open_house
from tests.fakes.readings import card as shown
from tests.fakes.stories import ferry, span_of
from tests.fakes.words import shipped_phrases

EN = Asker(language="en")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


def text(card: Card) -> str:
    return plain(card, shipped_phrases()[card.language])


def german() -> Reading:
    """A German article in which Italy gives in."""
    words = "Rom gibt nach. Italien unterstützt die Fähre nun doch, sagte der Minister."
    return Reading(
        article=replace(
            ferry().article,
            url="https://kai.example/1",
            title="Rom gibt nach",
            text=words,
            language="de",
            source_name="Der Kai",
            source_id="kai",
            published=datetime(2026, 11, 24, 8, tzinfo=UTC),
        ),
        positions=(
            Position(
                actor="IT",
                actor_name="Italien",
                topic="ferry",
                stance=Stance.SUPPORT,
                evidence=span_of(
                    words, "Italien unterstützt die Fähre nun doch, sagte der Minister."
                ),
                cue=span_of(words, "unterstützt"),
                confidence=0.9,
            ),
        ),
        topics=(Mention("ferry", span_of(words, "Fähre")),),
        actors=(Mention("IT", span_of(words, "Italien")),),
        sentences=(Span(0, 14), Span(15, len(words))),
    )


async def test_english_question_german_answer(house: House) -> None:
    """A question in English is answered from a German article, in its own words."""
    await house.keep(ferry(), german())
    answer = text(await house.desk.positions("ferry italy", EN))
    assert "“Italien unterstützt die Fähre nun doch, sagte der Minister.”" in answer
    assert "Italy supports · changed: opposed it on 23 November 2026 (Le Phare)" in answer
    assert "2 articles looked at; 2 articles kept in all." in answer


async def test_asked_in_german_too(house: House) -> None:
    """The same in German: our words change, the evidence does not."""
    await house.keep(ferry())
    answer = text(await house.desk.positions("Fähre", Asker(language="de")))
    assert "Schließen es nicht aus\nFrance schließt nicht aus" in answer
    assert "„France does not rule out paying for the ferry.“" in answer


async def test_words_beside_a_topic(house: House) -> None:
    """A name narrows; another word is set aside, and insisted on between quotation marks."""
    await house.keep(ferry(), german())
    named = text(await house.desk.quotes("ferry odile", EN))
    assert "Odile Marchand" in named
    aside = text(await house.desk.positions("ferry paying", EN))
    assert "“paying” names nobody here and was set aside" in aside
    assert aside.startswith("Positions: Ferry line\n")
    assert "Italien unterstützt" in aside
    exact = text(await house.desk.positions('ferry "paying for"', EN))
    assert exact.startswith("Positions: Ferry line · “paying for”")
    assert "France does not rule out" in exact
    assert "Italy" not in exact


async def test_somebody_named_beside_a_topic(house: House) -> None:
    """A person nobody listed is found by the name the article gives."""
    reading = ferry()
    french = replace(reading.positions[0], actor="odile_marchand", actor_name="Odile Marchand")
    await house.keep(replace(reading, positions=(french, reading.positions[1])))
    answer = text(await house.desk.positions("ferry Marchand stance", EN))
    assert "Odile Marchand does not rule out" in answer
    assert "Italy" not in answer
    assert "“stance” names nobody here" in answer


async def test_unknown_topic_is_matched_literally_with_a_suggestion(house: House) -> None:
    """A mistyped topic finds what holds the word, says so, and suggests the topic."""
    await house.keep(ferry())
    answer = text(await house.desk.positions("ferrys", EN))
    assert "No position found on “ferrys”." in answer
    assert "is no known topic or name" in answer
    assert "Did you mean Ferry line?" in answer
    loose = text(await house.desk.positions("paying", EN))
    assert "Loose match: “paying”" in loose
    assert "France does not rule out: Ferry line" in loose


async def test_empty_answer_names_what_is_near(house: House) -> None:
    """Without a position in the time asked for, the count says so."""
    await house.keep(replace(ferry(), positions=()))
    answer = text(await house.desk.positions("ferry", EN))
    assert "No position found on Ferry line." in answer
    assert "Articles that mention Ferry line\nMinisters agree on the ferry" in answer
    later = text(await house.desk.positions("ferry since yesterday lang:fr", EN))
    assert "No article matches" in later
    assert "since 23 November 2026 · articles in French" in later


async def test_an_actor_without_a_word_on_the_topic(house: House) -> None:
    """When no article names the one asked for, those on the topic are shown, and counted."""
    await house.keep(ferry())
    answer = text(await house.desk.positions("ferry ostrea lang:en", EN))
    assert "No position found on Ferry line · Ostrea." in answer
    assert "Articles that mention Ferry line\nMinisters agree on the ferry" in answer
    assert "1 article looked at" in answer


async def test_an_unknown_topic_shows_the_way_to_the_list(house: House) -> None:
    """Where nothing is found and nothing is near, the command that lists the topics is named."""
    await house.keep(ferry())
    assert "The command “topics” lists the topics." in text(await house.desk.quotes("whales", EN))


async def test_somebodys_name_is_no_loose_match(house: House) -> None:
    """Words that are the speaker's name need no excuse for being matched word for word."""
    await house.keep(ferry())
    assert "Loose match" not in text(await house.desk.quotes("odile marchand", EN))
    assert "Loose match: “winter”" in text(await house.desk.quotes("winter", EN))


async def test_source_must_exist(house: House) -> None:
    """An unknown source is an error with the way out, a known one narrows by its name."""
    await house.store.sources.sync(
        [Source(id="le-phare", url="https://phare.example", name="Le Phare")]
    )
    await house.keep(ferry(), german())
    assert "no source “gazette”" in text(await house.desk.positions("ferry source:gazette", EN))
    for name in ("le-phare", "phare", "le"):
        named = text(await house.desk.positions(f"ferry source:{name}", EN))
        assert "Italy opposes" in named
        assert "Der Kai" not in named
    assert "There is no source" in text(await house.desk.positions("ferry source:are", EN))


async def test_quotes_by_name_actor_and_topic(house: House) -> None:
    """Somebody's words are found by a name nobody listed, by the country, or by the topic."""
    await house.keep(ferry())
    words = "“We will not let the islands wait another winter” — Odile Marchand"
    for question in ("Marchand", "odile marchand", "france"):
        assert words in text(await house.desk.quotes(question, EN)), question
    assert "No quote found: Germany." in text(await house.desk.quotes("germany", EN))


async def test_figures(house: House) -> None:
    """The figure with its modifier, what it counts, and according to whom."""
    await house.keep(ferry())
    answer = text(await house.desk.figures("euros", EN))
    assert (
        "More than 12 million euros — harbour · last year · according to the Tide Institute"
        in answer
    )
    assert "No figure found: “whales”." in text(await house.desk.figures("whales", EN))


async def test_latest_by_number_and_topic(house: House) -> None:
    """The newest first, as many as asked for, or on a topic."""
    await house.keep(ferry(), german())
    one = text(await house.desk.latest("1", EN))
    assert "Rom gibt nach" in one
    assert "Ministers agree" not in one
    assert "Latest articles: Ferry line" in text(await house.desk.latest("ferry", EN))
    assert text(await house.desk.latest("harbour dues", EN)).startswith(
        "Latest articles: Harbour dues\n\nNo article found: Harbour dues."
    )


async def test_search_takes_words_literally(house: House) -> None:
    """Known names are plain words in a search; phrases stay together; the place is shown."""
    await house.keep(ferry(), german())
    answer = text(await house.desk.search('"another winter" france', EN))
    assert "Ministers agree on the ferry" in answer
    assert "Rom gibt nach" not in answer
    assert "No article holds these words: “whales”." in text(await house.desk.search("whales", EN))


async def test_digest_of_a_channel(house: House) -> None:
    """The last day, of what the channel wants."""
    await house.keep(ferry(), german())
    channel = Channel(platform=Platform.SLACK, id="C1", languages=frozenset({"de"}))
    answer = text(await house.desk.digest("", replace(EN, channel=channel)))
    assert "Digest: the last 24 hours" in answer
    assert "Der Kai" in answer
    assert "Le Phare" not in answer
    assert "Ministers agree" in text(await house.desk.digest("7d", EN))


async def test_a_digest_since_a_date_holds_what_was_published_since(house: House) -> None:
    """An older article that was read only now is no news of the time asked for."""
    await house.keep(ferry(), german())
    answer = text(await house.desk.digest("since today", EN))
    assert "Rom gibt nach" in answer
    assert "Ministers agree" not in answer


async def test_a_free_question_about_somebodys_words(house: House) -> None:
    """One who is quoted and holds no position is answered with the quotes."""
    await house.keep(ferry())
    for question in ("what does Marchand say?", "what does Odile Marchand say about the ferry?"):
        answer = text(await house.desk.ask(question, EN))
        assert answer.startswith("Quotes: ")
        assert "another winter” — Odile Marchand" in answer
        assert "Loose match" not in answer
    assert text(await house.desk.ask("who is against the ferry?", EN)).startswith("Positions: ")


async def test_sources_hide_addresses_from_most(house: House) -> None:
    """Everybody sees that a source fails; only admins see its address and the cause."""
    await house.store.sources.sync(
        [Source(id="phare", url="https://phare.example/key=1", name="Le Phare")]
    )
    assert "Le Phare: not read yet" in text(await house.desk.sources("", EN))
    state = (await house.store.sources.states())[0]
    await house.store.sources.record(
        SourceState(
            source=state.source, failures=3, error="The server did not answer.", last_check=NOON
        )
    )
    public = text(await house.desk.sources("", EN))
    assert "Failing\nLe Phare: failed 3 times in a row" in public
    assert "phare.example" not in public
    private = text(await house.desk.sources("", replace(EN, is_admin=True)))
    assert "https://phare.example/key=1" in private
    assert "The server did not answer." in private


async def test_topics(house: House) -> None:
    """All names; one topic with words, relatives and articles; an unknown one with a suggestion."""
    await house.keep(ferry())
    assert "Aid, Ferry line" in text(await house.desk.topics("", EN))
    one = text(await house.desk.topics("bac", EN))
    assert "Topic: Ferry line\n1 article" in one
    assert "Related: Harbour dues" in one
    german_first = text(await house.desk.topics("bac", Asker(language="de")))
    assert german_first.index("Deutsch:") < german_first.index("Englisch:")
    assert "“ferri” is no known topic. Did you mean Ferry line?" in text(
        await house.desk.topics("ferri", EN)
    )
    assert "The command “topics” lists the topics." in text(await house.desk.topics("xyzzy", EN))


async def test_status(house: House) -> None:
    """Counts of what is kept and of the cards."""
    await house.keep(ferry())
    answer = text(await house.desk.status("", EN))
    assert "Kept: 1 article, 2 quotes, 1 figure, 3 positions" in answer
    assert "Cards: 0 sent, 0 waiting, 0 given up" in answer


async def test_status_tells_how_far_behind_the_watch_is_and_what_fails(house: House) -> None:
    """The newest look, what is overdue, failing sources with their cause for admins, the queue."""
    now = house.clock()
    await house.store.sources.sync(
        [Source(id=name, url=f"https://{name}.example") for name in ("kai", "phare")]
    )
    kai, phare = await house.store.sources.states()
    looked = replace(kai, last_check=now - timedelta(hours=3), next_check=now - timedelta(hours=2))
    await house.store.sources.record(looked)
    await house.store.sources.record(replace(phare, failures=2, error="No answer in time."))
    slots = {"story:1": DeliveryState.PENDING, "story:2": DeliveryState.HELD}
    await house.store.outbox.add(
        [
            Delivery(
                key=delivery_key("slack:C1", slot),
                channel="slack:C1",
                slot=slot,
                card=shown("A quay"),
                created=now - timedelta(hours=4),
                state=state,
            )
            for slot, state in slots.items()
        ]
    )
    answer = text(await house.desk.status("", replace(EN, is_admin=True)))
    for line in (
        "Newest look at a source: 3 hours ago; overdue: 1",
        "Cards: 0 sent, 1 waiting, 0 given up",
        "Oldest card waiting: queued 4 hours ago",
        "Held back by quiet hours or a cap: 1",
        "phare: failed 2 times in a row",
        "No answer in time.",
    ):
        assert line in answer
    public = text(await house.desk.status("", EN))
    assert "phare: failed 2 times" in public
    assert "No answer in time." not in public
    assert "phare" not in text(await house.desk.status("", replace(EN, sources=("kai",))))


async def test_nobody_reads_what_goes_elsewhere(house: House) -> None:
    """An asker whose place gets some sources only is answered from these, whatever is asked."""
    sources = [
        Source(id="le-phare", url="https://phare.example"),
        Source(id="kai", url="https://kai.example"),
    ]
    await house.store.sources.sync(sources)
    await house.keep(ferry(), german())
    asker = Asker(language="en", sources=("kai",))
    desk = house.desk
    for answer in (
        await desk.positions("ferry", asker),
        await desk.quotes("france", asker),
        await desk.figures("euros", asker),
        await desk.latest("", asker),
        await desk.search("winter", asker),
        await desk.digest("7d", asker),
        await desk.sources("", asker),
        await desk.positions("ferry source:le-phare", asker),
    ):
        shown = text(answer)
        assert "Le Phare" not in shown
        assert "another winter" not in shown
        assert "Ministers agree" not in shown
    assert "Rom gibt nach" in text(await desk.latest("", asker))


async def test_where_an_actor_stands_on_everything(house: House) -> None:
    """One card of one actor, each line with its topic; a topic alone is answered as positions."""
    await house.keep(ferry())
    answer = text(await house.desk.who("France", EN))
    assert answer.startswith("Where they stand: France")
    assert "France does not rule out: Ferry line" in answer
    assert "Italy" not in answer.split("“")[0]
    assert text(await house.desk.who("ferry", EN)).startswith("Positions: Ferry line")


async def test_who_changed_and_when(house: House) -> None:
    """Both stances with their words and dates; honest when nobody did."""
    await house.keep(ferry())
    answer = text(await house.desk.changes("ferry", EN))
    assert "No change of position found on Ferry line." in answer
    await house.keep(german())
    answer = text(await house.desk.changes("ferry", EN))
    assert answer.startswith("Changed positions: Ferry line\n\nItaly\nItaly supports\n")
    assert "24 November 2026" in answer
    assert "23 November 2026" in answer
    assert text(await house.desk.changes("", EN)).startswith("Changed positions: ")


async def test_uncertain_positions_are_shown_when_asked_for_and_marked(house: House) -> None:
    """Below the threshold, only with --all."""
    reading = ferry()
    doubtful = tuple(replace(p, confidence=0.4) for p in reading.positions)
    await house.keep(replace(reading, positions=doubtful))
    assert "No position found" in text(await house.desk.positions("ferry", EN))
    answer = text(await house.desk.positions("ferry --all", EN))
    assert answer.startswith("Positions: Ferry line\nuncertain readings too")
    assert "France does not rule out · uncertain reading" in answer
