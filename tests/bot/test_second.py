"""The second reader at work: from a source to the cards, and what people are told of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers.asked import Asker
from bot.answers.plain import plain
from bot.app import App, open_app
from bot.errors import Refused
from bot.model import Card, Fault, Platform
from config.made import fetcher_of
from tests.fakes.env import settings_of
from tests.fakes.house import Clock
from tests.fakes.model_server import ModelServer, claims, fails, model_server, says, stances
from tests.fakes.second import RIGHT, TEXT, changed
from tests.fakes.words import shipped_phrases

ADMIN = Asker(language="en", is_admin=True, place="slack:C1")
URL = "https://news.example/dam"


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    """A model that answers rightly."""
    async with model_server() as server:
        server.turns["facts"] = [claims(**RIGHT)]
        server.turns["stance"] = [stances("support")]
        yield server


async def watched(app: App, parser) -> None:
    async with fetcher_of(app.settings, app.clock) as fetcher:
        await app.watch(fetcher, parser).round()


def settings(folder: Path, url: str = "", **values: str):
    """One article in a folder, one channel, and the model when there is one."""
    place = folder / "articles"
    place.mkdir(exist_ok=True)
    head = f"Title: The dam\nSource: The Post\nLanguage: en\nURL: {URL}\n\n"
    (place / "dam.md").write_text(head + TEXT)
    model = {"VIGIE_READER_MODEL": "mini", "VIGIE_READER_URL": url} if url else {}
    return settings_of(
        folder,
        VIGIE_SOURCES=str(place),
        VIGIE_MAX_AGE="none",
        VIGIE_CHANNELS="slack:C1",
        **model,
        **values,
    )


async def posted(app: App) -> Card:
    """The card that waits."""
    [claimed] = await app.store.outbox.claim(app.clock(), 9, timedelta(days=1), tuple(Platform))
    return claimed.delivery.card


def text(card: Card) -> str:
    return plain(card, shipped_phrases()[card.language])


async def test_a_card_shows_what_the_model_found_and_people_are_told_of_it(
    tmp_path, parser, clock: Clock, model
):
    """`!status` its cost, `!why` what it brought, the evidence and `!accuracy` who read what."""
    async with open_app(settings(tmp_path, model.url), clock) as app:
        await watched(app, parser)
        card = await posted(app)
        assert "Tom Ridley" in text(card)
        status = text(await app.desk.status("", ADMIN))
        assert "Second reader mini/1, today: articles 1 of 200, tokens 1960 of 1000000" in status
        assert "mini/1 has read 1 articles: 3 facts found by the rules too, 1 by it alone" in status
        why = text(await app.offices.tracer.why(URL, ADMIN))
        assert "Read by rules and by mini/1: 3 facts found by both, 1 by mini/1 alone" in why
        evidence = text(await app.review.evidence(card, shipped_phrases()["en"]))
        assert "found by mini/1" in evidence
        assert "found by rules and mini/1" in evidence
        await app.review.judge(
            card.facts,
            Fault.RIGHT,
            person="slack:U1",
            is_admin=True,
            phrases=shipped_phrases()["en"],
        )
        accuracy = text(await app.review.accuracy("", ADMIN))
        assert "By reader" in accuracy
        assert "rules and mini/1: " in accuracy


async def test_a_model_that_fails_changes_no_card(tmp_path, parser, clock: Clock, model):
    """The card is the rules' card."""
    cards = []
    for name, url in (("alone", ""), ("failing", model.url)):
        model.turns["facts"] = [fails(401)]
        folder = tmp_path / name
        folder.mkdir()
        async with open_app(settings(folder, url), clock) as app:
            await watched(app, parser)
            cards.append(text(await posted(app)))
    assert cards[0] == cards[1]
    assert len(model.asked) == 1


async def test_what_the_readers_dispute_is_told_where_it_is_asked_for(
    tmp_path, parser, clock: Clock, model
):
    """Neither of the two is on the card."""
    disputed = {
        "n": 3, "speaker": "Tom Ridley", "speaker_name": "Tom Ridley"
    }  # fmt: skip
    model.turns["facts"] = [claims(**changed("quotes", **disputed))]
    async with open_app(settings(tmp_path, model.url), clock) as app:
        await watched(app, parser)
        assert "before the winter" not in text(await posted(app))
        why = text(await app.offices.tracer.why(URL, ADMIN))
    assert "– rules: Lucy Marsh; mini/1: Tom Ridley." in why


async def test_foreign_evidence_is_put_into_the_readers_language_and_marked(
    tmp_path, parser, clock: Clock, model
):
    """Beside the original; in its own language it needs none."""
    model.turns["gloss"] = [says('{"gloss": "La maire refuse\\u202e la vente. @everyone"}')]
    async with open_app(settings(tmp_path, model.url), clock) as app:
        await watched(app, parser)
        card = await posted(app)
        evidence = text(await app.review.evidence(card, shipped_phrases()["fr"]))
        assert "Traduction automatique par mini/1 : La maire refuse la vente." in evidence
        assert "Mayor Lucy Marsh rejects the sale of the dam." in evidence
        asked = len(model.asked)
        own = text(await app.review.evidence(card, shipped_phrases()["en"]))
    assert "translation" not in own
    assert len(model.asked) == asked


async def test_the_models_private_address_is_open_for_the_model_alone(
    tmp_path, clock: Clock, model
):
    """No source and no redirect reaches it."""
    async with fetcher_of(settings(tmp_path, model.url), clock) as fetcher:
        assert isinstance(await fetcher.fetch(model.url), Refused)
    assert model.asked == []
