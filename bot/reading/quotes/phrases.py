"""Noun phrases of a frame, read to the right or to the left of a verb by their tags.

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
_PARTS = ",-()"
_FINITE = frozenset("HUO")


class Phrases(Heads):
    """Finds the noun phrases of one frame."""

    def _opens(self, i: int) -> bool:
        tag = self.frame.tags[i]
        if tag == "w":
            if i and self.frame.tags[i - 1] in "HU":
                return False  # "est parti": a participle
            return self._is_human_word(i) or self._leads_to_name(i)
        return tag in "DWN" or (tag == "#" and i + 1 < len(self.frame.tags))

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
                return Phrase(i, i, pronoun=True)
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

    # ------------------------------------------------------------------ to the left

    def left(self, end: int) -> Phrase | None:
        """The subject that stands before atom `end`, over appositions between commas."""
        parts = self._parts_before(end)
        if not parts:
            return None
        first, last = parts[-1]
        if first <= last:
            found = self._in_part(first, last)
            if found is not None and len(parts) > 1 and self._apposes(parts[-2], found):
                return Phrase(*parts[-2])
            if found is not None or self.frame.tags[first] not in "EF#":
                return found
        return self._before_appositions(parts[:-1])

    def _apposes(self, before: tuple[int, int], phrase: Phrase) -> bool:
        """True when `phrase` only tells who the name before the comma is: "Rey, le maire dit"."""
        first, last = before
        tags = self.frame.tags
        name = first <= last and not set(tags[first : last + 1]) - set("W.'")
        clear = first == 0 or tags[first - 1] in ".:Q"
        if not (name and clear and tags[phrase.first] == "D" and self.frame.tags[last + 1] == ","):
            return False
        roles = range(phrase.first, phrase.last + 1)
        role = any(self._people.words.is_role(self.frame.atoms[i].lower) for i in roles)
        named = role or bool(self._people.within(self.frame.span(first, last)))
        return named and not self._people.within(self.frame.span(phrase.first, phrase.last))

    def _parts_before(self, end: int) -> list[tuple[int, int]]:
        """The pieces between commas and dashes from the clause's start to `end`, in order."""
        tags = self.frame.tags
        parts: list[tuple[int, int]] = []
        last = i = end - 1
        while i >= 0 and end - i <= 3 * MAX_PHRASE:
            tag = tags[i]
            inside = tag == "S" and self._words.verb_second and tags[i - 1 : i] in set("DWwN")
            if tag == "T" and self._is_relative(i, parts):
                parts.append((i, last))
                last = i - 1
                i -= 1
                continue
            if (tag in ";:TS" and not inside) or (tag == "." and not self._abbreviation(i)):
                break
            if tag == "Q" and not self.title(i):
                if self.nickname(i):
                    parts.append((i, last))
                    return parts[::-1]
                break
            if tag in _PARTS:
                parts.append((i + 1, last))
                if tag == ")":  # what stands in brackets is passed over
                    i = max(i - 1 if "(" not in tags[:i] else tags.rindex("(", 0, i), 0)
                last = i - 1
            i -= 1
        parts.append((i + 1, last))
        return parts[::-1]

    def _is_relative(self, i: int, parts: list[tuple[int, int]]) -> bool:
        """True for a "that" between two commas: "Uxía, que vive arriba, dice" (Spanish, Italian)."""
        between = i > 0 and self.frame.tags[i - 1] == "," and len(parts) > 0
        return between and not self._words.verb_second

    def title(self, i: int) -> bool:
        """True when the marked segment at `i` names the noun before it: 'the party "Dawn", said'."""
        tags = self.frame.tags
        return i > 0 and tags[i - 1] in "wW" and tags[i + 1 : i + 2] in {",", "(", "w", "W", "H"}

    def _abbreviation(self, i: int) -> bool:
        atoms = self.frame.atoms
        return 0 < i < len(atoms) - 1 and atoms[i].start == atoms[i - 1].end

    def _in_part(self, first: int, last: int) -> Phrase | None:
        """The subject inside one piece, or None."""
        tags = self.frame.tags
        while last > first and tags[last] == "R":
            last -= 1
        first = self._clause(first, last)
        while first <= last and tags[first] in "CBM'":
            first += 1
        if first > last:
            return None
        relative = tags.find("R", first, last + 1)
        if relative >= first and (inner := self._inside_relative(relative, last)) is not None:
            return inner
        if relative > first:
            last = relative - 1
        if tags[first] in "NQ":
            return Phrase(first, first, pronoun=tags[first] == "N")
        if self.frame.atoms[first].lower in self._words.partitives and first < last:
            return Phrase(first, last) if self._noun_at(first, last) else None
        if tags[first] in "EF":
            counted = "#w" in tags[first : last + 1] and tags[last] == "w"
            return self._behind_complement(first, last) or (
                Phrase(first, last) if counted else None
            )  # "about 9 percent said"
        if tags[first] in "DW#" or (tags[first] == "w" and last - first < 8):
            return Phrase(first, self._before_verb(first, min(last, first + MAX_PHRASE)))
        return None

    def _inside_relative(self, relative: int, last: int) -> Phrase | None:
        """The subject of a relative clause: "what officials called", "which they said"."""
        tags = self.frame.tags
        if tags[relative + 1 : last + 1] == "N":
            return Phrase(last, last, pronoun=True)
        if relative == last or set(tags[relative + 1 : last + 1]) - set("DWw.'"):
            return None
        found = Phrase(relative + 1, last)
        return found if tags[last] == "W" or self._is_human_word(last) else None

    def _before_verb(self, first: int, last: int) -> int:
        """The last atom before a report verb; only German tells verbs from nouns by their case."""
        if self._words.verb_second:
            for i in range(first + 1, last + 1):
                if self.frame.tags[i] == "w" and self.frame.atoms[i].lower in self._words.cue_words:
                    return i - 1
        return last

    def _clause(self, first: int, last: int) -> int:
        """Behind a conjunction that joins clauses, not nouns."""
        tags = self.frame.tags
        for i in range(last - 1, first, -1):
            if tags[i] == "C" and (tags[i + 1] == "N" or _FINITE & set(tags[first:i])):
                return i + 1
        return first

    def _behind_complement(self, first: int, last: int) -> Phrase | None:
        """The subject behind a fronted complement without a comma: "In Lyon Vasseur said"."""
        tags = self.frame.tags
        inside = "WD'w" if self._words.verb_second else "WD'"  # "im gestrigen Interview"
        for i in range(last, first, -1):
            if tags[i] == "N":
                return Phrase(i, i, pronoun=True)
            begins = tags[i] == "D" or (tags[i] == "W" and tags[i - 1] not in inside)
            if tags[i - 1] == "W" and self.frame.atoms[i].lower in self._words.genitives:
                continue  # German: "im Interview der Woche"
            if begins and tags[i - 1] not in "EFDC" and i > first + 1:
                return Phrase(i, last)
        return None

    def _before_appositions(self, parts: list[tuple[int, int]]) -> Phrase | None:
        """The leftmost noun phrase of a run of pieces without a verb of their own."""
        best: Phrase | None = None
        for first, last in reversed(parts):
            if first > last:
                continue
            tags = self.frame.tags[first : last + 1]
            if tags[0] == "T":
                continue
            if self._words.verb_second and tags.lstrip("EF")[:1] == "D" and tags[-1] in "wHUO":
                continue  # a relative clause
            if _FINITE & set(tags) and "R" not in tags[:2]:
                break
            found = self._in_part(first, last) if tags[0] != "R" else None
            if found is not None and self.human(found):
                best = found
            elif tags[0] in "wC" and best is not None:
                break
        return best

    def antecedent(self, relative: int) -> Phrase | None:
        """The noun phrase a relative pronoun at `relative` stands for."""
        end = relative
        while end > 0 and self.frame.tags[end - 1] in ",B":
            end -= 1
        near = self._behind_preposition(end)
        if near is not None:
            return near
        return self.left(end) if end else None

    def _behind_preposition(self, end: int) -> Phrase | None:
        """The name right before `end` behind a preposition: "they turned to the River Board, which said"."""
        tags = self.frame.tags
        first = end
        while first > 0 and tags[first - 1] in "DW":
            first -= 1
        found = Phrase(first, end - 1)
        if first == end or first == 0 or tags[first - 1] != "F" or tags[end - 1] != "W":
            return None
        return found if self.human(found) else None

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
