"""`vigie export`, `opml`, `backup` and `restore`: what is kept goes out whole and comes back."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree
from rich.console import Console

from bot.cli.data import export
from bot.cli.formats import COLUMNS, FORMATS, NETWORK_COLUMNS, form_of
from bot.model import Article, Fault, Position, Quote, QuoteKind, Span, Stance, fact_id
from bot.store.archive import article_id
from bot.store.export import FactRow
from bot.store.store import Store
from config.environment import load_settings
from tests.fakes.readings import ferry, unchanged

TEXT = '=HYPERLINK("x") "Never again" Spain opposes it.'
ARTICLE = Article(url="https://a.example/1", text=TEXT)
NS = "{http://graphml.graphdrawing.org/xmlns}"


def row(fact: Quote | Position, **given: object) -> FactRow:
    """A fact as the store exports it."""
    span = fact.span if isinstance(fact, Quote) else fact.evidence
    values = {
        "kind": "quote" if isinstance(fact, Quote) else "position",
        "start": span.start,
        "end": span.end,
        "words": ARTICLE.at(span),
        "sentence": TEXT,
        "fact": fact,
        "article": ARTICLE,
        "article_id": "a",
        "story_id": "a",
        "url": ARTICLE.url,
        "title": "+1",
        "source": "A",
        "published": datetime(2026, 11, 20, tzinfo=UTC),
        "language": "en",
    }
    return FactRow(**{**values, **given})


def spain(day: int, stance: Stance = Stance.OPPOSE) -> FactRow:
    """A position of Spain taken on a day of November."""
    fact = Position(
        actor="ES", actor_name="Spain \x0b", topic="troops", stance=stance, evidence=Span(30, 47)
    )
    return row(fact, published=datetime(2026, 11, day, tzinfo=UTC))


def written(ending: str, *rows: FactRow) -> str:
    """What a format makes of facts."""
    stream = io.StringIO()
    with FORMATS[ending](stream) as add:
        for one in rows:
            add(one)
    return stream.getvalue()


def test_json_lines_hold_each_fact_with_its_article(vigie, kept, folder):
    """One fact a line, as `vigie read --json` has it, with where it was read."""
    ran = vigie("export", "facts.jsonl")
    lines = (folder / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    facts = [json.loads(line) for line in lines]
    assert ran.code == 0
    assert f"facts.jsonl: {len(facts)}." in ran.err
    assert {fact["fact"] for fact in facts} >= {"quote", "figure"}
    for fact in facts:
        assert fact["url"] == "https://harbour.example/troops"
        assert fact["title"] == "Spain says no to troops for Karvenia"
        assert (fact["source"], fact["language"]) == ("The Harbour Post", "en")
        assert fact["published"].startswith("2026-11-20T07:00:00")


def test_a_table_has_one_row_a_fact_and_opens_in_a_spreadsheet(vigie, kept, folder):
    """The byte order mark tells spreadsheets that it is UTF-8."""
    vigie("export", "facts.csv")
    vigie("export", "facts.jsonl")
    text = (folder / "facts.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len((folder / "facts.jsonl").read_text().splitlines())
    assert "Ana Ruiz" in {row["who"] for row in rows}


def test_foreign_words_run_no_formula_in_a_spreadsheet():
    """Cells that would be taken for a formula begin with an apostrophe."""
    quote = Quote(span=Span(0, 15), kind=QuoteKind.DIRECT)
    (cells,) = csv.DictReader(io.StringIO(written(".csv", row(quote)).removeprefix("\ufeff")))
    assert cells["text"] == '\'=HYPERLINK("x")'
    assert cells["title"] == "'+1"


def test_positions_go_to_discourse_network_analyzer():
    """In its columns; who does not rule a thing out agrees with nobody, and only positions go."""
    text = written(".dna.csv", spain(3), spain(5, Stance.OPEN), spain(6, Stance.SUPPORT))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0])[:7] == NETWORK_COLUMNS[:7]
    assert NETWORK_COLUMNS[:4] == ("person", "organization", "concept", "agreement")
    assert NETWORK_COLUMNS[4:7] == ("date", "start", "stop")
    assert [(one["agreement"], one["stance"]) for one in rows] == [
        ("0", "oppose"), ("", "open"), ("1", "support"),
    ]  # fmt: skip
    assert {one["concept"] for one in rows} == {"troops"}
    assert rows[0]["date"].startswith("2026-11-03")
    assert written(".dna.csv", row(Quote(span=Span(0, 15), kind=QuoteKind.DIRECT))).count("\n") == 1


def test_a_person_speaks_for_a_country_in_the_network():
    """The person in one column, the country in the other; a country alone is the organization."""
    minister = spain(3)
    minister = replace(
        minister,
        fact=replace(minister.fact, actor="ana_ruiz", actor_name="Ana Ruiz", country="ES"),
    )
    text = written(".dna.csv", minister, spain(4))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(one["person"], one["organization"]) for one in rows] == [
        ("Ana Ruiz", "ES"), ("", spain(4).fact.actor_name),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.csv", ".csv"), ("A.DNA.CSV", ".dna.csv"), ("a.b.graphml", ".graphml"), ("a.txt", None)],
)
def test_a_files_ending_says_its_form(name, ending):
    """The longer ending before the shorter; no form for any other."""
    assert form_of(name) is (FORMATS[ending] if ending else None)


def test_a_graph_joins_actors_and_topics_by_their_stances():
    """An edge says how often a stance was taken and when last."""
    root = etree.fromstring(written(".graphml", spain(3), spain(9), spain(5, Stance.OPEN)).encode())
    nodes = [node.get("id") for node in root.iter(f"{NS}node")]
    edges = [
        (edge.get("source"), edge.get("target"), *(data.text for data in edge))
        for edge in root.iter(f"{NS}edge")
    ]
    assert nodes == ["actor:ES", "topic:troops"]
    assert edges == [
        ("actor:ES", "topic:troops", "oppose", "2", "2026-11-09"),
        ("actor:ES", "topic:troops", "open", "1", "2026-11-05"),
    ]


def test_a_file_that_cannot_be_written_is_named_and_leaves_no_part(vigie, kept, folder):
    """A folder that is not there is work that failed; what was there stays."""
    (folder / "old.csv").mkdir()
    for target in ("none/facts.csv", "old.csv", "vigie.db/facts.csv"):
        ran = vigie("export", target)
        assert ran.code == 1
        assert ran.err.startswith(f"vigie: {target} cannot be written")
    assert list(folder.glob("*.part")) == []


def test_sources_go_out_and_come_in_as_opml(vigie, folder):
    """An exported list gives the same feeds again; the second time nothing is added."""
    (folder / "own.toml").write_text(
        '# mine\n[[source]]\nurl = "https://a.example/rss"\nname = "A & \\"B\\" é"\n'
        '[[source]]\nurl = "./articles"\n[[source]]\nurl = "https://me:secret@b.example/rss"'
    )
    assert vigie("opml", "export", "list.opml", VIGIE_SOURCES_FILE="own.toml").code == 0
    (folder / "list.opml").write_text(
        (folder / "list.opml")
        .read_text()
        .replace("</body>", '<outline text="C&quot; &#10;\\" xmlUrl="https://c.example/f"/></body>')
    )
    assert "secret" not in (folder / "list.opml").read_text()
    first = vigie("opml", "import", "list.opml", VIGIE_SOURCES_FILE="own.toml")
    again = vigie("opml", "import", "list.opml", VIGIE_SOURCES_FILE="own.toml")
    text = (folder / "own.toml").read_text(encoding="utf-8")
    assert "Feeds added to own.toml: 1; already there: 2." in first.err
    assert "own.toml: 0;" in again.err
    assert text.startswith('# mine\n[[source]]\nurl = "https://a.example/rss"')
    assert [source["url"] for source in tomllib.loads(text)["source"]] == [
        "https://a.example/rss",
        "./articles",
        "https://me:secret@b.example/rss",
        "https://c.example/f",
    ]


def test_feeds_can_go_to_a_file_that_is_not_there_yet(vigie, folder):
    """The file of sources is made."""
    (folder / "list.opml").write_text('<opml><outline xmlUrl="https://c.example/f"/></opml>')
    assert vigie("opml", "import", "list.opml", VIGIE_SOURCES_FILE="new.toml").code == 0
    assert (folder / "new.toml").read_text() == '[[source]]\nurl = "https://c.example/f"\n'


@pytest.mark.parametrize(
    ("opml", "sources", "code", "said"),
    [
        ("<html/>", "", 1, "no OPML"),
        ("<opml><outline text='a folder'/></opml>", "", 1, "no feed"),
        ("", "", 1, "empty"),
        ("<opml><outline xmlUrl='https://c.example/f'/></opml>", "source = []", 2, "[[source]]"),
    ],
)
def test_a_list_that_cannot_be_taken_changes_nothing(vigie, folder, opml, sources, code, said):
    """What is no list, and a file that takes no more tables, get a sentence."""
    (folder / "list.opml").write_text(opml)
    (folder / "own.toml").write_text(sources)
    ran = vigie("opml", "import", "list.opml", VIGIE_SOURCES_FILE="own.toml")
    assert ran.code == code
    assert said in ran.err
    assert (folder / "own.toml").read_text() == sources


def test_a_copy_is_made_and_put_back_and_the_old_database_is_kept(vigie, kept, folder):
    """`backup` and `restore` say where everything is."""
    assert vigie("backup", "copy.db").code == 0
    kept.write_bytes(b"spoilt")
    ran = vigie("restore", "copy.db")
    assert ran.code == 0
    assert "vigie.db.before-restore" in ran.err
    assert (folder / "vigie.db.before-restore").read_bytes() == b"spoilt"
    assert "Spain" in vigie("ask", "positions troops").out


def test_what_is_no_copy_is_not_restored(vigie, kept, folder):
    """The database stays as it is."""
    (folder / "text.db").write_text("no database")
    before = kept.read_bytes()
    ran = vigie("restore", "text.db")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert kept.read_bytes() == before


def test_a_forgotten_article_is_gone_from_answers_and_exports(vigie, kept, folder):
    """A second time nothing is kept under its address."""
    ran = vigie("forget", "https://harbour.example/troops")
    assert ran.code == 0
    assert "90 days" in ran.err
    assert "Spain" not in vigie("ask", "positions troops").out
    assert vigie("export", "facts.jsonl").code == 0
    assert (folder / "facts.jsonl").read_text() == ""
    again = vigie("forget", "https://harbour.example/troops")
    assert (again.code, again.err.count("\n")) == (1, 1)


async def test_verdicts_are_exported_as_gold_that_names_nobody(tmp_path):
    """A line holds the verdict, the fact as it was read, and the text it was read in."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'vigie.db'}"
    store = await Store.open(url)
    key = article_id(ferry().article.url)
    await store.archive.keep(ferry(), article_id=key, story_id=key)
    at = datetime(2026, 11, 21, tzinfo=UTC)
    facts = [fact_id(key, 0)]
    await store.verdicts.record(
        facts, Fault.SPEAKER, person="slack:U1", by_admin=True, at=at, correct=unchanged
    )
    await store.close()
    target = tmp_path / "verdicts.jsonl"
    settings = load_settings({"VIGIE_DATABASE_URL": url}, tmp_path / "none")
    await export(settings, target, Console(file=io.StringIO()))
    (line,) = target.read_text(encoding="utf-8").splitlines()
    gold = json.loads(line)
    assert (gold["verdict"], gold["fact"], gold["rule"]) == ("speaker", "quote", "after")
    assert gold["article_text"][gold["start"] : gold["end"]] == gold["text"]
    assert (gold["by_admin"], gold["at"]) == (True, "2026-11-21T00:00:00+00:00")
    assert "U1" not in line
