"""Noun phrases before a verb: its subject, over appositions, asides and relative clauses."""

from __future__ import annotations

from bot.reading.quotes.heads import Phrase
from bot.reading.quotes.phrases import MAX_PHRASE, Phrases

_PARTS = ",-()"
_FINITE = frozenset("HUO")


class PhrasesBefore(Phrases):
    """Reads the phrases of one frame to the left of a verb."""

    def left(self, end: int) -> Phrase | None:
        """The subject that stands before atom `end`, over appositions between commas."""
        alone = not (self._words.verb_second or self._words.bare_clauses)
        if alone and end and self.frame.tags[end - 1] == "N":
            return Phrase(end - 1, end - 1, pronoun=True)
        parts = self._parts_before(end)
        if not parts:
            return None
        first, last = parts[-1]
        if first <= last:
            found = self._contact(first, last) or self._in_part(first, last)
            if found is not None and len(parts) > 1 and self._apposes(parts[-2], found):
                return Phrase(*parts[-2])
            if found is not None or self.frame.tags[first] not in "EF#":
                return found
        found = self._before_appositions(parts[:-1])
        if found is None and any(self._is_aside(a, parts) for a, _ in parts[1:] if a < end):
            first, last = parts[0]
            return self._in_part(first, last) if self.frame.tags[first] == "D" else None
        return found

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

    def titled(self, i: int) -> bool:
        """True when the segment at `i` is the name of the body or paper right before it."""
        body = i > 0 and self._is_human_word(i - 1) and self.frame.tags[i - 1] == "w"
        return body and self.title(i) and not self._words.bare_clauses

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
        first = self._behind_cue(first, last)
        if tags[first] in "DW#" or (tags[first] == "w" and last - first < 8):
            return Phrase(first, self._before_verb(first, min(last, first + MAX_PHRASE)))
        return None

    def _contact(self, first: int, last: int) -> Phrase | None:
        """The subject of a clause put right behind its noun: "it is a plan the union calls" (English)."""
        tags = self.frame.tags
        start = tags.rfind("D", first, last)
        if not self._words.bare_clauses or start <= first or tags[start - 1] not in "wW":
            return None
        alone = not set(tags[start + 1 : last + 1]) - set("wW'")
        done = not _FINITE.isdisjoint(tags[first:start])
        return Phrase(start, last) if alone and done else None

    def _behind_cue(self, first: int, last: int) -> int:
        """Where the subject begins behind another verb: "a chi le chiedeva la sindaca ha risposto"."""
        tags = self.frame.tags
        if self._words.verb_second or self._words.bare_clauses:
            return first
        for i in range(last, first + 1, -1):
            if tags[i] == "D" and tags[i - 1] in "wW":
                between = self.frame.atoms[first + 1 : i]
                verbs = (self._words.single_cues.get(atom.lower, ()) for atom in between)
                finite = any(form.form == "finite" for forms in verbs for form in forms)
                return i if finite and self.human(Phrase(i, last)) else first
        return first

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
            if first > last or (best is None and self._is_aside(first, parts)):
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

    def _is_aside(self, first: int, parts: list[tuple[int, int]]) -> bool:
        """True for a complement between commas: "los verdes, por su parte, ven"."""
        aside = first != parts[0][0] and self.frame.tags[first] in "EF"
        return aside and not self._words.verb_second and not self._words.bare_clauses

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
