"""What hubs call: only what was asked is confirmed, and only a good signature makes us look."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.errors import StoreError
from bot.store.store import Store
from handlers import websub
from tests.fakes.announced import Announced, announced
from tests.fakes.house import Clock
from tests.fakes.hub import CHALLENGE

BODY = b"<rss><channel><title>Not read by anybody</title></channel></rss>"


@pytest.fixture
async def house(sqlite_url: str, parser) -> AsyncIterator[Announced]:
    """A newsroom whose hub was asked and says nothing by itself."""
    clock = Clock()
    store = await Store.open(sqlite_url, clock)
    async with announced(store, clock, parser) as opened:
        opened.hub.verifies = False
        await opened.begin()
        yield opened
    await store.close()


async def confirmed(house: Announced) -> str:
    """Confirm the subscription, let the next look be hours away, and give the callback."""
    (form,) = house.hub.asked
    assert await house.hub.verify(form) == (200, CHALLENGE)
    house.later(hours=25)
    await house.look()
    house.later(minutes=1)
    return form["hub.callback"]


async def is_hastened(house: Announced) -> bool:
    """Whether the source is due now."""
    return await house.due_in() <= timedelta()


@pytest.mark.parametrize(
    "lies",
    [
        {"topic": "https://elsewhere.test/feed"},
        {"topic": ""},
        {"mode": "unsubscribe"},
        {"mode": "publish"},
        {"mode": ""},
        {"challenge": ""},
        {"challenge": "x" * 2000},
        {"lease_seconds": ""},
        {"lease_seconds": "0"},
        {"lease_seconds": "-5"},
        {"lease_seconds": "²"},
        {"lease_seconds": "9" * 5000},
    ],
)
async def test_what_was_not_asked_is_not_confirmed(house, lies):
    """404, none of the caller's words back, and nothing is remembered."""
    (form,) = house.hub.asked
    before = await house.subscription()
    status, said = await house.hub.verify(form, **lies)
    assert status in (400, 404)  # 400: the server takes no address of that length
    assert CHALLENGE not in said
    assert await house.subscription() == before


async def test_the_challenge_comes_back_as_no_page(house):
    """What a caller wrote is not run in anybody's browser."""
    (form,) = house.hub.asked
    evil = "<script>alert(1)</script>"
    query = {
        "hub.mode": "subscribe",
        "hub.topic": form["hub.topic"],
        "hub.challenge": evil,
        "hub.lease_seconds": "600",
    }
    async with house.hub.session.get(form["hub.callback"], params=query) as got:
        assert (got.status, await got.text()) == (200, evil)
        assert got.content_type == "text/plain"
        assert got.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_address_nobody_was_given_knows_nothing(house):
    """Neither a question nor news is taken there."""
    await confirmed(house)
    (form,) = house.hub.asked
    stranger = {**form, "hub.callback": f"{house.base}/websub/{'A' * 43}"}
    assert (await house.hub.verify(stranger))[0] == 404
    secret = form["hub.secret"]
    sent = await house.hub.send(stranger["hub.callback"], BODY, method="sha256", secret=secret)
    assert sent == 404
    assert await house.hub.deny(stranger, "no") == 404
    assert not await is_hastened(house)


@pytest.mark.parametrize("token", ["%00", "", "..", "%2e%2e/health", "a/b", "é", "a" * 5000])
async def test_no_address_upsets_the_store(house, token):
    """What is no token of ours is not looked up, or not found."""
    url = f"{house.base}/websub/{token}"
    async with house.hub.session.post(url, data=BODY) as got:
        assert got.status in (404, 405)


async def test_a_hub_may_ask_twice_but_not_days_later(house):
    """Our first answer may have got lost on its way."""
    (form,) = house.hub.asked
    assert await house.hub.verify(form) == (200, CHALLENGE)
    assert await house.hub.verify(form) == (200, CHALLENGE)
    house.later(days=2)
    assert (await house.hub.verify(form))[0] == 404


async def test_a_lease_beyond_all_measure_is_not_believed(house):
    """After a month at most the hub is asked again."""
    (form,) = house.hub.asked
    await house.hub.verify(form, lease_seconds="999999999999")
    found = await house.subscription()
    assert found.lease_end == house.clock() + timedelta(days=30)


async def test_a_refusal_of_another_topic_is_none(house):
    """Nothing changes."""
    before = await house.subscription()
    (form,) = house.hub.asked
    assert await house.hub.deny({**form, "hub.topic": "https://elsewhere.test/"}, "no") == 404
    assert await house.subscription() == before


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_a_good_signature_makes_the_source_due(house, method):
    """With each method of the standard."""
    callback = await confirmed(house)
    secret = house.hub.asked[0]["hub.secret"]
    assert await house.hub.send(callback, BODY, method=method, secret=secret) == 202
    assert await is_hastened(house)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha512", "md5", "sha224"])
async def test_a_wrong_signature_does_nothing(house, method):
    """The sender is not told so."""
    callback = await confirmed(house)
    assert await house.hub.send(callback, BODY, method=method, secret="guessed") == 202
    assert not await is_hastened(house)


async def test_other_words_under_a_good_signature_do_nothing(house):
    """A signature belongs to one body; so do an absent one and one of a weak method."""
    callback = await confirmed(house)
    secret = house.hub.asked[0]["hub.secret"].encode()
    good = hmac.new(secret, BODY, hashlib.sha256).hexdigest()
    weak = hmac.new(secret, BODY, hashlib.md5).hexdigest()
    for header, body in [
        (f"sha256={good}", BODY + b" "),
        (f"sha256={good[:-2]}", BODY),
        (f"sha1={good}", BODY),
        (f"md5={weak}", BODY),
        ("", BODY),
    ]:
        headers = {"X-Hub-Signature": header} if header else {}
        async with house.hub.session.post(callback, data=body, headers=headers) as got:
            assert got.status == 202
    assert not await is_hastened(house)


async def test_a_packed_body_is_not_unpacked(house):
    """It could be a bomb; hubs send what they sign."""
    callback = await confirmed(house)
    digest = hmac.new(house.hub.asked[0]["hub.secret"].encode(), BODY, "sha256").hexdigest()
    headers = {"X-Hub-Signature": f"sha256={digest}", "Content-Encoding": "gzip"}
    async with house.hub.session.post(callback, data=BODY, headers=headers) as got:
        assert got.status in (202, 400)
    assert not await is_hastened(house)


async def test_a_body_above_the_cap_is_refused_and_one_below_is_heard(house, monkeypatch):
    """However it is signed; larger ones than chat platforms may send are fine."""
    callback = await confirmed(house)
    secret = house.hub.asked[0]["hub.secret"]
    large = b"x" * 1_000_000
    monkeypatch.setattr(websub, "LARGEST", len(large) - 1)
    assert await house.hub.send(callback, large, method="sha256", secret=secret) == 413
    assert not await is_hastened(house)
    monkeypatch.undo()
    assert await house.hub.send(callback, large, method="sha256", secret=secret) == 202
    assert await is_hastened(house)


async def test_news_is_not_taken_from_a_hub_that_did_not_confirm(house):
    """Nor after its lease has ended."""
    (form,) = house.hub.asked
    callback, secret = form["hub.callback"], form["hub.secret"]
    assert await house.hub.send(callback, BODY, method="sha256", secret=secret) == 404
    await confirmed(house)
    house.later(days=11)
    assert await house.hub.send(callback, BODY, method="sha256", secret=secret) == 404


async def test_a_store_that_fails_lets_the_hub_come_again(house, monkeypatch):
    """503, not a lost word and not a trace."""

    async def fails(_: str) -> None:
        raise StoreError

    callback = await confirmed(house)
    monkeypatch.setattr(house.room.store.subscriptions, "find", fails)
    assert await house.hub.send(callback, BODY, method="sha256", secret="x") == 503
    assert (await house.hub.verify(house.hub.asked[0]))[0] == 503
