"""The lexicons: topics, actors and our own words, built-in ones with an admin's own added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.answers.phrases import Phrases
from bot.reading.actors import ActorLexicon
from bot.reading.topics import TopicLexicon
from config.loader import HERE, load

INTERFACE = HERE / "interface"


def load_topics(own: Path | None = None) -> TopicLexicon:
    """The topics; an admin's own come first, so that one of the same id replaces a built-in one.

    Raises:
        SettingsError: when a file is wrong.
    """
    built_in = load(HERE / "topics.toml", TopicLexicon)
    if own is None:
        return built_in
    return TopicLexicon(topic=(*load(own, TopicLexicon).topic, *built_in.topic))


def load_actors(own: Path | None = None) -> ActorLexicon:
    """The actors; an admin's own come first, as with topics.

    Raises:
        SettingsError: when a file is wrong.
    """
    built_in = load(HERE / "actors.toml", ActorLexicon)
    if own is None:
        return built_in
    mine = load(own, ActorLexicon)
    return ActorLexicon(
        country=(*mine.country, *built_in.country),
        actor=(*mine.actor, *built_in.actor),
        nothing=(*mine.nothing, *built_in.nothing),
    )


def load_phrases() -> Mapping[str, Phrases]:
    """Our own words, by language code.

    Raises:
        SettingsError: when a file is wrong.
    """
    found = {path.stem: load(path, Phrases) for path in sorted(INTERFACE.glob("*.toml"))}
    english = found["en"].causes
    return {code: replace(each, causes_in_english=english) for code, each in found.items()}
