"""What each line of a plain text is for."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.layout import Role, blocks, date_line

DUMP = """1. Skip to content
2. Skip to menu
PoliticsEurope

Harbour towns ask for a ferry guarantee

Ana Lopez | with agencies
3 March 2026

Nine towns signed the letter on Monday, the mayor of Vell said.

https://news.example/p/1
The harbour of Vell at dawn.
Fishermen say the ferry is "all we have".Photo: Ana Lopez/Agency

A second letter is planned

The ministry has not answered yet, a spokesman said.

Ana Lopez Reporter at the harbour desk"""


def roles(text: str) -> list[tuple[str, str]]:
    return [(block.role.value, block.span.of(text)) for block in blocks(text)]


def test_a_dump_of_a_page_falls_into_its_parts():
    """Each line of a dump has its role, a caption and its credit two."""
    assert [role for role, _ in roles(DUMP)] == [
        "furniture",
        "furniture",
        "furniture",
        "title",
        "byline",
        "date",
        "body",
        "furniture",
        "caption",
        "caption",
        "furniture",
        "heading",
        "body",
        "furniture",
    ]


def test_a_credit_glued_to_its_caption_is_cut_off():
    """The caption ends where its last sentence ends."""
    captions = [words for role, words in roles(DUMP) if role == "caption"]
    assert captions[-1] == 'Fishermen say the ferry is "all we have".'


def test_one_line_is_body_whatever_it_looks_like():
    """A text of one line has nothing around it that could tell."""
    assert roles("1. Aller au contenu") == [("body", "1. Aller au contenu")]


def test_a_date_line_gives_its_date():
    """A date with little else beside it is one; a sentence with a date is none."""
    assert date_line("Published 4 septembre 2025") == "4 septembre 2025"
    assert (
        date_line("Am 4. Mai 2025 trafen sich die Minister in der alten Oper zu Gesprächen.")
        is None
    )


@given(st.text(max_size=400))
def test_blocks_lie_in_order_inside_the_text_and_never_overlap(text):
    """Whatever the text, blocks are spans of it, in order."""
    found = blocks(text)
    assert all(isinstance(block.role, Role) and len(block.span) > 0 for block in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(block.span.end <= len(text) for block in found)
