"""What the settings ask for, made from them: the reader's recipe, the way out, the sources."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from bot import __version__
from bot.model import Source
from bot.second.asking import Asking, Budget
from bot.second.chat import Chat, Endpoint
from bot.second.ledger import Ledger
from bot.second.reader import Again, Scope, SecondReader
from bot.sources.http import Fetcher, FetchLimits
from config.prompts import load_prompts
from config.reader import ReaderRecipe
from config.settings import Settings
from config.sources import configured, named


def recipe_of(settings: Settings) -> ReaderRecipe:
    """What the reader is made from, by the settings."""
    return ReaderRecipe(
        languages=settings.languages,
        topics_file=settings.topics_file,
        actors_file=settings.actors_file,
    )


def fetcher_of(settings: Settings, clock: Callable[[], datetime]) -> Fetcher:
    """The one way out, with the settings' limits."""
    contact = f"; +{settings.contact}" if settings.contact else ""
    return Fetcher(
        limits=FetchLimits(
            max_bytes=settings.max_bytes,
            total=settings.timeout.total_seconds(),
            host_gap=settings.host_gap.total_seconds(),
        ),
        allowed_hosts=frozenset(settings.allowed_hosts),
        user_agent=f"Vigie/{__version__} (news reader bot{contact})",
        clock=clock,
    )


def sources_of(settings: Settings) -> tuple[Source, ...]:
    """The configured sources.

    Raises:
        SettingsError: when one of them is wrong.
    """
    every = settings.every.total_seconds() if settings.every else None
    return configured(settings.sources, settings.sources_file, every)


def source_at(url: str, taken: Collection[str], settings: Settings) -> Source:
    """The source of one web address, under an id that is not `taken`."""
    return named(url, taken, settings.every.total_seconds() if settings.every else None)


def chat_of(settings: Settings) -> Chat | None:
    """The way to the model; None when none is set."""
    if settings.reader_url is None:
        return None
    key = settings.reader_key
    return Chat(
        Endpoint(
            url=settings.reader_url,
            model=settings.reader_model,
            key=key.get_secret_value() if key else "",
            timeout=settings.reader_timeout.total_seconds(),
        )
    )


def asking_of(
    settings: Settings, chat: Chat, ledger: Ledger, clock: Callable[[], datetime]
) -> Asking:
    """Questions to the model, within the settings' budget.

    Raises:
        SettingsError: when a prompt's file is wrong.
    """
    return Asking(
        chat=chat,
        ledger=ledger,
        budget=Budget(articles=settings.reader_articles, tokens=settings.reader_tokens),
        version=load_prompts().facts.version,
        clock=clock,
    )


def second_of(settings: Settings, asking: Asking, again: Again) -> SecondReader:
    """The second reader.

    Raises:
        SettingsError: when a prompt's file is wrong.
    """
    return SecondReader(
        asking=asking,
        prompts=load_prompts(),
        scope=Scope(
            sources=frozenset(settings.reader_sources),
            languages=frozenset(settings.reader_languages or settings.languages),
        ),
        again=again,
    )
