"""The language model on the command line: what is read with it, what it costs, what is said of it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.model_server import ModelServer, claims, fails, model_server, says, stances
from tests.fakes.second import RIGHT, TEXT


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A model that answers rightly, on a thread of its own: commands run their own loops."""
    ready, end = threading.Event(), threading.Event()
    found: list[ModelServer] = []

    async def serve() -> None:
        async with model_server() as server:
            server.turns["facts"] = [claims(**RIGHT)]
            server.turns["stance"] = [stances("support")]
            found.append(server)
            ready.set()
            await asyncio.to_thread(end.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(10)
    yield found[0]
    end.set()
    thread.join(10)


def with_model(model: ModelServer, **more: str) -> dict[str, str]:
    """The variables that set it."""
    return {"VIGIE_READER_URL": model.url, "VIGIE_READER_MODEL": "mini", **more}


def lines_in(folder: Path, *texts: str) -> tuple[str, ...]:
    """The words that read a file of articles."""
    given = [{"id": n, "text": text, "lang": "en"} for n, text in enumerate(texts)]
    (folder / "in.jsonl").write_text("".join(json.dumps(each) + "\n" for each in given))
    return "read", "--jsonl", "in.jsonl", "--out", "out.jsonl"


def answers(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def origins(record: dict) -> set[str]:
    return {fact["origin"] for kind in ("quotes", "figures", "positions") for fact in record[kind]}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [("both", {"rules", "rules + mini/1", "mini/1"}), ("model", {"mini/1"})],
)
def test_many_articles_are_read_by_rules_and_model(vigie, folder, model, facts, expected):
    """Or by the model alone, to measure it; each answer says what became of its claims."""
    words = lines_in(folder, TEXT, TEXT)
    ran = vigie(*words, **with_model(model, VIGIE_READER_FACTS=facts))
    assert ran.code == 0, ran.err
    first, second = answers(folder)
    assert origins(first) == origins(second) == expected
    assert first["second"]["reader"] == "mini/1"
    assert first["second"]["dropped"] == 0


def test_without_the_setting_nothing_is_sent(vigie, folder, model):
    """The rules read alone, and say nothing of a second reader."""
    assert vigie(*lines_in(folder, TEXT), VIGIE_READER_MODEL="mini").code == 0
    [record] = answers(folder)
    assert origins(record) == {"rules"}
    assert "second" not in record
    assert model.asked == []


def test_one_article_is_read_by_both_too(vigie, folder, model):
    """As JSON, and for people."""
    (folder / "dam.txt").write_text(TEXT)
    ran = vigie("read", "dam.txt", "--json", **with_model(model))
    assert "mini/1" in origins(json.loads(ran.out))
    shown = vigie("read", "dam.txt", **with_model(model)).out
    assert "Second reader mini/1: agreed 3, added 1, dropped 0, disputed 0." in shown


def test_check_says_what_would_be_sent_where(vigie, folder, model):
    """And that nothing is when nothing is set; never the key."""
    assert "no article leaves this machine" in unwrapped(vigie("check").out)
    ran = vigie(
        "check", **with_model(model, VIGIE_READER_KEY="sk-canary", VIGIE_READER_LANGUAGES="de")
    )
    said = unwrapped(ran.out)
    assert f"{model.url}/chat/completions" in said
    assert "articles of all sources in de" in said
    assert "at most 200 articles and 1,000,000 tokens a day" in said
    assert "sk-canary" not in ran.out
    assert model.asked == []
    far = with_model(model, VIGIE_READER_KEY="k") | {"VIGIE_READER_URL": "http://model.example/v1"}
    assert "without encryption" in unwrapped(vigie("check", **far).out)


def test_check_online_asks_the_model_for_one_word(vigie, folder, model):
    """Whether it answers, and what to look at when it does not."""
    model.turns["ready"] = [says('{"ready": true}')]
    assert "answers in" in unwrapped(vigie("check", "--online", **with_model(model)).out)
    model.turns["ready"] = [fails(401)]
    ran = vigie("check", "--online", **with_model(model))
    assert "It answers with 401. Look at VIGIE_READER_KEY." in unwrapped(ran.out)
    assert ran.code == 1


def test_old_articles_are_read_again_after_the_cost_was_told(vigie, folder, model):
    """Once: what has been read to the end is not read again."""
    articles = folder / "articles"
    articles.mkdir()
    head = "Title: The dam\nLanguage: en\nURL: https://news.example/dam\n\n"
    (articles / "dam.md").write_text(head + TEXT)
    assert vigie("once", VIGIE_SOURCES="./articles", VIGIE_MAX_AGE="none").code == 0
    model.turns["facts"] = [fails(401), claims(**RIGHT)]
    failed = vigie("reread", "--since", "7d", "--yes", **with_model(model))
    assert "Articles read: 0 of 1. It ended early: It answers with 401." in failed.err
    ran = vigie("reread", "--since", "7d", "--yes", **with_model(model))
    assert "mini/1: articles to read: 1 of 1 kept in that time; about " in ran.err
    assert "Left of today's budget: 200 articles" in ran.err
    assert "Articles read: 1 of 1." in ran.err
    assert vigie("export", "facts.jsonl").code == 0
    facts = [json.loads(line) for line in (folder / "facts.jsonl").read_text().splitlines()]
    assert "Tom Ridley" in {fact["actor_name"] for fact in facts if fact["origin"] == "mini/1"}
    again = vigie("reread", "--yes", **with_model(model))
    assert "articles to read: 0 of 1" in again.err


def test_reread_wants_a_model_and_a_time(vigie, folder):
    """Each mistake gets a sentence."""
    assert "VIGIE_READER_URL" in vigie("reread").err
    assert vigie("reread", "--since", "soon").code == 2


def test_bench_shows_what_an_article_costs(vigie, folder, model):
    """By language; without a model it says that none is set."""
    words = lines_in(folder, TEXT)
    assert words
    ran = vigie("bench", "model", "--articles", "in.jsonl", **with_model(model))
    assert "vigie bench model: mini" in ran.out
    assert ran.code == 0
    assert "no language model is set" in vigie("bench", "model").out


def unwrapped(table: str) -> str:
    """The cells of a table as running text."""
    cells = [line.strip("│").split("│") for line in table.splitlines() if "│" in line]
    columns = zip(*(row for row in cells if len(row) == 3), strict=True)
    return "\n".join(" ".join(" ".join(column).split()) for column in columns)
