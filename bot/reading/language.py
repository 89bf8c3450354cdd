"""Which language a text is in: py3langid, restricted to the languages that are read and a few more."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE = 600  # characters; measured: no gain from more
MIN_TEXT = 10  # characters; shorter texts are anybody's guess
SURE = 0.9  # probability under which the page's own word counts for more
NEIGHBOURS = ("nl", "pt", "sv", "da", "pl", "ca", "ro", "cs", "tr", "ru", "uk", "ar")
"""Languages that are told apart, so that they are not taken for one of ours."""


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted({*languages, *NEIGHBOURS}))
    return identifier


def detect(text: str, languages: tuple[str, ...], hint: str | None) -> str | None:
    """ISO 639-1 code of a text's language.

    Args:
        text: the text; its first 600 characters are looked at.
        languages: those that can be read.
        hint: what the page says; it decides when the text is too short or the finding is not sure.
    """
    sample = text[:SAMPLE].strip()
    if len(sample) < MIN_TEXT:
        return hint
    code, confidence = _identifier(languages).classify(sample)
    return hint if hint and confidence < SURE else str(code)
