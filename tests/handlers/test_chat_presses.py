"""From a pressed button to the store and back: verdicts count, and what they refute is gone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.plain import plain
from bot.model import Card, QuoteItem, Section, Stance, TextItem
from bot.store.archive import article_id
from handlers.chat_actions import Action, Verb, read_action
from handlers.chat_pages import pages
from handlers.chat_presses import Presses
from handlers.registry import NAMES, Registry
from handlers.slack_cards import cut_in_pages
from tests.fakes.answers import LONG, NOTICE, WITH_FACTS, FakeReview
from tests.fakes.house import ADMIN, SOMEBODY, House, open_house
from tests.fakes.stories import ferry
from tests.fakes.words import CODES, shipped_phrases

ENGLISH = shipped_phrases()["en"]
OTHER = replace(SOMEBODY, user="U9")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await opened.keep(ferry())
        yield opened


def presses_of(house: House) -> Presses:
    return Presses(house.review, house.commands.registry, house.commands.phrases_of)


def cut(card: Card):
    return cut_in_pages(card, ENGLISH)


async def asked(house: House, text: str) -> Card:
    house.clock.now += timedelta(minutes=1)
    card = await house.commands.reply(text, SOMEBODY)
    assert card is not None
    return card


def shown(card: Card | None) -> str:
    assert card is not None
    return plain(card, ENGLISH)


async def judge(house: House, card: Card, place: int, said: str, caller=SOMEBODY) -> str:
    house.clock.now += timedelta(minutes=1)
    key = await house.review.keep(card)
    action = Action(key=key, verb=Verb.SAY, place=place)
    return shown(await presses_of(house).say(action, said, caller, cut))


async def test_evidence_is_the_sentence_each_fact_was_read_in(house):
    """The figure's evidence is its whole sentence, word for word, with the rule that found it."""
    card = await asked(house, "!figures harbour")
    key = await house.review.keep(card)
    action = Action(key=key, verb=Verb.EVIDENCE)
    evidence = await presses_of(house).evidence(action, SOMEBODY, cut)
    text = shown(evidence.page.card)
    assert "Evidence: Figures: “harbour”" in text
    assert "“More than 12 million euros were spent on the harbour last year" in text
    assert "confidence 1.00" in text


async def test_a_refuted_fact_leaves_answers_digests_and_cards_at_once(house):
    """After one verdict the quote is nowhere to be seen; the rest of the article stays."""
    before = await asked(house, "!quotes Marchand")
    assert "another winter" in shown(before)
    assert "no longer shown" in await judge(house, before, 0, "quote")
    for text in ("!quotes Marchand", "!digest", "!quotes ferry"):
        assert "winter” — Odile" not in shown(await asked(house, text)), text
    assert "another winter" not in shown(await house.review.standing(before))
    assert "Italy opposes" in shown(await asked(house, "!positions ferry"))
    lines = [row async for row in house.store.export()]
    assert "another winter" not in json.dumps([row.words for row in lines])


async def test_a_verdict_holds_for_copies_of_the_story(house):
    """What is wrong in one report of a wire story is wrong in all that copied it, and counts once."""
    first = article_id(ferry().article.url)
    await house.keep(ferry(url="https://kai.example/9", source="Der Kai"), story=first)
    (quote, *_) = (await house.store.archive.reading(first)).quotes
    alone = QuoteItem(words="…", speaker="Odile Marchand", facts=(quote.id,))
    card = Card(kind="article", title="Ferry", sections=(Section(items=(alone,)),))
    await judge(house, card, 0, "quote")
    assert "winter” — Odile" not in shown(await asked(house, "!quotes Marchand"))
    assert "1 fact judged" in shown(await asked(house, "!accuracy"))
    await judge(house, card, 0, "right")
    assert "Le Phare" in shown(await asked(house, "!quotes Marchand"))
    assert "Der Kai" in shown(await asked(house, "!quotes Marchand"))


async def test_a_refuted_position_gives_way_to_the_one_before(house):
    """When the newest word was misread, the actor stands where it stood before."""
    now = ferry(url="https://phare.example/2", french=Stance.SUPPORT)
    later = replace(now.article, published=ferry().article.published + timedelta(hours=2))
    await house.keep(replace(now, article=later))
    card = await asked(house, "!who France ferry")
    assert "France supports" in shown(card)
    await judge(house, card, 0, "stance")
    again = shown(await asked(house, "!who France ferry"))
    assert "France supports" not in again
    assert "France does not rule out" in again


async def test_accuracy_counts_facts_by_kind_and_rule(house):
    """Three facts are judged, one of them wrong; the answer says so by kind and by rule."""
    assert "Nobody has judged" in shown(await asked(house, "!accuracy"))
    positions = await asked(house, "!positions ferry")
    assert "it is right" in await judge(house, positions, 0, "right")
    await judge(house, positions, 0, "right", OTHER)  # the same fact, another person
    await judge(house, positions, 1, "speaker")
    await judge(house, await asked(house, "!figures harbour"), 0, "right")
    text = shown(await asked(house, "!accuracy"))
    assert "3 facts judged" in text
    assert "Positions: 2 facts judged, 1 of them right (50%) · Wrong speaker: 1" in text
    assert "Figures: 1 fact judged, 1 of them right (100%)" in text
    assert "By rule" in text


async def test_an_admins_word_counts_first_and_a_later_one_replaces_an_earlier(house):
    """Who is no admin can neither hide what an admin confirmed nor show what an admin refuted."""
    card = await asked(house, "!quotes Marchand")
    await judge(house, card, 0, "right", ADMIN)
    assert "An admin said otherwise" in await judge(house, card, 0, "quote")
    assert "winter” — Odile" in shown(await asked(house, "!quotes Marchand"))
    await judge(house, card, 0, "speaker", ADMIN)
    assert "winter” — Odile" not in shown(await asked(house, "!quotes Marchand"))
    assert "An admin said otherwise" in await judge(house, card, 0, "right", OTHER)
    await judge(house, card, 0, "right", ADMIN)
    assert "winter” — Odile" in shown(await asked(house, "!quotes Marchand"))


async def test_who_presses_too_often_gets_a_word_instead(house):
    """Twenty presses in twenty seconds are answered; others are not concerned."""
    presses = Presses(house.review, house.commands.registry, house.commands.phrases_of, house.clock)
    assert [presses.too_fast(SOMEBODY) for _ in range(20)] == [None] * 20
    assert "Too many questions" in shown(presses.too_fast(SOMEBODY))
    assert presses.too_fast(OTHER) is None
    house.clock.now += timedelta(seconds=20)
    assert presses.too_fast(SOMEBODY) is None


async def test_what_cannot_be_said_of_a_fact_is_not_kept(house):
    """A quote has no wrong figure; a forgotten article's facts are gone."""
    card = await asked(house, "!quotes Marchand")
    key = await house.review.keep(card)
    action = Action(key=key, verb=Verb.SAY)
    assert await presses_of(house).say(action, "figure", SOMEBODY, cut) is None
    assert await presses_of(house).say(action, "no fault", SOMEBODY, cut) is None
    await house.store.archive.forget_before(house.clock.now)
    assert "too old" in await judge(house, card, 0, "quote")
    assert await house.store.verdicts.judged() == []


@pytest.mark.parametrize("code", CODES)
async def test_an_admin_can_mute_a_topic_where_there_is_such_a_command(code, monkeypatch):
    """The button runs the command; nobody else sees it, and without the command nobody does."""
    review, registry = FakeReview(cards={"key": WITH_FACTS}), Registry(shipped_phrases())
    presses = Presses(review, registry, lambda _: shipped_phrases()[code])
    action = Action(key="key", verb=Verb.EVIDENCE)
    if "mute" not in NAMES:
        assert (await presses.evidence(action, ADMIN, cut)).asks == ()
        monkeypatch.setattr(registry, "find", lambda word: word if word == "mute" else None)
    (ask,) = (await presses.evidence(action, ADMIN, cut)).asks
    assert ask.words == "mute the ferry for 7d"
    assert "the ferry" in ask.label
    assert (await presses.evidence(action, SOMEBODY, cut)).asks == ()


def test_pages_together_hold_every_item_once_and_in_order():
    """Whatever a message can hold, the pages show all there is, and nothing twice."""

    def at_most_three(card: Card) -> list[str]:
        items = [i for s in card.sections for i in s.items if not isinstance(i, TextItem)]
        return ["too many"] if len(items) > 3 else []

    found = pages(LONG, ENGLISH, at_most_three)
    items = [i for page in found for s in page.card.sections for i in s.items]
    numbers = [i.facts[0] for i in items if not isinstance(i, TextItem)]
    assert numbers == [f"a.{n}" for n in range(24)]
    assert [page.more for page in found] == [True] * 7 + [False]
    assert [page.number for page in pages(NOTICE, ENGLISH, at_most_three)] == [0]


@given(
    st.from_regex(r"[a-z0-9]{1,25}", fullmatch=True),
    st.sampled_from(Verb),
    st.integers(0, 999),
    st.integers(0, 999),
)
def test_an_action_is_read_as_it_was_written(key, verb, page, place):
    """What a button carries says all it needs, in less than any platform's limit."""
    action = Action(key=key, verb=verb, page=page, place=place)
    assert read_action(action.ref) == action
    assert len(action.ref) <= 60


@given(st.text())
def test_no_text_breaks_the_reading_of_an_action(text):
    """Forged ids are none of ours."""
    for ref in (text, f"key:={text}", f"key:=more:{text}"):
        action = read_action(ref)
        assert action is None or action.ref == ref
