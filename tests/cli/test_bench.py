"""`vigie bench`: everything is timed in one run, beside a peer or a budget."""

from __future__ import annotations

import io
import json

import pytest
from pydantic import SecretStr
from rich.console import Console

from bot.app import open_app
from bot.cli.bench.all import run_benchmarks
from bot.cli.bench.ask import QUESTIONS, asker, bench_ask, stocked
from bot.cli.bench.reading import measure
from bot.cli.bench.texts import SIZE, own_articles, standard_articles
from bot.cli.platforms import commands_of
from bot.clock import utc_now
from bot.errors import SourceError
from config.environment import load_settings
from config.made import recipe_of


@pytest.fixture
def settings(tmp_path):
    """What an empty folder gives."""
    return load_settings({}, tmp_path / "none")


def rows(settings, *wanted, articles=None):
    """The lines of the tables, and all that was printed."""
    console = Console(file=io.StringIO(), width=120)
    run_benchmarks(settings, console, wanted, articles, rounds=1)
    text = console.file.getvalue()
    return [line for line in text.splitlines() if "│" in line], text


def test_a_table_compares_reading_with_the_named_peer(settings):
    """The peer's ratio is 1; every other row has one too."""
    lines, _ = rows(settings, "pages")
    assert len(lines) == 4
    assert "trafilatura" in lines[0]
    assert lines[0].rstrip("│ ").endswith("1.00")


def test_each_stage_of_reading_is_shown_for_each_language_beside_its_budget(settings):
    """Quotes have 8 ms for 5,000 characters, figures 4, positions 8."""
    lines, text = rows(settings, "reading")
    assert all(f"{code} (1)" in text for code in ("de", "en", "es", "fr", "it"))
    cells = [line.replace("│", " ").split() for line in lines]
    assert [row[0] for row in cells if len(row) == 7] == ["quotes", "figures", "positions"]
    assert [row[-1] for row in cells if len(row) == 7] == ["8", "4", "8"]
    assert [row[0] for row in cells][-1] == "everything"


def test_the_stages_add_up_to_no_more_than_the_whole(settings):
    """They are parts of the same reading."""
    for cost in measure(recipe_of(settings), standard_articles(), Console(quiet=True), 1):
        parts = sum(ms for stage, ms in cost.stages.items() if stage != "everything")
        assert 0 < parts <= cost.stages["everything"]


def test_the_shipped_articles_have_the_size_the_budgets_are_stated_for():
    """Within a hundred characters."""
    assert [a.language for a in standard_articles()] == ["de", "en", "es", "fr", "it"]
    assert all(abs(len(a.text) - SIZE) < 100 for a in standard_articles())


def test_an_admins_own_articles_can_be_timed(settings, tmp_path):
    """A .jsonl file as `vigie read` takes it, or a folder of texts; unusable lines are left out."""
    lines = [json.dumps({"text": "The dam is old. " * 40}), "no JSON", json.dumps({"text": " "})]
    (tmp_path / "own.jsonl").write_text("\n".join(lines))
    (tmp_path / "one.txt").write_text("El embalse es viejo, dijo la alcaldesa. " * 20)
    assert len(own_articles(tmp_path / "own.jsonl")) == 1
    assert "en (1)" in rows(settings, "reading", articles=tmp_path / "own.jsonl")[1]
    assert "es (1)" in rows(settings, "reading", articles=tmp_path / "one.txt")[1]


def test_articles_that_are_not_there_are_a_clear_error(settings, tmp_path):
    """With the place's name."""
    with pytest.raises(SourceError, match=r"none\.jsonl"):
        rows(settings, "reading", articles=tmp_path / "none.jsonl")


def test_questions_are_timed_over_many_kept_articles(settings):
    """Each with its median and budget, and none of the questions is answered with an error."""
    console = Console(file=io.StringIO(), width=120)
    bench_ask(settings, console, size=600, rounds=2)
    text = console.file.getvalue()
    assert "from 600 kept articles" in text
    assert all(question in text for question in QUESTIONS)
    assert text.count("100 median") == len(QUESTIONS)


async def test_every_question_of_the_benchmark_finds_something(settings, tmp_path):
    """An empty answer would cost nothing and prove nothing."""
    address = f"sqlite+aiosqlite:///{tmp_path / 'bench.db'}"
    here = settings.model_copy(update={"database_url": SecretStr(address)})
    await stocked(here, Console(quiet=True), 60)
    async with open_app(here, utc_now) as app:
        for question in QUESTIONS:
            card = await commands_of(app).reply(question, asker(0), addressed=True)
            assert card is not None
            assert card.kind == "answer"
            assert any(item.kind != "text" for s in card.sections for item in s.items) or (
                question == "!status"
            )
