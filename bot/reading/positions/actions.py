"""Acts and clauses as what a stand is about: "send troops", "lift the sanctions", "that it stays"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.reading.positions.phrases import Phrases
from bot.reading.positions.targets import NAMED, Target, Targets
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords
from bot.reading.topics import TopicLexicon

MAX_EFFORT = 5  # words between "do" and the "to" of "do everything possible to"
MAX_CLAUSE = 14  # words of a that-clause looked at


class Actions(Targets):
    """Reads infinitives, anaphors and clauses of one view."""

    def __init__(
        self,
        view: View,
        words: PositionWords,
        phrases: Phrases,
        topics: TopicLexicon,
        language: str,
        antecedent: Callable[[int], Target | None],
        person: Callable[[str], Target | None],
    ) -> None:
        """Read `view`.

        `antecedent` tells what an anaphor at a word stands for, `person` whom a pronoun of a
        gender does (empty: of either).
        """
        super().__init__(view, words, phrases, topics, language)
        self._antecedent = antecedent
        self._person = person

    def _anaphor(self, i: int) -> tuple[Target, ...] | None:
        """The topic that "this option" or "it" stands for; None when there is no anaphor at `i`."""
        view = self._view
        size = view.phrase(i, self._words.phrases["anaphors"])
        if not size or view.word(i + size) in self._words.sets["links"]:
            return None
        pronoun = view.tag(i + 1) not in (
            "wW#DTNHUORS'EF" if view.tag(i) == "T" else "wW#DTNHUORS'"
        )
        if size == 1 and not pronoun:
            return None
        found = self._antecedent(i)
        sure = view.word(i) in self._words.pronoun_articles
        if found is not None and size == 1:
            # "it", "this" may be about more than a topic
            found = replace(found, distance=0 if found.disputed or sure else 2)
        if found is None and size > 1:
            generic = self._topics.generic(list(view.words[i : i + size]), self._language)
            place = view.place(i, i + size - 1)
            return (Target(generic, place, i, how="generic"),) if generic else ()
        return one(found)

    def action(self, i: int, *, asked: bool = False) -> tuple[Target, ...]:
        """An infinitive and its object: "send troops", "lift the sanctions".

        Of what others are `asked` to do, every verb tells: "urged X to talk to Y".
        """
        view, sets = self._view, self._words.sets
        while (view.tag(i) in "BN" or self._pronoun_at(i)) and i < len(view):
            if view.word(i) in sets["negations"]:
                return tuple(replace(t, negated=True) for t in self.action(i + 1, asked=asked))
            if view.word(i) in sets["anaphoric_clitics"] and view.word(i) not in sets["reflexives"]:
                return self._done_to(one(self._antecedent(i)), i)
            i += 1
        further = self._further(i)
        if further is not None:
            return self.action(further, asked=asked)
        return self._deed_at(i, asked=asked)

    def _done_to(self, topics: tuple[Target, ...], clitic: int) -> tuple[Target, ...]:
        """What is wanted of topics a pronoun stands for: "le supprimer" is a stand against them."""
        verb = next(
            (
                w
                for w in self._view.words[clitic + 1 : clitic + 3]
                if w not in self._words.sets["clitics"]
            ),
            "",
        )
        against = self._words.infinitive_stance(verb) == "oppose"
        if verb in self._words.sets["undo"] or against:
            return tuple(replace(self.undone(t), done=True) for t in topics)
        done = verb in self._words.sets["do"]
        return tuple(replace(t, done=done) for t in topics)

    def _deed_at(self, i: int, *, asked: bool) -> tuple[Target, ...]:
        """What the infinitive at `i` and its object are about."""
        view, sets = self._view, self._words.sets
        verb = view.word(i)
        shunned = view.phrase(i, self._words.phrases["shuns"])
        if verb in sets["neutral"] and not (asked or shunned):
            return ()
        cue = self._words.infinitive_stance(verb)
        j = self._over_adverbs(i + max(1, shunned))
        object_ = self._object_of_action(j)
        topics = tuple(t for t in object_ if t.how in NAMED)
        if verb in sets["alone"] and not object_:
            return self.free(i, i) or (self._alone(i),)
        aid = verb in sets["efforts"] and j in view.actors  # "help | Malta"
        done = aid or cue is not None or verb in sets["undo"] or verb in sets["do"]
        if shunned and not topics:
            return tuple(replace(t, flipped=not t.flipped, done=True) for t in object_)
        if topics and (verb in sets["undo"] or cue == "oppose"):
            return tuple(self.undone(t) for t in topics)
        if topics and done:
            return topics
        if cue == "oppose" and object_ and view.tag(j) != "T":
            return tuple(replace(t, flipped=not t.flipped, done=True) for t in object_)
        return self._in_own_words(i, j, object_, done=done)

    def _in_own_words(
        self, i: int, j: int, object_: tuple[Target, ...], *, done: bool
    ) -> tuple[Target, ...]:
        """The action at `i` as a topic; `object_`, found at `j`, where that is a clause."""
        if self._view.tag(j) == "T":
            return tuple(replace(t, done=done) for t in object_)  # "allow | that they close it"
        free = self.free(i, self._end(i)) if object_ else ()
        heavy = self._view.word(i) not in self._words.sets["light"]
        return tuple(replace(t, done=done and heavy) for t in free)

    def _further(self, i: int) -> int | None:
        """The infinitive an effort at `i` is about: "do everything to | save the school"."""
        if self._view.word(i) not in self._words.sets["efforts"]:
            return None
        marks = self._words.sets["infinitive_marks"]
        near = range(i + 1, min(i + MAX_EFFORT, len(self._view)))
        return next(
            (k + 1 for k in near if self._view.word(k) in marks and self._infinitive(k + 1)), None
        )

    def _alone(self, i: int) -> Target:
        return Target(self._view.word(i), self._view.place(i, i), i, i, how="free")

    def _object_of_action(self, j: int) -> tuple[Target, ...]:
        view = self._view
        anaphor = self._anaphor(j)
        if anaphor is not None:
            return anaphor
        if view.tag(j) == "T":
            return self.clause(j)
        if view.tag(j) in "EF" and self._infinitive(j + 1):
            return self.action(j + 1)
        if view.tag(j) in "EF":
            j += 1
        return self.in_phrase(j, self._end(j)) if view.tag(j) in "DwW#'E" else ()

    # ------------------------------------------------------------------ clauses

    def clause(self, i: int) -> tuple[Target, ...]:
        """The first topic of a that-clause, or the clause in its own words."""
        view = self._view
        last = i
        for j in range(i + 1, min(len(view), i + MAX_CLAUSE)):
            if view.word(j) in self._words.sets["negations"]:
                return ()
            if view.tag(j) in ",;:.":
                break
            last = j
            if j in view.topics and not view.topics[j][0].weak:
                hit = view.topics[j][0]
                undo = any(view.word(k) in self._words.sets["undo"] for k in range(i, len(view)))
                return () if undo else (Target(hit.id, hit.span, j, how="clause"),)
        return self.free(i + 1, last)


def one(target: Target | None) -> tuple[Target, ...]:
    """A target as what fills a slot; nothing for None."""
    return () if target is None else (target,)
