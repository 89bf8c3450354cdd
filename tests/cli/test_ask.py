"""`vigie ask`: the chat's answer, once, in the terminal."""

from __future__ import annotations

from bot.model import Card
from bot.store.codec import parse


def test_one_question_is_answered_from_what_is_kept(vigie, kept):
    """The answer names who stands where and where it was read."""
    ran = vigie("ask", "!positions troops")
    assert (ran.code, ran.err) == (0, "")
    assert "Spain" in ran.out
    assert "https://harbour.example/troops" in ran.out


def test_the_prefix_may_be_left_out(vigie, kept):
    """At a shell's prompt an exclamation mark is a nuisance."""
    assert vigie("ask", "positions troops") == vigie("ask", "!positions troops")


def test_the_card_comes_as_json_on_one_line(vigie, kept):
    """`--json` gives the neutral card, which reads back as one."""
    ran = vigie("ask", "quotes Ana Ruiz", "--json")
    card = parse(ran.out, Card)
    assert ran.out.count("\n") == 1
    assert "We will not send soldiers" in ran.out
    assert card.kind == "answer"


def test_where_nothing_is_kept_it_is_said_what_to_do(vigie):
    """The hint goes to standard error: the answer itself stays clean."""
    ran = vigie("ask", "!latest")
    assert ran.code == 0
    assert "vigie once" in ran.err
    assert "vigie once" not in ran.out
