"""Who said what: how an attribution stands to the words, rule by rule."""

from __future__ import annotations

import pytest

from bot.model import QuoteKind
from tests.fakes.speech import marked_of, one, quotes_of, speaker_of, spoken, words_of


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("en", '"It holds," Lucy Marsh said.', "Lucy Marsh = Lucy Marsh"),
        ("en", '"It holds," said engineer Lucy Marsh.', "engineer Lucy Marsh = Lucy Marsh"),
        ("en", 'Lucy Marsh said: "It holds."', "Lucy Marsh = Lucy Marsh"),
        ("en", 'On Monday in Orsa, Lucy Marsh told reporters: "It holds."', "Lucy Marsh = Lucy Marsh"),
        ("fr", "« Elle tient », affirme Lucie Marchal.", "Lucie Marchal = Lucie Marchal"),
        ("fr", "« Elle tient », a expliqué lundi à l'AFP Lucie Marchal.", "Lucie Marchal = Lucie Marchal"),
        ("fr", "Lucie Marchal, ingénieure à Orsa, a répondu : « Elle tient. »", "Lucie Marchal = Lucie Marchal"),
        ("de", "„Er hält“, sagte Lucie Marschall.", "Lucie Marschall = Lucie Marschall"),
        ("de", "Am Montag sagte Lucie Marschall: „Er hält.“", "Lucie Marschall = Lucie Marschall"),
        ("de", "„Er hält“, hat Lucie Marschall gesagt.", "Lucie Marschall = Lucie Marschall"),
        ("es", "«Aguanta», ha dicho Lucía Marcos.", "Lucía Marcos = Lucía Marcos"),
        ("es", "Lucía Marcos respondió: «Aguanta».", "Lucía Marcos = Lucía Marcos"),
        ("it", "«Regge», ha detto Lucia Marchi.", "Lucia Marchi = Lucia Marchi"),
        ("it", "Lucia Marchi ha risposto: «Regge».", "Lucia Marchi = Lucia Marchi"),
    ],
)  # fmt: skip
def test_the_speaker_before_and_behind(code: str, text: str, speaker: str) -> None:
    """Subject and verb may stand on either side of the words, in either order."""
    quote = one(quotes_of(text, code))
    assert speaker_of(text, quote) == speaker
    assert quote.kind is QuoteKind.DIRECT
    assert quote.confidence >= 0.65


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("en", '"It holds," the plumber said.', "the plumber"),
        ("en", "The dam holds, according to a spokesman for the ministry.", "a spokesman for the ministry"),
        ("fr", "« Elle tient », indique le ministère de l'Energie.", "le ministère de l'Energie"),
        ("fr", "« Elle tient », raconte une habitante.", "une habitante"),
        ("de", "„Er hält“, sagte eine Sprecherin der Polizei.", "eine Sprecherin der Polizei"),
        ("es", "«Aguanta», asegura una vecina.", "una vecina"),
        ("it", "«Regge», spiega un portavoce della polizia.", "un portavoce della polizia"),
    ],
)  # fmt: skip
def test_a_common_noun_speaks(code: str, text: str, speaker: str) -> None:
    """A body or an unnamed person is the speaker with its complement, and stands for no name."""
    quote = one(quotes_of(text, code))
    assert words_of(text, quote.speaker) == speaker
    assert quote.speaker_name is None


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("en", 'Mayor Lucy Marsh came home. "It holds," she said.', "Lucy Marsh"),
        ("fr", "La maire Lucie Marchal est rentrée. « Elle tient », a-t-elle dit.", "Lucie Marchal"),
        ("fr", "Le préfet Paul Arnaud est rentré. « Elle tient », assure le préfet.", "Paul Arnaud"),
        ("de", "Bürgermeisterin Lucie Marschall kam. „Er hält“, sagte sie.", "Lucie Marschall"),
        ("de", "Minister Jonas Kessel kam zurück. „Er hält“, sagte der Minister.", "Jonas Kessel"),
        ("es", "La alcaldesa Lucía Marcos habló poco. «Aguanta», dijo la alcaldesa.", "Lucía Marcos"),
        ("it", "La sindaca Lucia Marchi è tornata. «Regge», ha detto la sindaca.", "Lucia Marchi"),
    ],
)  # fmt: skip
def test_pronouns_and_roles_lead_to_the_person(code: str, text: str, name: str) -> None:
    """The mention stays as the text has it; the name beside it is the person's."""
    quote = one(quotes_of(text, code))
    assert quote.speaker_name == name
    assert name not in words_of(text, quote.speaker)


def test_a_pronoun_of_the_other_gender_is_somebody_else() -> None:
    """The last person named is not meant when the gender does not fit."""
    text = 'Mayor Lucy Marsh wrote to Senator Paul Arden. "It holds," she said.'
    assert one(quotes_of(text, "en")).speaker_name == "Lucy Marsh"


def test_whom_one_speaks_to_does_not_speak() -> None:
    """An addressee stands nearer to the words than the speaker."""
    text = 'Lucy Marsh told Senator Paul Arden: "It holds."'
    assert one(quotes_of(text, "en")).speaker_name == "Lucy Marsh"
    text = "« Elle tient », a confié à Paul Arnaud la maire Lucie Marchal."
    assert one(quotes_of(text, "fr")).speaker_name == "Lucie Marchal"


def test_a_papers_name_with_its_article_is_an_addressee() -> None:
    """Capitals do not make a paper the speaker."""
    text = "«Aguanta», respondió a EL VALLE el alcalde Hugo Rey."
    assert one(quotes_of(text, "es")).speaker_name == "Hugo Rey"


def test_the_account_of_a_person_is_the_persons() -> None:
    """The mention is the account, the name its author's."""
    text = "D'après le récit de Lucie Marchal, la digue est « presque neuve »."
    quote = one(marked_of(text, "fr"))
    assert words_of(text, quote.speaker) == "le récit de Lucie Marchal"
    assert quote.speaker_name == "Lucie Marchal"


def test_the_spokesman_for_a_person_is_not_that_person() -> None:
    """A name behind a preposition is a complement."""
    text = '"It holds," said a spokesman for Mayor Lucy Marsh.'
    assert one(quotes_of(text, "en")).speaker_name is None


def test_a_pronoun_stands_for_who_spoke_last_even_unnamed() -> None:
    """A person named before that is somebody else; better no name than a wrong one."""
    text = (
        "La ministre Solène Garnier a parlé. La côte sera gardée, a annoncé le porte-parole du "
        "gouvernement irlandais. « Nous avons prévenu en mars », a-t-il rappelé."
    )
    quote = quotes_of(text, "fr")[-1]
    assert words_of(text, quote.speaker) == "il"
    assert quote.speaker_name is None


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("it", "«Regge», ha detto il ministro degli Esteri Marco Bianchi.", "Marco Bianchi"),
        ("fr", "« Elle tient », a dit la ministre de l'Energie, Solène Garnier.", "Solène Garnier"),
        ("es", "«Aguanta», dijo la portavoz del grupo en el Parlamento, Elena Rey.", "Elena Rey"),
        ("de", "„Er hält“, sagte die Chefin des Verbands, Anna Roth.", "Anna Roth"),
        ("en", '"It holds," said the head of the union, Lucy Marsh.', "Lucy Marsh"),
    ],
)
def test_a_role_with_its_complement_leads_to_the_name_behind_it(
    code: str, text: str, name: str
) -> None:
    """The preposition has its noun; the name is the speaker's own, with a comma or without."""
    assert one(quotes_of(text, code)).speaker_name == name


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("de", "Nach Ansicht der Opposition kommt der Plan „viel zu spät“.", "der Opposition"),
        ("de", "„Wir wissen es“, hatte Jonas Kessel in einem Interview erklärt.", "Jonas Kessel"),
        ("de", "„Er hält“, sagt die 56-jährige Lehrerin.", "die 56-jährige Lehrerin"),
        ("en", '"It holds," Lucy Marsh of Orsa said.', "Lucy Marsh of Orsa"),
    ],
)
def test_where_a_mention_ends(code: str, text: str, speaker: str) -> None:
    """At the verb, and behind a person's name."""
    assert words_of(text, one(marked_of(text, code)).speaker) == speaker


def test_the_inner_speaker_of_a_nested_report_says_the_words() -> None:
    """The outer one only passes them on."""
    text = 'Lucy Marsh said that Paul Arden had called the wall "a very bad joke".'
    quote = one(marked_of(text, "en"))
    assert quote.speaker_name == "Paul Arden"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", '"We warned them," said Lucy Marsh, "and they slept."'),
        ("fr", "« Nous avons prévenu, a rappelé Lucie Marchal, et on dort. »"),
        ("fr", "« Nous avons prévenu, dit-elle, et on dort. »"),
        ("de", "„Wir haben gewarnt“, sagte Lucie Marschall, „und alle schlafen.“"),
        ("it", "«Abbiamo avvertito - ha detto Lucia Marchi - e si dorme»."),
    ],
)
def test_the_pieces_of_one_utterance_share_a_group(code: str, text: str) -> None:
    """The attribution between them splits the words, not the utterance; its own words are out."""
    quotes = quotes_of(text, code)
    if "a rappelé" in text:  # a comma alone does not show that the writer speaks
        assert len(quotes) == 1
        return
    first, second = quotes
    assert first.group == second.group
    assert first.speaker == second.speaker
    assert not first.span.overlaps(second.span)


def test_two_utterances_have_two_groups() -> None:
    """A sentence of its own is another utterance."""
    text = '"We warned them," said Lucy Marsh. Paul Arden said: "We slept."'
    first, second = quotes_of(text, "en")
    assert first.group != second.group


def test_a_quotation_over_paragraphs_is_one_utterance() -> None:
    """The first paragraph is left open; who speaks is said in the second."""
    text = '"We waited a year for it.\n\n"Then it rained for a month," Lucy Marsh said.'
    quotes = quotes_of(text, "en")
    assert len({quote.group for quote in quotes}) == 1


def test_a_speaker_goes_on_in_the_next_sentence() -> None:
    """A quotation without a cue is the last speaker's, with less confidence."""
    text = '"It holds," said Lucy Marsh. "Nobody has to leave tonight."'
    first, second = quotes_of(text, "en")
    assert second.speaker_name == "Lucy Marsh"
    assert second.confidence < first.confidence


def test_italian_and_spanish_verbs_need_no_subject() -> None:
    """The last speaker goes on, over a paragraph."""
    text = "La sindaca Lucia Marchi ha detto che regge.\n\n«L'ho vista io», ha aggiunto."
    assert quotes_of(text, "it")[-1].speaker_name == "Lucia Marchi"
    text = "La alcaldesa Lucía Marcos dijo que aguanta.\n\n«La he visto yo», añadió."
    assert quotes_of(text, "es")[-1].speaker_name == "Lucía Marcos"


def test_the_mood_of_a_verb_goes_on_with_what_was_reported() -> None:
    """The subject of such a sentence is spoken about and does not speak."""
    text = "Lucie Marchal a dit que la digue tient. Les ouvriers auraient « sauvé la vallée »."
    marked = next(q for q in quotes_of(text, "fr") if q.kind is QuoteKind.MIXED)
    assert marked.speaker_name == "Lucie Marchal"
    assert marked.confidence < 0.65
    text = "Karim Benali sagte, der Damm halte. Die Pumpen seien alle neu."
    assert ("Die Pumpen seien alle neu", "indirect", "Karim Benali = Karim Benali") in spoken(
        text, "de"
    )


def test_a_verb_no_list_holds_reports_beside_a_quotation() -> None:
    """Nobody can list all the verbs that newspapers put there."""
    text = "« C'est une folie », jappe le maire."
    assert one(quotes_of(text, "fr")).rule == "unlisted"


def test_a_name_under_a_quotation_signs_it() -> None:
    """As under readers' letters."""
    text = "“They lied to us.” ― Lucy Marsh"
    assert speaker_of(text, one(quotes_of(text, "en"))) == "Lucy Marsh = Lucy Marsh"


def test_an_apposition_with_a_marked_name_is_passed_over() -> None:
    """The verb's subject stands before it."""
    text = "Karim Benali, Gründer der Partei „Neues Tal“, beteuerte: „Wir zahlen alles.“"
    assert [words_of(text, q.span) for q in quotes_of(text, "de")] == ["Wir zahlen alles."]
    assert one(quotes_of(text, "de")).speaker_name == "Karim Benali"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", 'Lucy Marsh welcomed a "concrete" and "serious" offer.'),
        ("fr", "Lucie Marchal salue une offre « concrète » et « sérieuse »."),
        ("de", "Lucie Marschall lobte das „konkrete“ und „ernste“ Angebot."),
    ],
)
def test_fragments_in_a_judgement_are_mixed_and_one_utterance(code: str, text: str) -> None:
    """Two marked words of one sentence of one speaker."""
    first, second = quotes_of(text, code)
    assert first.kind is second.kind is QuoteKind.MIXED
    assert first.group == second.group
    assert first.speaker_name


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", 'The film "The Wall" opens on Friday.'),
        ("en", 'The so-called "quiet zone" begins here.'),
        ("en", 'Joaquin "Shorty" Vidal was seen near the dam.'),
        ("fr", "Le roman « La Digue » raconte la crue."),
        ("fr", "La « vague » est un mur. La « vague » a coûté cher."),
        ("de", "Die „Talblick“-Redaktion zog um."),
        ("es", "La revista «Valle» cerró en 2019."),
        ("it", "Il film «Il muro» esce venerdì."),
    ],
)
def test_titles_names_and_terms_are_no_speech(code: str, text: str) -> None:
    """They wear the same marks."""
    assert quotes_of(text, code) == ()


def test_a_headline_has_speech_and_no_speaker() -> None:
    """A wrong name would cost more than none; such a quote is not sure enough to be posted."""
    text = (
        "« Nous ne partirons jamais d'ici »\n\nLa vallée d'Orsa attend la crue depuis lundi soir."
    )
    quote = one(quotes_of(text, "fr"))
    assert quote.speaker is None
    assert quote.confidence < 0.65


def test_a_caption_is_read_and_its_credit_is_not() -> None:
    """The closing mark may be glued to the credit."""
    text = (
        "La digue a tenu toute la nuit, selon la préfecture.\n\n"
        "Lucie Marchal a demandé à l'Etat de « payer la moitié du chantier ».Image : Paul Roy/Agence"
    )
    found = {q.span.of(text): speaker_of(text, q) for q in quotes_of(text, "fr")}
    assert found["payer la moitié du chantier"] == "Lucie Marchal = Lucie Marchal"


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("en", "Lucy Marsh said on Monday that the dam holds.", "that the dam holds"),
        ("en", "The dam holds, Lucy Marsh said.", "The dam holds"),
        (
            "en",
            "Lucy Marsh urged the ministry to open the gates.",
            "the ministry to open the gates",
        ),
        ("en", "Lucy Marsh asked whether the dam would hold.", "whether the dam would hold"),
        ("en", "Lucy Marsh says rain only helps the valley.", "rain only helps the valley"),
        ("en", "Lucy Marsh said there was no leak.", "there was no leak"),
        ("en", "Lucy Marsh defended the plan for a new dam.", "the plan for a new dam"),
        (
            "en",
            "Lucy Marsh said the dam was old, while the new wall had cost millions.",
            "the dam was old",
        ),
        ("en", "When Lucy Marsh said the dam was old, the council left.", "the dam was old"),
        (
            "en",
            "Lucy Marsh’s claim that the dam leaks was checked.",
            "that the dam leaks was checked",
        ),
        ("en", "Lucy Marsh: the dam will not hold", "the dam will not hold"),
        ("fr", "Lucie Marchal a répété lundi que la digue tient.", "que la digue tient"),
        ("fr", "La digue tient, a assuré tout à l'heure Lucie Marchal.", "La digue tient"),
        ("de", "Lucie Marschall sagte am Montag, dass der Damm hält.", "dass der Damm hält"),
        ("es", "Lucía Marcos ha dicho que la presa aguanta.", "que la presa aguanta"),
        ("it", "Lucia Marchi ha detto che la diga regge.", "che la diga regge"),
    ],
)
def test_reported_clauses(code: str, text: str, words: str) -> None:
    """Speech without marks: behind its cue, or before it."""
    quote = one(quotes_of(text, code))
    assert quote.kind is QuoteKind.INDIRECT
    assert words_of(text, quote.span) == words
    assert quote.speaker_name


def test_a_capitalised_word_is_no_report_verb() -> None:
    """States and Posts are names."""
    assert quotes_of("He left the United States that winter and never came back.", "en") == ()


def test_a_that_behind_an_object_belongs_to_the_noun() -> None:
    """What was announced is the object with all that hangs on it, and not sure to be speech."""
    text = "Lucy Marsh announced a plan that nobody has read."
    quote = one(quotes_of(text, "en"))
    assert words_of(text, quote.span) == "a plan that nobody has read"
    assert quote.confidence < 0.65
