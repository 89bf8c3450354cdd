"""Sources that admins add, pause and remove in chat: tried first, kept beside the configured ones."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import fields
from datetime import datetime

from bot.answers.asked import Asker
from bot.answers.house import notice_card, sources_card
from bot.answers.phrases import Phrases
from bot.answers.visible import visible
from bot.answers.vocabulary import plain_word
from bot.errors import SourceError
from bot.model import Arrangement, Card, Listing, Source, SourceState
from bot.sources.retrieve import Polled
from bot.sources.urls import clean_url, redact
from bot.store.arrangements import SOURCE
from bot.store.store import Store

log = logging.getLogger(__name__)

SHOWN = 60  # code points of what was typed that are repeated

Look = Callable[[Source], Awaitable[Polled]]
Make = Callable[[str, Collection[str]], Source]  # an address, the ids that are taken


class Keeper:
    """Answers `!source`."""

    def __init__(
        self,
        *,
        store: Store,
        configured: Collection[Source],
        look: Look,
        make: Make,
        phrases: Mapping[str, Phrases],
        clock: Callable[[], datetime],
    ) -> None:
        """`look` looks at a source once, behind the same guards as the watch.

        Args:
            store: keeps what is added.
            configured: the env file's sources, which are not removed in chat.
            look: one look; failures are values.
            make: the source of an address, under an id that is not taken.
            phrases: our words by language.
            clock: the time of a decision.
        """
        self._store = store
        self._configured = {source.id for source in configured}
        self._look = look
        self._make = make
        self._phrases = phrases
        self._clock = clock
        self._verbs = {
            plain_word(form): verb.name
            for words in phrases.values()
            for verb in fields(words.sources.verbs)
            for form in getattr(words.sources.verbs, verb.name)
        }

    async def source(self, words: str, asker: Asker) -> Card:
        """What is watched; or a source added, tried, paused, resumed or removed, by admins."""
        verb, _, rest = words.strip().partition(" ")
        name = self._verbs.get(plain_word(verb), "") if verb else "list"
        phrases = self._phrases[asker.language]
        if name == "list":
            states = [s for s in await self._store.sources.states() if asker.may_see(s.source.id)]
            return sources_card(
                states,
                self._clock(),
                phrases,
                detailed=asker.is_admin,
                subscriptions=await self._store.subscriptions.all(),
            )
        usage = phrases.lines.usage.format(usage=phrases.commands["source"].usage)
        if not name or not rest.strip():
            return notice_card(phrases, usage)
        if not asker.is_admin:
            return notice_card(phrases, phrases.settings.say.admins_only.format(who=asker.who))
        run = {
            "test": self._test,
            "add": self._add,
            "pause": self._pause,
            "resume": self._resume,
            "remove": self._remove,
        }[name]
        return await run(rest.strip(), asker, phrases)

    async def _test(self, address: str, asker: Asker, phrases: Phrases) -> Card:  # noqa: ARG002  # like its fellows
        source = self._made(address, ())
        if source is None:
            return notice_card(phrases, phrases.sources.say.no_address)
        _, said = await self._tried(source, phrases)
        return notice_card(phrases, *said)

    async def _add(self, address: str, asker: Asker, phrases: Phrases) -> Card:
        say = phrases.sources.say
        wanted = clean_url(address.strip("<>"))
        known_urls = await self._store.sources.addresses()
        taken = {id_ for id_, url in known_urls.items() if clean_url(url) != wanted}
        watched = {clean_url(s.source.url): s for s in await self._store.sources.states()}
        source = self._made(address, taken)
        if source is None:
            return notice_card(phrases, say.no_address)
        known = watched.get(wanted)
        if known is not None:
            return notice_card(
                phrases, say.known.format(name=known.source.label, id=known.source.id)
            )
        reads, said = await self._tried(source, phrases)
        if not reads:
            return notice_card(phrases, *said, say.not_added)
        await self._store.sources.add(source)
        await self._remember("added", source.id, redact(source.url), asker)
        added = say.added.format(name=source.label, id=source.id)
        return notice_card(phrases, *said, added)

    async def _pause(self, name: str, asker: Asker, phrases: Phrases) -> Card:
        return await self._switched(name, asker, phrases, on=False)

    async def _resume(self, name: str, asker: Asker, phrases: Phrases) -> Card:
        return await self._switched(name, asker, phrases, on=True)

    async def _switched(self, name: str, asker: Asker, phrases: Phrases, *, on: bool) -> Card:
        say = phrases.sources.say
        state = await self._found(name, asker)
        if state is None:
            return self._unknown(name, phrases)
        source = state.source
        await self._store.sources.switch(source.id, on=on)
        await self._remember("paused", source.id, None if on else "yes", asker)
        form = say.resumed if on else say.paused
        return notice_card(phrases, form.format(name=source.label, id=source.id))

    async def _remove(self, name: str, asker: Asker, phrases: Phrases) -> Card:
        say = phrases.sources.say
        state = await self._found(name, asker)
        if state is None:
            return self._unknown(name, phrases)
        source = state.source
        if source.id.split("/")[0] in self._configured or not await self._store.sources.remove(
            source.id
        ):
            return notice_card(phrases, say.stays.format(name=source.label, id=source.id))
        await self._remember("added", source.id, None, asker)
        return notice_card(phrases, say.removed.format(name=source.label, id=source.id))

    async def _tried(self, source: Source, phrases: Phrases) -> tuple[bool, tuple[str, ...]]:
        """Whether there is something to read at an address, and what, or why not."""
        polled = await self._look(source)
        say, url = phrases.sources.say, redact(source.url)
        if isinstance(polled.outcome, SourceError):
            return False, (say.failed.format(url=url, why=phrases.cause(str(polled.outcome))),)
        listing = polled.listing
        if listing is None or not (listing.entries or listing.children):
            return False, (say.nothing.format(url=url),)
        return True, _holds(source, listing, phrases)

    async def _found(self, name: str, asker: Asker) -> SourceState | None:
        """A source by its id or name, among those that may be seen where it is asked for."""
        states = [s for s in await self._store.sources.states() if asker.may_see(s.source.id)]
        wanted = plain_word(name)
        by_id = [state for state in states if plain_word(state.source.id) == wanted]
        by_name = [state for state in states if plain_word(state.source.label) == wanted]
        return next(iter((*by_id, *by_name)), None)

    def _made(self, address: str, taken: Collection[str]) -> Source | None:
        """The source of a web address; None for what is none: chat names no files of the machine."""
        address = address.strip("<>")
        if not address.lower().startswith(("http://", "https://")):
            return None
        return self._make(address, taken)

    async def _remember(self, name: str, source_id: str, value: str | None, asker: Asker) -> None:
        decision = Arrangement(
            channel=f"{SOURCE}{source_id}",
            name=name,
            value=value,
            who=asker.who,
            at=self._clock(),
        )
        await self._store.arrangements.add([decision])
        log.info("%s set %s of source %s to %r", asker.who, name, source_id, value)

    def _unknown(self, name: str, phrases: Phrases) -> Card:
        return notice_card(phrases, phrases.sources.say.unknown.format(name=visible(name[:SHOWN])))


def _holds(source: Source, listing: Listing, phrases: Phrases) -> tuple[str, ...]:
    """What a listing is and holds."""
    words = phrases.sources
    name = visible(listing.title) or source.label
    kind = words.kinds.get(listing.kind.value, listing.kind.value)
    said = [
        words.say.found.format(
            name=name, kind=kind, entries=phrases.counts.articles.of(len(listing.entries))
        )
    ]
    if listing.children:
        said.append(words.say.lists.format(n=len(listing.children)))
    if listing.entries:
        said.append(words.say.newest.format(title=visible(listing.entries[0].title)))
    return tuple(said)
