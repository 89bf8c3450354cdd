"""What "this option", "it" or French "y" stands for: a topic of the sentences before."""

from __future__ import annotations

from dataclasses import dataclass

from bot.layout import Role
from bot.model import Span
from bot.reading.positions.view import View, Viewer
from bot.reading.text import Document
from bot.reading.topics import TopicHit

MAX_BACK = 2  # sentences


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A topic a later word stands for."""

    id: str
    span: Span
    competing: bool  # another topic was near


class Antecedents:
    """Resolves anaphors of one document."""

    def __init__(self, document: Document, viewer: Viewer) -> None:
        self._document = document
        self._viewer = viewer
        self._resolved: dict[int, Antecedent] = {}
        self._stated: dict[int, list[Antecedent]] = {}

    def keep(self, index: int, found: Antecedent) -> None:
        """Remember what sentence `index` is about, where it says so by an anaphor itself."""
        self._resolved.setdefault(index, found)

    def state(self, index: int, topic: str, span: Span) -> None:
        """Remember what a stand of sentence `index` is about, in its own words."""
        self._stated.setdefault(index, []).append(Antecedent(topic, span, competing=False))

    def before(self, index: int, word: int) -> Antecedent | None:
        """The topic meant by an anaphor at `word` of sentence `index`.

        First the clauses before it in the sentence, then up to two sentences of the same section,
        the subject before other topics. Of two topics neither of which is a subject, none. Where
        no topic is known, what the last stand was about, in the sentence or the one before it.
        """
        view = self._viewer.view(index)
        own = [hit for at, (hit, _) in sorted(view.topics.items()) if at < word and not hit.weak]
        found = self._one(view, own)
        if own:
            return found
        stated = self._last_stated(index, view.starts[word])
        return stated or self._earlier(index) or self._last_stated(index - 1, view.span.start)

    def _last_stated(self, index: int, before: int) -> Antecedent | None:
        """What the last stand of a sentence was about, named before a place of the text."""
        named = (a for a in reversed(self._stated.get(index, [])) if a.span.end <= before)
        return next(named, None)

    def _earlier(self, index: int) -> Antecedent | None:
        """A topic of up to two sentences before, unless the last one took a stand on another."""
        if index - 1 in self._stated:
            return self._resolved.get(index - 1)
        for back in range(1, MAX_BACK + 1):
            if index - back < 0 or self._section_ends(index - back, index):
                return None
            if index - back in self._resolved:
                return self._resolved[index - back]
            before = self._viewer.view(index - back)
            hits = [hit for _, (hit, _) in sorted(before.topics.items()) if not hit.weak]
            if hits:
                return self._one(before, hits)
        return None

    def _one(self, view: View, hits: list[TopicHit]) -> Antecedent | None:
        ids = {hit.id for hit in hits}
        if not hits:
            return None
        if len(ids) == 1:
            return Antecedent(hits[0].id, hits[0].span, competing=False)
        subject = self._subject(view)
        if subject is None:
            return None
        return Antecedent(subject.id, subject.span, competing=True)

    def _subject(self, view: View) -> TopicHit | None:
        """The topic that opens a sentence, before its first verb or comma."""
        for i in range(len(view)):
            if i in view.topics and not view.topics[i][0].weak:
                return view.topics[i][0]
            if view.tag(i) in "HUO,;:FSRN":
                return None
        return None

    def _section_ends(self, earlier: int, later: int) -> bool:
        """True when a heading stands between two sentences, or one of them is no body text."""
        sentences = self._document.sentences
        roles = {s.role for s in sentences[earlier:later]}
        if sentences[later].role is not sentences[earlier].role:
            return True
        return bool(roles & {Role.HEADING, Role.TITLE, Role.CAPTION})
