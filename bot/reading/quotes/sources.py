"""Source phrases: who speaks without a verb, "according to X", "in her view"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.reading.quotes.bearers import Bearers
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.heads import Phrase
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.words import QuoteWords

MAX_BEFORE_NOUN = 4  # atoms from a preposition to its noun
_SOURCE = frozenset({"say", "source"})


def find_sources(frame: Frame, phrases: Bearers, words: QuoteWords) -> list[Attribution]:
    """The source phrases of a frame, in order."""
    return _Sources(frame, phrases, words).find()


class _Sources:
    """Looks at one frame."""

    def __init__(self, frame: Frame, phrases: Bearers, words: QuoteWords) -> None:
        self._frame = frame
        self._phrases = phrases
        self._words = words

    def find(self) -> list[Attribution]:
        """The sources in order."""
        found = []
        atoms = self._frame.atoms
        for i, atom in enumerate(atoms):
            if atom.lower not in self._words.source_words:
                continue
            if atom.lower in self._words.source_after:
                phrase = self._phrases.left(i)
                if phrase is not None:
                    found.append(self._source(i, i, phrase))
                continue
            view = self._size(i, self._words.views)
            if view:
                found.append(self._view(i, i + view - 1))
                continue
            size = self._size(i, self._words.sources)
            phrase = self._name(i, size) if size else None
            if phrase is not None:
                found.append(self._source(i, i + size - 1, phrase))
            elif size == 0 and atom.lower in self._words.source_prepositions:
                found += self._by_noun(i)
        return found

    def _by_noun(self, i: int) -> list[Attribution]:
        """A source by its noun: "nach Polizeiangaben", "nach ersten Erkenntnissen der Polizei"."""
        tags, atoms = self._frame.tags, self._frame.atoms
        noun = i + 1
        while noun < min(len(tags) - 1, i + MAX_BEFORE_NOUN) and tags[noun] in "DwB":
            noun += 1
        if tags[noun : noun + 1] != "W" or not self._words.source_noun(atoms[noun].lower):
            return []
        if tags[i + 1] == "D" and tags[noun + 1 : noun + 2] not in {"D", "E", "W"}:
            return []  # "nach der Umfrage ging er": when, not who says so
        if self._words.own.isdisjoint(atom.lower for atom in atoms[i + 1 : noun]):
            return [self._source(i, noun, self._phrases.extend(i + 1))]
        owner = self._phrases.opening(i) or (self._phrases.extend(0) if tags[0] in "DW" else None)
        if owner is None or owner.last >= i:
            return []
        return [replace(self._source(i, noun, owner), first=i)]

    def _size(self, i: int, phrases: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
        """How many words of the first of `phrases` stand at atom `i`; 0 for none."""
        atoms = self._frame.atoms
        for phrase in phrases.get(atoms[i].lower, ()):
            if len(phrase) <= len(atoms) - i and all(
                atoms[i + k].lower == word for k, word in enumerate(phrase)
            ):
                return len(phrase)
        return 0

    def _name(self, i: int, size: int) -> Phrase | None:
        """Who is named behind the source phrase at atom `i`; None when it is none here."""
        tags = self._frame.tags
        if tags[i + size : i + size + 1] == "R" and i and tags[i - 1] == ",":
            return self._phrases.antecedent(i)  # "Rey, para quien la torre es ..."
        if i + size >= len(tags) or tags[i + size] not in "DWNw#BQ" or self._verb(i + size):
            return None
        if tags[i + size] == "B" and self._phrases.pronoun(i + size):
            return Phrase(i + size, i + size, pronoun=True)  # "selon lui"
        word = self._frame.atoms[i].lower
        weak = word in self._words.weak_sources
        if weak and (i and tags[i - 1] not in ",.:Q-CST" and tags[i - 2 : i] != "Q:"):
            return None
        if word in self._words.opening_sources and i and tags[i - 1] != ".":
            return None
        if tags[i + size] == "Q":  # laut „Talblick“
            return Phrase(i + size, i + size) if self._words.verb_second and not weak else None
        phrase = self._phrases.right(i + size, near=True, oblique=True)
        if phrase is None and not weak and tags[i + size] == "w":
            phrase = self._phrases.extend(i + size)
        if phrase is not None and not self._words.verb_second:
            phrase = self._owner(phrase)
        if phrase is None or not weak or self._phrases.human(phrase):
            return phrase
        return phrase if self._signs(i, phrase) else None

    def _owner(self, phrase: Phrase) -> Phrase:
        """Whose statement the source is: "d'après la version des pompiers"."""
        if self._phrases.author(phrase) is not None:
            return phrase  # a person's, whose name is found in it
        for i in range(phrase.first, phrase.last + 1):
            if self._frame.atoms[i].lower in self._words.statement_nouns:
                return self._phrases.owner(i) or phrase
        return phrase

    def _signs(self, i: int, phrase: Phrase) -> bool:
        """True for a bare name behind a quotation: '„Es wird kalt“, so Barth'."""
        tags = self._frame.tags
        bare = not tags[phrase.first : phrase.last + 1].strip("W'")
        return bare and tags[max(0, i - 2) : i] == "Q," and self._words.verb_second

    def _verb(self, i: int) -> bool:
        """True when what the source said follows, and no name: "según explicó", "secondo quanto"."""
        frame, words = self._frame, self._words
        if words.verb_second:
            return False
        if frame.atoms[i].lower in words.whats:
            return True
        while i < len(frame.tags) - 1 and frame.tags[i] in "DB" and frame.tags[i + 1] in "BHUw":
            if frame.tags[i] == "D" and frame.tags[i + 1] == "w":
                return False  # "según la denuncia"
            i += 1
        reports = any(form.form == "finite" for form in words.cues.get(frame.atoms[i].lower, ()))
        return frame.tags[i] in "HU" or (frame.tags[i] == "w" and reports)

    def _view(self, first: int, last: int) -> Attribution:
        """The view of whoever spoke before: "in her view"."""
        return Attribution(
            cue=self._frame.span(first, last), speaker=None, first=first, last=last, verb=first,
            classes=_SOURCE, rule="view", human=True, cue_last=last,
        )  # fmt: skip

    def _source(self, first: int, last: int, phrase: Phrase) -> Attribution:
        said = tuple(atom.lower for atom in self._frame.atoms[first : last + 1])
        weight = {"voice"} if said in self._words.voice_openings else set()
        weight |= {"weak"} if said[0] in self._words.weak_sources else set()
        end = max(last, phrase.last)
        if "weak" in weight and self._frame.tags[end + 1 : end + 3] in {"B,", "B.", "B:"}:
            end += 1  # "so die Ministerin weiter"
        return Attribution(
            cue=self._frame.span(first, last), speaker=phrase, first=min(first, phrase.first),
            last=end, verb=first, classes=_SOURCE | weight, rule="source",
            human=self._phrases.human(phrase), cue_last=last,
        )  # fmt: skip
