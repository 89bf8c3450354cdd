"""Who words belong to, when no subject of a report verb says so: persons, owners, papers."""

from __future__ import annotations

from bot.reading.quotes.before import PhrasesBefore
from bot.reading.quotes.heads import Phrase


class Bearers(PhrasesBefore):
    """Finds them in one frame."""

    def person_within(self, first: int, last: int) -> Phrase | None:
        """The first name of a person from atom `first` to `last`, in the same clause."""
        tags = self.frame.tags
        for i in range(first, min(last + 1, len(tags))):
            if tags[i] in ".;:Q":
                return None
            if tags[i] == "W" and self._people.within(self.frame.span(i, i)):
                return self.extend(i)
        return None

    def only_person(self) -> Phrase | None:
        """The one person a sentence names; None when it names more or none."""
        span = self.frame.span(0, len(self.frame.atoms) - 1)
        named = self._people.within(span)
        if not named or any(person is not named[0][1] for _, person in named):
            return None
        return self.person_within(0, len(self.frame.atoms) - 1)

    def owner(self, noun: int) -> Phrase | None:
        """Whose the statement at atom `noun` is: "la respuesta del club"; None for nobody's."""
        atoms = self.frame.atoms[noun + 1 : noun + 2]
        joined = any(atom.lower in self._words.syntax.noun_prepositions for atom in atoms)
        found = self.right(noun + 2, near=True, oblique=True) if joined else None
        if found is None and joined and self.frame.tags[noun + 2 : noun + 3] in {"w", "W"}:
            found = self.extend(noun + 2)
        return found if found is not None and self.human(found) else None

    def holder(self, i: int) -> Phrase | None:
        """What holds somebody's words at atom `i`, or a body one speaks in: "the letter"."""
        found = self.right(i, near=True)
        if found is None and self.frame.tags[i : i + 1] == "w":
            found = self.extend(i)
        if found is None or found.pronoun:
            return None
        nouns = range(found.first, min(found.last, found.first + 2) + 1)
        spoken = any(
            self._is_human_word(k) or self.frame.atoms[k].lower in self._words.statement_nouns
            for k in nouns
        )
        return found if spoken else None
