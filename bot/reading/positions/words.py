"""What a language pack says of positions: cues, their slots, and the closed words around them.

Loaded from `config/languages/<code>/positions.toml`. Verbs are written as stem and paradigm,
``approuv+er``: the paradigm is a row of ``[conjugation]`` whose endings are glued to the stem
(``~`` in an ending stands for the stem: ``ge~t``). Words behind the verb belong to it
(``donn+er son feu vert``); in German they are its separable particle (``lehn+en ab``). Everything
else is in the notation of `bot.reading.wordlist`. All forms are folded when they are loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Literal

from bot.reading.positions.cue_forms import (
    CueForm,
    CueGroup,
    Form,
    Paradigm,
    attributes,
    glued,
    separable,
    split,
)
from bot.reading.text import fold
from bot.reading.wordlist import expand

Owner = Literal["m", "f", "n"]  # of "his", "her", "its": a man, a woman, a country or body


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionExample:
    """A text and the positions in it, each written as "actor stance topic"."""

    text: str
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PositionWords:
    """How a language takes a stand. Sets hold folded words; patterns as in `wordlist`."""

    verb_second: bool = False  # German
    adjectives_before: bool = False  # "the French government", not "le gouvernement français"
    bare_nouns: bool = False  # "Vidal administration": a noun behind a name is the head
    inverts: bool = False  # a subject may stand behind its verb: "se opuso el gobierno a"
    conjugation: Mapping[str, Paradigm] = field(default_factory=dict)
    futures: Mapping[str, Paradigm] = field(default_factory=dict)  # by infinitive ending
    cues: tuple[CueGroup, ...] = ()
    prepositions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # contracted forms
    links: tuple[str, ...] = ()  # "of"
    weak_links: tuple[str, ...] = ()  # "for", "on": the topic is further off
    echoes: tuple[str, ...] = ()  # "so does", "neither did": whoever follows stands likewise
    it: tuple[str, ...] = ()  # subject pronouns for a country or a body
    formerly: tuple[str, ...] = ()  # adverbs of a stand held no more: "initially"
    inabilities: tuple[str, ...] = ()  # modals that refuse when negated: "could (not support)"
    agents: tuple[str, ...] = ()  # before who did it in a passive
    particles: tuple[str, ...] = ()  # behind a verb they make another one of it: "back away"
    fillers: tuple[str, ...] = ()  # phrases between a cue and its slot: "une nouvelle fois"
    carriers: tuple[str, ...] = ()  # nouns that take a weak topic: "pressure on China"
    infinitive_marks: tuple[str, ...] = ()  # "to", "de", "zu"
    clause_endings: tuple[str, ...] = ()  # "ando": a topic in its own words ends before it
    adverb_endings: tuple[str, ...] = ()  # "ment", "ly"
    infinitive_endings: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    yet: tuple[str, ...] = ()  # with a negation: "not yet"
    not_negations: tuple[str, ...] = ()  # "not only"
    restrictions: tuple[str, ...] = ()  # fr "que" behind "ne"
    neither: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    future_helpers: tuple[str, ...] = ()  # German: "wird" before an infinitive
    modals: tuple[str, ...] = ()  # beside those of the quotes' syntax
    adverbs: tuple[str, ...] = ()  # likewise
    governing: tuple[str, ...] = ()  # prepositions beside those of the quotes' syntax
    final_openers: tuple[
        str, ...
    ] = ()  # German: of clauses that end with their verb, and prepositions
    clitics: tuple[str, ...] = ()  # what may stand between subject and verb
    first_person: tuple[str, ...] = ()  # "we", "I"
    openers: tuple[str, ...] = ()  # what a sentence may open with: "por otra parte"
    explanations: tuple[str, ...] = ()  # "is because": what an if-clause says before it is so
    first_helpers: tuple[str, ...] = ()  # helping verbs of the first person: "hemos", "siamo"
    reflexives: tuple[str, ...] = ()
    anaphoric_clitics: tuple[str, ...] = ()
    glued_endings: Mapping[str, str] = field(default_factory=dict)  # "ando" -> "ándo" before them
    enclitics: tuple[str, ...] = ()  # object pronouns glued to infinitives and gerunds
    place_enclitics: tuple[str, ...] = ()  # likewise, for what stands behind "to": "rinunciarvi"
    pairs: Mapping[str, str] = field(default_factory=dict)  # "tanto" (X) "como" (Y)
    anaphors: tuple[str, ...] = ()
    pronoun_articles: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # "la" -> "la", "una": the articles of what an object pronoun may stand for
    da_words: Mapping[str, str] = field(default_factory=dict)  # German "dagegen" -> "gegen"
    copulas: tuple[str, ...] = ()  # verbs that say of themselves: "se dit"
    copulas_be: tuple[str, ...] = ()  # German: "ist" of "ist für", never "wird" of a passive
    has_or_is: tuple[str, ...] = ()  # short forms of either helper: "'s"
    raising: tuple[str, ...] = ()  # "vient de", "continue à": the subject goes through
    gerund_links: tuple[str, ...] = ()  # between a subject and a gerund: "outspoken in"
    unasked: tuple[str, ...] = ()  # before a clause that tells rather than asks: "why", "if"
    duties: tuple[str, ...] = ()  # modals that say what others should do
    duties_soft: tuple[str, ...] = ()  # those that also tell what is expected: "should"
    shades: tuple[str, ...] = ()  # modals of what is not asked for: "would" (have to)
    chances: tuple[str, ...] = ()  # modals that weaken
    offices: tuple[str, ...] = ()  # nouns that speak for a country
    bodies: tuple[str, ...] = ()  # nouns for those who act together: "union", "council"
    public_bodies: tuple[str, ...] = ()  # likewise, of politics: "coalition", "parliament"
    politics: tuple[str, ...] = ()  # words that public affairs are talked of with: "border", "law"
    noun_endings: tuple[str, ...] = ()  # of words that are surely no name: "ung"
    adverbial_endings: tuple[str, ...] = ()  # likewise, at a sentence's head: "lich"
    adjective_endings: tuple[str, ...] = ()  # "e", "en": the case endings of attributes
    plural_endings: tuple[str, ...] = ()  # of verbs in the plural: "en", "sind"
    oblique_articles: tuple[str, ...] = ()  # of no subject: "den", "dem"
    genitive_articles: tuple[str, ...] = ()
    plural_articles: tuple[str, ...] = ()  # "die", where the noun is a plural
    nominative_relatives: tuple[str, ...] = ()  # that may be a subject: "der", "die"
    masculine_relatives: tuple[str, ...] = ()  # that can be nothing else: "der"
    neuter_relatives: tuple[str, ...] = ()
    oblique_relatives: tuple[str, ...] = ()  # that open a clause and are no subject: "denen"
    expletives: tuple[str, ...] = ()  # "es": fills a place and names nobody
    judging: tuple[str, ...] = ()  # verbs that ascribe a quality: "calls", "considers"
    posts: tuple[str, ...] = ()  # nouns that speak for a body, never for a country: "party leader"
    governments: tuple[str, ...] = ()  # offices that stand for the country of the text when alone
    definite: tuple[str, ...] = ()  # "the"
    articled: tuple[str, ...] = ()  # prepositions with an article in them, beside links: "dalla"
    former: tuple[str, ...] = ()  # of a stand that was once taken: German "lange hatte X sich"
    viewpoints: tuple[
        str, ...
    ] = ()  # before whose view a verdict is: "for X, the plan is a mistake"
    group_nouns: tuple[str, ...] = ()
    folk: tuple[str, ...] = ()  # people who take stands together: "farmers", "rebels"
    indefinites: tuple[str, ...] = ()
    examples_of: tuple[str, ...] = ()  # "such as"
    exceptions: tuple[str, ...] = ()
    adversatives: tuple[str, ...] = ()
    conditionals: tuple[str, ...] = ()  # "if"
    concessives: tuple[str, ...] = ()  # main clauses that make a fact of an if-clause
    sources: tuple[str, ...] = ()  # "according to"
    nobody: tuple[str, ...] = ()  # "man", "es": subjects that name nobody
    reported: tuple[str, ...] = ()  # verb forms of reported speech alone: "müsse"
    separable: tuple[str, ...] = ()  # German particles that make another verb of a verb
    hearsay: tuple[str, ...] = ()  # modals that also tell what is said to be so: "soll"
    joins: tuple[str, ...] = ()  # "als auch": words that join as "and" does
    so: tuple[str, ...] = ()  # ", so der Minister"
    reports: tuple[str, ...] = ()  # verbs of saying, finite forms
    suppositions: tuple[
        str, ...
    ] = ()  # before a clause without "that" they make it no fact: "fears"
    reportive: tuple[str, ...] = ()  # "serait", "reportedly"
    conditions: tuple[str, ...] = ()  # "in case of"
    replies: tuple[str, ...] = ()  # what somebody asks to be told: "explanations"
    courts: tuple[str, ...] = ()  # words in the name of a court
    cases: tuple[str, ...] = ()  # nouns of what a court rules on: "appeal", "fine"
    do: tuple[str, ...] = ()  # infinitives that bring a topic about
    light: tuple[str, ...] = ()  # those of them that say little alone: "take", "put"
    undo: tuple[str, ...] = ()  # verbs and nouns that end it
    undone: tuple[str, ...] = ()  # participles of `undo`, behind "must be"
    alone: tuple[str, ...] = ()  # verbs that say what is wanted without an object: "resign"
    to_endings: tuple[str, ...] = ()  # endings of words with a "to" of their own: "referring" (to)
    asides: tuple[str, ...] = ()  # phrases behind which a topic is another matter: "because of"
    participle_endings: tuple[str, ...] = ()  # "ed"
    undo_endings: tuple[str, ...] = ()  # of German compounds: "senkung" in "Steuersenkung"
    seeks: tuple[str, ...] = ()  # what keeps a noun from being a fact: "without", "seeks"
    screens: tuple[str, ...] = ()  # nouns for what others said of a topic: "criticism"
    pointing: tuple[str, ...] = ()  # determiners of what only the context names: "this", "its"
    theirs: tuple[str, ...] = ()  # those of them that name an owner: "its"
    a: tuple[str, ...] = ()  # the indefinite article
    addressing: tuple[str, ...] = ()  # before the one who is asked: "à"
    neutral: tuple[str, ...] = ()  # infinitives that say nothing of it
    efforts: tuple[str, ...] = ()  # infinitives about a further one: "try" (to), "do" (all to)
    factives: tuple[str, ...] = ()  # before a that-clause that is a fact: "ironic"
    shuns: tuple[str, ...] = ()  # infinitives of what should not happen: "avoid", "prevent"
    judges: tuple[str, ...] = ()  # verbs with an object and a verdict on it: "calls X a mistake"
    amounts: tuple[str, ...] = ()  # what may stand for "is" before a verdict: "constitutes"
    slot_relatives: tuple[str, ...] = ()  # "a la que", "auquel": the plan to which X is opposed
    object_relatives: tuple[str, ...] = ()  # "that" of "the plan that X rejects"
    person_clitics: Mapping[str, str] = field(default_factory=dict)  # "lo" -> "m", "l'" -> ""
    collectives: tuple[str, ...] = ()  # nouns for many who take a stand as one: "the opposition"
    institutions: tuple[str, ...] = ()  # bodies that take a stand with no name: "the senate"
    followings: tuple[str, ...] = ()  # endings of a person's followers: "-ismo"
    own: tuple[str, ...] = ()  # what a speaker speaks for: "our country", "the government"
    voicing: tuple[str, ...] = ()  # verbs with a stand as object: "voiced" (support for)
    giving: tuple[str, ...] = ()  # "gave" (X an endorsement)
    dropping: tuple[str, ...] = ()  # verbs with a stand as object that end it: "dropped"
    vehicles: tuple[str, ...] = ()  # what a stand is written in: "a letter" (condemning X)
    drawing: tuple[str, ...] = ()  # "drew" (criticism from X)
    coming: tuple[str, ...] = ()  # German "kam": what a stand does before who it comes from
    givers: tuple[str, ...] = ()  # before whom it was drawn from: "from"
    matters: tuple[str, ...] = ()  # nouns of what people take a stand on: "plan", "ruling"
    policies: tuple[str, ...] = ()  # what only words can attack: "plan", "remarks"
    messages: tuple[str, ...] = ()  # what is welcomed out of courtesy: "letter", "news"
    threats: tuple[str, ...] = ()  # acts of force, verbs and nouns: "raids", "retaliate"
    possessives: Mapping[Owner, tuple[str, ...]] = field(default_factory=dict)
    example: tuple[PositionExample, ...] = ()

    @cached_property
    def forms(self) -> Mapping[str, tuple[CueForm, ...]]:
        """Every form of every cue by its first word, longest first."""
        found: dict[str, list[CueForm]] = {}
        for group in self.cues:
            for cue in self._forms_of(group):
                found.setdefault(cue.words[0], []).append(cue)
        return {
            first: tuple(sorted(cues, key=lambda c: (-len(c.words), not c.particle)))
            for first, cues in found.items()
        }

    @cached_property
    def openings(self) -> Mapping[str, frozenset[str]]:
        """The second words of the cues that begin with a word; none where one is that word alone."""
        return {
            first: frozenset(c.words[1] for c in cues if len(c.words) > 1)
            if all(len(c.words) > 1 for c in cues)
            else frozenset()
            for first, cues in self.forms.items()
        }

    @cached_property
    def partners(self) -> Mapping[str, frozenset[str]]:
        """German: the words one of which a verb needs in its sentence, to be any cue."""
        return {
            first: frozenset(c.particle.split()[0] if c.particle else c.words[1] for c in cues)
            for first, cues in self.forms.items()
            if all(c.particle or len(c.words) > 1 for c in cues)
        }

    def _forms_of(self, group: CueGroup) -> Iterable[CueForm]:
        for verb in group.verbs:
            yield from self._conjugated(verb, group)
        for infinitive in self.sets[group.futures_of] if group.futures_of else ():
            yield from self._intended(infinitive, group)
        kinds: tuple[tuple[Form, tuple[str, ...]], ...] = (
            ("predicate", group.predicates),
            ("noun", group.nouns),
            ("impersonal", group.impersonals),
            ("ought", group.oughts),
            ("will", group.wills),
            ("verdict", group.verdicts),
        )
        for form, patterns in kinds:
            for pattern in patterns:
                for words in expand(pattern):
                    yield CueForm(split(words), form, group)

    def _intended(self, infinitive: str, group: CueGroup) -> Iterable[CueForm]:
        """The future forms of an infinitive: "subirá", "subiremos"."""
        ending = next((e for e in self.futures if infinitive.endswith(e)), None)
        if ending is None:
            return
        stem, table = infinitive.removesuffix(ending), self.futures[ending]
        for word in glued(stem, table.finite):
            yield CueForm((word,), "finite", group)
        for word in glued(stem, table.first):
            yield CueForm((word,), "first", group)

    def _conjugated(self, verb: str, group: CueGroup) -> Iterable[CueForm]:
        written, _, tail = verb.partition(" ")
        stem, _, paradigm = written.partition("+")
        table = self.conjugation[paradigm]
        kinds: tuple[tuple[Form, str], ...] = (
            ("finite", table.finite),
            ("first", table.first),
            ("participle", table.participle),
            ("infinitive", table.infinitive),
            ("gerund", table.gerund),
        )
        for form, endings in kinds:
            if form == "participle" and self.verb_second:
                yield from attributes(glued(stem, endings), tail, self.adjective_endings, group)
            for word in glued(stem, endings):
                if self.verb_second and tail:
                    yield from separable(word, form, tail, group)
                    continue
                for behind in expand(tail) if tail else ("",):
                    yield CueForm(split(f"{word} {behind}"), form, group)
                    if form in {"infinitive", "gerund"}:
                        for pronoun in self._pronouns_behind(group):
                            joined = split(f"{self._stressed(word)}{pronoun} {behind}")
                            yield CueForm(joined, form, group, enclitic=True)

    def _pronouns_behind(self, group: CueGroup) -> Iterable[str]:
        """The pronouns that may be glued to a verb: "rechazarlo", "rinunciarvi"."""
        if "object" in group.slots:
            yield from self.enclitics
        if "a" in group.slots:
            yield from self.place_enclitics

    def _stressed(self, verb: str) -> str:
        """A gerund as it is written before a pronoun that is glued to it: "pidiéndo-lo"."""
        pair = next((p for p in self.glued_endings.items() if verb.endswith(p[0])), ("", ""))
        return verb.removesuffix(pair[0]) + fold(pair[1])

    @cached_property
    def _infinitives(self) -> Mapping[str, str]:
        return {
            cue.words[0]: cue.group.stance
            for cues in self.forms.values()
            for cue in cues
            if cue.form == "infinitive" and len(cue.words) == 1
        }

    def infinitive_stance(self, verb: str) -> str | None:
        """The stance of a cue's infinitive: "soutenir" -> support; None for any other word."""
        return self._infinitives.get(verb)

    @cached_property
    def sets(self) -> Mapping[str, frozenset[str]]:
        """The single words of each table, folded and expanded, by the table's name."""
        return {name: _set(getattr(self, name)) for name in _tables()}

    @cached_property
    def phrases(self) -> Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]:
        """The phrases of each table by their first word, longest first."""
        return {name: _phrases(getattr(self, name)) for name in _tables()}

    def possessive(self, word: str) -> Owner | None:
        """Whom a possessive stands for: "her" -> f; None for any other word."""
        return next((g for g, words in self.possessives.items() if word in words), None)

    def slot_words(self, slot: str) -> frozenset[str]:
        """The words that open a slot: "à" -> "à", "au", "aux"."""
        return frozenset(fold(w) for w in self.prepositions.get(slot, (slot,)))


def _tables() -> tuple[str, ...]:
    """The names of the fields that are lists of words."""
    return tuple(f.name for f in fields(PositionWords) if f.type == "tuple[str, ...]")


def _set(patterns: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(w) for p in patterns for w in expand(p) if " " not in w)


def _phrases(patterns: Iterable[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in {split(words) for pattern in patterns for words in expand(pattern)}:
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(p, key=len, reverse=True)) for first, p in found.items()}
