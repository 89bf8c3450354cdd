"""What a figure measures, who holds it, who gives it; and what it takes from its neighbours."""

from __future__ import annotations

from functools import cache

import pytest

from bot.model import Article, Figure, Quote, QuoteKind, Span
from bot.reading.figures.attribution import attributed
from bot.reading.figures.find import find_figures
from bot.reading.figures.words import FigureWords
from bot.reading.reader import Reader
from bot.reading.text import Document
from bot.reading.words import TextWords
from config.loader import LANGUAGES, load
from config.reader import ReaderRecipe, build_reader


def read(text: str, code: str) -> tuple[Figure, ...]:
    """The figures of a text in one of the five languages."""
    folder = LANGUAGES / code
    words = load(folder / "figures.toml", FigureWords)
    return find_figures(Document(text, code, load(folder / "text.toml", TextWords)), words)


@cache
def reader() -> Reader:
    """Everything that reads, as it ships."""
    return build_reader(ReaderRecipe(languages=("de", "en", "es", "fr", "it")))


@pytest.mark.parametrize(
    ("text", "code", "holder"),
    [
        ("The shipyard employs 900 welders.", "en", "The shipyard"),
        ("The shipyard was stormed by 900 welders.", "en", None),
        ("The shipyard stood empty for 9 years.", "en", None),
        ("Le chantier naval emploie 900 soudeurs.", "fr", "Le chantier naval"),
        ("Le chantier naval a été envahi par 900 soudeurs.", "fr", None),
        ("The shipyard was robbed, and 900 welders left.", "en", None),
        ("Die Werft beschäftigt 900 Schweißer.", "de", "Die Werft"),
        ("El astillero emplea 900 soldadores.", "es", "El astillero"),
        ("Il cantiere impiega 900 saldatori.", "it", "Il cantiere"),
        ("Norda reports that the shipyard has lost 900 welders.", "en", None),
        ("It is small, but the shipyard has 900 welders.", "en", "the shipyard"),
        ("The union is small and the shipyard has 900 welders.", "en", "the shipyard"),
    ],
)
def test_the_subject_of_having_giving_or_losing_holds_what_is_counted(
    text: str, code: str, holder: str | None
) -> None:
    """Who has them is told; a subject that only meets them is not."""
    [figure] = read(text, code)
    assert figure.holder == holder


@pytest.mark.parametrize(
    ("text", "code", "what"),
    [
        ("The vacancy rate is 7%.", "en", "The vacancy rate"),
        ("The new dam cost 40 million euros.", "en", "The new dam"),
        ("Le nouveau barrage coûte 40 millions d'euros.", "fr", "Le nouveau barrage"),
        ("Die Quote beträgt 7 Prozent.", "de", "Die Quote"),
        ("La tasa de paro es del 7 %.", "es", "La tasa de paro"),
        ("La tasa de paro subió medio punto porcentual.", "es", "La tasa de paro"),
        ("Die Belegschaft soll um ein Fünftel schrumpfen.", "de", "Die Belegschaft"),
        ("The number of empty shops rose to 90.", "en", "empty shops"),
    ],
)
def test_what_a_size_is_of_is_its_subject(text: str, code: str, what: str) -> None:
    """A rate and a price say how large their subject is; nobody holds them."""
    [figure] = read(text, code)
    assert (figure.what, figure.holder) == (what, None)


def test_what_is_given_is_held_and_whom_it_is_given_to_is_not() -> None:
    """Behind another figure, only what "and" joins belongs to the giver."""
    pay, families = read("The yard pays 450 euros to each of 300 families.", "en")
    assert (pay.holder, families.holder) == ("The yard", None)
    _, barges = read("The yard owns 40 ferries and 12 barges.", "en")
    assert barges.holder == "The yard"


def test_a_number_before_a_word_of_its_own_counts_nothing_else() -> None:
    """Only a number with nothing behind it counts what was counted before."""
    guests = read("The ferry took 186 passengers and six zebra.", "en")[1]
    assert (guests.unit, guests.what) == (None, None)
    for text, code in (
        ("The yard hired 140 riveters, up from 90.", "en"),
        ("Le chantier a 140 riveteurs, contre 90 avant.", "fr"),
        ("Die Werft hat 140 Nietende, nach 90 zuvor.", "de"),
    ):
        first, second = read(text, code)
        assert second.unit_text == first.unit_text


def test_the_subject_of_the_second_of_two_joined_verbs_is_the_first_ones() -> None:
    """What "and" joins has one subject."""
    pay = read("The shipyard employs 900 welders and pays 3 million euros.", "en")[1]
    assert pay.holder == "The shipyard"


def test_a_part_measures_what_the_whole_does() -> None:
    """Of whom "nine of them" speaks is said where they were all counted."""
    whole, part = read("The mayor met 30 teachers of the valley. Nine of them signed.", "en")
    assert part.what == whole.what == "teachers of the valley"
    assert (part.unit, part.unit_text) == ("teacher", "teachers")


def test_a_part_of_several_nouns_is_of_the_last() -> None:
    """Behind words like "dont" the noun right before is meant."""
    figures = read("Le parc compte 40 bancs et 300 arbres, dont 12 malades.", "fr")
    assert [f.unit or f.unit_text for f in figures] == ["bancs", "tree", "malades"]
    figures = read("Le parc compte 40 bancs et 300 arbres, dont 12 à abattre.", "fr")
    assert [f.unit or f.unit_text for f in figures] == ["bancs", "tree", "tree"]


def test_a_part_named_in_between_does_not_hide_the_whole() -> None:
    """Who was hurt are people, though children were counted last."""
    text = "Es kamen 17 Menschen, darunter vier Kinder, und mehr als 60 später."
    assert [f.unit for f in read(text, "de")] == ["person", "child", "person"]


def test_only_the_first_number_takes_the_noun_it_is_the_number_of() -> None:
    """A second number in the sentence is its own matter, unless it is where a change ends."""
    change = read("Die Zahl der Lehrer stieg von 90 auf 112.", "de")
    assert [f.unit for f in change] == ["teacher", "teacher"]
    other = read("Die Zahl der Lehrer stieg auf 90, die der Köche auf 112.", "de")
    assert [f.unit for f in other] == ["teacher", None]


@pytest.mark.parametrize(
    ("text", "code", "source"),
    [
        ("Laut Norda kamen 300 Gäste.", "de", "Norda"),
        ("Nach Angaben der Feuerwehr brannten 30 Scheunen.", "de", "Feuerwehr"),
        ("Dem Bauernverband zufolge fehlen 300 Helfer.", "de", "Dem Bauernverband"),
        ("According to the farmers' union, 300 hands are missing.", "en", "the farmers' union"),
    ],
)
def test_a_source_ends_where_its_name_does(text: str, code: str, source: str) -> None:
    """Before the verb, or where the clause began."""
    [figure] = read(text, code)
    assert figure.reported_by == source


@pytest.mark.parametrize(
    ("text", "code", "sources"),
    [
        (
            "Entre 40 et 60 personnes selon la mairie, 300 selon les forains, ont dansé.",
            "fr",
            ["la mairie", "les forains"],
        ),
        (
            "Zwischen 40 und 60 Menschen kamen laut Rathaus, die Budenbesitzer sprachen von 300.",
            "de",
            ["Rathaus", None],
        ),
        (
            "Tra 40 e 60 persone secondo il municipio, 300 secondo i giostrai.",
            "it",
            ["il municipio", "i giostrai"],
        ),
        (
            "Según la alcaldía, bailaron 40 niños y, al final, 300 adultos.",
            "es",
            ["la alcaldía"] * 2,
        ),
        (
            "Bailaron 40 niños y, al final, 300 adultos, según la alcaldía.",
            "es",
            ["la alcaldía"] * 2,
        ),
    ],
)
def test_each_figure_has_its_own_source(text: str, code: str, sources: list[str | None]) -> None:
    """Two counts of one thing are not given by the same; what opens or closes a sentence gives all."""
    assert [figure.reported_by for figure in read(text, code)] == sources


@pytest.mark.parametrize(
    ("text", "code", "source"),
    [
        ("Mayor Odile Marchand said that 45 villages were cut off.", "en", "Odile Marchand"),
        (
            "La maire Odile Marchand a annoncé que 45 villages étaient isolés.",
            "fr",
            "Odile Marchand",
        ),
        ("« Nous comptons 45 villages isolés », a déclaré Odile Marchand.", "fr", "Odile Marchand"),
    ],
)
def test_a_figure_in_somebodys_words_is_given_by_them(text: str, code: str, source: str) -> None:
    """Who speaks gives the figures of what is said."""
    article = Article(url="https://a.example/1", text=text, language=code)
    [figure] = reader().read(article).figures
    assert figure.reported_by is not None
    assert source in figure.reported_by


def test_the_narrowest_quote_gives_the_figure_and_a_named_source_stays() -> None:
    """Words inside words are of who said them last; "according to" in the sentence is nearer still."""
    article = Article(url="https://a.example/1", text="x" * 60)
    figure = Figure(span=Span(20, 24), value=read("40 %", "en")[0].value)
    wide = Quote(span=Span(0, 60), kind=QuoteKind.INDIRECT, speaker_name="Ada Riva")
    narrow = Quote(span=Span(10, 40), kind=QuoteKind.DIRECT, speaker_name="Ben Okoro")
    elsewhere = Quote(span=Span(30, 60), kind=QuoteKind.DIRECT, speaker_name="Cy Voss")
    [given] = attributed(article, [figure], [wide, narrow, elsewhere])
    assert given.reported_by == "Ben Okoro"
    [named] = attributed(
        article, [Figure(span=figure.span, value=figure.value, reported_by="Norda")], [wide]
    )
    assert named.reported_by == "Norda"


def test_a_pronoun_alone_is_no_source() -> None:
    """Where only "she" is known of a speaker, nobody is named."""
    text = "45 villages, she said"
    quote = Quote(span=Span(0, 11), kind=QuoteKind.INDIRECT, speaker=Span(13, 16))
    article = Article(url="https://a.example/1", text=text)
    [figure] = attributed(article, read(text, "en"), [quote])
    assert figure.reported_by is None
