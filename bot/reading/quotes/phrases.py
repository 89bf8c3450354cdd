"""Noun phrases of a frame, read by their tags, and the one behind a verb.

There is no parser: a phrase begins at a determiner, a name, a pronoun or a noun for people, and
goes on over words, names and the prepositions that join nouns.
"""

from __future__ import annotations

from bot.reading.quotes.heads import Heads, Phrase

MAX_PHRASE = 24  # atoms of one phrase
MAX_TITLE = 6  # atoms of a title and the name behind it
MAX_NAME = 3  # words of a name between marks
MAX_ASIDE = 10  # atoms between two commas
MAX_SKIP = 16  # atoms between a verb and the subject behind it


class Phrases(Heads):
    """Finds the noun phrases of one frame."""

    def _opens(self, i: int) -> bool:
        tag = self.frame.tags[i]
        if tag == "w":
            if i and self.frame.tags[i - 1] in "HU":
                return False  # "est parti": a participle
            if self._qualifies(i):
                return False
            return self._is_human_word(i) or self._leads_to_name(i)
        return tag in "DWN" or (tag == "#" and i + 1 < len(self.frame.tags))

    def _qualifies(self, i: int) -> bool:
        """True for a word that goes on with the noun before it: "la situación crítica"."""
        if i == 0 or self.frame.tags[i - 1] != "w" or self._words.bare_clauses:
            return False
        before = self.frame.atoms[i - 1].lower
        return before not in self._words.cue_words and not self._adverb(i - 1)

    def _leads_to_name(self, i: int) -> bool:
        """True for a bare noun or two before a person's name: "former Orsa Gov. Lucy Marsh"."""
        tags = self.frame.tags
        j = i + 1
        while j < min(len(tags), i + 3) and tags[j] == "w":
            j += 1
        last = j
        while last < min(len(tags), j + MAX_TITLE) and tags[last] in "W.":
            last += 1
        return (
            last > j and tags[j] == "W" and bool(self._people.within(self.frame.span(j, last - 1)))
        )

    # ------------------------------------------------------------------ to the right

    def right(self, start: int, *, near: bool = False, oblique: bool = False) -> Phrase | None:
        """The first noun phrase at or behind atom `start`, over adverbs, times and addressees.

        With `near`, only adverbs and times may stand between; with `oblique`, it need not be a
        subject.
        """
        i, stop = start, min(len(self.frame.atoms), start + MAX_SKIP)
        while i < stop:
            tag = self.frame.tags[i]
            if tag == "N":
                return self._pronoun(i, oblique=oblique)
            if self.frame.atoms[i].lower in self._words.company:
                return None
            if tag in "BM" or (tag == "w" and not self._is_human_word(i) and self._adverb(i)):
                i += 1
            elif tag in "DEF" and self.frame.tags[i + 1 : i + 2] == "M":
                i += 2  # "ce jeudi", "am Montag"
            elif tag in "EF" and not near and not self._deed(i):
                i = self._over_complement(i)
            elif tag == "," and not near and (beyond := self._over_aside(i, start)) > i:
                i = beyond
            else:
                found = self._phrase_at(i)
                if found is None or oblique or not self.oblique(found):
                    return found
                if near:
                    return None
                i = found.last + 1
        return None

    def _pronoun(self, i: int, *, oblique: bool) -> Phrase | None:
        """A pronoun that may be a subject here: "said he", never "said it"."""
        subject = self.frame.atoms[i].lower not in self._words.objects_behind
        return Phrase(i, i, pronoun=True) if subject or oblique else None

    def _over_aside(self, comma: int, start: int) -> int:
        """Behind a comma, and what stands between it and the next: "dit, tout bas, le maire"."""
        following = self.frame.tags[comma + 1 : comma + 2]
        aside = following == "w" or (comma == start and following in {"E", "F", "M", "B"})
        if following == "w":  # "..., turned to the cameras, ...", and no verb of its own
            reports = self.frame.atoms[comma + 1].lower in self._words.cue_words
            aside = not reports and not self._opens(comma + 1)
        if aside:
            end = self.frame.tags.find(",", comma + 1, comma + MAX_ASIDE)
            return end + 1 if end > 0 else comma
        return comma if comma == start else comma + 1

    def _phrase_at(self, i: int) -> Phrase | None:
        if self.frame.tags[i] == "Q":
            return Phrase(i, i) if self.names(i) else None
        return self.extend(i) if self._opens(i) else None

    def _deed(self, i: int) -> bool:
        """True when a reported deed begins at `i`: "racconta di aver visto"."""
        atoms = self.frame.atoms[i + 1 : i + 3]
        return any(atom.lower in self._words.started for atom in atoms)

    def _adverb(self, i: int) -> bool:
        return self._words.is_adverb(self.frame.atoms[i].lower)

    def _over_complement(self, i: int) -> int:
        """Behind a preposition and its noun: "à l'AFP", "dans un communiqué", "lundi à Paris"."""
        tags = self.frame.tags
        i += 1
        while i < len(tags) and (tags[i] in "DEFB#" or self._article(i)):
            i += 1
        if i < len(tags) and tags[i] in "WwM":
            named = tags[i] == "W"
            i += 1
            while i < len(tags) and tags[i] == "w" and not self._is_human_word(i):
                i += 1
            while named and i < len(tags) and tags[i] == "W" and self._same_name(i):
                i += 1
        return i

    def _article(self, i: int) -> bool:
        """True for a capitalised article: "a EL HERALDO", "à La Tribune"."""
        return self.frame.tags[i] == "W" and self.frame.atoms[i].lower in self._words.articles

    def _same_name(self, i: int) -> bool:
        """True when the capitalised words `i` - 1 and `i` belong to one name."""
        span = self.frame.span(i - 1, i)
        both = [*self._people.within(span), *self._people.others_within(span)]
        return any(mention.contains(span) for mention, _ in both)

    def extend(self, first: int) -> Phrase:
        """The phrase that begins at atom `first`."""
        tags, atoms = self.frame.tags, self.frame.atoms
        i, stop = first + 1, min(len(tags), first + MAX_PHRASE)
        while i < stop:
            tag = tags[i]
            following = tags[i + 1] if i + 1 < stop else ""
            if self._over(first, i):
                break
            if (
                tag in "wW#"
                or (tag == "D" and tags[i - 1] in "EC")
                or (tag == "B" and tags[i - 1] == "D" and following in set("wW"))
                or (tag in "E'" and following and following in "DWw#E'")
                or (tag == "." and following == "W" and atoms[i].start == atoms[i - 1].end)
                or (tag == "C" and tags[i - 1] == "W" and following == "W")
                or (tag == "D" and atoms[i].lower in self._words.genitives)
                or (tag == "Q" and tags[first] == "D" and i == first + 1 and self.names(i))
            ):
                i += 1
            else:
                break
        last = i - 1
        while last > first and tags[last] in "EDC'":
            last -= 1
        return Phrase(first, last)

    def names(self, i: int) -> bool:
        """True when the marked segment at `i` looks like a paper's name (German): "der „Tag“"."""
        if not self._words.verb_second:
            return False
        said = self._people.text[
            self.frame.atoms[i].start + 1 : self.frame.atoms[i].end - 1
        ].split()
        return 0 < len(said) <= MAX_NAME and all(not word[0].islower() for word in said)

    def _over(self, first: int, i: int) -> bool:
        """True when a phrase from `first` ends before `i`: at a verb, or behind a person's name."""
        tags = self.frame.tags
        if tags[i - 1] != "W":
            return False
        if tags[i] == "w":
            titled = i == first + 1 and self._is_human_word(i)  # "Former secretary"
            return (tags[first] == "W" and not titled) or self._words.verb_second
        mentions = self._people.within(self.frame.span(i - 1, i - 1))
        named = any(mention.end == self.frame.atoms[i - 1].end for mention, _ in mentions)
        return named and tags[i] == "E"

    def opening(self, before: int | None = None) -> Phrase | None:
        """The first noun phrase of the frame, before an atom, that can speak: its likely subject.

        Complements in front ("In Paris, ...") are passed over.
        """
        tags, atoms = self.frame.tags, self.frame.atoms
        stop = min(len(tags) if before is None else before, 2 * MAX_PHRASE)
        i = 0
        while i < stop:
            if tags[i] == "N" and atoms[i].lower not in self._words.expletives:
                return Phrase(i, i, pronoun=True)
            if tags[i] in "EFS":
                comma = tags.find(",", i, stop)
                i = comma + 1 if comma >= 0 else self._over_complement(i)
            elif self._opens(i) and tags[i] != "N" and not (i and tags[i - 1 : i + 1] == "ww"):
                found = self.extend(i)
                if self.human(found) and not self.oblique(found):
                    return found
                i = found.last + 1
            else:
                i += 1
        return None
