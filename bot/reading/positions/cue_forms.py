"""Cues and their forms: what a text may hold of each, made from stems, paradigms and particles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.model import Stance
from bot.reading.text import fold

Form = Literal[
    "finite", "first", "participle", "infinitive", "gerund", "predicate", "noun", "impersonal",
    "ought", "will", "verdict", "attribute",
]  # fmt: skip
Outcome = Literal["support", "open", "oppose", "undecided", "drop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paradigm:
    """The endings of one conjugation, separated by spaces; `-` is the empty ending."""

    finite: str = ""
    first: str = ""  # first person, where it stands without a pronoun: "apoyamos"
    participle: str = ""
    infinitive: str = ""
    gerund: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGroup:
    """Cues that take the same stand in the same frame.

    `slots` say where the topic stands: ``object`` right behind the cue, ``addressed`` behind the one
    who is asked ("chiede alla Francia il ritiro"), ``that`` in a clause,
    ``bare`` nowhere (it is understood), ``here`` right behind a cue that is a preposition itself,
    ``inf`` in an infinitive clause, ``modal`` before the infinitive of a modal verb (German), anything else behind that preposition.
    """

    stance: Outcome  # `drop`: only its negation is a stand, "has not decided"
    negated: Outcome  # what the cue says when it is negated
    weight: int = 3  # 1 weak .. 3 strong
    slots: tuple[str, ...] = ("object",)
    reflexive: bool = False
    quoted: bool = False  # only in the very words of a speaker: "there will be no ..."
    passive: bool = True  # its passive has the topic as subject
    denied: bool = False  # a stand only where it is denied: "will not accept the plan"
    concerned: bool = False  # German: the holder is in the dative, "dem Verband geht das zu weit"
    demand: bool = False  # it asks others for something, so that any verb tells what
    only: Literal["", "policies", "names"] = ""  # the table its object must be of, or a name
    never: Literal["", "messages", "threats"] = ""  # the table it cannot be of
    futures_of: Literal["", "do", "undo"] = ""  # the futures of the infinitives of that table
    verbs: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()  # adjectives and phrases behind "to be"
    nouns: tuple[str, ...] = ()
    impersonals: tuple[str, ...] = ()  # whole phrases without a subject of their own
    public: bool = False  # a stand only where public affairs are talked of: "plans", "announces"
    oughts: tuple[str, ...] = ()  # "must": the one who says so wants it done
    told: bool = False  # its wills count behind a report verb only: "said it would"
    wills: tuple[str, ...] = ()  # "will": the one who does it wants it
    verdicts: tuple[str, ...] = ()  # "a mistake": the one who says "is" or "calls it" so judges it


class CueForm(NamedTuple):
    """One form of one cue, as a text may hold it."""

    words: tuple[str, ...]
    form: Form
    group: CueGroup
    enclitic: bool = False  # an object pronoun is glued to it: "rechazarlo"
    particle: str = ""  # German: to be found at the end of the clause
    infinitive: bool = False  # an infinitive with its own "zu" inside: "abzulehnen"


_ELIDED = re.compile(r"'(?!t\b)")


def split(words: str) -> tuple[str, ...]:
    """A folded phrase as the tokens of a text: an elided word is one of its own, "won't" is one."""
    return tuple(_ELIDED.sub("' ", fold(words)).split())


LONG_PARTICLE = 4  # letters; "bereit" and the like are words of their own: "bereit erklärt"


def stance_of(outcome: Outcome) -> Stance | None:
    """The stance an outcome stands for; None for `drop`."""
    return None if outcome == "drop" else Stance(outcome)


def glued(stem: str, endings: str) -> Iterable[str]:
    """The forms of a stem with each of its endings, folded."""
    for ending in endings.split():
        plain = "" if ending == "-" else ending
        yield fold(plain.replace("~", stem) if "~" in plain else stem + plain)


def separable(word: str, form: Form, particle: str, group: CueGroup) -> Iterable[CueForm]:
    """The forms of a separable verb: "lehnt ... ab", "ablehnt", "abgelehnt", "abzulehnen".

    A noun that belongs to the verb is written with its capital, and stays a word of its own:
    "legt ... Veto ein", "Veto eingelegt", "Absage zu erteilen".
    """
    noun = particle[:1].isupper()
    *nouns, particle = fold(particle).split()
    if noun and not nouns:
        nouns, particle = [particle], ""
    if nouns:
        whole = " ".join([*nouns, particle]).strip()
        if form == "finite":
            yield CueForm((word,), form, group, particle=whole)
        yield CueForm((*nouns, particle + word), form, group)
        if form in {"participle", "infinitive"} and not particle:
            yield CueForm((word,), form, group, particle=whole)  # "Grund für die Quote gesehen"
        if form == "infinitive":
            inner = (f"{particle}zu{word}",) if particle else ("zu", word)
            yield CueForm((*nouns, *inner), form, group, infinitive=True)
        return
    if form == "finite":
        yield CueForm((word,), form, group, particle=particle)
    yield CueForm((particle + word,), form, group)
    if len(particle) > LONG_PARTICLE:
        yield CueForm((particle, word), form, group)
        if form in {"participle", "infinitive"}:
            yield CueForm((word,), form, group, particle=particle)  # "offen für X gezeigt"
    if form == "infinitive":
        yield CueForm((f"{particle}zu{word}",), form, group, infinitive=True)


def attributes(
    participles: Iterable[str], particle: str, endings: Iterable[str], group: CueGroup
) -> Iterable[CueForm]:
    """A participle before its noun: "der geforderte Ausbau", "die abgelehnten Pläne"."""
    if " " in particle or particle[:1].isupper():
        return
    for word in participles:
        for ending in endings:
            yield CueForm((f"{fold(particle)}{word}{ending}",), "attribute", group)
