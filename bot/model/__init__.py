"""Every type that travels between rooms: frozen, keyword-only, never a dict.

    Source -> Fetched -> Entry -> Article -> Reading -> Card -> Delivery
    Question -> Card

Offsets are Unicode code points into `Article.text`, end exclusive. Words shown to people as an
article's come only from spans of its text, so "verbatim" is true by construction.
Times are timezone-aware UTC.
"""

from bot.model.articles import Article, Span
from bot.model.cards import (
    ArticleItem,
    Card,
    FigureItem,
    Item,
    Origin,
    PositionItem,
    QuoteItem,
    Section,
    SentenceItem,
    TextItem,
)
from bot.model.delivery import (
    Arrangement,
    Cap,
    Channel,
    Delivery,
    DeliveryState,
    Platform,
    QuietHours,
)
from bot.model.facts import (
    BOTH,
    RULES,
    Approx,
    Dispute,
    Figure,
    Mention,
    Position,
    Quote,
    QuoteKind,
    Reading,
    SecondLook,
    Stance,
    fact_id,
)
from bot.model.questions import Question
from bot.model.sources import (
    NO_VALIDATORS,
    Entry,
    Fetched,
    Listing,
    Source,
    SourceKind,
    SourceState,
    Validators,
)
from bot.model.subscriptions import Offer, Subscription, SubscriptionState
from bot.model.usage import Usage
from bot.model.verdicts import FACT_KINDS, Fault, Judged, faults_of

__all__ = [
    "BOTH",
    "FACT_KINDS",
    "NO_VALIDATORS",
    "RULES",
    "Approx",
    "Arrangement",
    "Article",
    "ArticleItem",
    "Cap",
    "Card",
    "Channel",
    "Delivery",
    "DeliveryState",
    "Dispute",
    "Entry",
    "Fault",
    "Fetched",
    "Figure",
    "FigureItem",
    "Item",
    "Judged",
    "Listing",
    "Mention",
    "Offer",
    "Origin",
    "Platform",
    "Position",
    "PositionItem",
    "Question",
    "QuietHours",
    "Quote",
    "QuoteItem",
    "QuoteKind",
    "Reading",
    "SecondLook",
    "Section",
    "SentenceItem",
    "Source",
    "SourceKind",
    "SourceState",
    "Span",
    "Stance",
    "Subscription",
    "SubscriptionState",
    "TextItem",
    "Usage",
    "Validators",
    "fact_id",
    "faults_of",
]
