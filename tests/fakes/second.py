"""An article for two readers, what they may say of it, and a second reader over a fake model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.errors import SourceError
from bot.model import Article, Reading
from bot.second.asking import Asking, Budget
from bot.second.chat import Chat, Endpoint
from bot.second.ledger import Ledger, MemoryLedger
from bot.second.reader import Scope, SecondReader
from config.prompts import load_prompts
from config.reader import ReaderRecipe, read_again, read_article

RECIPE = ReaderRecipe(languages=("en", "fr", "de", "es", "it"))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

TEXT = (
    "The dam in Orsa divides the valley. Mayor Lucy Marsh rejects the sale of the dam.\n\n"
    "“We need 3 million euros before the winter,” Lucy Marsh said on Monday in Orsa. "
    "Her deputy, Tom Ridley, has the plan at heart and dreams of it every night.\n\n"
    "The water has risen by 12 per cent since October, and nobody knows when it will fall."
)
# Sentence numbers: 1 "The dam ...", 2 "Mayor ...", 3 "“We need ...", 4 "Her deputy ...", 5 "The water ..."

RIGHT: dict[str, list[dict[str, Any]]] = {
    "quotes": [
        {
            "n": 3,
            "text": "We need 3 million euros before the winter",
            "kind": "direct",
            "speaker": "Lucy Marsh",
            "speaker_name": "Lucy Marsh",
            "cue": "said",
        }
    ],
    "figures": [
        {"n": 3, "text": "3 million euros", "value": 3_000_000, "unit": "EUR"},
        {"n": 5, "text": "12 per cent", "value": 12, "unit": "percent"},
    ],
    "positions": [
        {
            "n": 4,
            "text": "Her deputy, Tom Ridley, has the plan at heart and dreams of it every night.",
            "actor": "Tom Ridley",
            "stance": "support",
            "topic": "the plan",
            "cue": "at heart",
        }
    ],
}


def article(text: str = TEXT, language: str = "en") -> Article:
    """An article of that text."""
    return Article(url="https://news.example/dam", text=text, title="The dam", language=language)


def by_rules(text: str = TEXT, language: str = "en") -> Reading:
    """What the rules read in it."""
    return read_article(RECIPE, article(text, language))


def changed(kind: str, number: int = 0, /, **fields: object) -> dict[str, list[dict[str, Any]]]:
    """The right answer's one claim of a kind, alone and with other fields."""
    return {kind: [{**RIGHT[kind][number], **fields}]}


class Pauses:
    """A pause that takes no time and is remembered."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@asynccontextmanager
async def second_reader(
    url: str,
    *,
    ledger: Ledger | None = None,
    scope: Scope | None = None,
    budget: Budget | None = None,
    pause: Callable[[float], Awaitable[None]] | None = None,
    patience: float = 5.0,
    key: str = "",
) -> AsyncIterator[SecondReader]:
    """A second reader that asks the model at `url`."""
    endpoint = Endpoint(url=url, model="mini", key=key, timeout=patience)

    async def again(
        reading: Reading, answers: tuple[str, ...], reader: str
    ) -> Reading | SourceError:
        return read_again(RECIPE, reading, answers, reader, False)

    async with Chat(endpoint, pause or Pauses()) as chat:
        prompts = load_prompts()
        asking = Asking(
            chat=chat,
            ledger=ledger or MemoryLedger(),
            budget=budget or Budget(),
            version=prompts.facts.version,
            clock=lambda: NOON,
        )
        yield SecondReader(asking=asking, prompts=prompts, scope=scope or Scope(), again=again)
