"""What is said of the second reader on cards about the house and about one article. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers.phrases import Phrases
from bot.answers.visible import visible
from bot.model import BOTH, RULES, Position, Quote, Reading, Usage
from bot.second.asking import Budget

WORDS = 120  # code points of disputed words that are shown
DISPUTES = 5  # shown of one article


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """The model that is set: its name, what today has cost, and what it may cost."""

    reader: str
    today: Usage
    budget: Budget


def second_lines(
    in_all: Mapping[str, Usage], at_work: AtWork | None, phrases: Phrases
) -> list[str]:
    """For `!status`: what the model costs today, and what every model has brought in all."""
    words = phrases.second
    lines = []
    if at_work is not None:
        today, budget = at_work.today, at_work.budget
        lines.append(
            words.today.format(
                reader=visible(at_work.reader),
                articles=today.articles,
                most=budget.articles,
                tokens=today.tokens,
                most_tokens=budget.tokens,
                seconds=_each(today.seconds, today.articles),
                each=round(today.tokens / max(1, today.articles)),
            )
        )
    elif in_all:
        lines.append(words.none)
    lines += [
        words.ever.format(
            reader=visible(name),
            articles=usage.articles,
            agreed=usage.agreed,
            added=usage.added,
            dropped=usage.dropped,
            disputed=usage.disputed,
            failed=usage.failed,
        )
        for name, usage in sorted(in_all.items())
    ]
    return lines


def reading_lines(reading: Reading, phrases: Phrases, *, detailed: bool) -> list[str]:
    """For `!why`: who read an article, what came of it, and what the two dispute."""
    look, words = reading.second, phrases.second
    if look is None:
        return []
    name = visible(look.reader)
    lines = [
        words.read.format(reader=name, agreed=look.agreed, added=look.added, dropped=look.dropped)
    ]
    if look.trouble:
        why = look.trouble if detailed else phrases.lines.hidden
        lines.append(words.trouble.format(reader=name, why=visible(why)))
    for dispute in look.disputes[:DISPUTES]:
        span = dispute.rules.span if isinstance(dispute.rules, Quote) else dispute.rules.evidence
        said = visible(reading.article.at(span))
        lines.append(
            words.dispute.format(
                words=said if len(said) <= WORDS else said[:WORDS] + phrases.marks.cut,
                rules=_claim(dispute.rules, reading, phrases),
                reader=name,
                model=_claim(dispute.model, reading, phrases),
            )
        )
    return lines


def origin_name(origin: str, phrases: Phrases) -> str:
    """Who read a fact, for people."""
    parts = (phrases.second.rules if p == RULES else visible(p) for p in origin.split(BOTH))
    return phrases.second.both.join(parts)


def _claim(fact: Quote | Position, reading: Reading, phrases: Phrases) -> str:
    """What one reader says: a speaker, or an actor with a stance."""
    if isinstance(fact, Position):
        return f"{visible(fact.actor_name)} {phrases.stances.of(fact.stance)}"
    mention = reading.article.at(fact.speaker) if fact.speaker else phrases.second.nobody
    return visible(fact.speaker_name or mention)


def _each(seconds: float, articles: int) -> str:
    return f"{seconds / max(1, articles):.1f}"
