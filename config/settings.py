"""Everything an admin decides: `Settings`, with what each setting is, its default and an example.

They are built once by `config.environment` and passed on.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.model import Channel
from config.channels import parse_channels
from config.values import (
    check_endpoint,
    check_public,
    check_some,
    read_age,
    read_duration,
    split_words,
)

LEAST_BYTES = 64 * 1024  # no page of today fits in less
LANGUAGES = ("fr", "en", "de", "es", "it")

Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_words)]
Duration = Annotated[timedelta, BeforeValidator(read_duration)]
Age = Annotated[timedelta | None, BeforeValidator(read_age)]
Some = Annotated[int, AfterValidator(check_some)]
Code = Literal["fr", "en", "de", "es", "it"]


def _set(name: str, default: Any, description: str, example: str) -> Any:
    return Field(default, validation_alias=name, description=description, examples=[example])


class Settings(BaseSettings):
    """Every setting. The variable's name is the field's `validation_alias`."""

    model_config = SettingsConfigDict(
        extra="forbid",
        hide_input_in_errors=True,
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # NAME= is NAME not set, as container tools pass it on
        case_sensitive=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # pydantic-settings' own signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # given to load_settings instead
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What wins, first: the environment that was given, the env file, the secrets."""
        return init_settings, dotenv_settings, file_secret_settings

    discord_token: SecretStr | None = _set(
        "DISCORD_TOKEN", None, "Token of the Discord bot", "the token of the page Bot"
    )
    slack_bot_token: SecretStr | None = _set(
        "SLACK_BOT_TOKEN", None, "Token of the Slack bot", "xoxb-..."
    )
    slack_app_token: SecretStr | None = _set(
        "SLACK_APP_TOKEN", None, "App-level token for Slack's Socket Mode", "xapp-..."
    )
    slack_signing_secret: SecretStr | None = _set(
        "SLACK_SIGNING_SECRET",
        None,
        "Signing secret of the Slack app, for HTTP mode instead of Socket Mode",
        "the secret of the page Basic Information",
    )
    slack_client_id: str | None = _set(
        "SLACK_CLIENT_ID",
        None,
        "Client id of the Slack app, for several workspaces instead of one bot token",
        "the client id of the page Basic Information",
    )
    slack_client_secret: SecretStr | None = _set(
        "SLACK_CLIENT_SECRET",
        None,
        "Client secret of the Slack app, for several workspaces",
        "the client secret of the page Basic Information",
    )
    sources: Words = _set(
        "VIGIE_SOURCES",
        (),
        "Addresses of feeds, sitemaps, sites, OPML lists, or local files and folders",
        "https://www.example.org/rss.xml, ./articles",
    )
    sources_file: Path | None = _set(
        "VIGIE_SOURCES_FILE", None, "A TOML file of sources", "config/sources.toml"
    )
    database_url: SecretStr = _set(
        "VIGIE_DATABASE_URL",
        SecretStr("sqlite+aiosqlite:///vigie.db"),
        "Where everything is kept",
        "postgresql+asyncpg://vigie@localhost/vigie",
    )
    channels: Annotated[tuple[Channel, ...], NoDecode, BeforeValidator(parse_channels)] = _set(
        "VIGIE_CHANNELS",
        (),
        "One channel a line: platform:id, then what it gets",
        "discord:123456789012345678 cadence=daily 08:00 topics=troops,sanctions tz=Europe/Paris",
    )
    admins: Words = _set(
        "VIGIE_ADMINS",
        (),
        "Who may change what channels get, and see the sources' addresses and errors",
        "discord:4711, slack:U0123",
    )
    language: Code = _set("VIGIE_LANGUAGE", "en", "Language of Vigie's own words", "fr")
    languages: Annotated[tuple[Code, ...], NoDecode, BeforeValidator(split_words)] = _set(
        "VIGIE_LANGUAGES", LANGUAGES, "Languages of the articles to read", "fr, en, de"
    )
    topics_file: Path | None = _set(
        "VIGIE_TOPICS_FILE", None, "Topics of your own, added to the built-in ones", "topics.toml"
    )
    actors_file: Path | None = _set(
        "VIGIE_ACTORS_FILE", None, "Actors of your own, added to the built-in ones", "actors.toml"
    )
    prefix: str = _set("VIGIE_PREFIX", "!", "What a typed command begins with", "!")
    log_form: Literal["text", "json"] = _set(
        "VIGIE_LOG", "text", "Form of the log: text for people, json for machines", "json"
    )
    log_level: Literal["warning", "info", "debug"] = _set(
        "VIGIE_LOG_LEVEL", "warning", "What is logged: warning, info or debug", "info"
    )
    http_address: str | None = _set(
        "VIGIE_HTTP_ADDRESS",
        None,
        "Where to listen for /health, /metrics and Slack's HTTP mode; nowhere when not set",
        "127.0.0.1:8080",
    )
    public_url: Annotated[str | None, AfterValidator(check_public)] = _set(
        "VIGIE_PUBLIC_URL",
        None,
        "Where the internet reaches VIGIE_HTTP_ADDRESS: hubs announce news there (WebSub);"
        " nothing is subscribed to when not set",
        "https://vigie.example.org",
    )
    max_age: Age = _set(
        "VIGIE_MAX_AGE",
        timedelta(hours=48),
        "Older articles are read and kept, not posted; none = no limit",
        "48h",
    )
    first_posts: int = _set(
        "VIGIE_FIRST_POSTS",
        3,
        "How many cards a source may post when it is read for the first time (0-50);"
        " not counted when VIGIE_MAX_AGE=none",
        "3",
    )
    every: Age = _set(
        "VIGIE_EVERY", None, "Time between two looks at a source; none = adaptive", "15m"
    )
    min_confidence: float = _set(
        "VIGIE_MIN_CONFIDENCE", 0.65, "Facts below this confidence (0-1) are not shown", "0.65"
    )
    keep: Age = _set(
        "VIGIE_KEEP", None, "Articles kept longer than this are deleted; none = for ever", "365d"
    )
    keep_text: Age = _set(
        "VIGIE_KEEP_TEXT",
        None,
        "After this time only the title, the facts and their sentences are kept of an article;"
        " none = the whole text for ever",
        "30d",
    )
    reader_model: str = _set("VIGIE_READER_MODEL", "", "The model's name there", "qwen3:8b")
    reader_url: Annotated[str | None, AfterValidator(check_endpoint)] = _set(
        "VIGIE_READER_URL",
        None,
        "A language model as second reader: an OpenAI-compatible endpoint; none when not set",
        "http://127.0.0.1:11434/v1",
    )
    reader_key: SecretStr | None = _set(
        "VIGIE_READER_KEY", None, "Key for the endpoint, when it wants one", "sk-..."
    )
    reader_sources: Words = _set(
        "VIGIE_READER_SOURCES",
        (),
        "Only articles of these sources are sent to it (ids from !sources); all when not set",
        "france-24, tagesschau",
    )
    reader_languages: Annotated[tuple[Code, ...], NoDecode, BeforeValidator(split_words)] = _set(
        "VIGIE_READER_LANGUAGES",
        (),
        "Only articles in these languages are sent to it; all when not set",
        "de, it",
    )
    reader_articles: Some = _set(
        "VIGIE_READER_ARTICLES", 200, "Most articles a day (UTC) sent to it", "200"
    )
    reader_tokens: Some = _set(
        "VIGIE_READER_TOKENS", 1_000_000, "Most tokens a day, sent and received", "1000000"
    )
    reader_timeout: Duration = _set(
        "VIGIE_READER_TIMEOUT", timedelta(seconds=60), "Longest wait for one of its answers", "60s"
    )
    reader_facts: Literal["both", "model"] = _set(
        "VIGIE_READER_FACTS",
        "both",
        "What `vigie read` gives: both readers' facts, or the model's alone, to measure it",
        "model",
    )
    allowed_hosts: Words = _set(
        "VIGIE_ALLOWED_HOSTS",
        (),
        "Private addresses that may be asked all the same, as host:port",
        "127.0.0.1:8808, intranet.example:443",
    )
    contact: str = _set(
        "VIGIE_CONTACT",
        "",
        "An address where publishers can reach you; part of the User-Agent",
        "https://www.example.org/bot",
    )
    max_bytes: int = _set(
        "VIGIE_MAX_BYTES", 8 * 1024 * 1024, "Largest document read, in bytes, unpacked", "8388608"
    )
    timeout: Duration = _set(
        "VIGIE_TIMEOUT", timedelta(seconds=30), "Longest time for one request", "30s"
    )
    host_gap: Duration = _set(
        "VIGIE_HOST_GAP", timedelta(seconds=1), "Pause between two requests to one host", "1s"
    )
    discord_card_style: Literal["components", "embed"] = _set(
        "DISCORD_CARD_STYLE", "components", "Form of the cards on Discord", "embed"
    )
    discord_api_base: str = _set(
        "DISCORD_API_BASE",
        "https://discord.com/api/v10",
        "A compatible server's API",
        "http://127.0.0.1:3001/api/v10",
    )
    discord_gateway_url: str = _set(
        "DISCORD_GATEWAY_URL",
        "wss://gateway.discord.gg/",
        "A compatible server's gateway",
        "ws://127.0.0.1:3001",
    )
    slack_api_base: str = _set(
        "SLACK_API_BASE",
        "https://slack.com/api/",
        "A compatible server's API",
        "http://127.0.0.1:3002/api/",
    )

    @property
    def wants_slack(self) -> bool:
        """True when something for Slack is set: a bot token, or an app for several workspaces."""
        return self.slack_bot_token is not None or self.slack_client_id is not None

    @field_validator("allowed_hosts")
    @classmethod
    def _host_and_port(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            name, _, port = host.rpartition(":")
            if not name or not port.isdigit():
                raise ValueError("each entry is host:port")
        return hosts

    @field_validator("http_address")
    @classmethod
    def _own_address(cls, value: str | None) -> str | None:
        if value is not None:
            host, _, port = value.rpartition(":")
            if not host or not (port.isascii() and port.isdecimal() and int(port) < 65536):
                raise ValueError("host:port")
        return value

    @field_validator("public_url")
    @classmethod
    def _listened_at(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and not info.data.get("http_address"):
            raise ValueError("VIGIE_HTTP_ADDRESS must say beside it where Vigie listens")
        return value

    @field_validator("discord_api_base", "slack_api_base")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("begins with http:// or https://")
        return value

    @field_validator("discord_gateway_url")
    @classmethod
    def _socket_address(cls, value: str) -> str:
        if not value.startswith(("ws://", "wss://")):
            raise ValueError("begins with ws:// or wss://")
        return value

    @field_validator("reader_url")
    @classmethod
    def _named_model(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and not info.data.get("reader_model"):
            raise ValueError("VIGIE_READER_MODEL must name a model beside it")
        return value

    @field_validator("every", "timeout", "reader_timeout")
    @classmethod
    def _some_time(cls, value: timedelta | None) -> timedelta | None:
        if value is not None and value < timedelta(seconds=1):
            raise ValueError("at least 1s")
        return value

    @field_validator("max_bytes")
    @classmethod
    def _some_bytes(cls, value: int) -> int:
        if value < LEAST_BYTES:
            raise ValueError(f"at least {LEAST_BYTES}")
        return value

    @field_validator("min_confidence")
    @classmethod
    def _share(cls, value: float) -> float:
        if not 0 <= value <= 1:
            raise ValueError("a number from 0 to 1")
        return value

    @field_validator("first_posts")
    @classmethod
    def _few(cls, value: int) -> int:
        if not 0 <= value <= 50:
            raise ValueError("a whole number from 0 to 50")
        return value

    @field_validator("prefix")
    @classmethod
    def _short(cls, value: str) -> str:
        if not 1 <= len(value) <= 3 or value.isspace() or value[0].isalnum() or value[0] == "/":
            raise ValueError("one to three signs, the first no letter, digit or /")
        return value

    @field_validator("database_url")
    @classmethod
    def _engine(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(
            ("sqlite+aiosqlite://", "postgresql+asyncpg://")
        ):
            raise ValueError("begins with sqlite+aiosqlite:// or postgresql+asyncpg://")
        return value
