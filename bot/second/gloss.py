"""A sentence of an article in another language, in plain words: made by the machine and marked so."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.second.asking import Asking, Work
from bot.second.chat import NoReply
from bot.second.prompts import Prompt

LONGEST = 1_000  # code points of a sentence that is put into other words, and of these
WAIT = 10.0  # seconds somebody waits for it who wants to see the original

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"gloss": {"type": "string"}},
    "required": ["gloss"],
    "additionalProperties": False,
}


class Glosses:
    """Puts sentences into a reader's language."""

    def __init__(self, asking: Asking, prompt: Prompt) -> None:
        """Ask by `asking`."""
        self._asking = asking
        self._prompt = prompt
        self.reader = asking.reader

    async def of(self, sentence: str, into: str) -> str:
        """The sentence in the language `into` (ISO 639-1); empty when there is none in time."""
        if not sentence.strip() or len(sentence) > LONGEST:
            return ""
        data = json.dumps({"sentence": sentence, "language": into}, ensure_ascii=False)
        try:
            async with asyncio.timeout(WAIT):
                answer = await self._asking.ask("gloss", self._prompt, data, SCHEMA, Work())
        except TimeoutError:
            return ""
        return "" if isinstance(answer, NoReply) else _gloss(answer)


def _gloss(answer: str) -> str:
    try:
        words = json.loads(answer)["gloss"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return words.strip() if isinstance(words, str) and len(words) <= LONGEST else ""
