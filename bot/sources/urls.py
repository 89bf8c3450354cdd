"""Addresses: which may be asked, what names the same page, and what of one may be shown. Pure.

One parser for all of it, `urllib.parse.urlsplit`, behind a check that refuses everything on which
two parsers could disagree (backslashes, control characters, spaces, odd hosts).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote_plus,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

from tld import get_tld
from yarl import URL

MAX_URL = 2_048  # characters; longer ones are traps
MAX_SHOWN = 40  # characters of a parameter; a longer value may be a key to something
PORTS = frozenset({80, 443, 8080, 8443})

# Parameters that say where a reader came from and never which page it is.
_TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid igshid igsh mc_cid mc_eid maca xtor dicbo smid smtyp"
    " cmpid cmp cid_source ocid ncid sr_share partner_id wt_mc wt_zmc ref_src ref_url referrer"
    " source_feed feedtype ito spm scid s_cid icid trk traffic_source guccounter oref sfnsn sh_kit"
    " _ga _gl _hsenc _hsmi mkt_tok vero_id srsltid rel".split()
)
_TRACKING_PREFIXES = ("utm_", "at_", "ns_", "wt_", "pk_", "mtm_", "hsa_", "trk_", "oly_")
_RSS_MARKS = frozenset({"rss", "feed", "atom"})  # ref=rss, src=feed
_SECRET = re.compile(r"(?i)(?:token|key|secret|pass|auth|sig|session|code)")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\\<>\"{}|^`]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PATH_SAFE = "%/:=&~+!$,;'@()*"
_QUERY_SAFE = _PATH_SAFE + "?[]"
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]")
_NUMERIC_HOST = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}\.?")


def check_url(url: str, allowed_hosts: Collection[str] = ()) -> str | None:
    """Why `url` may not be asked, as a sentence; None when it may.

    Args:
        url: an absolute address.
        allowed_hosts: `host:port` pairs an admin named; any port is fine for them.
    """
    if len(url) > MAX_URL:
        return f"The address is longer than {MAX_URL} characters."
    if _FORBIDDEN.search(url):
        return "The address holds a space, a backslash or another character no address may have."
    try:
        parts = urlsplit(url)
        port = port_of(parts)
    except ValueError:
        return "The address is not a valid one."
    if parts.scheme not in ("http", "https"):
        return f"Only http and https addresses are asked, not {parts.scheme or 'none'}."
    host = ascii_host(parts)
    if host is None or not _HOST.fullmatch(host) or _is_odd_number(host) or _is_torn(parts):
        return "The address has no proper host name."
    if port not in PORTS and f"{host}:{port}" not in allowed_hosts:
        return f"Port {port} is not asked. Name the host in VIGIE_ALLOWED_HOSTS to allow it."
    return None


def port_of(parts: SplitResult) -> int:
    """The port, also when the scheme implies it.

    Raises:
        ValueError: when it is no number from 0 to 65535.
    """
    if parts.port is not None:
        return parts.port
    return 443 if parts.scheme == "https" else 80


def ascii_host(parts: SplitResult) -> str | None:
    """The host as it goes over the wire: lower case, IDNA, brackets for IPv6, no dot at the end.

    None when it cannot be written so.
    """
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host or None
    try:
        # The client dials what yarl makes of a name, so the same hand writes it here.
        encoded = URL.build(scheme="http", host=host).raw_host or ""
    except ValueError:
        return None
    # "①②⑦.0.0.1" becomes an address only by normalising: nobody writes it in good faith.
    return None if not encoded.isascii() or _NUMERIC_HOST.fullmatch(encoded) else encoded


def _is_torn(parts: SplitResult) -> bool:
    """True when the place of the host holds more than a host and a port, as in `[::1]x:80`."""
    place = parts.netloc.rpartition("@")[2].lower()
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return place not in (host, f"{host}:", f"{host}:{parts.port}")


def _is_odd_number(host: str) -> bool:
    """Numbers that some resolvers take for an address (127.1, 0x7f000001) but that are none."""
    if not _NUMERIC_HOST.fullmatch(host):
        return False
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return True
    return False


def without_userinfo(url: str) -> str:
    """The address without a name and password in it; what is no address comes back as it is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def resolve(base: str, href: str) -> str | None:
    """`href` as an absolute http(s) address, without fragment and password; None when it is none.

    Spaces and letters outside ASCII are encoded as browsers do. The result may still lead to a port
    or a network that is not asked: the fetcher decides that.
    """
    href = href.strip()
    if not href or len(href) > MAX_URL or "\\" in href or _UNSEEN.search(href):
        return None
    try:
        parts = urlsplit(without_userinfo(urljoin(base, href)))
        host, port = ascii_host(parts), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or host is None or _is_torn(parts):
        return None
    netloc = host if port is None else f"{host}:{port}"
    path = quote(parts.path, safe=_PATH_SAFE, errors="replace")
    query = quote(parts.query, safe=_QUERY_SAFE, errors="replace")
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def clean_url(url: str) -> str:
    """The form of an address under which a page is known: one page, one form.

    Tracking parameters, fragment, password and default port go; the other parameters stay, sorted;
    http and https, a leading `www.` and a slash at the end are not told apart. For comparison only,
    never for asking. What is no http(s) address comes back stripped.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in ("http", "https"):
        return url
    host = ascii_host(parts) or parts.netloc.rpartition("@")[2].lower()
    host = host.removeprefix("www.")
    if port not in (None, 80, 443):
        host += f":{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = sorted((key, value) for key, value in pairs if _is_telling(key, value))
    path = quote(parts.path, safe=_PATH_SAFE, errors="replace").rstrip("/") or "/"
    return urlunsplit(("https", host, path, urlencode(query, errors="replace"), ""))


def without_tracking(url: str) -> str:
    """The address as people get it: the same page, without what feeds add to count their readers."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.query:
        return url
    pairs = [pair.partition("=") for pair in parts.query.split("&")]
    kept = [k + sign + v for k, sign, v in pairs if _is_telling(unquote_plus(k), unquote_plus(v))]
    return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query="&".join(kept)))


def _is_telling(key: str, value: str) -> bool:
    key, value = key.lower(), value.lower()
    if key in _TRACKING or key.startswith(_TRACKING_PREFIXES):
        return False
    return not (key in ("ref", "src", "source", "from", "xrs", "feed") and value in _RSS_MARKS)


def site_of(url: str) -> str:
    """The registrable domain ("bbc.co.uk"); the host itself where there is none; "" without a host.

    Names under which strangers hold sites of their own (`github.io`) count as public suffixes.
    """
    try:
        host = ascii_host(urlsplit(url)) or ""
    except ValueError:
        return ""
    if not _HOST.fullmatch(host) or host.startswith("["):
        return host
    found = get_tld(f"https://{host}", as_object=True, fail_silently=True, search_private=True)
    return getattr(found, "fld", None) or host


def same_site(a: str, b: str) -> bool:
    """True when both addresses belong to one registrable domain, or to one host without any."""
    site = site_of(a)
    return bool(site) and site == site_of(b)


def redact(url: str) -> str:
    """The address as it may be shown and logged: no password, no value that looks like a secret."""
    try:
        parts = urlsplit(without_userinfo(url))
    except ValueError:
        return "an address that cannot be read"
    query = [
        (key, "..." if _SECRET.search(key) or len(value) > MAX_SHOWN else value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    words = urlencode(query, errors="replace")
    path = quote(parts.path, safe=_PATH_SAFE, errors="replace")
    return urlunsplit(parts._replace(path=path, query=words, fragment=""))
