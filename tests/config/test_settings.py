"""The env file: what is right is understood, what is wrong is named, nothing secret is shown."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.model import QuietHours
from config.environment import fields, load_settings
from config.settings import Settings

CANARY = "sup3r-s3cret-canary"


def settings(tmp_path: Path, text: str, **environment: str) -> Settings:
    env_file = tmp_path / ".env"
    env_file.write_text(text, encoding="utf-8")
    return load_settings(environment, env_file)


def complaint(tmp_path: Path, text: str, **environment: str) -> str:
    with pytest.raises(SettingsError) as caught:
        settings(tmp_path, text, **environment)
    return str(caught.value)


def test_an_empty_env_file_gives_working_defaults(tmp_path):
    """Nothing has to be set."""
    found = settings(tmp_path, "")
    assert found.discord_token is None
    assert found.max_age == timedelta(hours=48)
    assert found.languages == ("fr", "en", "de", "es", "it")


def test_a_missing_env_file_is_no_error(tmp_path):
    """The environment alone may say everything."""
    assert load_settings({}, tmp_path / "absent").prefix == "!"


def test_sources_may_stand_between_commas_and_spaces(tmp_path):
    """Lists are split at commas and white space."""
    found = settings(tmp_path, "VIGIE_SOURCES=https://a.example/rss.xml, ./articles  b.opml")
    assert found.sources == ("https://a.example/rss.xml", "./articles", "b.opml")


def test_none_switches_the_age_limit_off(tmp_path):
    """`none` means no limit."""
    assert settings(tmp_path, "VIGIE_MAX_AGE=none").max_age is None


def test_a_channel_line_says_what_the_channel_gets(tmp_path):
    """Cadence, topics, quiet hours, zone and languages, one channel a line."""
    found = settings(
        tmp_path,
        'VIGIE_CHANNELS="\n# morning\ndiscord:42 cadence=weekly friday 07:30 topics=troops,aid '
        'tz=Europe/Paris quiet=22:00-07:00 language=fr languages=fr,de\nslack:C1"',
    )
    weekly, instant = found.channels
    assert (weekly.key, weekly.cadence, weekly.weekday, weekly.at) == (
        "discord:42",
        "weekly",
        4,
        450,
    )
    assert weekly.topics == {"troops", "aid"}
    assert weekly.quiet == QuietHours(start=22 * 60, end=7 * 60)
    assert (instant.key, instant.cadence, instant.topics) == ("slack:C1", "instant", frozenset())


def test_a_filter_runs_to_the_next_key(tmp_path):
    """Its signs of comparison are no keys."""
    line = "slack:C1 filter=aid >= 10bn EUR OR (troops NOT lang:fr) cadence=off"
    (channel,) = settings(tmp_path, f'VIGIE_CHANNELS="{line}"').channels
    assert channel.filter == "aid >= 10bn EUR OR (troops NOT lang:fr)"
    assert channel.cadence == "off"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("irc:1", "discord:ID"),
        ("discord:1 cadence=dayly", "daily 08:00"),
        ("discord:1 tz=Mars/Base", "Europe/Paris"),
        ("discord:1 quiet=22:00", "22:00-07:00"),
        ("discord:1 colour=red", "colour is unknown"),
        ("discord:1 languages=fr,tlh", "tlh"),
        ("discord:1 topics=", "one,two"),
        ("discord:1; discord:1", "twice"),
        ("discord:1 instant", "key=value"),
    ],
)
def test_a_wrong_channel_line_is_explained(tmp_path, line, expected):
    """The complaint says what was expected."""
    assert expected in complaint(tmp_path, f'VIGIE_CHANNELS="{line}"')


def test_every_problem_is_named_with_its_variable_and_an_example(tmp_path):
    """All problems at once, in the order of the settings."""
    text = "VIGIE_MAX_AGE=soon\nVIGIE_LANGUAGE=tlh\nVIGIE_ALLOWED_HOSTS=localhost\nVIGIE_PREFIX=ab"
    lines = complaint(tmp_path, text).splitlines()
    assert [line.split()[0] for line in lines] == [
        "VIGIE_LANGUAGE",
        "VIGIE_PREFIX",
        "VIGIE_MAX_AGE",
        "VIGIE_ALLOWED_HOSTS",
    ]
    assert all("Example: VIGIE_" in line for line in lines)


def test_a_misspelt_name_gets_a_suggestion_from_file_and_environment(tmp_path):
    """A name that looks like a setting but is none is no silent mistake."""
    said = complaint(tmp_path, "DISCORD_TOKN=x", VIGIE_SORCES="y")
    assert "Did you mean DISCORD_TOKEN?" in said
    assert "Did you mean VIGIE_SOURCES?" in said


@pytest.mark.parametrize("name", sorted(fields()))
def test_no_complaint_shows_a_value(tmp_path, name):
    """Whatever setting holds a secret by mistake, and whatever else is wrong, it stays hidden."""
    text = f"{name}={CANARY}\nVIGIE_TIMEOUT=whenever\nDISCORD_TOKN={CANARY}"
    assert CANARY not in complaint(tmp_path, text)


def test_secrets_do_not_show_in_the_settings_text(tmp_path):
    """Printing the settings shows no token and no database address."""
    found = settings(
        tmp_path, f"DISCORD_TOKEN={CANARY}\nVIGIE_DATABASE_URL=sqlite+aiosqlite:///{CANARY}"
    )
    assert CANARY not in repr(found)
    assert CANARY not in str(found)


def test_an_env_file_that_is_no_text_gets_one_sentence(tmp_path):
    """The sentence says how to save the file."""
    (tmp_path / ".env").write_bytes(b"DISCORD_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings({}, tmp_path / ".env")


def test_the_example_file_names_every_setting_and_no_other():
    """`.env.example` is complete."""
    example = Path(".env.example").read_text(encoding="utf-8")
    named = {
        line.lstrip("#").split("=")[0]
        for line in example.splitlines()
        if line.startswith(("#VIGIE_", "#DISCORD_", "#SLACK_"))
    }
    assert named == set(fields())


def test_the_example_file_works_when_every_line_is_switched_on(tmp_path):
    """Every example is a value that is understood."""
    lines = Path(".env.example").read_text(encoding="utf-8").splitlines()
    switched = [line.removeprefix("#") for line in lines if not line.startswith("# ")]
    assert settings(tmp_path, "\n".join(switched)).channels[1].key == "slack:C0123ABCD"


@pytest.mark.parametrize("name", sorted(fields()))
def test_the_example_shows_the_default_where_there_is_one(tmp_path, name):
    """A line that is switched on unchanged changes nothing, unless it only shows how to write it."""
    default = fields()[name].default
    if default in (None, (), ""):
        return
    shown = re.search(rf"^#{name}=(.*)$", Path(".env.example").read_text(), re.MULTILINE)
    attribute = next(key for key, info in Settings.model_fields.items() if info is fields()[name])
    assert getattr(settings(tmp_path, "", **{name: shown[1]}), attribute) == default


def test_the_given_environment_wins_over_the_file(tmp_path):
    """A variable that is set decides; the file fills the rest."""
    found = settings(
        tmp_path, "VIGIE_LANGUAGE=fr\nVIGIE_PREFIX=?", VIGIE_LANGUAGE="de", PATH="/bin"
    )
    assert (found.language, found.prefix) == ("de", "?")


def test_only_the_given_environment_is_looked_at(tmp_path, monkeypatch):
    """What the process's variables are is the caller's to say."""
    monkeypatch.setenv("VIGIE_LANGUAGE", "it")
    assert settings(tmp_path, "").language == "en"


def test_an_empty_value_is_a_setting_that_is_not_set(tmp_path):
    """`NAME=` is what container tools make of a variable that is not there."""
    found = settings(tmp_path, "SLACK_BOT_TOKEN=\nVIGIE_MAX_AGE=", DISCORD_TOKEN="", VIGIE_KEEP="")
    assert (found.slack_bot_token, found.discord_token) == (None, None)
    assert (found.max_age, found.keep) == (timedelta(hours=48), None)


@pytest.mark.parametrize(
    "line",
    [
        "VIGIE_EVERY=0s",
        "VIGIE_TIMEOUT=0s",
        "VIGIE_MAX_BYTES=-1",
        "VIGIE_MIN_CONFIDENCE=nan",
        "VIGIE_FIRST_POSTS=51",
        "SLACK_API_BASE=slack.example",
        "DISCORD_GATEWAY_URL=https://gateway.example",
        "VIGIE_DATABASE_URL=mysql://x",
    ],
)
def test_values_that_cannot_work_are_refused(tmp_path, line):
    """A setting that would fail later fails at the start."""
    assert complaint(tmp_path, line).startswith(line.partition("=")[0])


@pytest.mark.parametrize(
    "line",
    [
        "VIGIE_READER_URL=ftp://model.example",
        "VIGIE_READER_URL=model.example/v1",
        "VIGIE_READER_URL=http://me:secret@model.example/v1",
        "VIGIE_READER_URL=https://model.example/v1?key=secret",
        "VIGIE_READER_URL=http://model.example:99999/v1",
    ],
)
def test_the_models_address_is_an_address_and_nothing_else(tmp_path, line):
    """A key has a setting of its own."""
    said = complaint(tmp_path, f"VIGIE_READER_MODEL=mini\n{line}")
    assert said.startswith("VIGIE_READER_URL")
    assert "secret" not in said


def test_an_address_without_a_model_is_no_reader(tmp_path):
    """Both are needed; the address may be private."""
    address = "VIGIE_READER_URL=http://127.0.0.1:11434/v1"
    assert "VIGIE_READER_MODEL must name a model" in complaint(tmp_path, address)
    assert settings(tmp_path, f"{address}\nVIGIE_READER_MODEL=mini").reader_model == "mini"


@pytest.mark.parametrize(
    "address",
    [
        "vigie.example.org",
        "http://vigie.example.org",
        "http://127.0.0.1.example.org",
        "ftp://vigie.example.org",
        "https://",
        "https://me:secret@vigie.example.org",
        "https://vigie.example.org/?key=secret",
        "https://vigie.example.org:99999",
    ],
)
def test_hubs_call_an_address_with_tls_and_nothing_else_in_it(tmp_path, address):
    """What a hub is given is not to be overheard."""
    said = complaint(tmp_path, f"VIGIE_HTTP_ADDRESS=127.0.0.1:8080\nVIGIE_PUBLIC_URL={address}")
    assert said.startswith("VIGIE_PUBLIC_URL")
    assert "Example: VIGIE_PUBLIC_URL=https://" in said
    assert "secret" not in said


def test_hubs_cannot_call_where_nobody_listens(tmp_path):
    """The public address needs a port of ours behind it; on this machine it may do without TLS."""
    address = "VIGIE_PUBLIC_URL=http://127.0.0.1:8080/vigie/"
    assert "VIGIE_HTTP_ADDRESS must say" in complaint(tmp_path, address)
    found = settings(tmp_path, f"VIGIE_HTTP_ADDRESS=127.0.0.1:8080\n{address}")
    assert found.public_url == "http://127.0.0.1:8080/vigie"


@pytest.mark.parametrize("name", ["VIGIE_READER_ARTICLES", "VIGIE_READER_TOKENS"])
def test_a_budget_is_at_least_one(tmp_path, name):
    """Off is another setting."""
    assert "at least 1" in complaint(tmp_path, f"{name}=0")
