"""The two axes of a link's type: who began it, and what it is."""

from enum import StrEnum


class Origin(StrEnum):
    """`natural`: nobody asked for it. `manual`: we did it, or it was paid for or filled into a form."""

    NATURAL = "natural"
    MANUAL = "manual"


class LinkType(StrEnum):
    """Where the two axes cross, as people of the field call it."""

    REFERENCE = "reference"
    ROUNDUP = "roundup"
    COMMENT = "comment"
    FORUM = "forum"
    PROFILE = "profile"
    DIRECTORY_ENTRY = "directory_entry"
    SCRAPER = "scraper"
    GENERATED = "auto_generated"
    TEMPLATE = "template"
    GUEST_POST = "guest_post"
    OUTREACH_WIN = "outreach_win"
    BROKEN_LINK = "broken_link_replacement"
    DIGITAL_PR = "digital_pr"
    PRESS_RELEASE = "press_release"
    PARTNER = "partner"
    SPONSORED = "sponsored"
    OWN_NETWORK = "own_network"
