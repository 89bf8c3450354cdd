"""The header of a hub's signature, and what it says of a body."""

from __future__ import annotations

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from bot.signature import METHODS, Seal, Signature, read_signature

methods = st.sampled_from(sorted(METHODS))
secrets = st.text(max_size=60).filter(lambda text: text.isprintable())


@given(st.text(max_size=300))
def test_no_text_is_mistaken_or_raises(header: str) -> None:
    """What is read can be written again as it was, but for case and space around it."""
    found = read_signature(header)
    if found is not None:
        plain = header.replace(" ", "").replace("\t", "").lower()
        assert plain == f"{found.method}={found.digest.hex()}"
        assert len(found.digest) == METHODS[found.method]


@given(methods, st.binary(max_size=80), st.sampled_from(["{}={}", " {} = {}\t", "{}={} "]))
def test_a_digest_counts_at_its_own_length_only(method: str, digest: bytes, form: str) -> None:
    """A shorter or longer one is no signature of that method."""
    found = read_signature(form.format(method, digest.hex()))
    whole = Signature(method=method, digest=digest)
    assert found == (whole if len(digest) == METHODS[method] else None)


@given(st.text(alphabet="sha0123456789=abcdef \t-", max_size=150))
def test_almost_signatures_do_not_raise(header: str) -> None:
    """Near misses: unknown methods, odd lengths, several signs."""
    found = read_signature(header)
    assert found is None or found.method in METHODS


@given(methods, secrets, st.lists(st.binary(max_size=50), max_size=5), st.binary(max_size=50))
def test_a_seal_holds_for_its_body_in_whatever_pieces(
    method: str, secret: str, pieces: list[bytes], other: bytes
) -> None:
    """And for no other body or secret."""
    body = b"".join(pieces)
    digest = hmac.new(secret.encode(), body, method).digest()
    signature = read_signature(f"{method}={digest.hex()}")
    assert signature is not None

    def holds(secret: str, *given: bytes) -> bool:
        seal = Seal(signature, secret)
        for piece in given:
            seal.feed(piece)
        return seal.holds()

    assert holds(secret, *pieces)
    assert holds(secret, body, other) == (not other)
    assert not holds(f"{secret}x", *pieces)


def test_the_methods_are_those_of_the_standard_with_their_lengths() -> None:
    """WebSub, 7.1: sha1, sha256, sha384, sha512."""
    assert {name: hashlib.new(name).digest_size for name in METHODS} == METHODS
    assert set(METHODS) == {"sha1", "sha256", "sha384", "sha512"}
