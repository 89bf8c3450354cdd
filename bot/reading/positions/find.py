"""Positions of a document: cues, their subjects, their slots, and the guards, put together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from bot.model import Position, Quote, Span, Stance
from bot.reading.actors import ActorHit, ActorLexicon, Form, slug
from bot.reading.people import People
from bot.reading.positions.anaphora import Antecedents
from bot.reading.positions.bracket import BracketFinder
from bot.reading.positions.bracket_claims import BracketClaims
from bot.reading.positions.bracket_nominal import BracketNominals
from bot.reading.positions.bracket_slots import BracketSlots
from bot.reading.positions.bracket_subjects import BracketSubjects
from bot.reading.positions.claims import Claims
from bot.reading.positions.confidence import confidence
from bot.reading.positions.context import Context
from bot.reading.positions.cues import MAX_PARTED, Cue, CueFinder
from bot.reading.positions.echoes import echoes
from bot.reading.positions.free import may_be_free
from bot.reading.positions.guards import Guards
from bot.reading.positions.holder import Holder
from bot.reading.positions.holders import Holders
from bot.reading.positions.nominal import Nominals
from bot.reading.positions.objects import Objects
from bot.reading.positions.pronouns import MAX_BACK
from bot.reading.positions.public import UNNAMED, in_a_story, is_public, stands_alone
from bot.reading.positions.rulings import is_no_stand
from bot.reading.positions.shared import joined, shared
from bot.reading.positions.slots import Slots
from bot.reading.positions.stance import taken
from bot.reading.positions.subject import Subject
from bot.reading.positions.subjects import Subjects
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View, Viewer
from bot.reading.positions.voices import Voices
from bot.reading.positions.words import PositionWords
from bot.reading.quotes.words import Syntax
from bot.reading.text import Document
from bot.reading.topics import TopicLexicon

RECALLED = UNNAMED | {"topic", "generic"}  # targets a later "it" may stand for


def find_positions(
    document: Document,
    words: PositionWords,
    *,
    syntax: Syntax,
    people: People,
    quotes: Sequence[Quote],
    actor_lexicon: ActorLexicon,
    topic_lexicon: TopicLexicon,
) -> tuple[Position, ...]:
    """Find the positions of `document`, in order; one for each actor and topic of a sentence.

    `syntax` are the closed word classes of the language, `quotes` tell whose "we" it is.
    """
    cued = _cued(document, words)
    if not cued:
        return ()
    hits = _actor_hits(document, actor_lexicon, people, german=words.verb_second)
    reader = _Reader(document, words, syntax, people, actor_lexicon, topic_lexicon, hits, quotes)
    return tuple(position for index in cued for position in reader.sentence(index))


def _cued(document: Document, words: PositionWords) -> list[int]:
    """The sentences with a word that may begin a cue."""
    lowers = [token.lower for token in document.tokens]
    found: dict[int, None] = {}
    echoing = words.phrases["echoes"]
    for i, word in enumerate(lowers):
        denied = i + 2 < len(lowers) and lowers[i + 1] == "'" and lowers[i + 2] == "t"  # "won't"
        seconds = words.openings.get(f"{word}'t" if denied else word)
        echo = word in echoing and tuple(lowers[i : i + 2]) in echoing[word]
        if seconds is None and not echo:
            continue
        near = lowers[i + 1 : i + 2 + MAX_PARTED]
        if echo or not seconds or not seconds.isdisjoint(near):
            index = document.sentence_index(document.tokens[i].start)
            if index is None or index in found:
                continue
            partners = words.partners.get(word)
            if partners is None or echo or not partners.isdisjoint(_lowers(document, index)):
                found[index] = None
    return list(found)


def _lowers(document: Document, index: int) -> list[str]:
    return [token.lower for token in document.tokens_in(document.sentences[index].span)]


def _actor_hits(
    document: Document, lexicon: ActorLexicon, people: People, *, german: bool
) -> list[ActorHit]:
    """Persons, known actors and unknown names, none overlapping another; in order."""
    known = lexicon.scan(document)
    bodies = {hit.span for hit in known if hit.form is not Form.ADJECTIVE}
    hits = [
        ActorHit(slug(p.name), span, Form.NAME)
        for p in people.persons
        for span in p.mentions
        if " " in p.name or span not in bodies  # "President X, Belgium supports"
    ]
    if german:  # every noun has a capital there: only names that are surely some count
        hits = [
            hit
            for hit in hits
            if not _has_function_word(hit.span.of(document.text), people.words.name_particles)
        ]
    hits = _added(hits, known)
    unknown = [
        ActorHit(slug(p.name), span, Form.NOTHING)
        for p in people.others
        for span in p.mentions
        if not german
    ]
    return _added(hits, unknown)


def _affiliations(
    text: str, hits: Sequence[ActorHit], lexicon: ActorLexicon, people: People
) -> list[Span]:
    """Parties set behind a person's name: "Jonas Kessel (SPD)", "Jonas Kessel, SPD, ..."."""
    found = []
    for person, party in pairwise(hits):
        between = text[person.span.end : party.span.start]
        behind = text[party.span.end : party.span.end + 2]
        marked = between in {" (", ", ", "  "} and (behind[:1] in ",).;" or behind == "  ")
        if marked and lexicon.is_party(party.id) and people.at(person.span) is not None:
            found.append(party.span)
    return found


def _has_function_word(name: str, particles: Collection[str]) -> bool:
    return any(word.islower() and word not in particles for word in name.split())


def _added(hits: list[ActorHit], more: Sequence[ActorHit]) -> list[ActorHit]:
    taken_: set[int] = {at for hit in hits for at in range(hit.span.start, hit.span.end)}
    free = [h for h in more if h.span.start not in taken_ and h.span.end - 1 not in taken_]
    return sorted([*hits, *free], key=lambda hit: hit.span)


class _Reader:
    """Reads the sentences of one document."""

    def __init__(
        self,
        document: Document,
        words: PositionWords,
        syntax: Syntax,
        people: People,
        actors: ActorLexicon,
        topics: TopicLexicon,
        hits: Sequence[ActorHit],
        quotes: Sequence[Quote],
    ) -> None:
        self._document = document
        self._words = words
        self._people = people
        self._topics = topics
        named = topics.scan(document)
        self._topical = any(not hit.weak for hit in named)
        asides = _affiliations(document.text, hits, actors, people)
        self._viewer = Viewer(document, words, syntax, hits, named, asides)
        self._holders = Holders(words, people, actors, hits)
        self._objects = Objects(words, people)
        self._voices = Voices(quotes, people, self._holders, self._named)
        self._antecedents = Antecedents(document, self._viewer, words)
        self._subjects: dict[int, Subject] = {}  # the last one of each sentence
        self._last: tuple[int, Position] | None = None  # the last stand, and its sentence

    def sentence(self, index: int) -> list[Position]:
        """The positions of one sentence, the surest for each actor and topic."""
        view = self._viewer.view(index)
        guards = Guards(view, self._words)
        if guards.question():
            return []
        best: dict[tuple[str, str], Position] = {}
        for position in self._read(index, view, guards):
            key = (position.actor, position.topic)
            if key not in best or _surer(position, best[key]):
                best[key] = position
                self._last = (index, position)
        return list(best.values())

    def _read(self, index: int, view: View, guards: Guards) -> Iterator[Position]:
        words = self._words
        german = words.verb_second
        cues = list((BracketFinder if german else CueFinder)(view, words).find())
        if not cues and not words.echoes:
            return
        subjects = (BracketSubjects if german else Subjects)(
            view, words, self._holders, self._people, self._voices
        )
        slots = (BracketSlots if german else Slots)(
            view, words, subjects.phrases, self._topics, self._document.language,
            lambda word: self._antecedent(index, word), lambda gender: self._person_before(view, gender),
        )  # fmt: skip
        context = Context(view, words, self._holders, subjects.phrases)
        nominals = _nominals(view, words, self._holders, subjects, slots)
        source = context.source()
        claims = _claims(view, words, subjects, slots, source)
        last = self._subjects.get(index - 1)
        topics: tuple[Target, ...] = ()
        for cue in map(nominals.dropped, cues):
            if guards.heading(cue):
                continue
            found = _frame(cue, subjects, slots, nominals, claims, context, last, topics)
            if found is None:
                continue
            subject, targets = found
            topics = targets if cue.passive else ()
            self._subjects[index] = last = subject
            floor = subjects.floor(cue.start)
            if guards.forbids(cue, floor, subject, targets):
                continue
            reporter = None
            if subject.rule != "spoken":
                reporter = source or context.reporter(floor, subject.holders[0].first)
            excepted = subjects.excepted(cue)
            for target in targets:
                yield from self._positions(index, view, cue, subject, target, reporter, context)
                if excepted is not None and not subject.inverted:
                    yield from self._positions(
                        index, view, cue, excepted, target, reporter, context
                    )
        yield from echoes(view, words, subjects.phrases, self._just_before(index))

    def _just_before(self, index: int) -> Position | None:
        """The last stand of this sentence or of the one before it."""
        if self._last is None or index - self._last[0] > 1:
            return None
        return self._last[1]

    def _named(self, span: Span) -> Holder | None:
        """Who the words at `span` name, if they can take a stand."""
        index = self._document.sentence_index(span.start)
        if index is None:
            return None
        view = self._viewer.view(index)
        inside = [i for i, start in enumerate(view.starts) if span.start <= start < span.end]
        return self._holders.read(view, inside[0], inside[-1]) if inside else None

    def _person_before(self, view: View, gender: str) -> Target | None:
        """The person of `gender` an object pronoun of a sentence stands for."""
        start = view.span.start
        person = self._people.before(start)
        if person is None or (gender and person.gender not in {None, gender}):
            return None
        span = max((s for s in person.mentions if s.start < start), key=lambda s: s.start)
        if start - span.start > MAX_BACK:
            return None
        return Target(person.name, span, how="free", distance=1)

    def _antecedent(self, index: int, word: int) -> Target | None:
        found = self._antecedents.before(index, word)
        if found is None:
            return None
        self._antecedents.keep(index, found)
        sure = found.disputed and not found.competing
        return Target(found.id, found.span, how="anaphor", competing=found.competing, disputed=sure)

    def _positions(
        self, index: int, view: View, cue: Cue, subject: Subject, target: Target,
        source: Holder | None, context: Context,
    ) -> Iterator[Position]:  # fmt: skip
        stance = taken(cue, subject, target)
        unsaid = cue.negated and cue.group.negated == "undecided" and cue.group.stance != "drop"
        if (
            (unsaid and target.how == "anaphor")
            or stance is None
            or not self._objects.fits(view, cue, subject, target)
            or (target.how in UNNAMED and not may_be_free(view, self._words, cue, subject, target))
        ):
            return
        public = self._topical or is_public(subject) or self._holders.public(view)
        endings = self._words.noun_endings
        alone = public or stands_alone(cue, subject, target, endings)
        if not alone or in_a_story(view, cue, subject, target):
            return
        if is_no_stand(view, self._words, cue, subject, target):
            return
        cue_span = view.place(cue.first, cue.last)
        gap = 0 if target.how == "anaphor" else cue_span.gap(target.span)
        condition = context.condition(cue.last)
        if target.how in RECALLED and target.first >= 0:
            self._antecedents.took(index, target.topic, target.span)
        for holder in subject.holders:
            reporter = source if source and not _same_voice(source, holder) else None
            yield Position(
                actor=holder.id, actor_name=holder.name, topic=target.topic, stance=stance,
                evidence=view.span, cue=cue_span, actor_span=holder.span, topic_span=target.span,
                country=holder.country, reported_by=reporter.name if reporter else None,
                condition=condition,
                confidence=confidence(
                    cue, subject, target, gap=gap, reported=reporter is not None
                ),
                rule=f"{cue.form}:{subject.rule}:{target.how}",
            )  # fmt: skip


def _surer(one: Position, other: Position) -> bool:
    """True for the surer of two stands on one thing; giving up a stand is less than a new one."""
    opens = (one.stance is Stance.OPEN, other.stance is Stance.OPEN)
    if opens in {(True, False), (False, True)}:
        return opens[1]
    return one.confidence > other.confidence


def _nominals(
    view: View, words: PositionWords, holders: Holders, subjects: Subjects, slots: Slots
) -> Nominals:
    if isinstance(slots, BracketSlots):
        return BracketNominals(view, words, holders, subjects, slots)
    return Nominals(view, words, holders, subjects, slots)


def _claims(
    view: View, words: PositionWords, subjects: Subjects, slots: Slots, source: Holder | None
) -> Claims | BracketClaims:
    if isinstance(subjects, BracketSubjects) and isinstance(slots, BracketSlots):
        return BracketClaims(view, words, subjects, slots, source)
    return Claims(view, words, subjects, slots)


def _same_voice(source: Holder, holder: Holder) -> bool:
    """True for a country and who speaks for it."""
    return source.id == holder.id or (
        source.country is not None and source.country == (holder.country or holder.id)
    )


def _frame(
    cue: Cue,
    subjects: Subjects,
    slots: Slots,
    nominals: Nominals,
    claims: Claims | BracketClaims,
    context: Context,
    before: Subject | None,
    topics: tuple[Target, ...],
) -> tuple[Subject, tuple[Target, ...]] | None:
    """Who takes the stand and what it is about; None when either is missing.

    `before` is the subject of the cue before this one, `topics` those of a passive before it.
    """
    if cue.form == "noun":
        return nominals.read(cue)
    if cue.form in {"ought", "will", "verdict", "attribute"}:
        return claims.read(cue)
    if cue.form == "impersonal":
        subject = subjects.spoken(cue) or (None if cue.group.quoted else context.incise())
    else:
        subject = subjects.of(cue) or shared(subjects.view, subjects.words, cue, before)
    if subject is None or (cue.bare_base and not _plural(subject, subjects.view)):
        return None
    targets = slots.filled(cue, subject)
    if not targets and cue.passive and joined(subjects.view, subjects.words, cue):
        targets = topics  # "is backed by X but opposed by Y"
    return (subject, targets) if targets else None


def _plural(subject: Subject, view: View) -> bool:
    """True for several holders, or one whose name is a plural: "Britons support"."""
    if subject.rule in {"group", "quoted"} or len(subject.holders) > 1:
        return True
    holder = subject.holders[0]
    plural = holder.span.of(view.text).endswith("s")
    named = holder.kind == "body" or (holder.kind == "unknown" and " " in holder.name)
    return holder.kind == "group" or (plural and (named or holder.kind == "crowd"))
