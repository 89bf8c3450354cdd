"""How right the facts are by what people said of them, by kind and by rule. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.answers.cards import listed
from bot.answers.phrases import Phrases
from bot.answers.second_lines import origin_name
from bot.answers.wording import joined
from bot.model import FACT_KINDS, Card, Fault, Judged, Section, TextItem
from bot.model import RULES as RULES_ALONE

RULES = 12  # at most so many on one answer


def accuracy_card(judged: Sequence[Judged], phrases: Phrases) -> Card:
    """How many facts were judged, and how many of them are right."""
    return Card(
        kind="answer",
        title=phrases.titles.accuracy,
        byline=phrases.counts.judged.of(len(judged)),
        sections=_sections(judged, phrases) if judged else (_nothing(phrases),),
        language=phrases.code,
    )


def _nothing(phrases: Phrases) -> Section:
    sentence = phrases.verdicts.none.format(button=phrases.buttons.wrong)
    return Section(items=(TextItem(text=sentence),))


def _sections(judged: Sequence[Judged], phrases: Phrases) -> tuple[Section, ...]:
    headings, colon = phrases.headings, phrases.marks.colon
    names = {
        "position": headings.positions,
        "quote": headings.quotes,
        "figure": headings.figures,
    }
    kinds = [
        TextItem(text=f"{names[kind]}{colon}{_share(of_kind, phrases)}")
        for kind in FACT_KINDS
        if (of_kind := [one for one in judged if one.kind == kind])
    ]
    counts = Counter((one.kind, one.rule) for one in judged)
    rules = []
    for (kind, rule), _ in counts.most_common():
        name = phrases.verdicts.rule.format(kind=names[kind], rule=rule or "–")
        of_rule = [one for one in judged if (one.kind, one.rule) == (kind, rule)]
        rules.append(TextItem(text=f"{name}{colon}{_share(of_rule, phrases)}"))
    by_rule = listed(rules, RULES, phrases, heading=headings.rules)
    return Section(items=tuple(kinds)), by_rule, *_readers(judged, phrases)


def _readers(judged: Sequence[Judged], phrases: Phrases) -> tuple[Section, ...]:
    """By who read them, once a model has."""
    origins = Counter(one.origin for one in judged)
    if set(origins) == {RULES_ALONE}:
        return ()
    lines = [
        TextItem(
            text=f"{origin_name(origin, phrases)}{phrases.marks.colon}"
            f"{_share([one for one in judged if one.origin == origin], phrases)}"
        )
        for origin, _ in origins.most_common()
    ]
    return (listed(lines, RULES, phrases, heading=phrases.second.origins),)


def _share(judged: Sequence[Judged], phrases: Phrases) -> str:
    """How many, how many of them right, and what is wrong with the others."""
    faults = Counter(one.fault for one in judged)
    right = faults.pop(Fault.RIGHT, 0)
    share = phrases.verdicts.share.format(
        judged=phrases.counts.judged.of(len(judged)),
        right=right,
        share=round(100 * right / len(judged)),
    )
    wrong = (f"{phrases.faults.of(fault)}{phrases.marks.colon}{n}" for fault, n in faults.items())
    return joined((share, *wrong))
