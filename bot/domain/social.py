"""A ready post per network about a link that was gained, to be copied by a person."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from bot.domain.names import host_of, shown_host
from bot.domain.text import fold

CAMPAIGN: Final = "earned-link"


@dataclass(frozen=True, slots=True)
class Network:
    """What a network takes."""

    name: str
    source: str
    """The `utm_source` of its links."""
    limit: int
    """Characters of a post."""
    url_length: int | None
    """What every URL counts for; None: its own length."""


# X: https://docs.x.com/fundamentals/counting-characters  Mastodon:
# https://docs.joinmastodon.org/user/posting/  Bluesky: app.bsky.feed.post in
# https://github.com/bluesky-social/atproto/tree/main/lexicons  Threads:
# https://developers.facebook.com/docs/threads/overview  LinkedIn:
# https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api
NETWORKS: Final = (
    Network("LinkedIn", "linkedin", 3_000, None),
    Network("X", "x", 280, 23),
    Network("Bluesky", "bluesky", 300, None),
    Network("Mastodon", "mastodon", 500, 23),
    Network("Threads", "threads", 500, None),
)


@dataclass(frozen=True, slots=True)
class Gained:
    """A link to us that is live."""

    page: str
    title: str
    target_page: str
    """Our page, as the link has it."""


@dataclass(frozen=True, slots=True)
class SocialPost:
    """One network's post."""

    network: Network
    text: str
    length: int
    """As the network counts it."""


def posts_for(gained: Gained) -> tuple[SocialPost, ...]:
    """A post for each network, inside its limit; a URL is never cut."""
    return tuple(post for network in NETWORKS if (post := _post(gained, network)))


def with_campaign(url: str, source: str) -> str:
    """Our page's address with campaign parameters, by which origin detection knows the link as ours later.

    What was there stays, other campaign parameters are replaced.

    >>> with_campaign("https://site.example/guide?id=3#top", "x")
    'https://site.example/guide?id=3&utm_source=x&utm_medium=social&utm_campaign=earned-link#top'
    """
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair and not _is_campaign(pair)]
    ours = [f"utm_source={quote(source)}", "utm_medium=social", f"utm_campaign={CAMPAIGN}"]
    return urlunsplit(parts._replace(query="&".join([*kept, *ours])))


def _is_campaign(pair: str) -> bool:
    name = next(iter(parse_qsl(pair, keep_blank_values=True)), ("", ""))[0]
    return name.lower().startswith("utm_")


def _post(gained: Gained, network: Network) -> SocialPost | None:
    """The longest wording that fits; None when the addresses alone are too long."""
    ours = with_campaign(gained.target_page, network.source)
    site = shown_host(host_of(gained.page).removeprefix("www."))
    title = fold(gained.title)
    for words in (
        f"{site} links to us in “{title}”:" if title else "",
        f"{site} links to us in “{title[:60].rstrip()}…”:" if len(title) > 60 else "",
        f"{site} links to us:",
    ):
        if not words:
            continue
        for lines in (
            (words, gained.page, "", "The page that they mean:", ours),
            (words, gained.page, ours),
        ):
            length = _length(lines, network, (gained.page, ours))
            if length <= network.limit:
                return SocialPost(network, "\n".join(lines), length)
    return None  # fmt: skip


def _length(lines: tuple[str, ...], network: Network, urls: tuple[str, ...]) -> int:
    total = len(lines) - 1
    for line in lines:
        is_url = line in urls and network.url_length is not None
        total += network.url_length or 0 if is_url else len(line)
    return total
