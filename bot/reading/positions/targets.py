"""What a phrase is about: the topic its head names, or a topic in its own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.model import Span
from bot.reading.actors import Form
from bot.reading.positions.phrases import Phrases
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords
from bot.reading.topics import TopicHit, TopicLexicon

_NO_MARKS = str.maketrans("", "", '"“”„‟«»‹›')
MAX_SLOT = 26  # words
MIN_ALONE = 4  # letters of a word that is a topic alone
MAX_FREE = 12  # words of a free topic
MAX_WEAK = 2  # "for", "on" between the slot and its topic
MAX_TOPICS = 2  # of one phrase
NAMED = frozenset({"topic", "anaphor", "generic"})  # what a topic of the lexicon fills


@dataclass(frozen=True, slots=True)
class Target:
    """What fills a slot."""

    topic: str
    span: Span
    first: int = -1  # its first word
    last: int = -1  # its last word, of a topic in its own words
    flipped: bool = False  # "lift": the stand is on the end of it
    negated: bool = False  # "not to send": the stand is on its not being done
    done: bool = False  # in its own words, it begins with a verb that brings about or ends
    distance: int = 0  # weak links between the slot and the topic
    how: Literal["topic", "anaphor", "free", "generic", "clause", "vague"] = "topic"
    competing: bool = False
    disputed: bool = False  # an anaphor for what somebody took a stand on just before
    vague: bool = False  # "their plan": only the context tells what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """What lies between the beginning of a phrase and a word of it."""

    weak: int = 0  # weak links
    flipped: bool = False  # behind a word that undoes
    joined: bool = False  # behind "and"
    passed: bool = False  # behind a topic

    def behind_topic(self) -> _Path:
        """The path behind a topic that was found."""
        return replace(self, joined=False, passed=True)


class Targets:
    """Finds topics in the phrases of one view."""

    def __init__(
        self,
        view: View,
        words: PositionWords,
        phrases: Phrases,
        topics: TopicLexicon,
        language: str,
    ) -> None:
        self._view = view
        self._words = words
        self._phrases = phrases
        self._topics = topics
        self._language = language

    # ------------------------------------------------------------------ topics of the lexicon

    def in_phrase(self, first: int, last: int) -> tuple[Target, ...]:
        """The topics of a phrase: its head's, or of what hangs on it; at most two, if joined."""
        path = _Path()
        found: list[Target] = []
        i = first
        while i <= last and len(found) < MAX_TOPICS:
            if i in self._view.topics:
                hit, end = self._view.topics[i]
                if (not found or path.joined) and self._counts(hit, first, i, end):
                    found.append(self._target(hit, i, end, path))
                    path = path.behind_topic()
                i = end + 1
                continue
            following = self._step(path, first, i)
            if following is None:
                break
            path = following
            i += 1
        return tuple(found) or self._without_topic(first, last, flipped=path.flipped)

    def _counts(self, hit: TopicHit, first: int, i: int, end: int) -> bool:
        """False for a weak word that is no head, and for an ill that only qualifies a noun."""
        if hit.weak:
            return self._is_head(first, i)
        qualifies = self._words.bare_nouns and self._view.tag(end + 1) == "w"
        return not (hit.against and qualifies and not self._undone_inside(end))

    def _step(self, path: _Path, first: int, i: int) -> _Path | None:
        """The path over word `i`; None where nothing behind it is what the stand is about."""
        word, tag, sets = self._view.word(i), self._view.tag(i), self._words.sets
        negated = word in sets["negations"] and i > first
        if self._view.phrase(i, self._words.phrases["asides"]):
            return None
        if negated or tag == "#" or word in sets["screens"] or self._reason(first, i):
            return None
        if word in sets["undo"]:
            return replace(path, flipped=not path.flipped)
        if self._purpose(i) and word not in sets["do"]:
            return None  # "calm, to resolve the war" is about calm
        if tag == "C":
            return _Path(flipped=path.flipped and not path.passed, joined=True, passed=path.passed)
        if tag in "EF" and word not in sets["links"] and i > first:
            return None if path.weak == MAX_WEAK else replace(path, weak=path.weak + 1)
        return path

    def _purpose(self, i: int) -> bool:
        """True for an infinitive that says what for; English writes it like "to" before a noun."""
        before = self._view.word(i - 1)
        marks = self._words.sets["infinitive_marks"] - self._words.sets["links"]
        return not self._words.bare_nouns and before in marks and self._infinitive(i)

    def _reason(self, first: int, i: int) -> bool:
        """True at "for" behind a name: "criticised X for Y" is about X."""
        view = self._view
        if view.tag(i) not in "EF" or view.word(i) in self._words.sets["links"]:
            return False
        return any(
            first <= at and end == i - 1 and hit.form in {Form.NAME, Form.SEAT, Form.NOTHING}
            for at, (hit, end) in view.actors.items()
        )

    def _target(self, hit: TopicHit, at: int, end: int, path: _Path) -> Target:
        if self._view.word(end + 1) in self._words.sets["undone"]:
            path = replace(path, flipped=not path.flipped)  # "wants the sanctions lifted"
        compound = self._undone_inside(end) and not (hit.against and self._words.verb_second)
        if compound:
            path = replace(path, flipped=not path.flipped)
        if hit.against:
            return Target(hit.id, hit.span, at, flipped=not path.flipped, distance=path.weak)
        undone = self._topics.undo(hit.id) if path.flipped else None
        if undone:
            return Target(undone, hit.span, at, distance=path.weak)
        return Target(hit.id, hit.span, at, flipped=path.flipped, distance=path.weak)

    def _undone_inside(self, end: int) -> bool:
        """True for compounds that end what they name: "tax cuts", "Steuersenkung"."""
        view, undo = self._view, self._words.sets["undo"]
        if self._words.bare_nouns and view.tag(end + 1) == "w" and view.word(end + 1) in undo:
            return True
        return bool(self._words.undo_endings) and view.word(end).endswith(self._words.undo_endings)

    def _is_head(self, first: int, i: int) -> bool:
        """True when a weak word is what the phrase names, not what it merely hangs on."""
        view = self._view
        between = range(first, i)
        if view.tag(view.topics[i][1] + 1) == "'":
            return False
        if any(view.word(k) in self._words.sets["carriers"] for k in between):
            return True
        if view.topics[i][0].carried:
            return False
        links = self._words.sets["links"]
        return not any(view.tag(k) in "EF" or view.word(k) in links for k in between)

    def undone(self, target: Target) -> Target:
        """The target of a stand for the end of what `target` is."""
        undone = self._topics.undo(target.topic)
        if undone and not target.flipped:
            return replace(target, topic=undone)
        return replace(target, flipped=not target.flipped)

    # ------------------------------------------------------------------ other topics

    def _without_topic(self, first: int, last: int, *, flipped: bool) -> tuple[Target, ...]:
        """A phrase no topic is named in: "the plan", or a topic in its own words."""
        view = self._view
        head_end = first
        while head_end < last and view.tag(head_end + 1) in "wWD#'B":
            head_end += 1
        generic = self._topics.generic(list(view.words[first : head_end + 1]), self._language)
        ends = head_end == last or view.tag(head_end + 1) not in "EF"
        if generic and head_end - first < 3 and ends:
            return (
                Target(generic, view.place(first, head_end), first, flipped=flipped, how="generic"),
            )
        return self.free(first, last)

    def free(self, first: int, last: int) -> tuple[Target, ...]:
        """A phrase as a topic of its own: its words, without the article before them."""
        view, pointing = self._view, self._words.sets["pointing"]
        vague = any(view.word(i) in pointing for i in range(first, min(first + 2, last + 1)))
        while first <= last and (
            view.tag(first) in "DBN#" or self._leading_adverb(first) or self._magnitude(first)
        ):
            first += 1
        last = next((i - 1 for i in range(first + 1, last + 1) if self._cuts(first, i)), last)
        last = self._shortened(first, last)
        while last > first and view.tag(last) in "DEFCB'":
            last -= 1
        if first > last or view.tag(first) not in "wW":
            return ()
        if view.word(first) in self._words.sets["indefinites"]:
            return ()  # "anyone in the race"
        alone = last == first
        word = view.word(first)
        short = len(word) < MIN_ALONE and word not in self._words.sets["matters"]
        if alone and (short or word in self._words.sets["screens"]):
            return ()
        before = view.word(first - 1)
        noun = view.tag(first - 1) in "EF" and before not in self._words.sets["infinitive_marks"]
        if alone and not (noun or view.tag(first - 1) == "D") and self._infinitive(first):
            return ()  # "asks to negotiate with ...": the verb alone says too little
        if alone and any(form.enclitic for form in self._words.forms.get(word, ())):
            return ()  # "rinunciarvi", whose pronoun nothing explains
        if any(view.word(i) in self._words.sets["negations"] for i in range(first, last + 1)):
            return ()
        undone = last > first and view.word(last) in self._words.sets["undone"]
        last -= undone  # "wants the decision | reversed"
        words = " ".join(view.said(first, last).translate(_NO_MARKS).split())
        span = view.place(first, last)
        return (Target(words, span, first, last, flipped=undone, how="free", vague=vague),)

    def _cuts(self, first: int, i: int) -> bool:
        """True where the words behind are no part of the topic that begins at `first`."""
        view = self._view
        if view.tag(i) == "C":
            return not self._pair(i)
        clause = view.tag(i) == "B" and view.word(i) in self._words.sets["clitics"]
        gerund = view.tag(i) == "w" and view.word(i).endswith(self._words.clause_endings)
        return clause or gerund or self._reason(first, i)

    def _pair(self, i: int) -> bool:
        """True for "and" between two bare words: "calm | and | dialogue", "pur et simple de"."""
        view = self._view
        bare = view.tag(i - 1) == "w" and view.tag(i + 1) == "w" and view.tag(i + 2) in ",.;:EF)"
        verb = self._infinitive(i + 1) or self._verb_at(i + 1)
        return bare and not verb and view.word(i) not in self._words.sets["negations"]

    def _shortened(self, first: int, last: int) -> int:
        """The last word of a topic that is not too long; a long one ends before a preposition."""
        if last - first < MAX_FREE:
            return last
        last = first + MAX_FREE
        return next(
            (i - 1 for i in range(last, first + 2, -1) if self._view.tag(i) in "EF"), last - 1
        )

    def _magnitude(self, i: int) -> bool:
        """True for what is glued to a number: the "£" and the "bn" of "the £2.1bn bid"."""
        view = self._view
        if view.tag(i) == "'":
            return view.tag(i + 1) == "#"
        before = view.said(i - 1, i) if view.tag(i - 1) == "#" else " "
        return view.tag(i) == "w" and " " not in before

    def _leading_adverb(self, i: int) -> bool:
        """True for "really" of "really call"; in other languages adverbs stand behind."""
        return self._words.bare_nouns and self._view.tag(i) == "w" and self._adverb(i)

    # ------------------------------------------------------------------ edges

    def _end(self, i: int) -> int:
        """The last word of the phrase at `i`, over links, weak links and infinitives."""
        view, j = self._view, i + 1
        while j < len(view) and j - i < MAX_SLOT:
            tag, word = view.tag(j), view.word(j)
            if tag in "HUO,;:.()-TRS" or (tag == "M" and j > i):
                break
            if tag == "C" and (self._verb_at(j + 1) or self._deed(j + 1)):
                break  # "opposes the mission | and demands sanctions"
            marks = word in self._words.sets["infinitive_marks"] and self._infinitive(j + 1)
            if tag == "F" and word not in self._words.sets["weak_links"] and not marks:
                break
            j += 1
        return j - 1

    def _deed(self, i: int) -> bool:
        """True for a further infinitive: "raise the fee | and lift the embargo" (English)."""
        sets = self._words.sets
        deed = self._view.word(i) in sets["do"] | sets["undo"] | sets["efforts"]
        return self._words.bare_nouns and deed and self._view.tag(i + 1) in "DwW#"

    def _verb_at(self, i: int) -> bool:
        """True when a verb of its own begins at `i`; a form that may be a noun is taken for one."""
        view = self._view
        while view.tag(i) in "BN" and i < len(view):
            i += 1
        known = self._words.forms.get(view.word(i), ())
        forms = {cue.form for cue in known if len(cue.words) == 1}
        finite = "finite" in forms and not forms & {"infinitive", "noun"}
        finite = finite or any(  # "calls for": "calls" alone may be a noun
            cue.form == "finite" and len(cue.words) > 1 and self._reads(i, cue.words)
            for cue in known
        )
        return finite or view.tag(i) in "HUO" or view.word(i) in self._words.sets["reports"]

    def _reads(self, i: int, words: tuple[str, ...]) -> bool:
        return self._view.words[i : i + len(words)] == words

    def _over_adverbs(self, i: int) -> int:
        view = self._view
        while i < len(view):
            size = view.phrase(i, self._words.phrases["fillers"])
            if size:
                i += size
            elif view.tag(i) == "D" and view.tag(i + 1) == "M":
                i += 2  # "el martes"
            elif view.tags[i : i + 3] in {",N,", ",B,"}:
                i += 3  # "plaide, lui, pour"
            elif (view.tag(i) in "BM" and view.word(i) not in self._words.sets["anaphors"]) or (
                view.tag(i) == "w" and view.tag(i - 1) not in "DEF" and self._adverb(i)
            ):
                i += 1
            else:
                break
        return i

    def _adverb(self, i: int) -> bool:
        return self._view.word(i).endswith(self._words.adverb_endings)

    def _infinitive(self, i: int) -> bool:
        view = self._view
        while self._pronoun_at(i):
            i += 1
        if view.tag(i) != "w":
            return False
        if self._words.bare_nouns:  # English: any word behind "to" but a plural
            plural = view.word(i).endswith("s") and not view.word(i).endswith(("ss", "us"))
            return not plural and view.word(i - 1) in self._words.sets["infinitive_marks"]
        return view.word(i).endswith(self._words.infinitive_endings)

    def _pronoun_at(self, i: int) -> bool:
        """True for an object pronoun before its infinitive, which may look like an article."""
        if self._view.word(i) not in self._words.sets["clitics"]:
            return False
        sets, verb = self._words.sets, self._view.word(i + 1)
        acts = sets["do"] | (sets["undo"] - sets["matters"])
        known = verb in acts or self._words.infinitive_stance(verb) is not None
        return self._view.tag(i) in "BN" or (self._view.tag(i) == "D" and known)
