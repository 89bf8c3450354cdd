"""What stands where an article should: a forwarding page, a consent dialogue, an error, a list. Pure."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from bot.sources.hidden import squash
from bot.sources.urls import resolve

SHORT = 600  # characters; a consent or error page has less text, an article of that kind has more
FORWARD_BYTES = 20_000  # a page that only forwards is small
MOST_SECONDS = 5  # a page that waits longer before it forwards is meant to be read
MIN_SIGNS = 3  # of the four a consent dialogue speaks of
HEADLINE = 25  # letters and digits of a link's text; shorter ones are menus
MANY = 10  # headlines that a front page shows at least

NO_TEXT = "The page holds no article text. Check that the address leads to one article."
CONSENT = (
    "The site shows a consent page instead of the article."
    " Look for a feed of it that carries whole articles, and set full_text."
)
FAILED = (
    "The page is an error or a check for robots, not an article. Check the address in a browser."
)
LINKS = (
    "The page is a list of links, not an article."
    " Name it among the sources to follow the articles it leads to."
)
PAYWALL = "The page shows no more than the start of the article to readers without a subscription."
NAMED = "The address leads to {}, not to an article. Name it among the sources to follow it."

_META = re.compile(rb"<meta\b[^<>]{0,2500}>", re.IGNORECASE)
_REFRESH = re.compile(r"(?i)http-equiv\s*=\s*[\"']?refresh\b")
_FORWARD = re.compile(
    r"(?i)content\s*=\s*(?:\"\s*|'\s*)?(\d{1,3})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>]+)"
)
_SIGNS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bcookies?\b|\btrack(?:ing|ers?)\b|\btraceurs?\b",
        r"\bconsen|\baccept|\bagree\b|\beinwillig|\bzustimm|\bakzeptier|\bavec votre accord\b|\bacept"
        r"|\bacconsent|\baccett",
        r"\bprivacy\b|\bprivatsphäre|\bdatenschutz|\bvie privée|\bprivacidad|\bprivatezza|\briservatezza"
        r"|\bpersonal (?:data|information)|\bpersonenbezogen|\b(?:données|informations)\b.{0,20}\bpersonnelles"
        r"|\bdatos personales|\bdati personali",
        r"\bpartners?\b|\bpartnern\b|\bpartenaires\b|\bsocios\b|\bfornitori\b|\bthird part|\bdrittanbieter"
        r"|\btierces\b|\bterceros\b|\bterze parti\b",
    )
)
_ERROR_TITLE = re.compile(
    r"(?i)^\W*+(?:(?:http[ -]?)?(?:error|erreur|fehler|errore)\s*+)?(?:40[0-9]|410|429|50[0-4])\s*+"
    r"(?:$|(?:[-–—:|]\s*+)?(?:error|erreur|fehler|errore|not found|forbidden|gone|bad (?:request|gateway)|internal server"
    r"|service unavailable|gateway|too many|unauthori[sz]ed))"
    r"|\b(?:page|article|document) not found\b|^not found$|\bpage (?:introuvable|non trouvée)\b"
    r"|\bseite (?:wurde )?nicht gefunden\b|\bpágina no encontrada\b|\bpagina non trovata\b"
    r"|^access denied\b|^accès refusé\b|^zugriff verweigert\b|^acceso denegado\b|^accesso negato\b"
    r"|^just a moment\b|^attention required\b|\bare you a (?:robot|human)\b"
)


def forward(body: bytes, base: str) -> str | None:
    """Where a small page sends its readers at once (`<meta http-equiv="refresh">`); None otherwise."""
    if len(body) > FORWARD_BYTES:
        return None
    for tag in _META.findall(body):
        words = tag.decode("utf-8", "replace")
        found = _FORWARD.search(words) if _REFRESH.search(words) else None
        if found and int(found[1]) <= MOST_SECONDS:
            target = resolve(base, html.unescape(found[2]))
            return None if target == base else target
    return None


def stand_in(
    title: str,
    lines: list[str],
    *,
    url: str,
    links: frozenset[str],
    is_article: bool,
) -> str | None:
    """Why a page is no article though it has text, as a sentence; None when nothing tells against it.

    Args:
        title: the page's.
        lines: its text as extracted.
        url: where it was found.
        links: squashed texts of the page's links.
        is_article: the page's own record calls it an article, and is believed.
    """
    if is_article:
        return None
    own = "\n".join(line for line in lines if squash(line) not in links)
    if len(own) < SHORT:
        if sum(map(len, lines)) > 2 * len(own):
            return LINKS
        if is_consent(f"{title}\n{own}", url):
            return CONSENT
        if _ERROR_TITLE.search(title):
            return FAILED
    headlines = sum(len(text) > HEADLINE for text in links)
    return LINKS if _is_front(url) and headlines >= MANY else None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and parts.path in ("", "/") and not parts.query


def is_consent(text: str, url: str) -> bool:
    """True when a short text speaks of what consent dialogues speak of, or its host is one's."""
    host = urlsplit(url).hostname or ""
    return host.startswith("consent.") or sum(bool(s.search(text)) for s in _SIGNS) >= MIN_SIGNS
