"""The tables. One schema for SQLite and PostgreSQL; migrations bring a database to it.

Words of an article stand once, in `article.text`; facts hold spans into it. Columns beside the spans
repeat what is searched for (actor, topic, date), never what is shown.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.model import RULES
from bot.store.types import UtcTime

# Everything below but the full-text index, whose form differs: on SQLite the FTS5 table
# `article_search` kept by triggers, on PostgreSQL the generated column `article.search`.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Ids that grow: 64 bits on PostgreSQL; SQLite numbers rows only for plain INTEGER keys.
_Number = BigInteger().with_variant(Integer, "sqlite")

source = Table(
    "source",
    metadata,
    Column("id", String, primary_key=True),
    Column("configured", Boolean, nullable=False),  # False: its articles stay, it is not read
    Column("disabled", Boolean, nullable=False),
    Column("added", Boolean, nullable=False, server_default=false()),  # in chat
    Column("record", Text, nullable=False),  # SourceState as JSON
    Column("next_check", UtcTime),
    Column("lease_until", UtcTime),
    Column("called_for", UtcTime),  # the next look, asked for while one was under way
    Index(None, "configured", "next_check"),
)

# What was agreed with hubs that announce news. No foreign key: it is ended after its source went.
subscription = Table(
    "subscription",
    metadata,
    Column("id", String, primary_key=True),
    Column("source_id", String, nullable=False, index=True),
    Column("feed", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("hub", String, nullable=False),
    Column("token", String, nullable=False, unique=True),  # the end of the callback's path
    Column("callback", String, nullable=False),
    Column("secret", String, nullable=False),
    Column("wanted", Boolean, nullable=False),  # False: it is to be ended
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),  # since it was last confirmed
    Column("error", Text, nullable=False),
    Column("next_ask", UtcTime, index=True),
    Column("asked_at", UtcTime),
    Column("confirmed_at", UtcTime),
    Column("lease_end", UtcTime),
    Column("pinged_at", UtcTime),
)

article = Table(
    "article",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),  # grows with time kept
    Column("id", String, nullable=False, unique=True),
    Column("story", String, nullable=False, index=True),
    Column("source_id", String, nullable=False, index=True),
    Column("source_name", String, nullable=False),
    Column("url", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String),
    Column("published", UtcTime, nullable=False, index=True),  # kept_at when it bears no date
    Column("kept_at", UtcTime, nullable=False, index=True),
    Column("record", Text, nullable=False),  # codec.ArticleRecord as JSON
    Column("sample", LargeBinary, nullable=False),  # its shingles, 8 bytes each
    Column("quotes", Integer, nullable=False, server_default="0"),  # how many facts of each kind
    Column("figures", Integer, nullable=False, server_default="0"),
    Column("positions", Integer, nullable=False, server_default="0"),
    Index(None, "quotes", "figures", "positions"),  # they are summed from it alone
)


def _of_article(*, primary_key: bool = False, index: bool = False) -> Column[int]:
    return Column(
        "article",
        _Number,
        ForeignKey("article.number", ondelete="CASCADE"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
        index=index,
    )


address = Table(
    "address",
    metadata,
    Column("value", String, primary_key=True),  # hash of a cleaned address, or of source and guid
    _of_article(index=True),
)

# Finds copies. No foreign key: rows go with their article by the sample kept there.
shingle = Table(
    "shingle",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("article", _Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Finds other articles of an event: what an article tells, as numbers that are the same in every
# language. Kept for some days only.
trait = Table(
    "trait",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    _of_article(primary_key=True, index=True),
    Column("weight", Float, nullable=False),  # what it adds to the weight of its article
    sqlite_with_rowid=False,
)

fact = Table(
    "fact",
    metadata,
    _of_article(primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),  # 0, 1, ... in the article
    Column("kind", String, nullable=False),  # quote, figure, position
    Column("start", Integer, nullable=False),  # of its span, code points
    Column("end", Integer, nullable=False),
    Column("actor", String),  # the position's actor, the quote's speaker
    Column("topic", String),  # of a position
    Column("stance", String),
    Column("confidence", Float, nullable=False),
    Column("published", UtcTime, nullable=False),  # of the article
    Column("record", Text, nullable=False),  # the fact as JSON
    Column("refuted", Boolean, nullable=False, server_default=false()),  # a person said it is wrong
    Column("origin", String, nullable=False, server_default=RULES),  # who read it
    Index(None, "kind", "topic", "published"),
    Index(None, "kind", "published"),
    sqlite_with_rowid=False,
)

# When an article is asked for again, and how often it changed so far.
revisit = Table(
    "revisit",
    metadata,
    _of_article(primary_key=True),
    Column("next_look", UtcTime, index=True),  # NULL: only when its source says that it changed
    Column("lease_until", UtcTime),
    Column("failures", Integer, nullable=False),  # in a row
    Column("told", Integer, nullable=False),  # looks because its source said that it changed
    Column("changes", Integer, nullable=False),
    Column("changed_at", UtcTime),  # the last time
    Column("ordinals", Integer, nullable=False),  # given to facts so far; none is given twice
    Column("etag", String),
    Column("last_modified", String),
)

# What an article said before it changed, the oldest first.
version = Table(
    "version",
    metadata,
    _of_article(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 0, 1, ...
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("record", Text, nullable=False),  # codec.ArticleRecord as JSON
    Column("until", UtcTime, nullable=False),  # when it was seen to read otherwise
)

# What a source's list says of an article, as a hash: another one says that it changed.
heard = Table(
    "heard",
    metadata,
    Column("entry", String, primary_key=True),  # hash of the source and the entry's guid or address
    _of_article(index=True),
    Column("said", String, nullable=False),
    sqlite_with_rowid=False,
)

# Who and what an article (ordinal -1) or one of its facts is about.
mention = Table(
    "mention",
    metadata,
    _of_article(primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, primary_key=True),  # topic, actor
    Column("value", String, primary_key=True),
    Index(None, "kind", "value", "article", "ordinal"),
    sqlite_with_rowid=False,
)

delivery = Table(
    "delivery",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False, unique=True),
    Column("channel", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("slot", String, nullable=False),
    Column("card", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("not_before", UtcTime),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False),
    Column("first_attempt", UtcTime),
    Column("last_attempt", UtcTime),
    Column("unsure", Boolean, nullable=False),  # an earlier attempt's outcome is not known
    Column("message_id", String),
    Column("error", Text, nullable=False),
    Column("edits", String, index=True),  # the key of the delivery whose message it changes
    Column(
        "doubted", UtcTime
    ),  # the first attempt whose outcome was not known when it was repeated
    Column("look_again", UtcTime, index=True),  # when to look whether that one came after all
    UniqueConstraint("channel", "slot"),
    Index(None, "state", "channel", "number"),
)

# Which articles' facts stand on which card. No foreign key to the article: cards outlive it.
shows = Table(
    "shows",
    metadata,
    Column(
        "delivery",
        _Number,
        ForeignKey("delivery.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("article", String, primary_key=True, index=True),  # article.id
    sqlite_with_rowid=False,
)

channel = Table(
    "channel",
    metadata,
    Column("key", String, primary_key=True),
    Column("first_seen", UtcTime, nullable=False),
)

# What admins decided in chat, one row a decision; of a channel and name the newest is in force.
arrangement = Table(
    "arrangement",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("channel", String, nullable=False),
    Column("name", String, nullable=False),
    Column("value", Text),  # NULL: back to what the env file says
    Column("who", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "channel", "name", "number"),
)

setting = Table(
    "setting",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("id", String, primary_key=True),
    Column("until", UtcTime, nullable=False, index=True),
)

# What people said of facts. No foreign key: a verdict outlives the article, to be counted.
verdict = Table(
    "verdict",
    metadata,
    Column("article", String, primary_key=True),  # article.id
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("person", String, primary_key=True),  # platform:id
    Column("kind", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("origin", String, nullable=False, server_default=RULES),  # of the fact
    Column("fault", String, nullable=False),
    Column("by_admin", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
)

# Answers that were shown, for as long as the buttons below them work.
shown = Table(
    "shown",
    metadata,
    Column("key", String, primary_key=True),
    Column("card", Text, nullable=False),
    Column("until", UtcTime, nullable=False, index=True),
)

# The last failed try for an article, by its address as in `address`.
trace = Table(
    "trace",
    metadata,
    Column("address", String, primary_key=True),
    Column("source_id", String, nullable=False),
    Column("cause", Text, nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
)

# What a language model answered, by a hash of all it was given: nothing is asked, and paid for, twice.
model_answer = Table(
    "model_answer",
    metadata,
    Column("key", String, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("until", UtcTime, nullable=False, index=True),
)

# What a language model has cost and brought, a row for each day (ISO 8601, UTC) and reader.
model_usage = Table(
    "model_usage",
    metadata,
    Column("day", String, primary_key=True),
    Column("reader", String, primary_key=True),  # the origin of its facts
    Column("articles", Integer, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("tokens_in", BigInteger, nullable=False),
    Column("tokens_out", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("agreed", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),
    Column("disputed", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)
