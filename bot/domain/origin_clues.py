"""What speaks for where a link came from: one look for each clue, each with its evidence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from bot.domain.link_types import LinkType, Origin
from bot.domain.names import host_of, registrable_domain
from bot.domain.page_marks import PageMark, kind_of_label, mark_of_title, said_near
from bot.domain.placement import Placement


@dataclass(frozen=True, slots=True)
class OriginFacts:
    """What is known of one link. None: not known.

    `prospect_kind` is the kind of the prospect of ours that covers the page, by value; `prospect_won` that the
    prospect led to this link. `text` is the page's text near the link, `page_says` the labels above all of its text.
    `reciprocal`: our site links back. `same_owner` is what shows one owner (an analytics id, an imprint).
    """

    placement: Placement | None = None
    rel: tuple[str, ...] = ()
    href: str = ""
    page_url: str = ""
    page_title: str = ""
    text: str = ""
    page_says: tuple[str, ...] = ()
    anchor: str = ""
    our_names: tuple[str, ...] = ()
    prospect_kind: str | None = None
    prospect_won: bool | None = None
    reciprocal: bool | None = None
    same_owner: str | None = None
    outbound_links: int | None = None


@dataclass(frozen=True, slots=True)
class Clue:
    origin: Origin
    type: LinkType
    confidence: float
    seen: str


_TYPE_OF_PROSPECT = {
    "guest_post": LinkType.GUEST_POST,
    "broken_link": LinkType.BROKEN_LINK,
    "directory": LinkType.DIRECTORY_ENTRY,
    "digital_pr": LinkType.DIGITAL_PR,
}


def _prospect(facts: OriginFacts) -> Clue | None:
    if facts.prospect_kind is None:
        return None
    type_ = _TYPE_OF_PROSPECT.get(facts.prospect_kind, LinkType.OUTREACH_WIN)
    if facts.prospect_won:
        return Clue(Origin.MANUAL, type_, 0.99, "a prospect of ours was won with this link")
    return Clue(Origin.MANUAL, type_, 0.85, "a prospect of ours covers the page")


# https://support.google.com/analytics/answer/10917952 and Matomo's own names for the same.
_CAMPAIGN = re.compile(
    r"(utm|mtm|pk|piwik|matomo|hsa|at)_(?!id$|vid$)\w+|utm_id|wt\.mc_id", re.IGNORECASE
)


# What partner programs and their networks add to a link of theirs.
_PARTNER = frozenset(
    [
        "aff",
        "affid",
        "aff_id",
        "aff_sub",
        "affiliate",
        "affiliateid",
        "affiliate_id",
        "a_aid",
        "a_bid",
        "awc",
        "awinaffid",
        "clickref",
        "irclickid",
        "irgwc",
        "partner",
        "partnerid",
        "partner_id",
        "ref_id",
        "refid",
        "referral_code",
        "ranmid",
        "raneaid",
        "ransiteid",
        "sscid",
        "tduid",
        "zanpid",
        "cjevent",
    ]
)


# Sites add these to every link, too, to be seen in the statistics of others.
_REFERRER = frozenset(["ref", "via", "source", "src", "referrer", "tag"])


def _campaign(facts: OriginFacts) -> Clue | None:
    names = [name for name, _value in _query(facts.href)]
    if mine := next(filter(_CAMPAIGN.fullmatch, names), ""):
        seen = f"the link carries our campaign parameter {mine}"
        return Clue(Origin.MANUAL, LinkType.OUTREACH_WIN, 0.9, seen)
    if paid := next((name for name in names if name.lower() in _PARTNER), ""):
        seen = f"the link carries the partner parameter {paid}"
        return Clue(Origin.MANUAL, LinkType.PARTNER, 0.7, seen)
    if named := next((name for name in names if name.lower() in _REFERRER), ""):
        seen = f"the link carries {named}, which partners and statistics use"
        return Clue(Origin.MANUAL, LinkType.PARTNER, 0.3, seen)
    return None


def _query(href: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(href).query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return []


def _paid(facts: OriginFacts) -> Clue | None:
    if "sponsored" in facts.rel:
        return Clue(Origin.MANUAL, LinkType.SPONSORED, 0.95, 'the link says rel="sponsored"')
    found = _said(facts, PageMark.PAID)
    return (
        Clue(Origin.MANUAL, LinkType.SPONSORED, 0.8, f'the page says "{found}"') if found else None
    )


def _said(facts: OriginFacts, mark: PageMark) -> str:
    """What the page says of that kind: above its text, in its title, or near the link."""
    labels = (label for label in facts.page_says if kind_of_label(label) is mark)
    titled = mark_of_title(facts.page_title)
    in_title = titled[1] if titled and titled[0] is mark else ""
    return next(labels, "") or in_title or said_near(facts.text, mark)


def _guest(facts: OriginFacts) -> Clue | None:
    found = _said(facts, PageMark.GUEST)
    in_bio = facts.placement is Placement.AUTHOR_BIO
    if found and in_bio:
        return Clue(
            Origin.MANUAL,
            LinkType.GUEST_POST,
            0.92,
            f'the page says "{found}", and its author box links to us',
        )
    if in_bio:
        return Clue(
            Origin.MANUAL, LinkType.GUEST_POST, 0.75, "the box about the author links to us"
        )
    if found:
        return Clue(Origin.MANUAL, LinkType.GUEST_POST, 0.6, f'the page says "{found}"')
    return None


def _release(facts: OriginFacts) -> Clue | None:
    found = _said(facts, PageMark.RELEASE)
    return (
        Clue(Origin.MANUAL, LinkType.PRESS_RELEASE, 0.8, f'the page says "{found}"')
        if found
        else None
    )


def _listing(facts: OriginFacts) -> Clue | None:
    if facts.placement is not Placement.DIRECTORY:
        return None
    return Clue(
        Origin.MANUAL,
        LinkType.DIRECTORY_ENTRY,
        0.75,
        "an entry in a directory, which somebody fills in",
    )


_PROFILE_PATH = re.compile(
    r"/(users?|profiles?|members?|u|author|people|@[\w.-]+|mitglied(er)?|profil|membre|usuario|perfil|uzytkownik)(/|\.php|$)",
    re.IGNORECASE,
)


def _profile(facts: OriginFacts) -> Clue | None:
    path = facts.page_url.partition("//")[2].partition("/")
    found = _PROFILE_PATH.search("/" + path[2].split("?")[0])
    if not found:
        return None
    ours = _named(facts)
    if ours:
        return Clue(
            Origin.MANUAL, LinkType.PROFILE, 0.8, f'a profile page that carries our name, "{ours}"'
        )
    return Clue(Origin.NATURAL, LinkType.PROFILE, 0.5, "a user's profile page")


def _named(facts: OriginFacts) -> str:
    where = f"{facts.page_title} {facts.page_url}".lower()
    return next((name for name in facts.our_names if len(name) > 2 and name.lower() in where), "")


def _people(facts: OriginFacts) -> Clue | None:
    if facts.placement not in (Placement.COMMENT, Placement.FORUM_POST):
        return None
    type_ = LinkType.COMMENT if facts.placement is Placement.COMMENT else LinkType.FORUM
    signed = next(
        (
            name
            for name in facts.our_names
            if len(name) > 2 and name.lower() == facts.anchor.strip().lower()
        ),
        "",
    )
    if signed and type_ is LinkType.COMMENT:
        return Clue(Origin.MANUAL, type_, 0.7, f'a comment signed "{signed}"')
    return Clue(Origin.NATURAL, type_, 0.6, "a reader's words, as far as can be seen")


def _reciprocal(facts: OriginFacts) -> Clue | None:
    if not facts.reciprocal:
        return None
    framed = facts.placement in (
        Placement.FOOTER,
        Placement.SIDEBAR,
        Placement.WIDGET,
        Placement.NAVIGATION,
    )
    seen = "our site links back" + (", and theirs stands in the template" if framed else "")
    return Clue(Origin.MANUAL, LinkType.PARTNER, 0.8 if framed else 0.4, seen)


def _network(facts: OriginFacts) -> Clue | None:
    if not facts.same_owner:
        return None
    return Clue(
        Origin.MANUAL, LinkType.OWN_NETWORK, 0.9, f"both sites have one owner: {facts.same_owner}"
    )


_LEAST_NAME = 5


def _namesake(facts: OriginFacts) -> Clue | None:
    """acme.de links to acme.com: often one firm, at times two. Never enough alone."""
    domain = registrable_domain(host_of(facts.page_url))
    ours = {name.partition(".")[0] for name in facts.our_names if "." in name}
    label = (domain or "").partition(".")[0]
    if label not in ours or len(label) < _LEAST_NAME:
        return None
    seen = f'both sites are called "{label}"'
    return Clue(Origin.MANUAL, LinkType.OWN_NETWORK, 0.45, seen)


_STATISTICS = re.compile(
    r"(whois|domain[ -]?(info|stats|rank|age)|site[ -]?(stats|analysis|worth|info)|alexa|similar[ -]?sites|seo[ -]?(report|audit)"
    r"|website[ -]?(value|worth|review)|dns[ -]?lookup|ip[ -]?lookup|hosted[ -]?on)",
    re.IGNORECASE,
)


def _generated(facts: OriginFacts) -> Clue | None:
    found = _STATISTICS.search(facts.page_title) or _STATISTICS.search(facts.page_url)
    if not found:
        return None
    return Clue(
        Origin.NATURAL,
        LinkType.GENERATED,
        0.7,
        f'a page of figures made by a program ("{found[0]}")',
    )


_LIST_TITLE = re.compile(
    r"^\W*\d{1,3}\b.*\b(best|top|ways|tools|tips|sites|blogs|resources)\b|\b(best|top)\s+\d{1,3}\b|\broundup\b|\bresources?\b"
    r"|^\W*(die|les|los|las|os|as|le|i)\s+\d{1,3}\b|\d+選|まとめ|盘点|推荐\d|топ[- ]\d",
    re.IGNORECASE,
)


def _roundup(facts: OriginFacts) -> Clue | None:
    if facts.placement is not Placement.CONTENT or (facts.outbound_links or 0) < 8:
        return None
    found = _LIST_TITLE.search(facts.page_title)
    return (
        Clue(
            Origin.NATURAL,
            LinkType.ROUNDUP,
            0.55,
            f'a list of several sites ("{facts.page_title[:60]}")',
        )
        if found
        else None
    )


CLUES: tuple[Callable[[OriginFacts], Clue | None], ...] = (
    _prospect,
    _campaign,
    _paid,
    _guest,
    _release,
    _listing,
    _profile,
    _people,
    _reciprocal,
    _network,
    _namesake,
    _generated,
    _roundup,
)
