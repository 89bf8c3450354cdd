"""What is told of hubs: to admins what each said of a source, to all how many are relied on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers.asked import Asker
from bot.model import Card, Source, Subscription, SubscriptionState, TextItem
from bot.websub import SILENT
from handlers.metrics import numbers
from tests.fakes.house import NOON, House, open_house
from tests.fakes.words import CODES

ADMIN = Asker(language="en", is_admin=True)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Nothing watched yet."""
    async with open_house(tmp_path) as opened:
        yield opened


def at_hub(name: str, state: SubscriptionState, **values: object) -> Subscription:
    """A source's subscription."""
    made = Subscription(
        id=name,
        source_id=name,
        feed=f"https://{name}.example/feed",
        topic=f"https://{name}.example/feed",
        hub="https://hub.example/path",
        token=f"token-{name}",
        callback=f"https://vigie.example/websub/token-{name}",
        secret="secret",
        state=state,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def text(card: Card) -> str:
    """The words of a card."""
    return "\n".join(
        item.text for part in card.sections for item in part.items if isinstance(item, TextItem)
    )


async def filled(house: House) -> None:
    """A source for each thing a hub can have said."""
    states = {state.value: state for state in SubscriptionState}
    sources = [Source(id=name, url=f"https://{name}.example/feed") for name in [*states, "plain"]]
    await house.store.sources.sync(sources)
    made = [at_hub(name, state) for name, state in states.items()]
    end = NOON + timedelta(days=3)
    made[1] = replace(made[1], lease_end=end)
    made[3] = replace(made[3], error=SILENT)
    await house.store.subscriptions.add(
        [*made, at_hub("gone", SubscriptionState.ASKED, wanted=False)]
    )


async def test_admins_see_what_the_hub_said_of_each_source(house: House) -> None:
    """With its host and the cause of trouble; no callback, no secret; others see nothing of it."""
    await filled(house)
    told = text(await house.desk.sources("", ADMIN))
    for line in (
        "Hub hub.example: asked to announce news; not confirmed yet.",
        "Hub hub.example announces news; its promise ends in 3 days.",
        "Hub hub.example does not announce news.",
        f"Hub hub.example: its promise ended and was not renewed. {SILENT}",
    ):
        assert line in told
    assert told.count("Hub ") == 4
    assert "token" not in told
    assert "Hub " not in text(await house.desk.sources("", Asker(language="en")))


@pytest.mark.parametrize("code", CODES)
async def test_the_status_counts_hubs_that_are_relied_on(house: House, code: str) -> None:
    """In every language; nothing is said while no feed names a hub."""
    asker = Asker(language=code)
    assert "WebSub" not in text(await house.desk.status("", asker))
    await filled(house)
    (line,) = [
        line for line in text(await house.desk.status("", asker)).split("\n") if "WebSub" in line
    ]
    assert [sign for sign in line if sign.isdigit()] == ["1", "4"]
    mine = replace(asker, sources=("refused",))
    (line,) = [
        line for line in text(await house.desk.status("", mine)).split("\n") if "WebSub" in line
    ]
    assert [sign for sign in line if sign.isdigit()] == ["0", "1"]


async def test_the_metrics_count_them_by_state(house: House) -> None:
    """As `/metrics` gives them."""
    await filled(house)
    store = house.store
    registry = numbers(
        await store.archive.counts(),
        await store.outbox.counts(),
        await store.sources.states(),
        await store.subscriptions.all(),
    )
    found = {
        state: registry.get_sample_value("vigie_subscriptions", {"state": state})
        for state in SubscriptionState
    }
    assert found == {"asked": 2, "confirmed": 1, "refused": 1, "lapsed": 1}
