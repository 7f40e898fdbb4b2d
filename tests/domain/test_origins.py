"""Natural or manual is decided from what we know, aloud, and a person stands above it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.link_types import LinkType, Origin
from bot.domain.origin_clues import OriginFacts
from bot.domain.origins import Overrule, decide_origin
from bot.domain.placement import Placement

PLAIN = OriginFacts(
    placement=Placement.CONTENT,
    href="https://acme.com/",
    page_url="https://blog.example/2024/mills",
    page_title="On mills",
    our_names=("Acme",),
)


def test_without_any_clue_natural_is_assumed_and_says_so() -> None:
    decision = decide_origin(PLAIN)
    assert (decision.origin, decision.type, decision.assumed) == (
        Origin.NATURAL,
        LinkType.REFERENCE,
        True,
    )
    assert "assumed" in decision.sentence()


@pytest.mark.parametrize(
    ("facts", "origin", "type_"),
    [
        (
            replace(PLAIN, prospect_kind="guest_post", prospect_won=True),
            Origin.MANUAL,
            LinkType.GUEST_POST,
        ),
        (replace(PLAIN, prospect_kind="broken_link"), Origin.MANUAL, LinkType.BROKEN_LINK),
        (replace(PLAIN, prospect_kind="other"), Origin.MANUAL, LinkType.OUTREACH_WIN),
        (
            replace(PLAIN, href="https://acme.com/?utm_source=blog"),
            Origin.MANUAL,
            LinkType.OUTREACH_WIN,
        ),
        (replace(PLAIN, href="https://acme.com/?aff_id=7"), Origin.MANUAL, LinkType.PARTNER),
        (replace(PLAIN, rel=("sponsored", "noopener")), Origin.MANUAL, LinkType.SPONSORED),
        (replace(PLAIN, text="Anzeige: dieser Beitrag"), Origin.MANUAL, LinkType.SPONSORED),
        (replace(PLAIN, text="This is a guest post by Lee"), Origin.MANUAL, LinkType.GUEST_POST),
        (replace(PLAIN, placement=Placement.AUTHOR_BIO), Origin.MANUAL, LinkType.GUEST_POST),
        (
            replace(PLAIN, text="FOR IMMEDIATE RELEASE - Berlin"),
            Origin.MANUAL,
            LinkType.PRESS_RELEASE,
        ),
        (replace(PLAIN, placement=Placement.DIRECTORY), Origin.MANUAL, LinkType.DIRECTORY_ENTRY),
        (
            replace(PLAIN, page_url="https://forum.example/members/acme.12/"),
            Origin.MANUAL,
            LinkType.PROFILE,
        ),
        (
            replace(PLAIN, page_url="https://forum.example/members/ted.12/"),
            Origin.NATURAL,
            LinkType.PROFILE,
        ),
        (
            replace(PLAIN, placement=Placement.COMMENT, anchor="acme"),
            Origin.MANUAL,
            LinkType.COMMENT,
        ),
        (
            replace(PLAIN, placement=Placement.COMMENT, anchor="this mill"),
            Origin.NATURAL,
            LinkType.COMMENT,
        ),
        (replace(PLAIN, placement=Placement.FORUM_POST), Origin.NATURAL, LinkType.FORUM),
        (
            replace(PLAIN, reciprocal=True, placement=Placement.FOOTER),
            Origin.MANUAL,
            LinkType.PARTNER,
        ),
        (
            replace(PLAIN, same_owner="the imprint names Acme Ltd"),
            Origin.MANUAL,
            LinkType.OWN_NETWORK,
        ),
        (
            replace(PLAIN, page_title="acme.com - Whois and site stats"),
            Origin.NATURAL,
            LinkType.GENERATED,
        ),
        (
            replace(PLAIN, page_title="12 best tools for millers", outbound_links=14),
            Origin.NATURAL,
            LinkType.ROUNDUP,
        ),
    ],
)
def test_each_clue_leads_to_its_type(facts: OriginFacts, origin: Origin, type_: LinkType) -> None:
    decision = decide_origin(facts)
    assert (decision.origin, decision.type) == (origin, type_)
    assert not decision.assumed
    assert decision.evidence
    assert 0.5 <= decision.confidence <= 1


def test_a_weak_clue_is_said_but_does_not_decide() -> None:
    decision = decide_origin(replace(PLAIN, reciprocal=True))
    assert decision.assumed
    assert any("links back" in seen for seen in decision.evidence)


def test_clues_that_agree_make_it_surer() -> None:
    one = decide_origin(replace(PLAIN, rel=("sponsored",)))
    both = decide_origin(replace(PLAIN, rel=("sponsored",), prospect_kind="other"))
    assert both.confidence > one.confidence
    assert len(both.evidence) == 2


def test_what_a_person_decides_stands_above_every_clue() -> None:
    overrule = Overrule(Origin.NATURAL, "Ann", datetime(2026, 5, 1, tzinfo=UTC))
    decision = decide_origin(
        replace(PLAIN, prospect_kind="guest_post", prospect_won=True), overrule
    )
    assert decision.origin is Origin.NATURAL
    assert decision.overruled_by is overrule
    assert "as Ann decided" in decision.sentence()
    assert decision.evidence


def test_a_broken_address_is_no_clue() -> None:
    assert decide_origin(replace(PLAIN, href="http://[broken")).assumed
