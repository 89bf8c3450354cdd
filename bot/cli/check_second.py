"""What `vigie check` says of the language model: what would be sent where, and whether it answers."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.cli.finding import Finding
from bot.second.chat import NoReply
from bot.sources.guard import is_public
from config.made import chat_of
from config.settings import Settings

WHAT = "second reader"
OFF = "off: no article leaves this machine (VIGIE_READER_URL is not set)"
_SCHEMA = {
    "type": "object",
    "properties": {"ready": {"type": "boolean"}},
    "required": ["ready"],
    "additionalProperties": False,
}


def second_finding(settings: Settings) -> Finding:
    """Which articles go where, how many at most, and how well the way is kept."""
    chat = chat_of(settings)
    if chat is None:
        return Finding(what=WHAT, found=OFF)
    sources = ", ".join(settings.reader_sources) or "all sources"
    languages = ", ".join(settings.reader_languages or settings.languages)
    said = (
        f"sends title, language and sentences of articles of {sources} in {languages}"
        f" to {chat.endpoint.address} for {settings.reader_model}, and foreign evidence that"
        f" somebody looks at; at most {settings.reader_articles} articles and"
        f" {settings.reader_tokens:,} tokens a day"
    )
    if _in_clear(settings):
        problem = f"{said}; without encryption, so that others on the way can read the key"
        mend = "Use an https:// address."
        return Finding(what=WHAT, problem=problem, mend=mend, warning=True)
    return Finding(what=WHAT, found=said)


async def ask_model(settings: Settings) -> list[Finding]:
    """Ask the model for one word."""
    chat = chat_of(settings)
    if chat is None:
        return []
    async with chat:
        reply = await chat.ask('Answer with the JSON {"ready": true}.', "{}", "ready", _SCHEMA)
    what = f"model {settings.reader_model}"
    if isinstance(reply, NoReply):
        mend = "Look at VIGIE_READER_URL, VIGIE_READER_MODEL and VIGIE_READER_KEY."
        return [Finding(what=what, problem=reply.reason, mend=mend)]
    return [Finding(what=what, found=f"answers in {reply.seconds:.1f} s")]


def _in_clear(settings: Settings) -> bool:
    """True when a key is sent by plain HTTP to a machine that is not known to be near."""
    parts = urlsplit(settings.reader_url or "")
    host = parts.hostname or ""
    return bool(settings.reader_key) and parts.scheme == "http" and not _is_near(host)


def _is_near(host: str) -> bool:
    try:
        return not is_public(str(ip_address(host)))
    except ValueError:
        return host == "localhost"
