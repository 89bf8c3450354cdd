"""What a court decides and what somebody asks to be told: nouns that make no stand of a verb.

"The court upheld the fine" is a ruling between others, and "asked for explanations" tells nothing
of what is wanted.
"""

from __future__ import annotations

from bot.reading.positions.cues import Cue
from bot.reading.positions.holder import Holder
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords
from bot.reading.text import fold


def is_no_stand(
    view: View, words: PositionWords, cue: Cue, subject: Subject, target: Target
) -> bool:
    """True where a court rules on a case, or somebody only asks to be told."""
    if target.first < 0:
        return False
    head = view.word(target.first)
    alone = target.first == target.last and cue.group.stance == "support"
    if alone and head in words.sets["replies"]:
        return True
    return head in words.sets["cases"] and any(_is_court(h, words) for h in subject.holders)


def _is_court(holder: Holder, words: PositionWords) -> bool:
    name = f" {fold(holder.name)} "
    return any(f" {court} " in name for court in words.courts)
