"""Noun phrases of a view, walked to the left or to the right by their tags. There is no parser."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.positions.holder import Holder
from bot.reading.positions.holders import Holders
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_PHRASE = 24  # words
MAX_GOVERNED = 6  # words of a name behind "of"
_INSIDE = "wWD#'EFBM"
_NEW = "wW#M"  # a determiner behind one of these begins a new phrase


class Phrases:
    """Walks the phrases of one view."""

    def __init__(self, view: View, words: PositionWords, holders: Holders) -> None:
        self.view = view
        self._words = words
        self._holders = holders
        self._links = words.sets["links"]
        self._verbs = words.sets["reports"] | words.sets["suppositions"]

    def start_of(self, end: int, floor: int) -> int:
        """Where the phrase that ends at `end` begins; not before `floor`."""
        view, i = self.view, end
        while i >= floor and end - i < MAX_PHRASE:
            if view.tag(i) not in _INSIDE:
                break
            if i < end and view.word(i) in self._verbs:
                return i + 1  # "X said | Y supports"
            if i < end and self._breaks(i):
                return i
            if view.phrase_before(i + 1, self._words.phrases["openers"]):
                return i + 1  # "Por su parte | el ministro"
            i -= 1
        return i + 1

    def _breaks(self, i: int) -> bool:
        """True when a new phrase begins at `i`: "In 2024 | the government"."""
        view = self.view
        if view.tag(i) != "D" or view.word(i) in self._links or self._words.verb_second:
            return False
        return i > 0 and view.tag(i - 1) in _NEW and view.word(i - 1) not in self._links

    def end_of(self, first: int, ceiling: int) -> int:
        """Where the phrase that begins at `first` ends; `ceiling` at most. German: in mid-clause."""
        view, i = self.view, first + 1
        while i <= ceiling and i - first < MAX_PHRASE:
            tag = view.tag(i)
            if tag not in "wWD#'EF":
                break
            if tag in "EF" and view.word(i) not in self._links:
                break
            if tag == "D" and view.tag(i - 1) in "wW#M" and view.word(i) not in self._links:
                break
            if self._words.verb_second and self._next_begins(i):
                break
            i += 1
        return i - 1

    def _next_begins(self, i: int) -> bool:
        """True for an adjective behind a noun, and a noun behind a name that is no office."""
        view = self.view
        if view.tag(i) == "w" and view.tag(i - 1) == "W":
            return True
        named = any(end == i - 1 for _, end in view.actors.values())
        head = self._holders.head(view.word(i))
        return named and view.tag(i) == "W" and i not in view.actors and not head

    # ------------------------------------------------------------------ lists of holders

    def holders_before(self, end: int, floor: int) -> list[Holder]:
        """The holders named by the phrase, or the list of phrases, that ends at `end`."""
        found: list[Holder] = []
        conjunction = False
        if self.view.tag(end) == ")":
            return self._around_brackets(end, floor)
        for first, last in self._list_before(end, floor):
            holder = self._holders.read(self.view, first, last)
            before = self.view.tag(first - 1)
            if holder is None:
                if found and self._words.verb_second and self._governs(first, last):
                    return []  # "the final between X | and Y"
                listed = before == "C" or (before == "," and conjunction)
                if found or not listed or not self._group(first, last):
                    break  # "Poland and the Baltic states": the list goes on before
            else:
                found.insert(0, holder)
            if before == "C":
                conjunction = True
            elif not (before == "," and conjunction):
                break
        return found

    def listed(self, opening: int, closing: int, floor: int) -> list[Holder]:
        """The holders that an insertion between two commas lists; none for a single one.

        "Two of its shareholders, X and Y, back the bid".
        """
        told = self.view.tag(self.start_of(opening - 1, floor)) == "D"
        if not (told and self._words.bare_nouns):
            return []
        named = self.holders_before(closing - 1, opening + 1)
        return named if len(named) > 1 and named[0].first <= opening + 2 else []

    def _governs(self, first: int, last: int) -> bool:
        """True for a phrase with a preposition that governs its end."""
        return any(
            self.view.tag(i) in "EF" and self.view.word(i) not in self._links
            for i in range(first, last + 1)
        )

    def named_after(self, first: int) -> tuple[list[Holder], int]:
        """Who is named at `first`, before a verb no list knows: "que promueve | X | limita"."""
        at = next((k for k in range(first, first + MAX_GOVERNED) if k in self.view.actors), None)
        if at is None:
            return [], first - 1
        last = self.view.actors[at][1]
        found = self._holders.read(self.view, first, last)
        return ([], first - 1) if found is None else ([found], last)

    def governed_before(self, end: int) -> list[Holder]:
        """Who stands last in a phrase: "an attack by | X", whom a relative clause is about."""
        first = end
        while first > 0 and self.view.tag(first) in "wWD#" and end - first < MAX_GOVERNED:
            if self.view.word(first - 1) in self._links:
                found = self._holders.read(self.view, first, end)
                return [] if found is None or found.kind == "unknown" else [found]
            first -= 1
        return []

    def _group(self, first: int, last: int) -> bool:
        groups = self._words.sets["group_nouns"]
        if self._words.verb_second and self.view.word(first) in self._words.sets["indefinites"]:
            return True
        if self._words.possessive(self.view.word(first)) is not None:
            return True  # "X and his party"
        return any(self.view.word(i) in groups for i in range(first, last + 1))

    def _around_brackets(self, end: int, floor: int) -> list[Holder]:
        """The name before brackets or the one in them: "Coalition of the Left (SYRIZA)"."""
        opening = next((i for i in range(end - 1, floor, -1) if self.view.tag(i) == "("), None)
        if opening is None:
            return []
        inside = self._holders.read(self.view, opening + 1, end - 1)
        return self.holders_before(opening - 1, floor) or ([inside] if inside else [])

    def _list_before(self, end: int, floor: int) -> Iterator[tuple[int, int]]:
        view = self.view
        while end >= floor:
            first = self.start_of(end, floor)
            if first > end:
                return
            yield first, end
            end = first - 1
            while end >= floor and view.tag(end) in "C,":
                end -= 1

    def holders_after(self, first: int, ceiling: int) -> tuple[list[Holder], int]:
        """The holders of the phrase or list that begins at `first`, and its last word."""
        view, found, last = self.view, list[Holder](), first - 1
        while first <= ceiling:
            end = self.end_of(first, ceiling)
            holder = self._holders.read(view, first, end)
            if holder is None:
                break
            if not (found and self._apposed(found[-1], holder, first, end)):
                found.append(holder)
            last = end
            following = view.tag(end + 1)
            if following == "C" or (following == "," and self._goes_on(end + 2, ceiling)):
                first = end + 2
            else:
                break
        return found, last

    def pair_after(self, first: int, ceiling: int) -> tuple[list[Holder], int]:
        """As `holders_after`, also of "both X and Y" in the words of the language."""
        second = self._words.pairs.get(self.view.word(first))
        if second is None:
            return self.holders_after(first, ceiling)
        found, last = self.holders_after(first + 1, ceiling)
        if found and self.view.word(last + 1) == second:
            others, end = self.holders_after(last + 2, ceiling)
            found, last = found + others, end if others else last
        return found, last

    def _apposed(self, before: Holder, holder: Holder, first: int, last: int) -> bool:
        """True for what only tells of a person: "X, the leader of the party, and Y"."""
        told = before.kind == "person" and holder.kind != "person"
        return told and self._holders.has_office(self.view, first, last)

    def _goes_on(self, first: int, ceiling: int) -> bool:
        """True when a list goes on behind a comma: its next item is followed by "and"."""
        end = self.end_of(first, ceiling)
        return (
            self.view.tag(end + 1) in "C," and self._holders.read(self.view, first, end) is not None
        )

    def holders_in(self, first: int, last: int) -> list[Holder]:
        """Every holder of a stretch with commas: "like Italy, which ..., or Germany"."""
        view, found, i = self.view, list[Holder](), first
        while i <= last:
            if view.tag(i) in ",C":
                i += 1
                continue
            if view.tag(i) == "(":  # "X (D-Maine)"
                i = next((k for k in range(i, last + 1) if view.tag(k) == ")"), i) + 1
                continue
            relative = view.word(i) in self._words.sets["relatives"] and view.tag(i - 1) == ","
            if relative or view.tag(i) in "RTS":
                i = self._behind_comma(i, last)
                continue
            end = max(i, self.end_of(i, last))
            holder = self._holders.read(view, i, end)
            if holder is not None:
                found.append(holder)
            i = end + 1
        return found

    def _behind_comma(self, i: int, last: int) -> int:
        while i <= last and self.view.tag(i) != ",":
            i += 1
        return i + 1
