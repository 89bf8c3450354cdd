"""The rules of positions: whose stand it is, what it is about, and when there is none."""

from __future__ import annotations

import pytest

from bot.model import Article, Position, Stance
from config.reader import ReaderRecipe, build_reader

CODES = ("de", "en", "es", "fr", "it")
SHOWN = 0.65  # the confidence from which a position is shown


def read(code: str, text: str) -> tuple[Position, ...]:
    """The positions of a text, with the shipped lexicons."""
    reader = build_reader(ReaderRecipe(languages=CODES))
    return reader.read(Article(url="", text=text, language=code)).positions


def told(code: str, text: str) -> list[str]:
    """The positions of a text as "actor stance topic"."""
    return [f"{p.actor} {p.stance} {p.topic}" for p in read(code, text)]


def test_the_evidence_is_the_sentence_and_the_cue_lies_in_it() -> None:
    """What is shown of a position are spans of the text."""
    text = "Il pleut. La Norvège approuve l'embargo sur les armes. Tout va bien."
    (position,) = read("fr", text)
    assert position.evidence.of(text) == "La Norvège approuve l'embargo sur les armes."
    assert position.cue is not None
    assert position.cue.of(text) == "approuve"
    assert position.actor_span is not None
    assert "Norvège" in position.actor_span.of(text)
    assert position.topic_span is not None
    assert position.topic_span.of(text) == "embargo sur les armes"
    assert position.confidence >= SHOWN


def test_an_anaphor_is_resolved_to_the_topic_of_the_sentence_before() -> None:
    """The topic's words may lie outside the evidence."""
    text = "L'envoi de soldats reste débattu. Malte et Chypre n'excluent pas cette option."
    found = read("fr", text)
    assert [(p.actor, p.stance, p.topic) for p in found] == [
        ("MT", Stance.OPEN, "troops"),
        ("CY", Stance.OPEN, "troops"),
    ]
    assert [p.topic_span and p.topic_span.of(text) for p in found] == ["soldats", "soldats"]
    assert all(p.confidence >= SHOWN for p in found)


def test_an_anaphor_goes_on_over_a_sentence_that_holds_one() -> None:
    """The topic of a chain of anaphors stays the first one's, whatever else is named between."""
    text = (
        "L'envoi de soldats reste débattu. Malte n'exclut pas cette option, malgré la guerre en "
        "Ukraine. Plusieurs pays, comme la Grèce, qui s'y est opposée lundi, ou le Portugal, n'y "
        "sont pas favorables."
    )
    assert told("fr", text) == [
        "MT open troops",
        "GR oppose troops",
        "PT oppose troops",
    ]


def test_a_heading_ends_what_an_anaphor_can_mean() -> None:
    """A topic of another section is not what "this idea" stands for."""
    text = (
        "Les sanctions seront prolongées au mois de juin, dit-on à Rome.\n\n"
        "Une rentrée agitée\n\nLa Grèce rejette cette idée."
    )
    assert told("fr", text) == []


def test_of_two_topics_neither_of_which_is_a_subject_none_is_meant() -> None:
    """Where it is not clear what an anaphor stands for, nothing is claimed."""
    text = "On parle beaucoup des sanctions et des droits de douane. La Grèce rejette cette idée."
    assert told("fr", text) == []


@pytest.mark.parametrize(
    ("code", "text", "stance"),
    [
        ("fr", "La Grèce est opposée aux sanctions.", "oppose"),
        ("fr", "La Grèce n'est pas opposée aux sanctions.", "open"),
        ("fr", "La Grèce soutient les sanctions.", "support"),
        ("fr", "La Grèce ne soutient pas les sanctions.", "oppose"),
        ("en", "Greece condemned the sanctions.", "oppose"),
        ("en", "Greece did not condemn the sanctions.", "undecided"),
        ("de", "Griechenland lehnt die Sanktionen ab.", "oppose"),
        ("de", "Griechenland lehnt die Sanktionen nicht ab.", "open"),
        ("it", "La Grecia è favorevole alle sanzioni.", "support"),
        ("it", "La Grecia non è favorevole alle sanzioni.", "oppose"),
        ("es", "Grecia promete sanciones.", "support"),
        ("es", "Grecia no promete sanciones.", "undecided"),
    ],
)
def test_what_a_negated_cue_says_is_looked_up(code: str, text: str, stance: str) -> None:
    """Negation is no change of sign: each cue has its own negated stance."""
    assert told(code, text) == [f"GR {stance} sanctions"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "La Grèce réclame la fin des sanctions."),
        ("en", "Greece demanded an end to the sanctions."),
        ("de", "Griechenland fordert die Aufhebung der Sanktionen."),
        ("es", "Grecia exige el levantamiento de las sanciones."),
        ("it", "La Grecia chiede la revoca delle sanzioni."),
    ],
)
def test_who_wants_a_thing_ended_does_not_support_it(code: str, text: str) -> None:
    """Words that undo a topic turn it into its own undoing, or the stance round."""
    assert told(code, text) == ["GR support lift_sanctions"]


def test_who_opposes_an_ill_supports_what_stands_against_it() -> None:
    """A word of what a topic stands against turns the stance round."""
    assert told("en", "Greece condemned the torture of prisoners.") == ["GR support human_rights"]


def test_a_person_holds_the_position_and_the_text_says_for_which_country() -> None:
    """A person's id is the slug of the name, the country is what stands before it."""
    (position,) = read("en", "Greek President Maria Karas rejected the sanctions.")
    assert (position.actor, position.country) == ("maria_karas", "GR")


def test_a_nameless_office_holder_speaks_for_the_country() -> None:
    """A minister or a spokesman without a name is his country."""
    assert told("fr", "Le porte-parole du chancelier autrichien rejette les sanctions.") == [
        "AT oppose sanctions"
    ]


def test_a_report_says_who_reports_it() -> None:
    """Of "according to X, Y supports", Y holds it and X reports it."""
    (position,) = read("en", "According to Maria Karas, Cyprus supports the sanctions.")
    assert (position.actor, position.reported_by) == ("CY", "Maria Karas")


def test_a_condition_is_kept_in_the_words_of_the_text() -> None:
    """The condition of a promise stands with it."""
    text = "Malte s'engage à envoyer des soldats en cas de cessez-le-feu."
    (position,) = read("fr", text)
    assert position.condition == "en cas de cessez-le-feu"


def test_a_reportive_conditional_lowers_the_confidence() -> None:
    """What is only said to be so is less sure than what is so."""
    (sure,) = read("fr", "Malte a approuvé les sanctions.")
    (said,) = read("fr", "Malte aurait approuvé les sanctions.")
    assert said.confidence < sure.confidence


def test_a_seat_of_power_acts_only_as_a_subject() -> None:
    """A capital rejects as a subject; what happens in it holds no position."""
    assert told("fr", "Paris rejette les sanctions.") == ["FR oppose sanctions"]
    assert told("fr", "Des manifestants à Paris rejettent les sanctions.") == []


def test_a_group_said_to_be_divided_takes_no_stand() -> None:
    """Who is divided has several opinions: none of them is the group's."""
    assert told("fr", "Le déploiement de troupes divise les Européens.") == []


def test_a_concessive_clause_states_a_fact() -> None:
    """French "Si X a approuvé ..., il s'agit de ..." is no hypothesis."""
    text = "Si Malte a approuvé les sanctions, il s'agit d'un geste limité."
    assert told("fr", text) == ["MT support sanctions"]
    assert told("fr", "Si Malte approuvait les sanctions, tout changerait.") == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Malte a demandé à la Grèce de renforcer les sanctions."),
        ("it", "Malta chiede alla Grecia nuove sanzioni."),
        ("de", "Malta forderte Griechenland auf, die Sanktionen zu verschärfen."),
    ],
)
def test_who_is_asked_holds_nothing(code: str, text: str) -> None:
    """The addressee of a demand takes no stand."""
    assert all(position.actor == "MT" for position in read(code, text))


def test_the_speaker_of_a_quotation_is_its_we() -> None:
    """The first person of quoted words is who says them."""
    text = '"We oppose the sanctions," said Greek President Maria Karas.'
    assert told("en", text) == ["maria_karas oppose sanctions"]


def test_a_phrase_no_topic_names_is_a_topic_in_its_own_words() -> None:
    """A strong cue with a named holder keeps the words of the article as its topic."""
    (position,) = read("en", "Cyprus rejected the merger of the two ports.")
    assert position.topic == "merger of the two ports"


def test_headings_without_a_verb_hold_no_position() -> None:
    """A nominal cue in a title states nothing."""
    text = (
        "Opposition de la Grèce aux sanctions\n\nIl a plu toute la journée sur la ville d'Athènes."
    )
    assert told("fr", text) == []


def test_a_topic_behind_a_screening_noun_is_not_reached() -> None:
    """Who rejects criticism of missile tests takes no stand on missiles."""
    assert "weapons" not in " ".join(told("en", "Cyprus rejected the criticism of its missiles."))


def test_what_somebody_is_blamed_for_is_no_topic() -> None:
    """Who is criticised for something is what the position is about."""
    assert told("en", "Cyprus condemned Malta for its sanctions.") == ["CY oppose Malta"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Cyprus called for tax cuts."),
        ("en", "Cyprus promised lower taxes."),
        ("fr", "Chypre réclame une baisse d'impôts."),
        ("de", "Zypern fordert Steuersenkungen."),
    ],
)
def test_a_compound_that_ends_a_thing_is_against_it(code: str, text: str) -> None:
    """Who wants taxes cut is no friend of taxes, wherever the word for it stands."""
    assert told(code, text) == ["CY oppose taxes"]


def test_a_negation_at_the_very_end_of_a_german_sentence_counts() -> None:
    """The negation may follow behind a relative clause."""
    text = "Malta unterstützt die Sanktionen, die seit Mai gelten, allerdings nicht."
    assert told("de", text) == ["MT oppose sanctions"]


def test_an_apposition_names_the_person_and_the_phrase_before_it_the_country() -> None:
    """The office stands for the country, the name between commas is who holds the position."""
    (position,) = read("en", "Malta's prime minister, Maria Karas, rejected the sanctions.")
    assert (position.actor, position.country) == ("maria_karas", "MT")


def test_the_government_alone_is_that_of_the_country_the_text_is_about() -> None:
    """One country is nearly all that is named: its government is meant, and less surely so."""
    about = "Malta is an island. Malta votes in May. Malta has two ports. "
    (position,) = read("en", about + "The government rejected the sanctions.")
    assert position.actor == "MT"
    assert position.confidence < read("en", "Malta rejected the sanctions.")[0].confidence
    assert told("en", "The government rejected the sanctions.") == []


def test_a_participle_with_its_agent_speaks_of_the_phrase_before_it() -> None:
    """A plan rejected by somebody is a position without an auxiliary."""
    assert told("fr", "Les sanctions, critiquées par Malte, seront votées lundi.") == [
        "MT oppose sanctions"
    ]


def test_points_of_abbreviations_do_not_cut_a_sentence() -> None:
    """An abbreviated name is a subject like any other."""
    assert told("en", "The U.S. rejected new U.N. sanctions.") == ["US oppose sanctions"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Norway said Sweden rejected a ceasefire."),
        ("en", "Norway said on Monday that Sweden rejected a ceasefire."),
        ("fr", "La Norvège a affirmé que la Suède refuse un cessez-le-feu."),
        ("de", "Norwegen erklärte, dass Schweden die Waffenruhe ablehnt."),
        ("es", "Noruega dijo que Suecia rechaza el alto el fuego."),
        ("it", "La Norvegia ha detto che la Svezia rifiuta il cessate il fuoco."),
    ],
)
def test_what_one_says_of_another_is_told_as_that(code: str, text: str) -> None:
    """The stand is the other's, and who says so is named."""
    (position,) = read(code, text)
    assert (position.actor, position.stance) == ("SE", Stance.OPPOSE)
    assert position.reported_by == "Norway"


def test_what_one_says_of_oneself_needs_no_witness() -> None:
    """A country's own president, or the country itself."""
    for text in (
        "Norway said it opposes the embargo.",
        "Norwegian President Dag Lund said Norway opposes the embargo.",
    ):
        (position,) = read("en", text)
        assert (position.actor, position.reported_by) == ("NO", None)


def test_a_text_that_lost_its_marks_is_read_by_the_gaps_they_left() -> None:
    """Two spaces part clauses where a comma stood, in a sentence without any mark."""
    text = "Man müsse die Sanktionen verschärfen  sagte Außenminister Jonas Brandt "
    assert told("de", text) == ["jonas_brandt support sanctions"]


def test_a_lone_name_is_a_holder_in_a_short_text_only() -> None:
    """An article introduces people by their full names, so that a word alone may be a noun."""
    text = "Kesselring fordert höhere Zölle."
    assert told("de", text) == ["kesselring support tariffs"]
    assert told("de", text + " Im Hafen lagen die Schiffe still." * 40) == []


def test_the_party_behind_a_name_takes_no_stand_of_its_own() -> None:
    """A party in brackets tells whose member somebody is."""
    text = "Der Abgeordnete Jonas Brandt (SPD) und Ministerin Karla Voss (CDU) begrüßten die Zölle."
    assert told("de", text) == ["jonas_brandt support tariffs", "karla_voss support tariffs"]


def test_a_plan_nobody_knows_counts_where_public_affairs_are_talked_of() -> None:
    """What a firm plans is no stand; what a party plans is one."""
    assert told("de", "Die Brauerei plant den Umbau der Halle.") == []
    assert told("de", "Die SPD plant den Umbau der Halle.") == ["spd support Umbau der Halle"]


def test_a_subject_nobody_knows_leaves_no_stand_to_the_object() -> None:
    """Behind the verb, the first noun is its subject even where it names nobody."""
    assert told("de", "Gestern kritisierten die Zuschauer die SPD.") == []
    assert told("de", "Gestern kritisierte die SPD die Zölle.") == ["spd oppose tariffs"]


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("Das Embargo will die Regierung von Malta aufheben.", ["MT support lift_sanctions"]),
        ("Die Zölle lehnt die dänische Regierung ab.", ["DK oppose tariffs"]),
        ("Dass Polen die Zölle ablehnt, ist bekannt.", ["PL oppose tariffs"]),
        ("Die Grenze zu Polen, das die Zölle ablehnt, ist offen.", ["PL oppose tariffs"]),
    ],
)
def test_a_german_object_may_stand_before_its_subject(text: str, positions: list[str]) -> None:
    """Case, number and the place of the verb tell who does it, not the order."""
    assert told("de", text) == positions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"We must save the harbour," said Governor Alice Brown.', ["alice_brown support save the harbour"]),
        ("Governor Alice Brown said the sanctions must be lifted.", ["alice_brown support lift_sanctions"]),
        ("Governor Alice Brown said they have to blame others.", []),
        ("Governor Alice Brown told us why we need to raise taxes.", []),
        ("The sanctions must be lifted.", []),
    ],
)  # fmt: skip
def test_a_demand_is_the_stand_of_who_makes_it(text: str, found: list[str]) -> None:
    """What "must" be done is wanted by its speaker; without a speaker nobody wants it."""
    assert told("en", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Governor Alice Brown called the carbon tax a mistake.", ["alice_brown oppose carbon_price"]),
        ("The carbon tax was called a mistake by Governor Alice Brown.", ["alice_brown oppose carbon_price"]),
        ("Governor Alice Brown said the carbon tax was no mistake.", []),
        ("Governor Alice Brown called the soup a disgrace.", []),
    ],
)  # fmt: skip
def test_a_verdict_is_a_stand_on_a_matter_of_dispute(text: str, found: list[str]) -> None:
    """To call a policy a mistake is to oppose it; to call a soup one is a matter of taste."""
    assert told("en", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Norway voiced its support for the carbon tax.", ["NO support carbon_price"]),
        ("Norway withdrew its support for the carbon tax.", ["NO oppose carbon_price"]),
        ("The carbon tax drew praise from Norway.", ["NO support carbon_price"]),
        ("Governor Alice Brown restated her opposition to the carbon tax.", ["alice_brown oppose carbon_price"]),
    ],
)  # fmt: skip
def test_a_stand_may_be_voiced_given_up_drawn_or_owned(text: str, found: list[str]) -> None:
    """The verb around a noun of support tells whose it is, and whether it still is."""
    assert told("en", text) == found


def test_what_somebody_supposes_of_others_is_no_stand() -> None:
    """Behind "fears" or "doubts" nothing is claimed of who comes next."""
    assert told("en", "Governor Alice Brown fears Norway supports the sanctions.") == []
    assert told("en", "It is odd that Norway supports the sanctions.") == ["NO support sanctions"]


def test_a_weak_word_of_the_unknown_needs_a_name_or_a_matter() -> None:
    """An unknown body that praises a cake takes no stand; one that praises a person does."""
    assert told("en", "Conservas praised the cake.") == []
    assert told("en", "Conservas praised Governor Alice Brown.") == [
        "conservas support Governor Alice Brown"
    ]


def test_it_stands_for_the_body_of_a_longer_sentence_before() -> None:
    """A subject of another sentence, further from its start than this one is long."""
    text = (
        "After months of talks with the unions, the drivers and both ports of the southern coast,"
        " the city council opposes sending troops to Karvenia. It's not about being rich, an"
        " official said."
    )
    assert [(p.actor_name, p.stance) for p in read("en", text)] == [("city council", Stance.OPPOSE)]
