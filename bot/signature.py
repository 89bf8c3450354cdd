"""The signature under what a hub sends: `X-Hub-Signature: method=hexadecimal HMAC` (WebSub, 7). Pure."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

# sha1 is accepted too: hubs in wide use sign with nothing else, no way to forge an HMAC with it is
# known, and a good signature brings about one look at the source and nothing more.
METHODS = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}  # bytes of a digest

_FORM = re.compile(r"[ \t]*(sha[0-9]{1,3})[ \t]*=[ \t]*([0-9a-f]{40,128})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What the sender says the body's HMAC is."""

    method: str  # one of METHODS
    digest: bytes


def read_signature(header: str) -> Signature | None:
    """The signature in a header's value; None for any other form, method or length."""
    match = _FORM.fullmatch(header)
    if match is None:
        return None
    method, digits = match[1].lower(), match[2]
    if len(digits) != 2 * METHODS.get(method, 0):
        return None
    return Signature(method=method, digest=bytes.fromhex(digits))


class Seal:
    """The HMAC of a body that comes in pieces, so that none of it has to be kept."""

    def __init__(self, signature: Signature, secret: str) -> None:
        """Check against `signature`, by the secret the hub was given."""
        self._expected = signature.digest
        self._hmac = hmac.new(secret.encode(), digestmod=signature.method)

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        self._hmac.update(piece)

    def holds(self) -> bool:
        """True when the body has the signature; takes the same time for any wrong one."""
        return hmac.compare_digest(self._hmac.digest(), self._expected)
