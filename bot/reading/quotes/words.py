"""What a language pack says of reported speech: verbs, sources, nouns, word classes, examples.

Loaded from `config/languages/<code>/quotes.toml`. Every word is lower case with straight
apostrophes, as `text.fold` leaves it; ``_`` joins the words of a phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

Form = Literal["finite", "participle", "gerund", "infinitive"]
MIN_PART = 2  # code points before and behind the marker inside an infinitive
MIN_ENDING = 5  # code points of a noun that may end a compound
CLASSES = ("say", "judge", "think", "demand", "cite", "addressee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """The forms of one report verb, separated by spaces."""

    finite: str = ""
    participle: str = ""
    gerund: str = ""
    particle: str = ""  # separable, in German: "mit" of "teilte ... mit"
    addressee: bool = False  # its object may be a person: "told reporters"


class CueForm(NamedTuple):
    """One form of one verb, as the text may hold it."""

    words: tuple[str, ...]
    form: Form
    classes: frozenset[str]  # of `CLASSES`, and "clause", "object"
    particle: str
    base: bool  # the plain or third person form, which may also be a noun


@dataclass(frozen=True, kw_only=True)
class Syntax:
    """The closed word classes a sentence is cut with."""

    determiners: frozenset[str]
    noun_prepositions: frozenset[str]  # go on a noun phrase: "of", "for"
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    complementisers: frozenset[str]
    subordinators: frozenset[str]
    relatives: frozenset[str]
    pronouns: frozenset[str]
    have: frozenset[str]
    be: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]  # negations and object pronouns too: what stands between noun and verb
    times: frozenset[str]

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """Each word's tag; see `frame.py`. The first class that holds a word wins."""
        classes = (
            ("T", self.complementisers), ("D", self.determiners), ("N", self.pronouns),
            ("H", self.have), ("U", self.be), ("O", self.modals), ("C", self.conjunctions),
            ("S", self.subordinators), ("R", self.relatives), ("E", self.noun_prepositions),
            ("F", self.prepositions), ("M", self.times), ("B", self.adverbs),
        )  # fmt: skip
        found: dict[str, str] = {}
        for tag, members in classes:
            for word in members:
                found.setdefault(word, tag)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an example must yield: the words, and a part of who said them (empty: nobody)."""

    words: str
    by: str = ""
    kind: Literal["direct", "mixed", "indirect"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteExample:
    """A text, the speech in it, and marked words in it that are none."""

    text: str
    said: tuple[Said, ...] = ()
    not_said: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuoteWords:
    """How a language reports speech."""

    after_quote: Literal["inverted", "either"]  # subject and verb behind a quotation
    verb_second: bool = False  # German: the subject may follow its verb anywhere
    embedding: str = "DEFwW"  # tags before marks that only go on with the sentence: 'a "new" step'
    drops_subject: bool = False  # Italian, Spanish: "ha aggiunto" needs no pronoun
    clitics: frozenset[str] = frozenset()  # pronouns glued behind their verb: "a-t-il dit"
    objects_behind: frozenset[str] = frozenset()  # pronouns that are no subject behind a verb: "it"
    doubled_apostrophes: bool = False  # '' is a quotation mark
    source_before: tuple[str, ...]
    source_after: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()  # sources that speak for a sentence's subject: "per voce di"
    source_prepositions: frozenset[str] = frozenset()  # before one of `source_nouns`: "nach"
    view_nouns: frozenset[str] = frozenset()  # German: before a clause with "dass": "Meinung"
    source_nouns: tuple[str, ...] = ()  # German: they may end a compound: "Polizeiangaben"
    feminines: tuple[str, ...] = ()  # German: they make a woman's noun of a man's: "innen"
    own: frozenset[str] = frozenset()  # German: the source is the sentence's subject: "eigenen"
    weak_sources: frozenset[str] = frozenset()  # "for": a source only before who can speak
    opening_sources: frozenset[str] = frozenset()  # those that are one at a sentence's head only
    as_said: frozenset[str] = frozenset()  # before the verb of a source: "como", "come", "as"
    whats: frozenset[str] = frozenset()  # what a source said, no source: "secondo quanto dice X"
    own_views: tuple[str, ...] = ()  # of whoever spoke last: "in her view", "a su juicio"
    echoes: tuple[str, ...] = ()  # open a sentence that says whose words stood before it
    company: frozenset[str] = frozenset()  # before who was there too: "insieme", "junto"
    places: frozenset[str] = frozenset()  # before a body that speaks unnamed: "desde el partido"
    insides: frozenset[str] = frozenset()  # before what holds the words: "se lee en la carta"
    started: frozenset[str] = frozenset()  # infinitives a reported deed begins with: "aver"
    genitives: frozenset[str] = frozenset()  # German: they join a noun to its owner: "des"
    oblique: frozenset[str] = frozenset()  # German: determiners no subject has: "den", "seinem"
    oblique_before: frozenset[str] = frozenset()  # German: "der", no subject's before "alten"
    oblique_endings: tuple[str, ...] = ()  # German: of an adjective behind one of those: "en"
    expletives: frozenset[str] = frozenset()  # pronouns that stand for nobody: "es"
    impersonals: frozenset[str] = frozenset()  # German: pronouns of nobody in particular: "man"
    reflexives: frozenset[str] = frozenset()  # German: 'das Bündnis nennt sich „Tal“' is its name
    emphatics: frozenset[str] = frozenset()  # German: they may follow a reflexive: "sich selbst"
    questions: frozenset[str] = frozenset()  # German: they open a reported question: "warum"
    nominatives: frozenset[str] = frozenset()  # German: pronouns that are subjects only: "er"
    as_told: frozenset[str] = frozenset()  # German: "wie" of "..., wie der Minister sagte"
    classing: frozenset[str] = frozenset()  # German: before a judgement's noun: "als", "eine"
    infinitives: frozenset[str] = frozenset()  # before an infinitive: "to", "de", "zu"
    with_infinitive: tuple[str, ...] = ()  # before that of a report: "tras asegurar", "per dire"
    had_infinitive: frozenset[str] = frozenset()  # the auxiliary's own: "dopo aver detto"
    light_verbs: frozenset[str] = frozenset()  # they only help another: "quiso subrayar"
    infinitive_endings: tuple[str, ...] = ()  # German: "en" of "zurückzugeben"
    capital_names: bool = False  # English: every word of a name or a title has a capital
    indefinites: frozenset[str] = frozenset()  # English: "a", before small letters no name
    bare_clauses: bool = False  # English: a reported clause needs no "that"
    naming_verbs: frozenset[str] = frozenset()  # lemmas: "what sailors call the doldrums"
    felt_verbs: frozenset[str] = frozenset()  # lemmas: "a Rey le parece «justo»"
    receivers: frozenset[str] = frozenset()  # before whom a thing seems so: "a Rey"
    clause_verbs: frozenset[str] = frozenset()  # what follows them is a clause, never an object
    object_verbs: frozenset[str] = frozenset()  # an object of theirs tells what was said: "denied"
    reportive: frozenset[str] = frozenset()  # verbs in the mood that reports: "serait", "habe"
    subjunctive: frozenset[str] = frozenset()  # German: those of them that do nothing else
    agreement: tuple[str, ...] = ()  # endings of participles, the written one first: "o a os as"
    agents: frozenset[str] = frozenset()  # before who did it in a passive: "by", "par"
    articles: frozenset[str] = frozenset()  # they may begin a paper's name: "La Tribune"
    adverb_endings: tuple[str, ...] = ("ly", "ment", "mente")  # of adverbs that no list holds
    judged_as: frozenset[str] = frozenset()  # behind a verb that judges: 'described it as "weak"'
    partitives: frozenset[str] = frozenset()  # they may begin a subject: "de nombreux élus"
    humans: frozenset[str]
    statement_nouns: frozenset[str]
    utterances: frozenset[str] = frozenset()  # before what is given word for word: "the words"
    kind_nouns: frozenset[str]
    naming: frozenset[str]
    first_person: frozenset[str]
    clause_words: frozenset[str]
    syntax: Syntax
    say: Mapping[str, Verb]
    judge: Mapping[str, Verb]
    think: Mapping[str, Verb]
    demand: Mapping[str, Verb]
    cite: Mapping[str, Verb]  # their passive subject speaks: "X was quoted as saying"
    example: tuple[QuoteExample, ...] = ()

    @cached_property
    def cues(self) -> Mapping[str, tuple[CueForm, ...]]:
        """The forms of every verb by their first word, longest first, separable ones first."""
        classes: dict[tuple[tuple[str, ...], Form, str, bool], set[str]] = {}
        for name in CLASSES[:-1]:
            table: Mapping[str, Verb] = getattr(self, name)
            for lemma, verb in table.items():
                forms = [*_forms(lemma, verb), *self._infinitive(lemma)]
                for key in [*forms, *self._agreeing(forms)]:
                    classes.setdefault(key, set()).add(name)
                    classes[key] |= {
                        sign for sign, lemmas in self._signs.items() if lemma in lemmas
                    }
                    if verb.addressee:
                        classes[key].add("addressee")
        found: dict[str, list[CueForm]] = {}
        for (words, form, particle, base), names in classes.items():
            cue = CueForm(words, form, frozenset(names), particle, base)
            found.setdefault(words[0], []).append(cue)
        return {first: tuple(sorted(cues, key=_order)) for first, cues in found.items()}

    @cached_property
    def cue_words(self) -> frozenset[str]:
        """The words that are report verbs or begin one; not the "se" of "se queja"."""
        tags = self.syntax.tags
        return frozenset(
            first
            for first, forms in self.cues.items()
            if first not in tags or any(len(form.words) == 1 for form in forms)
        )

    @cached_property
    def cue_phrases(self) -> Mapping[tuple[str, str], tuple[CueForm, ...]]:
        """The forms of more than one word by their first two, longest first."""
        found: dict[tuple[str, str], list[CueForm]] = {}
        for form in (form for forms in self.cues.values() for form in forms):
            if len(form.words) > 1:
                found.setdefault((form.words[0], form.words[1]), []).append(form)
        return {words: tuple(forms) for words, forms in found.items()}

    @cached_property
    def single_cues(self) -> Mapping[str, tuple[CueForm, ...]]:
        """The forms of one word."""
        single = {
            first: tuple(form for form in forms if len(form.words) == 1)
            for first, forms in self.cues.items()
        }
        return {first: forms for first, forms in single.items() if forms}

    @cached_property
    def source_words(self) -> frozenset[str]:
        """The words that begin a source phrase, or are one behind its name."""
        return frozenset(
            {*self.sources, *self.views, *self.source_after, *self.source_prepositions}
        )

    def _infinitive(self, lemma: str) -> list[tuple[tuple[str, ...], Form, str, bool]]:
        """The infinitive, which names the verb in the pack, where infinitives report."""
        if not self.with_infinitive:
            return []
        return [(tuple(lemma.split("_")), "infinitive", "", False)]

    def _agreeing(
        self, forms: Sequence[tuple[tuple[str, ...], Form, str, bool]]
    ) -> list[tuple[tuple[str, ...], Form, str, bool]]:
        """The participles of `forms` in the other genders and numbers."""
        return [
            ((words[0].removesuffix(written) + ending, *words[1:]), form, particle, base)
            for written, *others in (group.split() for group in self.agreement)
            for words, form, particle, base in forms
            if form == "participle" and words[0].endswith(written)
            for ending in others
        ]

    @cached_property
    def infinitive_openings(self) -> tuple[tuple[str, ...], ...]:
        """The phrases of `with_infinitive` as words."""
        return tuple(tuple(phrase.split()) for phrase in self.with_infinitive)

    def is_adverb(self, word: str) -> bool:
        """True when a word's ending makes it an adverb, and it is no noun for who speaks."""
        if word in self.humans or word in self.statement_nouns:
            return False
        return word.endswith(self.adverb_endings)

    @property
    def _signs(self) -> Mapping[str, frozenset[str]]:
        return {
            "clause": self.clause_verbs,
            "object": self.object_verbs,
            "names": self.naming_verbs,
            "felt": self.felt_verbs,
        }

    def joined_infinitive(self, word: str) -> bool:
        """True for a German verb whose particle stands before the marker: "zurückzugeben"."""
        if not word.endswith(self.infinitive_endings):
            return False
        return any(marker in word[MIN_PART:-MIN_PART] for marker in self.infinitives)

    def source_noun(self, word: str) -> bool:
        """True for a noun, or a compound with one, that names a source: "Medienberichten"."""
        return word.endswith(self.source_nouns)

    @cached_property
    def _human_endings(self) -> tuple[str, ...]:
        return tuple(word for word in self.humans if len(word) >= MIN_ENDING)

    def human_ending(self, word: str) -> bool:
        """True for a compound that ends in a noun for people (German: "Medienvertreter")."""
        if not self.verb_second:
            return False
        bare = word[:-1] if word[-1:] in {"n", "s"} else word  # "Medienvertretern"
        feminine = next((word.removesuffix(f) for f in self.feminines if word.endswith(f)), word)
        return any(form.endswith(self._human_endings) for form in (word, bare, feminine))

    @cached_property
    def sources(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The phrases of `source_before` and `voices` as words, by the first, longest first."""
        return _by_first((*self.source_before, *self.voices))

    @cached_property
    def voice_openings(self) -> frozenset[tuple[str, ...]]:
        """The phrases of `voices` as words."""
        return frozenset(words for listed in _by_first(self.voices).values() for words in listed)

    @cached_property
    def views(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The phrases of `own_views` as words, by the first, longest first."""
        return _by_first(self.own_views)

    @cached_property
    def echo_openings(self) -> tuple[tuple[str, ...], ...]:
        """The phrases of `echoes` as words."""
        return tuple(tuple(phrase.replace("'", "' ").split()) for phrase in self.echoes)


def _by_first(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        words = tuple(phrase.replace("'", "' ").split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(listed) for first, listed in found.items()}


def _forms(lemma: str, verb: Verb) -> list[tuple[tuple[str, ...], Form, str, bool]]:
    pairs: tuple[tuple[Form, str], ...] = (
        ("finite", verb.finite),
        ("participle", verb.participle),
        ("gerund", verb.gerund),
    )
    keys: list[tuple[tuple[str, ...], Form, str, bool]] = []
    for form, written in pairs:
        for words in written.split():
            particle = verb.particle if form == "finite" else ""
            base = form == "finite" and words in {lemma, f"{lemma}s", f"{lemma}es"}
            keys.append((tuple(words.split("_")), form, particle, base))
    if verb.particle and lemma.startswith(verb.particle) and lemma != verb.particle:
        keys.append(((lemma,), "finite", "", False))  # behind a modal: "musste er einräumen"
        joined = (verb.particle + words for words in verb.finite.split())  # "wie er einräumte"
        keys += [((words,), "finite", "", False) for words in joined]
    return keys


def _order(cue: CueForm) -> tuple[int, bool, bool]:
    return (-len(cue.words), not cue.particle, cue.form != "finite")
