"""What the store keeps of the second reader: answers, costs, and the facts of another reading."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.model import Dispute, Fault, Quote, QuoteKind, SecondLook, Stance, Usage
from bot.store.archive import article_id
from bot.store.facts import FactFilter
from bot.store.second import KEPT
from tests.fakes.readings import at, ferry, unchanged

MODEL = "mini/1"


async def keep(store):
    reading = ferry()
    key = article_id(reading.article.url)
    await store.archive.keep(reading, article_id=key, story_id=key)
    return key, await store.archive.reading(key)


def with_model(reading):
    """Another reading: the figure is found by both, the position disputed, a quote is new."""
    [position], [figure] = reading.positions, reading.figures
    text = reading.article.text
    new = Quote(
        span=at(text, "Nothing else happened"), kind=QuoteKind.INDIRECT, rule="model", origin=MODEL
    )
    other = replace(position, stance=Stance.SUPPORT, origin=MODEL, id="")
    look = SecondLook(
        reader=MODEL, agreed=1, added=1, disputes=(Dispute(rules=position, model=other),)
    )
    return replace(
        reading,
        quotes=(*reading.quotes, new),
        figures=(replace(figure, confidence=0.9, origin=f"rules + {MODEL}"),),
        positions=(),
        second=look,
    )


async def test_an_answer_is_kept_for_its_time(store):
    """The newest under a key."""
    await store.second.keep("k", "one")
    await store.second.keep("k", "two\x00")
    assert await store.second.answer("k") == "two\ufffd"
    assert await store.second.answer("other") is None
    assert KEPT.days == 180


async def test_costs_add_up_by_day_and_reader(store):
    """Also when several processes write at once."""
    usage = Usage(articles=1, requests=2, tokens_in=900, tokens_out=80, seconds=1.5, added=3)
    await asyncio.gather(*(store.second.spend("2026-11-24", MODEL, usage) for _ in range(5)))
    await store.second.spend("2026-11-25", MODEL, usage)
    await store.second.spend("2026-11-25", "other/1", usage)
    spent = await store.second.spent("2026-11-24", MODEL)
    assert (spent.articles, spent.tokens, spent.seconds, spent.added) == (5, 4_900, 7.5, 15)
    assert await store.second.spent("2026-11-23", MODEL) == Usage()
    in_all = await store.second.in_all()
    assert (in_all[MODEL].articles, in_all["other/1"].articles) == (6, 1)


async def test_a_reading_keeps_who_read_each_fact_and_what_is_disputed(store):
    """From the first time on."""
    reading = with_model(ferry())
    key = article_id(reading.article.url)
    await store.archive.keep(reading, article_id=key, story_id=key)
    kept = await store.archive.reading(key)
    assert [fact.origin for fact in (*kept.quotes, *kept.figures)] == [
        "rules",
        MODEL,
        f"rules + {MODEL}",
    ]
    assert kept.second == reading.second


async def test_facts_read_again_keep_their_names(store):
    """A new one comes behind the last, a disputed one goes, whatever else was there stays."""
    key, before = await keep(store)
    await store.second.reread(key, with_model(before))
    after = await store.archive.reading(key)
    assert after.second is not None
    assert [quote.id for quote in after.quotes] == [before.quotes[0].id, f"{key}.3"]
    assert (after.figures[0].id, after.figures[0].confidence) == (before.figures[0].id, 0.9)
    assert after.positions == ()
    assert await store.facts.positions(FactFilter()) == []
    found = await store.facts.quotes(FactFilter())
    assert {hit.quote.origin for hit in found} == {"rules", MODEL}
    await store.second.reread(key, after)
    assert await store.archive.reading(key) == after


async def test_what_somebody_called_wrong_is_not_found_again(store, clock):
    """A model cannot bring back what a person took away."""
    key, before = await keep(store)
    [quote] = before.quotes
    await store.verdicts.record(
        [quote.id],
        Fault.QUOTE,
        person="slack:U1",
        by_admin=True,
        at=clock(),
        correct=unchanged,
    )
    again = replace(
        before,
        quotes=(replace(quote, id="", origin=MODEL),),
        second=SecondLook(reader=MODEL, added=1),
    )
    await store.second.reread(key, again)
    after = await store.archive.reading(key)
    assert after.quotes == ()
    assert after.second == again.second
    [judged] = await store.verdicts.judged()
    assert (judged.origin, judged.fault) == ("rules", Fault.QUOTE)


async def test_an_article_that_is_gone_is_not_read_again(store):
    """Nothing is written."""
    await store.second.reread("nothing", ferry())
    assert (await store.archive.counts()).articles == 0
