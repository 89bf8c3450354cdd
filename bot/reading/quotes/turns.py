"""Whose turn it is: who speaks in a sentence, named there or going on from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.people import People
from bot.reading.quotes.attribution import Attributions
from bot.reading.quotes.choose import Choice
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.speakers import Speaker, Speakers
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document

MAX_ABOUT = 4  # sentences back to the person an article begins with
NEVER = -2  # the index of no frame, nor of one before the first


class Turns:
    """Follows the speakers of one document, frame by frame."""

    def __init__(
        self, document: Document, frames: Sequence[Frame], words: QuoteWords, people: People
    ) -> None:
        self._frames = frames
        self._words = words
        self._people = people
        self._speakers = Speakers(document, people, words)
        self._expected: Speaker | None = None  # named before a colon at a paragraph's end
        self._reporting = NEVER  # the last frame that gives somebody's words

    @property
    def last(self) -> Speaker | None:
        """Who spoke last."""
        return self._speakers.last

    def named(self, frame: Frame, finder: Attributions, by: Attribution) -> Speaker | None:
        """The speaker an attribution names; None when it names nobody."""
        return self._speakers.of(frame, finder.phrases, by)

    def in_mood(self, n: int, found: Sequence[Attribution]) -> bool:
        """True when frame `n` goes on with reported speech by the mood of its verb alone.

        German tells so by the subjunctive, French by the conditional: "Il serait prêt".
        """
        frame, last = self._frames[n], self._speakers.last
        if last is None or last.paragraph != frame.paragraph or self._reporting != n - 1:
            return False
        if any(by.speaker is not None for by in found):
            return False
        return any(atom.lower in self._words.reportive for atom in frame.atoms)

    def speaker(
        self, n: int, i: int, finder: Attributions, choice: Choice | None, *, mood: bool
    ) -> Speaker | None:
        """Who speaks the marked segment at atom `i` of frame `n`.

        Args:
            n: the frame.
            i: the segment.
            finder: the attributions of the frame.
            choice: the attribution the segment belongs to, when the frame has one.
            mood: the frame goes on with reported speech, so that its subject is not the speaker.
        """
        frame, last = self._frames[n], self._speakers.last
        if choice is not None:
            return self._by_attribution(n, i, finder, choice.attribution)
        echo = self._echo(n, i)
        if echo is not None:
            return echo
        if mood and last is not None:
            return replace(last, rule="mood", cue=None)
        if frame.tags[:i].rstrip("'").endswith(":"):
            subject = finder.phrases.opening(i)
            if subject is not None:
                return self._speakers.subject(frame, finder.phrases, subject, "colon")
        if self._expected is not None and i == 0:
            return replace(self._expected, rule="colon")
        return self._inherited(n, i, finder)

    def _by_attribution(
        self, n: int, i: int, finder: Attributions, by: Attribution
    ) -> Speaker | None:
        """Who an attribution names; when its subject is left out, who it goes on from."""
        frame, last = self._frames[n], self._speakers.last
        speaker = self.named(frame, finder, by)
        if speaker is not None or by.rule == "passive":
            return speaker
        if by.rule == "view":
            held = last or self._sentence_before(n)
            return replace(held, rule="continued", cue=by.cue) if held is not None else None
        dropped = self._words.drops_subject
        inherited = self._dropped(n, i, finder) if dropped else self._inherited(n, i, finder)
        return replace(inherited, cue=by.cue) if inherited is not None else None

    def _dropped(self, n: int, i: int, finder: Attributions) -> Speaker | None:
        """The subject a verb leaves out: who spoke last, or whom the sentence before is about."""
        frame, last = self._frames[n], self._speakers.last
        if frame.tags[:i].rstrip("'").endswith(":"):
            subject = finder.phrases.opening(i)
            if subject is not None:
                return self._speakers.subject(frame, finder.phrases, subject, "colon")
        before = self._sentence_before(n)
        here = last is not None and last.paragraph == frame.paragraph
        if before is not None and (
            not here or (before.person is not None and self._reporting < n - 1)
        ):
            return before
        return last or self._protagonist(n)

    def _is_named(self, speaker: Speaker) -> bool:
        """True for a person, or a name of two words that may be one's."""
        return speaker.person is not None or any(
            " " in person.name for _, person in self._people.others_within(speaker.span)
        )

    def _protagonist(self, n: int) -> Speaker | None:
        """The person the sentences before are about, when nobody spoke yet."""
        subjects = (self._about(k) for k in range(n - 1, max(-1, n - 1 - MAX_ABOUT), -1))
        return next((s for s in subjects if s is not None and self._is_named(s)), None)

    def _echo(self, n: int, i: int) -> Speaker | None:
        """Who the next sentence says spoke: "«...». Lo ha detto il sindaco"."""
        if n + 1 >= len(self._frames) or self._frames[n].tags[i + 1 :].strip(".'"):
            return None
        following = self._frames[n + 1]
        words = tuple(atom.lower for atom in following.atoms[:4])
        sizes = [len(e) for e in self._words.echo_openings if words[: len(e)] == e]
        if following.quoted or not sizes:
            return None
        finder = Attributions(following, self._words, self._people)
        for by in finder.find():
            if by.human and by.speaker is not None and "say" in by.classes:
                return self.named(following, finder, by)
        at = max(sizes)
        at += following.tags[at : at + 1] in {"E", "F"}  # "Son palabras de la alcaldesa"
        phrase = finder.phrases.right(at, near=True, oblique=True)  # "A dirlo è il sindaco"
        if phrase is None or not finder.phrases.headed(phrase):
            phrase = finder.phrases.only_person()
        if phrase is None:
            return None
        return self._speakers.subject(following, finder.phrases, phrase, "echo")

    def _inherited(self, n: int, i: int, finder: Attributions) -> Speaker | None:
        """Who goes on speaking in a sentence that names no speaker."""
        frame, last = self._frames[n], self._speakers.last
        subject = finder.phrases.opening(i) if i else None
        if last is not None and last.paragraph == frame.paragraph:
            if i > 2 and subject is not None:
                return self._speakers.subject(frame, finder.phrases, subject, "subject")
            return replace(last, rule="continued")
        if subject is not None:
            return self._speakers.subject(frame, finder.phrases, subject, "subject")
        before = self._sentence_before(n)
        if before is not None:
            return before
        if last is not None and frame.paragraph - last.paragraph == 1:
            return replace(last, rule="continued")
        return None

    def _sentence_before(self, n: int) -> Speaker | None:
        """The subject of the sentence before in the same paragraph, which leads to somebody's words."""
        before = self._frames[n - 1] if n else None
        if before is None or before.paragraph != self._frames[n].paragraph:
            return None
        return self._about(n - 1)

    def _about(self, n: int) -> Speaker | None:
        """The subject of frame `n`, when nobody is quoted in it."""
        frame = self._frames[n]
        if frame.quoted and self._reporting >= n:
            return None
        phrases = Attributions(frame, self._words, self._people).phrases
        subject = phrases.opening() or phrases.only_person()
        if subject is None:
            return None
        return self._speakers.subject(frame, phrases, subject, "sentence before")

    def heard(self, n: int, speaker: Speaker) -> None:
        """Remember who spoke in frame `n`."""
        self._speakers.heard(replace(speaker, paragraph=self._frames[n].paragraph))
        self._reporting = n

    def listen(self, n: int, finder: Attributions, found: Sequence[Attribution]) -> None:
        """Remember who is named as a speaker in frame `n`, marked or not, and who is about to be."""
        frame = self._frames[n]
        spoke = [a for a in found if a.speaker is not None and a.human and a.rule != "passive"]
        for by in spoke:
            speaker = self.named(frame, finder, by)
            if speaker is not None and {"say", "judge", "demand"} & by.classes:
                self.heard(n, speaker)
        self._expected = None
        if frame.tags.rstrip("'").endswith(":"):
            last = self._speakers.last
            if spoke and last is not None:
                self._expected = last
            elif (subject := finder.phrases.opening()) is not None:
                self._expected = self._speakers.subject(frame, finder.phrases, subject, "colon")
