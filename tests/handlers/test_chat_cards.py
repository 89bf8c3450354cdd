"""Cards on Discord and Slack: whole, readable, within the limits whatever stands on them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.model import (
    ArticleItem,
    Card,
    FigureItem,
    Origin,
    PositionItem,
    QuoteItem,
    Section,
    Stance,
    TextItem,
)
from handlers import (
    discord_cards,
    discord_embeds,
    discord_limits,
    slack_cards,
    slack_limits,
    terminal_cards,
)
from tests.contracts.validators import discord_problems, slack_problems, view_problems
from tests.fakes.answers import ANSWER, ARTICLE, KEY, NOTICE
from tests.fakes.words import CODES, shipped_phrases

ENGLISH = shipped_phrases()["en"]

words = st.one_of(
    st.text(max_size=60), st.sampled_from(["", "@everyone", "<!channel>", "*" * 1500, "é" * 3000])
)
urls = st.sampled_from([None, "https://a.example/x", "ftp://no", f"https://a.example/{'x' * 400}"])
origins = st.builds(
    Origin, title=words, url=urls.map(str), source=words, language=st.sampled_from([None, "fr"])
)
items = st.one_of(
    st.builds(TextItem, text=words),
    st.builds(QuoteItem, words=words, speaker=st.none() | words, origin=st.none() | origins),
    st.builds(FigureItem, words=words, what=st.none() | words, origin=st.none() | origins),
    st.builds(
        PositionItem,
        actor=words,
        stance=st.sampled_from(Stance),
        topic=words,
        evidence=words,
        cue=st.sampled_from([None, (0, 3), (2, 2), (5, 90)]),
        condition=st.none() | words,
        origin=st.none() | origins,
        change=words,
        also=st.lists(words, max_size=3).map(tuple),
    ),
    st.builds(ArticleItem, origin=origins, summary=words),
)
sections = st.builds(Section, heading=words, items=st.lists(items, max_size=12).map(tuple))
cards = st.builds(
    Card,
    kind=st.sampled_from(["article", "digest", "answer", "notice"]),
    title=words,
    url=urls,
    byline=words,
    sections=st.lists(sections, max_size=8).map(tuple),
    footer=words,
    image=urls,
    image_alt=words,
)
thoroughly = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.data_too_large]
)


def pieces(part: Any) -> Iterator[str]:
    """Every word of a payload that people see, in order."""
    if isinstance(part, list | tuple):
        for one in part:
            yield from pieces(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, str) and name in ("content", "text", "label", "description"):
                yield value
            elif not isinstance(value, str):
                yield from pieces(value)


def seen(part: Any) -> str:
    """The same as one text, Discord's escapes and signs taken away."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", "\n".join(pieces(part))).replace("**", "")


@thoroughly
@given(cards)
def test_any_card_fits_discord(card):
    """Whatever stands on a card, each of its forms keeps Discord's limits and its contract."""
    forms = [
        form(card, ENGLISH, key=KEY) for form in (discord_cards.message_of, discord_embeds.embed_of)
    ]
    for message in (*forms, discord_embeds.bare_of(card, ENGLISH)):
        payload = message.payload()
        assert discord_limits.validate(payload) == []
        assert discord_problems(payload) == []


@thoroughly
@given(cards)
def test_any_card_fits_slack(card):
    """Whatever stands on a card, its blocks keep Slack's limits and contract, without markup."""
    message = slack_cards.message_of(card, ENGLISH)
    assert slack_limits.validate(message.text, message.blocks) == []
    assert slack_problems(message.blocks) == []
    assert "mrkdwn" not in json.dumps(message.blocks)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("card", [ARTICLE, ANSWER, NOTICE], ids=lambda card: card.kind)
def test_every_word_of_an_ordinary_card_is_there(card, code):
    """On both platforms an ordinary card shows all its words and each stance, in every language."""
    phrases = shipped_phrases()[code]
    discord = seen(discord_cards.message_of(card, phrases).payload())
    slack = "".join(pieces(slack_cards.message_of(card, phrases).blocks))
    for text in (discord, slack):
        assert card.title in text
        for section in card.sections:
            for item in section.items:
                for word in wanted(item):
                    assert word in text
                if isinstance(item, PositionItem):
                    assert phrases.stances.of(item.stance) in text


def wanted(item: object) -> list[str]:
    names = ("text", "words", "speaker", "actor", "topic", "evidence", "change", "what", "summary")
    return [value for name in names if (value := getattr(item, name, None))]


def test_figures_side_by_side_look_alike_on_every_platform():
    """Under what they count, each number keeps who gives it and how often it was said."""
    said = FigureItem(words="3,200", reported_by="the town hall", mentions=3)
    other = FigureItem(words="9,000", reported_by="the union")
    section = Section(heading="protesters at the port", items=(said, other))
    card = Card(kind="answer", title="Figures", sections=(section,))
    discord = seen(discord_cards.message_of(card, ENGLISH).payload())
    slack = "".join(pieces(slack_cards.message_of(card, ENGLISH).blocks))
    terminal = io.StringIO()
    Console(file=terminal, width=200).print(terminal_cards.render(card, ENGLISH))
    for text in (discord, slack, terminal.getvalue()):
        places = [text.index(words) for words in ("protesters at", "3,200", "9,000")]
        assert places == sorted(places)
        assert "according to the town hall · said 3 times" in text
        assert "according to the union" in text


def test_slacks_text_says_all_that_the_blocks_say():
    """Who hears the top-level text alone misses nothing."""
    message = slack_cards.message_of(ARTICLE, ENGLISH)
    for word in (
        "Ferry towns wait",
        "Spain does not rule out",
        "the ferry",
        "over 3 million euros",
    ):
        assert word in message.text
    assert "“Spain does not exclude paying for the ferry.”" in message.text


def test_the_picture_has_words_and_the_link_the_name_of_its_host():
    """A picture is described, by the card's title if need be; a link says where it leads."""
    payload = discord_cards.message_of(ARTICLE, ENGLISH).payload()
    text = json.dumps(payload)
    assert '"description": "The harbour at dawn"' in text
    assert "Read on news.example" in text
    blocks = slack_cards.message_of(replace(ARTICLE, image_alt=""), ENGLISH).blocks
    assert '"alt_text": "Ferry towns wait"' in json.dumps(blocks)


def test_what_does_not_fit_is_counted():
    """What a platform has no room for is left out in the open: the card says how many."""
    items = tuple(QuoteItem(words=f"{n} {'word ' * 60}", speaker="Ana") for n in range(30))
    card = replace(ARTICLE, sections=(Section(items=(*items, TextItem(text="4 more"))),))
    for text in (
        seen(discord_cards.message_of(card, ENGLISH).payload()),
        "".join(pieces(slack_cards.message_of(card, ENGLISH).blocks)),
    ):
        shown = text.count("Ana")
        assert 0 < shown < 30
        assert f"{30 - shown + 4} more" in text
        assert "4 more" not in text.replace(f"{30 - shown + 4} more", "")


def test_foreign_words_cannot_format_mention_or_link():
    """Markup, mentions and links in an article's words are shown as they are, and do nothing."""
    hostile = "**x** <@1> <!channel> @everyone [a](https://evil.example) <https://e.example|b>"
    item = QuoteItem(words=hostile, speaker=hostile, origin=None)
    card = Card(kind="answer", title=hostile, sections=(Section(items=(item,)),), byline=hostile)
    content = "\n".join(pieces(discord_cards.message_of(card, ENGLISH).payload()))
    assert not re.search(r"(?<!\\)(<@|@e|\[a|<!)", content)
    message = slack_cards.message_of(card, ENGLISH)
    assert "<" not in message.text
    kinds = set(re.findall(r'"type": "(\w+)"', json.dumps(message.blocks)))
    assert kinds <= {"header", "plain_text", "context", "rich_text"} | {
        "rich_text_section",
        "rich_text_quote",
        "text",
    }


def test_the_limits_find_what_the_schemas_leave_out():
    """Our own checks know the limits that the platforms' schemas do not state."""
    long = {"content": "x" * 2001}
    assert discord_limits.validate(long)
    text = {"type": 10, "content": "x" * 2500}
    assert discord_limits.validate({"components": [text, text], "flags": 1 << 15})
    button = {"type": 2, "label": "a", "custom_id": "same"}
    row = {"type": 1, "components": [button, button]}
    assert discord_limits.validate({"content": "x", "components": [row]})
    assert discord_limits.validate({"content": "x", "flags": 1 << 15})
    assert discord_limits.validate({})
    assert slack_limits.validate("", [])
    assert slack_limits.validate("x", [{"type": "video"}])


@pytest.mark.parametrize(
    "payload",
    [
        {"content": "x", "nonce": "n" * 26},
        {"content": "x", "colour": 1},
        {"components": [{"type": 10, "content": "x" * 4001}]},
        {"components": [{"type": 10, "content": ""}]},
        {"components": [{"type": 1, "components": [{"type": 2, "style": 2, "label": "l" * 81}]}]},
        {"embeds": [{"description": "x" * 4097}]},
        {"components": [{"type": 1, "components": [{"type": 3, "custom_id": "c", "options": []}]}]},
    ],
)
def test_the_contract_with_discord_catches(payload):
    """The contract is no empty form: it finds each of these faults."""
    assert discord_problems(payload)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "context", "elements": [{"type": "plain_text", "text": "x"}] * 11},
        {"type": "section", "text": {"type": "plain_text", "text": "x"}, "colour": 1},
        {"type": "video"},
        {
            "type": "input",
            "label": {"type": "plain_text", "text": "x"},
            "element": {"type": "static_select", "options": []},
        },
    ],
)
def test_the_contract_with_slack_catches(block):
    """The contract is no empty form: it finds each of these faults."""
    assert slack_problems([block])


@pytest.mark.parametrize("change", [{"title": "x" * 25}, {"blocks": []}, {"colour": "red"}])
def test_the_contract_with_slack_catches_a_wrong_form(change):
    """As with messages."""
    title = str(change.pop("title", "x"))
    block = {"type": "header", "text": {"type": "plain_text", "text": "x"}}
    view = {"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": [block]}
    assert view_problems(view | change)
