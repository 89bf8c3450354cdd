"""When a source is looked at again, and what is remembered of the last look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadStatus, Refused, SourceError, Unreachable
from bot.model import Entry, Fetched, Listing, Offer, Source, SourceKind, SourceState, Validators
from bot.schedule import after_poll, asked_interval, http_date

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
HOUR = 3_600.0
STATE = SourceState(source=Source(id="press", url="https://press.example/rss"))
ETAG = Validators(etag='"x"')


def answered(
    headers: Mapping[str, str] | None = None, *, status: int = 200, moved: str | None = None
) -> Fetched:
    """An answer with these headers."""
    url = STATE.source.url
    return Fetched(
        url=url,
        final_url=moved or url,
        status=status,
        headers=headers or {},
        body=b"",
        at=NOON,
        permanent_url=moved,
        validators=ETAG,
    )


def listing_of(*hours: float, **hints: object) -> Listing:
    """A feed whose items came out so many hours before noon."""
    entries = tuple(
        Entry(
            source_id="press", url=f"https://press.example/{n}", published=NOON - timedelta(hours=h)
        )
        for n, h in enumerate(hours)
    )
    return replace(Listing(kind=SourceKind.FEED, entries=entries), **hints)  # type: ignore[arg-type]


def polled(
    outcome: Fetched | SourceError | None,
    listing: Listing | None = None,
    state: SourceState = STATE,
    seed: int = 1,
) -> SourceState:
    """The state after a look at noon."""
    random = Random(seed)  # noqa: S311  # a known one, for known waits
    return after_poll(state, now=NOON, outcome=outcome, listing=listing, random=random)


def wait(state: SourceState) -> float:
    """Seconds until the next look."""
    assert state.next_check is not None
    return (state.next_check - NOON).total_seconds()


def near(seconds: float) -> object:
    """That many seconds, a tenth more or less."""
    return pytest.approx(seconds, rel=0.101)


def every(seconds: float, state: SourceState = STATE) -> SourceState:
    """The state with an interval the admin set."""
    return replace(state, source=replace(state.source, every=seconds))


# ---------------------------------------------------------------------------- rhythm


def test_the_next_look_follows_half_the_gap_between_items() -> None:
    assert wait(polled(answered(), listing_of(0, 4, 8, 12))) == near(2 * HOUR)


@pytest.mark.parametrize(("hours", "seconds"), [((0, 0.01, 0.02), 600), ((0, 900, 1800), 86_400)])
def test_the_rhythm_stays_within_ten_minutes_and_a_day(
    hours: tuple[float, ...], seconds: float
) -> None:
    assert wait(polled(answered(), listing_of(*hours))) == near(seconds)


def test_a_source_without_dates_is_looked_at_every_half_hour() -> None:
    assert wait(polled(answered(), listing_of())) == near(1_800)


def test_the_rhythm_is_remembered_when_nothing_changed() -> None:
    first = polled(answered(), listing_of(0, 4, 8))
    assert wait(polled(answered(status=304), None, first)) == near(2 * HOUR)


def test_sources_do_not_come_due_together() -> None:
    assert len({polled(answered(), seed=n).next_check for n in range(20)}) == 20


# ---------------------------------------------------------------------------- what publishers ask


@pytest.mark.parametrize("status", [200, 304])
@pytest.mark.parametrize(
    "headers",
    [
        {"cache-control": "public, max-age=18000"},
        {"cache-control": 'Max-Age="18000"', "expires": "0"},
        {"expires": "Tue, 24 Nov 2026 17:00:00 GMT"},
    ],
)
def test_caching_headers_are_kept(status: int, headers: dict[str, str]) -> None:
    assert wait(polled(answered(headers, status=status), None)) == near(5 * HOUR)


@pytest.mark.parametrize(
    "headers",
    [
        {"cache-control": "s-maxage=18000"},
        {"cache-control": "no-cache, max-age=18000"},
        {"cache-control": "max-age=-5"},
        {"cache-control": "max-age=0", "expires": "Tue, 24 Nov 2026 17:00:00 GMT"},
        {"expires": "-1"},
        {"expires": "Tue, 24 Nov 99999 17:00:00 GMT"},
        {"expires": "Tue, 24 Nov 2020 17:00:00 GMT"},
    ],
)
def test_headers_that_ask_for_no_wait(headers: dict[str, str]) -> None:
    assert asked_interval(headers, NOON) == 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_raises(control: str, expires: str) -> None:
    assert asked_interval({"cache-control": control, "expires": expires}, NOON) >= 0


def test_a_date_is_read_with_and_without_its_zone() -> None:
    assert http_date("Tue, 24 Nov 2026 12:00:00 GMT") == NOON
    assert http_date("Tue, 24 Nov 2026 13:00:00 +0100") == NOON
    assert http_date("Tue, 24 Nov 2026 12:00:00") == NOON
    assert http_date("Fri, 31 Dec 9999 23:30:00 -0100") is None


def test_the_ttl_is_kept_but_never_beyond_a_day() -> None:
    assert wait(polled(answered(), listing_of(ttl=5 * HOUR))) == near(5 * HOUR)
    assert wait(polled(answered(), listing_of(ttl=1e12))) == near(86_400)


def test_hours_and_days_without_news_are_skipped() -> None:
    nights = polled(answered(), listing_of(skip_hours=frozenset(range(12, 20))))
    assert nights.next_check is not None
    assert nights.next_check.hour == 20
    days = polled(answered(), listing_of(skip_days=frozenset({1, 2})))
    assert days.next_check is not None
    assert days.next_check.weekday() == 3


def test_a_publisher_who_skips_every_hour_is_not_believed() -> None:
    assert wait(polled(answered(), listing_of(skip_hours=frozenset(range(24))))) == near(1_800)


def test_an_interval_of_the_admin_stands_before_all_hints() -> None:
    hints = listing_of(0, 9, 18, ttl=HOUR, skip_hours=frozenset({12}))
    state = polled(answered({"cache-control": "max-age=9999"}), hints, every(60))
    assert wait(state) == near(60)


def test_an_announced_source_is_looked_at_after_six_hours_at_the_soonest_but_daily() -> None:
    """Unless the admin set an interval; a failure waits as ever."""
    random = Random(3)  # noqa: S311  # a known one, for known waits

    def wait_of(state: SourceState, outcome: Fetched | SourceError, *hours: float) -> float:
        listing = listing_of(*hours)
        return wait(
            after_poll(
                state, now=NOON, outcome=outcome, listing=listing, random=random, announced=True
            )
        )

    for _ in range(50):
        assert 6 * HOUR <= wait_of(STATE, answered(), 1, 2, 3) <= 8 * HOUR
        assert wait_of(STATE, answered(), 0, 500) <= 24 * HOUR * 1.1
    set_by_admin = replace(STATE, source=replace(STATE.source, every=900.0))
    assert wait_of(set_by_admin, answered(), 1, 2) == near(900)
    assert wait_of(STATE, Unreachable("no")) == near(600)


def test_an_offer_is_kept_while_nothing_changed_and_goes_with_it() -> None:
    """A 304 says nothing of hubs; a whole list without one takes it back."""
    hub = Offer(topic="https://press.example/rss", hub="https://hub.example/")
    state = polled(answered(), listing_of(1, offer=hub))
    assert state.offer == hub
    assert polled(answered(status=304), None, state).offer == hub
    assert polled(Unreachable("no"), None, state).offer == hub
    assert polled(answered(), listing_of(1), state).offer is None


def test_a_local_source_is_looked_at_every_minute_or_as_the_admin_says() -> None:
    assert wait(polled(None, listing_of())) == near(60)
    assert wait(polled(None, listing_of(), every(5))) == near(5)


# ---------------------------------------------------------------------------- failures


def test_failures_are_counted_with_their_sentence_and_back_off() -> None:
    state, waits = STATE, []
    for _ in range(12):
        state = polled(Unreachable("Nobody there."), None, state)
        waits.append(wait(state))
    assert (state.failures, state.error) == (12, "Nobody there.")
    assert waits[0] == near(600)
    assert waits[1] == near(1_200)
    assert waits[-1] == near(86_400)
    assert not state.disabled


def test_a_good_look_forgets_the_failures() -> None:
    failed = polled(Unreachable(), None, STATE)
    well = polled(answered(), listing_of(), failed)
    assert (well.failures, well.error, well.last_success) == (0, "", NOON)


@pytest.mark.parametrize(
    "error", [Refused("No."), *(BadStatus("No.", status=code) for code in (401, 403, 404))]
)
def test_what_is_forbidden_or_absent_waits_an_hour_and_stays_enabled(error: SourceError) -> None:
    state = polled(error)
    assert wait(state) == near(HOUR)
    assert not state.disabled


def test_what_is_gone_is_disabled() -> None:
    assert polled(BadStatus("Gone.", status=410)).disabled


@given(st.integers(0, 10_000), st.floats(60, 86_400), st.sampled_from([None, 1.0, 900.0]))
def test_no_look_comes_sooner_than_retry_after(
    seed: int, asked: float, interval: float | None
) -> None:
    state = STATE if interval is None else every(interval)
    error = BadStatus("Later.", status=429, retry_after=asked)
    assert wait(polled(error, None, state, seed)) >= asked


# ---------------------------------------------------------------------------- answers


def test_validators_are_kept_and_a_304_does_not_lose_them() -> None:
    first = polled(answered(), listing_of())
    silent = replace(answered(status=304), validators=Validators())
    assert polled(silent, None, first).validators == ETAG


NEW = "https://new.press.example/rss"


def test_a_new_address_is_used_after_three_sightings_and_then_kept() -> None:
    state = STATE
    for address in (STATE.source.url, STATE.source.url, NEW):
        state = polled(answered(moved=NEW), listing_of(), state)
        assert state.address == address
    assert polled(answered(), listing_of(), state).address == NEW
    assert polled(answered(status=304), None, state).address == NEW


def test_sightings_must_be_of_one_address_and_in_a_row() -> None:
    state = polled(answered(moved=NEW), listing_of(), polled(answered(moved=NEW), listing_of()))
    assert state.permanent_seen == 2
    assert polled(answered(), listing_of(), state).permanent_seen == 0
    assert polled(answered(moved=NEW + "2"), listing_of(), state).permanent_seen == 1


def test_a_new_address_that_fails_leads_back_to_the_configured_one() -> None:
    moved = replace(STATE, permanent_url=NEW, permanent_seen=3, validators=ETAG)
    gone = polled(BadStatus("Gone.", status=410), None, moved)
    assert (gone.address, gone.disabled, gone.validators) == (STATE.source.url, False, Validators())
    state = moved
    for _ in range(3):
        assert state.address == NEW
        state = polled(Unreachable(), None, state)
    assert state.address == STATE.source.url
