"""One exception tree. A class's docstring is the sentence a person may see.

VigieError
├── SettingsError       the env file or a data file is wrong
├── SourceError         something outside could not be fetched or understood
│   ├── Refused         we must not ask (address guard, robots.txt, scheme)
│   ├── Unreachable     no answer: name, connection, TLS, time
│   ├── BadStatus       an answer that is not the document
│   ├── TooLarge        more bytes than the limit
│   └── Unreadable      bytes that are no feed, page or article
├── StoreError          the database cannot be used
└── DeliveryError       a chat platform did not take a card
"""

from __future__ import annotations


class VigieError(Exception):
    """Something went wrong."""

    def __init__(self, message: str = "") -> None:
        """Keep `message`, or the class's own sentence when there is none."""
        super().__init__(message or (self.__class__.__doc__ or "").strip())


class SettingsError(VigieError):
    """A setting is wrong; `vigie check` says which one and how to mend it."""


class SourceError(VigieError):
    """The source could not be read."""


class Refused(SourceError):
    """This address may not be asked."""


class Unreachable(SourceError):
    """The server did not answer."""


class BadStatus(SourceError):
    """The server answered, but not with the document."""

    def __init__(
        self, message: str = "", *, status: int = 0, retry_after: float | None = None
    ) -> None:
        """Keep the HTTP status and the seconds the server asks us to wait."""
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class TooLarge(SourceError):
    """The document is larger than the limit."""


class Unreadable(SourceError):
    """The document is no feed, page or article that could be read."""


class StoreError(VigieError):
    """The database cannot be used."""


class DeliveryError(VigieError):
    """The chat platform did not take the message."""
