"""Attributions without a report verb of the pack: signatures, labels, nouns, verbs no list holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.quotes.bearers import Bearers
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.heads import Phrase
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.words import QuoteWords

_CLASSES = frozenset({"say"})
_SIGNED = frozenset({"-W", ":W", "(W", ",W"})


class Verbless:
    """Finds them in one frame.

    Args:
        frame: the sentence.
        phrases: its noun phrases.
        words: of the language.
        found: the attributions that have a verb or a source.
    """

    def __init__(
        self, frame: Frame, phrases: Bearers, words: QuoteWords, found: Sequence[Attribution]
    ) -> None:
        self._frame = frame
        self._phrases = phrases
        self._words = words
        self._found = found

    def find(self) -> list[Attribution]:
        """All of them."""
        return [
            *self.unlisted(), *self.signatures(), *self.nouns(), *self.gapped(), *self.labels(),
            *self.claims(), *self.views(),
        ]  # fmt: skip

    def _taken(self, i: int) -> bool:
        return any(a.first <= i <= a.last for a in self._found)

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
        """A name behind a sign under somebody's words: "..." - Ana Ruiz. "..." (Ana Ruiz)."""
        tags = self._frame.tags
        found = []
        for i in self._frame.quoted:
            if tags[i + 1 : i + 3] not in _SIGNED or tags[:i].strip("'-"):
                continue
            phrase = self._phrases.extend(i + 2)
            alone = not tags[phrase.last + 1 :].strip(".')")
            if tags[i + 1] == ",":  # "...", Ana Ruiz, a neighbour.
                apposed = tags[phrase.last + 1 : phrase.last + 2] == ","
                named = self._phrases.named(phrase) is not None and not self._found
                alone = named and (alone or (apposed and not set(tags[i + 2 :]) & set("QHUOT")))
            if alone and self._phrases.human(phrase):
                found.append(self._by(i + 1, phrase, "signature"))
        return found

    def nouns(self) -> list[Attribution]:
        """Somebody's statement named behind it: "...", was the club's answer; «...», fue la respuesta del club."""
        tags = self._frame.tags
        found = []
        for i in self._frame.quoted:
            start = i + 2
            while tags[start : start + 1] in {"H", "U", "B"}:
                start += 1
            if tags[i + 1 : i + 2] != "," or tags[start : start + 2] != "Dw":
                continue
            if self._frame.atoms[start + 1].lower not in self._words.statement_nouns:
                continue
            phrase = self._phrases.owner(start + 1)
            if phrase is not None and not self._taken(start + 1):
                found.append(replace(self._by(start + 1, phrase, "claim"), first=i + 2))
        return found

    def gapped(self) -> list[Attribution]:
        """A name and a comma where the verb is that of the clause before: "Ruiz calls it "fair"; Carr, "a joke"."""
        tags = self._frame.tags
        found = []
        for i in self._frame.quoted:
            first = i - 2
            while first > 0 and tags[first - 1] in "W.'":
                first -= 1
            if i < 4 or tags[i - 1] != "," or tags[first - 1] not in ";C" or tags[first] != "W":
                continue
            phrase = Phrase(first, i - 2)
            if self._phrases.named(phrase) is not None and self._found:
                verb = self._found[-1].classes
                classes = verb - {"say"} if "judge" in verb else verb
                found.append(replace(self._by(i - 1, phrase, "label"), classes=classes))
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
