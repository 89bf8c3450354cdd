"""`vigie check`: every setting, source and credential: what is wrong, where, and how to mend it."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from bot.answers.filters import Misread, misread_sentence
from bot.cli.check_second import ask_model, second_finding
from bot.cli.finding import Finding, table
from bot.cli.platforms import slack_problem
from bot.errors import SettingsError, SourceError, VigieError
from bot.model import Channel, Platform, Source, SourceKind
from bot.reading.actors import ActorLexicon
from bot.reading.topics import TopicLexicon
from bot.sources.local import list_local
from bot.sources.worker import Parser
from bot.store.store import Store
from config.environment import fields, load_settings
from config.filters import filter_reader
from config.lexicons import load_actors, load_phrases, load_topics
from config.loader import load_packs
from config.made import sources_of
from config.settings import Settings

T = TypeVar("T")

LISTED = 12  # names of sources in one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the data files gave; None where one is wrong."""

    topics: TopicLexicon | None
    actors: ActorLexicon | None
    sources: tuple[Source, ...] | None
    findings: tuple[Finding, ...]


async def check(
    environment: Mapping[str, str], env_file: Path, console: Console, *, online: bool
) -> int:
    """Look at everything an admin decides and print a table of it. No secret is shown.

    Args:
        environment: the process's variables.
        env_file: path of the env file; need not exist.
        console: where the table goes.
        online: also ask every source, and both chat platforms about tokens and channels.

    Returns:
        The exit code: 0 when nothing is wrong (warnings are nothing wrong), else 1.
    """
    settings, findings = check_settings(environment, env_file)
    if settings is not None:
        known = _load(settings)
        findings += known.findings
        findings += _check_channels(settings, known)
        findings += await _check_local(known.sources or ())
        findings.append(await _check_store(settings))
        if online:
            # loads the client libraries of both platforms
            from bot.cli.check_online import ask_platforms, ask_sources  # noqa: PLC0415  # slow

            findings += await ask_model(settings)
            findings += await ask_sources(settings, known.sources or (), console)
            findings += await ask_platforms(settings, console)
    console.print(table(findings))
    return 1 if any(finding.is_wrong for finding in findings) else 0


def check_settings(
    environment: Mapping[str, str], env_file: Path
) -> tuple[Settings | None, list[Finding]]:
    """Read the settings; each problem of them is a finding."""
    try:
        settings = load_settings(environment, env_file)
    except SettingsError as error:
        return None, [_wrong_setting(line, env_file) for line in str(error).splitlines()]
    names = {
        str(Settings.model_fields[name].validation_alias) for name in settings.model_fields_set
    }
    said = f"set: {len(names)} of {len(fields())}: {', '.join(sorted(names))}"
    findings = [Finding(what="settings", found=said if names else "all at their defaults")]
    known = [
        *_permissions(env_file, settings),
        _tokens(settings),
        _hubs(settings),
        second_finding(settings),
    ]
    return settings, [*findings, *known]


def _wrong_setting(line: str, env_file: Path) -> Finding:
    """A sentence of `load_settings` begins with the variable's name and ends with an example."""
    problem, _, example = line.partition(" Example: ")
    name, _, rest = problem.partition(" ")
    if not name.isupper():
        return Finding(what=str(env_file), problem=line, mend=f"Edit {env_file}.")
    mend = f"As in {example}" if example else f"Edit {env_file}, or the environment."
    return Finding(what=name, problem=rest, mend=mend)


def _permissions(env_file: Path, settings: Settings) -> Iterator[Finding]:
    """Whether others may read the secrets; a file without any may be read by all."""
    if not env_file.exists():
        yield Finding(what=str(env_file), found="not there; the environment decides")
        return
    secrets = (
        settings.discord_token,
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.slack_client_secret,
        settings.reader_key,
    )
    if any(secrets) and stat.S_IMODE(env_file.stat().st_mode) & 0o077:
        yield Finding(
            what=str(env_file),
            problem="other users may read its tokens",
            mend=f"chmod 600 {env_file}",
            warning=True,
        )
        return
    yield Finding(what=str(env_file))


def _tokens(settings: Settings) -> Finding:
    if lacking := slack_problem(settings):
        problem, mend = lacking
        return Finding(what="Slack", problem=problem, mend=mend)
    tokens = {"Discord": settings.discord_token, "Slack": settings.wants_slack}
    names = [name for name, token in tokens.items() if token]
    return Finding(what="chat", found=" and ".join(names) or "in the terminal: no token is set")


def _hubs(settings: Settings) -> Finding:
    """Whether hubs can announce news to us (WebSub)."""
    if settings.public_url is None:
        found = "off: every source is looked at by its rhythm (VIGIE_PUBLIC_URL is not set)"
    else:
        found = (
            f"hubs are to call {settings.public_url}/websub/..., which must lead to"
            f" {settings.http_address}"
        )
    return Finding(what="hubs", found=found)


def _load(settings: Settings) -> _Known:
    """Each data file on its own, so that one mistake does not hide another."""
    findings: list[Finding] = []
    packs = _tried("languages", lambda: load_packs(settings.languages), findings)
    topics = _tried("topics", lambda: load_topics(settings.topics_file), findings)
    actors = _tried("actors", lambda: load_actors(settings.actors_file), findings)
    sources = _tried("sources", lambda: sources_of(settings), findings)
    if packs and topics and actors:
        counts = f"{len(packs)} languages, {len(topics.topic)} topics, {len(actors.actor)} actors"
        findings.append(Finding(what="reader", found=counts))
    if sources:
        findings.append(Finding(what="sources", found=f"configured: {len(sources)}"))
    return _Known(topics=topics, actors=actors, sources=sources, findings=tuple(findings))


def _tried(what: str, load: Callable[[], T], findings: list[Finding]) -> T | None:
    try:
        return load()
    except SettingsError as error:
        findings.append(Finding(what=what, problem=str(error), mend="Mend what is named."))
        return None


def _check_channels(settings: Settings, known: _Known) -> Iterator[Finding]:
    names = {source.id for source in known.sources or ()}
    for channel in settings.channels:
        what = f"channel {channel.key}"
        topics = [t for t in sorted(channel.topics) if known.topics and not known.topics.find(t)]
        misread = _misread(channel, settings, known)
        strangers = sorted(channel.sources - names) if known.sources is not None else []
        if not _has_token(settings, channel.platform):
            mend = f"Set the token of {channel.platform.value.title()}."
            yield Finding(what=what, problem="there is no token for it", mend=mend)
        elif topics:
            mend = "`vigie ask topics` lists them; VIGIE_TOPICS_FILE adds your own."
            yield Finding(what=what, problem=f"unknown topic {topics[0]}", mend=mend)
        elif misread:
            mend = "README.md shows how filters are written."
            yield Finding(what=what, problem=misread, mend=mend)
        elif strangers:
            mend = f"The sources are: {', '.join(sorted(names)[:LISTED])}."
            yield Finding(what=what, problem=f"unknown source {strangers[0]}", mend=mend)
        else:
            yield Finding(what=what, found=channel.cadence)


def _misread(channel: Channel, settings: Settings, known: _Known) -> str:
    """What is wrong with a channel's filter; empty when nothing is."""
    if not channel.filter or known.topics is None or known.actors is None:
        return ""
    phrases = load_phrases()
    filters = filter_reader(known.topics, known.actors, phrases)
    names = {n for s in known.sources or () for n in (s.id, s.label)}
    read = filters.read(channel.filter, channel.language or settings.language, names or None)
    return misread_sentence(read, known.topics, phrases["en"]) if isinstance(read, Misread) else ""


def _has_token(settings: Settings, platform: Platform) -> bool:
    tokens = {
        Platform.DISCORD: settings.discord_token,
        Platform.SLACK: settings.wants_slack and slack_problem(settings) is None,
    }
    return platform not in tokens or bool(tokens[platform])


async def _check_local(sources: tuple[Source, ...]) -> list[Finding]:
    """What the local files and folders hold."""
    local = [source for source in sources if source.kind is SourceKind.FILE]
    findings = []
    async with Parser() as parser:
        for source in local:
            what = f"source {source.id}"
            found = await parser.run(list_local, source.url, source)
            if isinstance(found, SourceError):
                mend = "Mend the path in VIGIE_SOURCES or VIGIE_SOURCES_FILE."
                findings.append(Finding(what=what, problem=str(found), mend=mend))
            else:
                findings.append(Finding(what=what, found=f"articles: {len(found.entries)}"))
    return findings


async def _check_store(settings: Settings) -> Finding:
    """Open the database, which also brings its schema up to date."""
    try:
        store = await Store.open(settings.database_url.get_secret_value())
    except VigieError as error:
        mend = "Set VIGIE_DATABASE_URL, or mend what it names."
        return Finding(what="database", problem=str(error), mend=mend)
    try:
        return Finding(
            what="database", found=f"articles: {(await store.archive.counts()).articles}"
        )
    finally:
        await store.close()
