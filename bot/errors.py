"""The exceptions of this program, split by what to do next.

str() of each is one sentence that a person may read in Slack or in a terminal: what happened and the
way out. None ever holds a token, a whole response or a contact.

BotError
├── InvalidInputError     ask the user: what was typed cannot be understood
│   └── OtherKindOfFileError   another reader may know the file
├── GivenFileError        ask the user: the file that they named cannot be read or written
├── NotFoundError         ask the user: there is no such thing (any more)
├── ConflictError         ask the user: somebody else was faster; show what they did
├── ConfigError           tell the operator: a setting is missing or wrong
├── FetchError            an outcome of looking at a page, with its reason
├── SourceError           one source of backlinks could not answer; the others still can
│   └── PaidSourceError   it is one that costs money; says whether any was spent
├── StoreError            tell the operator: what is kept could not be read or written
└── DeliveryError         a message could not be posted; says whether trying later helps
"""


class BotError(Exception):
    """The root: str() is a sentence for people."""


class InvalidInputError(BotError):
    """What was typed cannot be understood; the sentence says what to type instead.

    `field` is the block_id of the modal's input that it is about, where it came from a modal.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class OtherKindOfFileError(InvalidInputError):
    """The file is not of the kind that this reader knows."""


class GivenFileError(BotError):
    """A file that somebody named on the command line cannot be read or written."""


class NotFoundError(BotError):
    """What was asked for does not exist (any more)."""


class ConflictError(BotError):
    """Somebody else changed the same thing first; nothing was overwritten."""


class ConfigError(BotError):
    """A setting is missing or wrong; the sentence names every one of them."""


class FetchError(BotError):
    """A page could not be looked at.

    `reason` is one of the `unverified` reasons of `bot.domain.verdicts.Reason`, by value.
    The sentence says the same whatever was behind a refused address.
    `name_exists` belongs to `dns_error`: False only when the resolver said that there is no such name
    (NXDOMAIN), True when the name exists without an address, None when nobody knows.
    `hops` are the redirects that were followed before, in order: the URL that answered, and its status.
    """

    def __init__(
        self,
        reason: str,
        sentence: str,
        *,
        url: str = "",
        name_exists: bool | None = None,
        hops: tuple[tuple[str, int], ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.url = url
        self.name_exists = name_exists
        self.hops = hops

    def after(self, hops: tuple[tuple[str, int], ...]) -> "FetchError":
        """The same, met behind these redirects."""
        return FetchError(
            self.reason,
            str(self),
            url=self.url,
            name_exists=self.name_exists,
            hops=(*hops, *self.hops),
        )


class SourceError(BotError):
    """A source of backlinks could not answer."""

    def __init__(self, source: str, sentence: str) -> None:
        super().__init__(sentence)
        self.source = source


class PaidSourceError(SourceError):
    """A vendor's API could not answer.

    `nothing_spent` is true when the vendor surely charged nothing; false: nobody knows.
    """

    def __init__(self, source: str, sentence: str, *, nothing_spent: bool) -> None:
        super().__init__(source, sentence)
        self.nothing_spent = nothing_spent


class StoreError(BotError):
    """What is kept could not be read or written."""


class StoreHeldError(StoreError):
    """Another process of this machine holds the store of decisions: the bot, as a rule."""


class DeliveryError(BotError):
    """A message could not be posted.

    `permanent` is true when trying again cannot help (archived channel, bot removed, token revoked).
    `retry_after_seconds` is what the server asked for, if it did. `code` is the server's error name.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        permanent: bool,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds
