"""Attributions without a report verb of the pack: signatures, labels, nouns, verbs no list holds."""

from __future__ import annotations

from collections.abc import Callable

from bot.reading.quotes.frame import Frame
from bot.reading.quotes.heads import Phrase
from bot.reading.quotes.phrases import Phrases
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.words import QuoteWords

_CLASSES = frozenset({"say"})


class Verbless:
    """Finds them in one frame.

    Args:
        frame: the sentence.
        phrases: its noun phrases.
        words: of the language.
        taken: tells whether an attribution found before holds an atom.
    """

    def __init__(
        self, frame: Frame, phrases: Phrases, words: QuoteWords, taken: Callable[[int], bool]
    ) -> None:
        self._frame = frame
        self._phrases = phrases
        self._words = words
        self._taken = taken

    def unlisted(self) -> list[Attribution]:
        """A word between a quotation and a person: "«...», tonne le maire"; such a verb reports."""
        tags = self._frame.tags
        found = []
        for i in self._frame.quoted:
            verb = i + (3 if tags[i + 1 : i + 3] == ",B" else 2)
            if tags[i + 1 : verb + 2].replace("B", "") == ",wN" and self._phrases.clitic(verb):
                clitic = Phrase(verb + 1, verb + 1, pronoun=True)
                found += [] if self._taken(verb) else [self._by(verb, clitic, "clitic")]
                continue
            if tags[i + 1 : verb + 1] != ",w" or tags[:i].strip("'-") or self._taken(verb):
                continue
            phrase = self._phrases.right(verb + 1, near=True)
            if phrase is None or phrase.pronoun or not self._phrases.ends(phrase.last):
                continue
            if self._phrases.human(phrase) and phrase.first == verb + 1:
                found.append(self._by(verb, phrase, "unlisted"))
        return found

    def signatures(self) -> list[Attribution]:
        """A name behind a dash under somebody's words: "..." - Ana Ruiz."""
        tags = self._frame.tags
        found = []
        for i in self._frame.quoted:
            if tags[i + 1 : i + 3] != "-W" or tags[:i].strip("'-"):
                continue
            phrase = self._phrases.extend(i + 2)
            if self._phrases.human(phrase) and not tags[phrase.last + 1 :].strip(".'"):
                found.append(self._by(i + 1, phrase, "signature"))
        return found

    def labels(self) -> list[Attribution]:
        """A person's name and a colon before unmarked words: "Ana Ruiz: we will not pay"."""
        tags = self._frame.tags
        if tags[:1] != "W" or ":" not in tags or "Q" in tags or tags.endswith(":"):
            return []
        phrase, colon = self._phrases.extend(0), tags.index(":")
        if phrase.last + 1 != colon or self._phrases.named(phrase) is None:
            return []
        return [self._by(colon, phrase, "label")]

    def claims(self) -> list[Attribution]:
        """Somebody's statement as a noun: "Lucy Marsh's claim that ..."."""
        atoms, tags = self._frame.atoms, self._frame.tags
        found = []
        for i in range(3, len(atoms) - 1):
            owned = atoms[i - 1].lower == "s" and tags[i - 2] == "'" and tags[i - 3] == "W"
            if not owned or atoms[i].lower not in self._words.statement_nouns:
                continue
            if tags[i + 1] in "HUO,":
                continue  # "Marsh's claim was false"
            first = i - 3
            while first > 0 and tags[first - 1] == "W":
                first -= 1
            phrase = Phrase(first, i - 3)
            if self._phrases.human(phrase) and not self._taken(i):
                found.append(self._by(i, phrase, "claim"))
        return found

    def views(self) -> list[Attribution]:
        """A German noun for a view before its clause: "ist der Meinung, dass", "die These, dass"."""
        atoms, tags = self._frame.atoms, self._frame.tags
        found = []
        for i in range(1, len(atoms) - 2 if self._words.verb_second else 0):
            if tags[i : i + 3] != "W,T" or atoms[i].lower not in self._words.view_nouns:
                continue
            holder = self._phrases.opening(i)
            if holder is not None and holder.last < i and not self._taken(i):
                found.append(self._by(i, holder, "claim"))
        return found

    def _by(self, cue: int, phrase: Phrase, rule: str) -> Attribution:
        return Attribution(
            cue=self._frame.span(cue, cue), speaker=phrase, first=min(cue, phrase.first),
            last=max(cue, phrase.last), verb=cue, classes=_CLASSES, rule=rule, human=True, cue_last=cue,
        )  # fmt: skip
