"""Which channels there are and what each gets: the env file's word, and over it the admins' in chat."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.answers.arrangement import arranged
from bot.answers.filters import FilterReader, Misread
from bot.model import Arrangement, Channel, Platform
from bot.model.conditions import Condition
from bot.store.store import Store

log = logging.getLogger(__name__)

REMEMBERED = 1_000  # filters that are not read again
NO_SOURCE = "-"  # the id of none
_STARTING = frozenset({"filter", "cadence", "announce"})  # one of them makes a place a channel


class Places:
    """Looks into the store each time: what is decided in one process counts in all at once."""

    def __init__(
        self,
        *,
        configured: Sequence[Channel],
        store: Store,
        filters: FilterReader,
        language: str,
        clock: Callable[[], datetime],
    ) -> None:
        """`configured` are the env file's channels; `language` is the settings'."""
        self.configured = {channel.key: channel for channel in configured}
        self._store = store
        self._filters = filters
        self._language = language
        self._clock = clock
        self._known: Mapping[str, Channel] = dict(self.configured)
        self._read: dict[tuple[str, str], Condition | None] = {}

    async def all(self) -> tuple[Channel, ...]:
        """Every channel as it is to be served now: configured ones, and those started in chat."""
        decisions: dict[str, list[Arrangement]] = defaultdict(list)
        for each in await self._store.arrangements.in_force():
            if each.value is not None:
                decisions[each.channel].append(each)
        keys = [*self.configured, *(key for key in decisions if key not in self.configured)]
        found = {
            key: self.arranged(key, decisions[key])
            for key in keys
            if key in self.configured or _STARTING & {each.name for each in decisions[key]}
        }
        self._known = found
        return tuple(found.values())

    async def channel(self, key: str) -> Channel | None:
        """One channel as it is to be served now; None for a place that gets nothing."""
        await self.all()
        return self.known(key)

    def known(self, key: str) -> Channel | None:
        """As `channel`, by the last look into the store."""
        return self._known.get(key)

    def base(self, key: str) -> Channel:
        """A place as it is before anything is decided in chat.

        One that the env file does not name may read what the other channels of its platform may: a
        source that goes to one workspace only is not to be read in another.
        """
        if key in self.configured:
            return self.configured[key]
        name, _, identity = key.partition(":")
        platform = Platform(name)
        return Channel(platform=platform, id=identity, sources=self.readable(key))

    def readable(self, key: str) -> frozenset[str]:
        """Ids of the sources that may be read in a place that is not configured; empty for all.

        What the channels of its platform get; of its workspace, where a platform has several: one
        without a channel gets nothing that is not for all of the platform.
        """
        platform, workspace = key.partition(":")[0], _workspace(key)
        near = [channel for channel in self.configured.values() if channel.platform == platform]
        here = [channel for channel in near if _workspace(channel.key) == workspace]
        if here and all(channel.sources for channel in here):
            return frozenset(source for channel in here for source in channel.sources)
        guarded = not here and any(channel.sources for channel in near)
        return frozenset({NO_SOURCE}) if guarded else frozenset()

    def arranged(self, key: str, decisions: Sequence[Arrangement]) -> Channel:
        """A place as these decisions would have it."""
        return arranged(self._started(key, decisions), decisions, self._clock(), self._understood)

    def _started(self, key: str, decisions: Sequence[Arrangement]) -> Channel:
        """As `base`; a place that only hears of failing sources gets no articles."""
        base, names = self.base(key), {each.name for each in decisions if each.value is not None}
        silent = key not in self.configured and not names & {"filter", "cadence"}
        return replace(base, cadence="off") if silent else base

    def _understood(self, text: str, language: str | None) -> Condition | None:
        """The condition of a filter; read once, since every article asks for it."""
        written = text, language or self._language
        if written not in self._read:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            self._read[written] = self._condition(*written)
        return self._read[written]

    def _condition(self, text: str, language: str) -> Condition | None:
        read = self._filters.read(text, language)
        if not isinstance(read, Misread):
            return read
        # its topic or actor is gone from the admin's files
        log.warning("a filter set in chat is understood no more and lets nothing through: %s", text)
        return None


def _workspace(key: str) -> str:
    """The workspace in "slack:T1/C1"; empty where there is only one."""
    return key.partition(":")[2].rpartition("/")[0]
