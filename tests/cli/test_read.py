"""`vigie read`: the facts of one article, whatever it is given."""

from __future__ import annotations

import io
import json
import sys

import pytest
from rich.console import Console

from bot.cli.highlight import highlighted
from bot.cli.read import read_one
from bot.model import Article, Quote, QuoteKind, Reading, Span
from config.environment import load_settings
from config.made import recipe_of
from tests.cli.conftest import FERRY
from tests.fakes.http_server import http_server, page


def test_a_file_is_shown_with_its_facts(vigie, folder):
    """The article stands above, the facts below it."""
    (folder / "a.md").write_text(FERRY, encoding="utf-8")
    ran = vigie("read", "a.md")
    assert ran.code == 0
    assert ran.out.index("Spain opposes") < ran.out.index("Ana Ruiz") < ran.out.index("2.1 billion")


def test_the_facts_come_as_one_json_record(vigie, folder):
    """`--json` gives the record of the many, with the article."""
    (folder / "a.md").write_text(FERRY, encoding="utf-8")
    record = json.loads(vigie("read", "a.md", "--json").out)
    text = record["article"]["text"]
    assert record["article"]["title"] == "Spain says no to troops for Karvenia"
    assert record["lang"] == "en"
    for fact in (*record["quotes"], *record["figures"], *record["positions"]):
        assert text[fact["start"] : fact["end"]] == fact["text"]


@pytest.mark.parametrize("given", [FERRY, f"<html><body><article><p>{FERRY}</p></article>"])
def test_standard_input_may_be_a_text_or_a_page(vigie, monkeypatch, given):
    """`-` reads what is piped."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    ran = vigie("read", "-", "--json")
    assert "We will not send soldiers" in json.loads(ran.out)["article"]["text"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("empty.txt", "empty"),
        ("noise.bin", "no text"),
        ("folder", "directory"),
        ("missing.txt", "No such file"),
        ("ftp://a.example/x", "ftp: addresses"),
        ("http://127.0.0.1:9/x", "VIGIE_ALLOWED_HOSTS"),
        ("http://", "host"),
    ],
)
def test_what_is_no_article_gets_one_sentence(vigie, folder, place, said):
    """Odd input is work that failed: exit code 1 and one line, whatever it is."""
    (folder / "empty.txt").touch()
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "folder").mkdir()
    ran = vigie("read", place)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(("body", "said"), [(b" \n", "empty"), (b"GIF89a\0\0", "no text")])
def test_what_is_piped_and_no_article_is_told(vigie, monkeypatch, body, said):
    """Nothing piped is nothing to read, nor is a picture."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
    ran = vigie("read", "-")
    assert (ran.code, said in ran.err) == (1, True)


async def test_an_address_is_fetched_and_read(tmp_path, capsys):
    """A page on an allowed host is extracted and read."""
    html = f"<html><body><article><h1>Troops</h1><p>{FERRY}</p></article></body></html>"
    async with http_server({"/a": page(html.encode())}) as server:
        settings = load_settings({"VIGIE_ALLOWED_HOSTS": server.host}, tmp_path / "none")
        address, recipe = server.url("/a"), recipe_of(settings)
        await read_one(address, recipe, settings, json=True, console=Console())
    assert json.loads(capsys.readouterr().out)["article"]["url"] == server.url("/a")


def test_what_would_move_the_cursor_is_not_shown_and_spans_stay_true():
    """Controls in foreign text become spaces, one for one."""
    text = "\x1b[2J\rShe said: “Wait.”"
    quote = Quote(span=Span(text.index("Wait"), text.index("”")), kind=QuoteKind.DIRECT)
    reading = Reading(article=Article(url="u", text=text, title="\x1b[1mT"), quotes=(quote,))
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    console.print(highlighted(reading))
    shown = console.file.getvalue()
    assert "\x1b[2J" not in shown
    assert "\x1b[1mT" not in shown
    assert "Wait." in shown
