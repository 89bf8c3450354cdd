"""A claimed position held against the text: actor, topic and cue stand there, the cue allows the stance."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model import Position, Span, Stance
from bot.reading.actors import slug
from bot.reading.second.claims import PositionClaim
from bot.reading.second.ground import Ground, Ungrounded
from bot.reading.second.stances import allowed

SURE, UNSURE = 0.75, 0.6  # a cue we know shows the stance; nobody but the model says so
FAR = 3_000  # code points from the evidence at which a name is somebody else's
_OPPOSITE = {
    Stance.SUPPORT: Stance.OPPOSE,
    Stance.OPPOSE: Stance.SUPPORT,
    Stance.OPEN: Stance.OPPOSE,
}
TELLING = 2  # the weight of a cue that shows a stance by itself; lighter ones are common words
LONGEST, LONGEST_TOPIC = 2_000, 160  # code points


def ground_position(claim: PositionClaim, ground: Ground) -> Position:
    """The position of a claim.

    Raises:
        Ungrounded: when something of it does not hold.
    """
    evidence = ground.place(claim.text, claim.n)
    if len(evidence) > LONGEST:
        raise Ungrounded("too long")
    actor = ground.words.inside(claim.actor, evidence) or ground.near(
        claim.actor, evidence, "actor"
    )
    topic = ground.words.inside(claim.topic, evidence) or ground.near(
        claim.topic, evidence, "topic"
    )
    if actor is None or topic is None or max(actor.gap(evidence), topic.gap(evidence)) > FAR:
        raise Ungrounded("actor or topic far from the evidence")
    if len(topic) > LONGEST_TOPIC:
        raise Ungrounded("topic too long")
    cue = ground.words.inside(claim.cue, evidence) if claim.cue else None
    if claim.cue and cue is None:
        raise Ungrounded("cue not in the evidence")
    stances = _allowed(cue, evidence, ground)
    if claim.stance not in stances and max(stances.values(), default=0) >= TELLING:
        raise Ungrounded("the cue shows another stance")
    shown = stances.get(claim.stance, 0) >= TELLING and _OPPOSITE.get(claim.stance) not in stances
    id_ = _actor(actor, ground)
    return Position(
        actor=id_,
        actor_name=ground.reading.article.at(actor),
        topic=_topic(topic, ground),
        stance=claim.stance,
        evidence=evidence,
        cue=cue,
        actor_span=actor,
        topic_span=topic,
        country=ground.actors.country_of(id_),
        reported_by=ground.verbatim(claim.reported_by, evidence, "source"),
        condition=ground.verbatim(claim.condition, evidence, "condition"),
        confidence=SURE if shown else UNSURE,
        rule="model",
        origin=ground.origin,
    )


def _allowed(cue: Span | None, evidence: Span, ground: Ground) -> Mapping[Stance, int]:
    """What the cue allows; a cue we do not know says nothing, so all of the evidence is asked."""
    document, words = ground.document, ground.pack.positions
    own = allowed(document, cue, words) if cue else {}
    return own or allowed(document, evidence, words)


def _actor(span: Span, ground: Ground) -> str:
    """The id of who is named: a known actor, a person of the article, else the slug of the words."""
    words = ground.reading.article.at(span)
    named = [mention for mention in ground.reading.actors if mention.span.overlaps(span)]
    if named:
        return max(named, key=lambda mention: len(mention.span)).id
    return next(iter(ground.actors.find(words)), None) or slug(words)


def _topic(span: Span, ground: Ground) -> str:
    """The id of a known topic named there; else the topic in its own words, as the rules have it."""
    named = next((m.id for m in ground.reading.topics if span.contains(m.span)), None)
    return named or " ".join(ground.reading.article.at(span).split())
