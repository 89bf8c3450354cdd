"""What "this option", "it" or French "y" stands for: a topic of the sentences before.

A topic of the lexicon, or else what somebody just took a stand on, or else the first matter of
dispute a sentence names ("the plan for the harbour").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.layout import Role
from bot.model import Span
from bot.reading.actors import Form
from bot.reading.positions.view import View, Viewer
from bot.reading.positions.words import PositionWords
from bot.reading.text import Document
from bot.reading.topics import TopicHit

MAX_BACK = 2  # sentences
MAX_MATTER = 10  # words of a matter of dispute in its own words


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A topic a later word stands for."""

    id: str
    span: Span
    competing: bool  # another topic was near
    disputed: bool = False  # somebody took a stand on it just before


class Antecedents:
    """Resolves anaphors of one document."""

    def __init__(self, document: Document, viewer: Viewer, words: PositionWords) -> None:
        self._document = document
        self._viewer = viewer
        self._words = words
        self._resolved: dict[int, Antecedent] = {}
        self._stands: dict[int, list[Antecedent]] = {}  # by sentence

    def keep(self, index: int, found: Antecedent) -> None:
        """Remember what sentence `index` is about, where it says so by an anaphor itself."""
        self._resolved.setdefault(index, found)

    def took(self, index: int, topic: str, span: Span) -> None:
        """Remember what somebody takes a stand on in sentence `index`."""
        self._stands.setdefault(index, []).append(Antecedent(topic, span, competing=False))

    def before(self, index: int, word: int) -> Antecedent | None:
        """The topic meant by an anaphor at `word` of sentence `index`.

        First the clauses before it in the sentence, then up to two sentences of the same section,
        the subject before other topics. Of two topics neither of which is a subject, none.
        """
        view = self._viewer.view(index)
        own = [
            hit
            for at, (hit, _) in sorted(view.topics.items())
            if at < word and not hit.weak and not _in_a_name(view, at)
        ]
        pronoun = view.word(word)
        found = self._stand(index, pronoun, view.starts[word] if word < len(view) else None)
        if own or found is not None:
            return found or self._one(view, own)
        for back in range(1, MAX_BACK + 1):
            if index - back < 0 or self._section_ends(index - back, index):
                return None
            if index - back in self._resolved:
                return self._resolved[index - back]
            found = self._stand(index - back, pronoun)
            if found is not None:
                return found
            before = self._viewer.view(index - back)
            hits = [hit for _, (hit, _) in sorted(before.topics.items()) if not hit.weak]
            if hits:
                return self._one(before, hits)
            found = self._matter(before, pronoun)
            if found is not None:
                return found
        return None

    # ------------------------------------------------------------------ topics in their own words

    def _stand(self, index: int, pronoun: str, before: int | None = None) -> Antecedent | None:
        """What the last stand of sentence `index`, or of its part before a place, is about."""
        fit = [
            stand
            for stand in self._stands.get(index, [])
            if (before is None or stand.span.end <= before) and self._fits(stand.span, pronoun)
        ]
        if not fit:
            return None
        several = len({stand.id for stand in fit}) > 1
        return replace(fit[-1], competing=several, disputed=True)

    def _matter(self, view: View, pronoun: str) -> Antecedent | None:
        """The first matter of dispute a sentence names, "the plan for the harbour"."""
        if not self._words.pronoun_articles:
            return None
        found = next((f for f in self._matters(view) if self._fits(f.span, pronoun)), None)
        return None if found is None else replace(found, competing=True)

    def _matters(self, view: View) -> Iterator[Antecedent]:
        matters, links = self._words.sets["matters"], self._words.sets["links"]
        for i, word in enumerate(view.words):
            if word not in matters or view.tag(i - 1) != "D":
                continue
            last = i
            while last - i < MAX_MATTER and (
                view.tag(last + 1) in "wW#" or view.word(last + 1) in links
                or (view.tag(last + 1) == "D" and view.word(last) in links)
            ):  # fmt: skip
                last += 1
            while view.tag(last) not in "wW#":
                last -= 1
            yield Antecedent(view.said(i, last), view.place(i, last), competing=False)

    def _fits(self, span: Span, pronoun: str) -> bool:
        """False where the article before a topic tells that `pronoun` is no word for it."""
        articles = self._words.pronoun_articles
        if pronoun not in articles:
            return True
        article = self._word_before(span.start)
        known = any(article in others for others in articles.values())
        return not known or article in articles[pronoun]

    def _word_before(self, start: int) -> str:
        index = self._document.sentence_index(start)
        if index is None:
            return ""
        view = self._viewer.view(index)
        at = next((i for i, place in enumerate(view.starts) if place >= start), 0)
        return view.word(at - 1)

    # ------------------------------------------------------------------ topics of the lexicon

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


def _in_a_name(view: View, at: int) -> bool:
    """True for a topic that is only the name of a body: "the ministry of Agriculture"."""
    return at in view.actors and view.actors[at][0].form is Form.NOTHING
