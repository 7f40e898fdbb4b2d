"""Every message of asking is one that Slack takes, whatever strangers wrote into it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.anchor_profile import AnchorKind, AnchorProfile
from bot.domain.appraisal import appraise
from bot.domain.backlinks import DomainName, Grain, SourceAge, SourceReport
from bot.domain.coverage import Coverage
from bot.domain.domain_list import DomainView
from bot.domain.findings import DomainFinding, Findings, LookCounts, VerifyProgress
from bot.domain.names import Target
from bot.domain.pages import Hop
from bot.domain.tracking import Added, TrackedLink
from bot.domain.verdicts import Evidence, Observation, Reason, State
from bot.slack import (
    blocks,
    domain_list,
    findings,
    forms,
    quality,
    replies,
    status,
    tracked,
    verdict,
)
from bot.slack.help import HelpEntry, one_verb, overview
from tests.blockkit import assert_message, assert_view
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
TARGET = Target(DomainName("site.example"))


def _observation(**changes: Any) -> Observation:
    seen = Observation(
        referring_page="https://journal.example/tools",
        target="site.example",
        state=State.LIVE,
        reason=None,
        checked_at=NOW,
        http_status=200,
        final_url="https://journal.example/tools",
        redirects=(Hop("http://journal.example/tools", 301),),
        links=1,
        href="https://site.example/guide",
        anchor="garden guide",
        followed=True,
        indexable=True,
        placement="content",
        editorial=True,
        evidence=Evidence(
            because="seen", before="for those who begin, the", after="explains", bytes_read=198_000
        ),
    )
    return replace(seen, **changes)


def _finding(number: int, **changes: Any) -> DomainFinding:
    row = DomainFinding(
        domain=DomainName(f"journal{number}.example"),
        links=2,
        followed=True,
        quality=82,
        placement="content",
        origin="natural",
        since=date(2025, 3, 12),
        state=State.LIVE,
        checked_at=NOW,
        example_page="https://journal.example/a",
    )
    return replace(row, **changes)


def _findings(rows: int = 12, **changes: Any) -> Findings:
    found = Findings(
        target=TARGET,
        as_of=NOW,
        referring_domains=412,
        backlinks=1380,
        followed=61,
        followed_known=100,
        new_30_days=9,
        lost_30_days=3,
        tracked=214,
        domains=tuple(_finding(n) for n in range(rows)),
        by_month=tuple((f"{m} 26", n) for n, m in enumerate(("Jan", "Feb", "Mar", "Apr"))),
        types=(("content", 12), ("forum_post", 3)),
        sources=(SourceReport("search_console", date(2026, 11, 14), True, Grain.PAGES, 400, 1300),),
        unknown=("anchor text for 38 domains",),
        coverage=Coverage(
            620, 1000, 827, 1292, False, {}, "a Search Console export", "Chapman", ""
        ),
        dead_pages=("https://site.example/guide",) * 3,
    )
    return replace(found, **changes)


def test_the_answer_to_check_says_the_figures_first() -> None:
    message = findings.findings(_findings(), now=NOW)
    assert_message(message)
    assert message.blocks[0]["text"]["text"] == (
        "site.example: 412 referring domains, 1,380 backlinks"
    )
    assert "61 % followed · 9 new and 3 lost in 30 days" in message.text
    assert "62 % (48 to 75)" in message.text
    assert "3 pages of yours that others link to are broken" in message.text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (_finding(1), "live, just now"),
        (_finding(1, state=State.UNVERIFIED, reason=Reason.BLOCKED), "unverified: blocked, "),
        (
            _finding(1, state=State.LOST, reason=Reason.PAGE_GONE, looks=LookCounts(lost=1)),
            "not seen on 1 page (page gone), not confirmed, ",
        ),
        (
            _finding(
                1, state=State.LOST, reason=Reason.PAGE_GONE, confirmed=True,
                looks=LookCounts(lost=2, unverified=1),
            ),
            "lost on 2 pages: page gone, ",
        ),
        (_finding(1, state=None, lost_on=date(2026, 11, 2)), "lost 2 Nov 26, says the source"),
        (_finding(1, state=None, links=None, in_degree=1204), "linked from 1,204 sites itself"),
        (_finding(1, state=None, links=None), "page not known"),
        (_finding(1, state=None, visits=340), "not looked at yet, 340 visits"),
    ],
)  # fmt: skip
def test_a_site_s_state_never_claims_more_than_was_seen(row: DomainFinding, said: str) -> None:
    assert findings.state_words(row, now=NOW).startswith(said)


def test_the_answer_shows_ten_domains_and_keeps_the_rest_for_the_menu() -> None:
    message = findings.findings(_findings(rows=40), now=NOW)
    table = next(block for block in message.blocks if block["type"] == "table")
    assert len(table["rows"]) == 11


def test_an_unknown_target_gets_three_ways_to_know_more() -> None:
    empty = Findings(target=TARGET, as_of=NOW, referring_domains=0, backlinks=None, followed=None)
    message = findings.findings(empty, now=NOW)
    assert_message(message)
    buttons = message.blocks[-1]["elements"]
    assert [b["text"]["text"] for b in buttons] == ["Import an export", "Web graph", "Track links"]


def test_a_shared_answer_has_no_buttons_and_names_who_shared_it() -> None:
    message = findings.findings(_findings(), now=NOW, shared_by="U9")
    assert_message(message)
    assert all(block["type"] != "actions" for block in message.blocks)
    assert "Shared by <@U9>" in str(message.blocks)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
def test_hostile_texts_come_out_harmless_in_findings(text: str) -> None:
    rows = (_finding(1, placement=text or None, origin=text), _finding(2, domain=DomainName(text)))
    found = _findings(
        domains=rows,
        unknown=(text,),
        failed=(text,),
        types=((text, 2), ("content", 1)),
        sources=(SourceReport(text, None, None, Grain.PAGES, 1, 1, note=text),),
    )
    assert_message(findings.findings(found, now=NOW))
    assert_message(domain_list.domain_list(found, DomainView(), now=NOW))
    profile = AnchorProfile({AnchorKind.BRAND: 3, AnchorKind.NAKED_URL: 1}, ((text, 3),), (text,))
    drawn = findings.anchors(text, [(text, 3)], profile)
    assert_message(drawn)
    assert "By sites: brand 75 %, naked URL 25 %." in str(drawn.blocks)
    assert_message(replies.sentence(text.strip() or "x"))


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("state", State)
def test_hostile_texts_come_out_harmless_in_verdicts(text: str, state: State) -> None:
    reasons = {State.LIVE: None, State.LOST: Reason.LINK_REMOVED, State.UNVERIFIED: Reason.BLOCKED}
    evidence = Evidence(
        because=text,
        title=text,
        before=text,
        after=text,
        nofollow_from=(text,),
        noindex_from=(text,),
        placement_evidence=(text,) * 30,
        link_hrefs=(text,) * 10,
        headers=(("x-a", text),),
        sha256="0" * 64,
    )
    seen = _observation(
        state=state,
        reason=reasons[state],
        anchor=text,
        rel=(text,),
        evidence=evidence,
        placement=text,
    )
    assert_message(verdict.verdict(seen, last_live=_observation(anchor=text, evidence=evidence)))
    assert_message(verdict.evidence(seen))


@pytest.mark.parametrize("url", HOSTILE_URLS, ids=lambda url: repr(url[:16]))
def test_hostile_urls_come_out_harmless(url: str) -> None:
    seen = _observation(referring_page=url, href=url, canonical=url, canonical_elsewhere=True)
    message = verdict.verdict(seen)
    assert_message(message)
    assert "<javascript:" not in str(message.blocks)
    assert_message(findings.findings(_findings(domains=(_finding(1, example_page=url),)), now=NOW))


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(reason: Reason) -> None:
    seen = _observation(state=reason.state, reason=reason, evidence=Evidence(because="seen"))
    message = verdict.verdict(seen)
    assert_message(message)
    assert message.text.startswith("Not there" if reason.state is State.LOST else "Cannot tell")


def test_unverified_tells_when_it_was_last_live_and_what_stood_there() -> None:
    seen = _observation(state=State.UNVERIFIED, reason=Reason.BLOCKED)
    message = verdict.verdict(seen, last_live=_observation())
    assert "Last seen live 23 Nov 2026" in message.text
    assert any(block["type"] == "rich_text" for block in message.blocks)


def test_one_look_never_says_lost() -> None:
    """Lost is what two looks agree on; a single look says what this look saw."""
    message = verdict.verdict(_observation(state=State.LOST, reason=Reason.LINK_REMOVED))
    assert "lost" not in message.text.lower()


def test_modals_are_ones_that_slack_takes() -> None:
    assert_view(forms.check_form())
    assert_view(forms.import_form(target="site.example", channel="C1"))
    for text in HOSTILE_TEXTS:
        assert_view(forms.importing([text] * 7))
        assert_view(forms.note("Note", text))


def test_status_and_help_are_ones_that_slack_takes() -> None:
    line = status.JobLine("run_due_checks", NOW, "TimeoutError")
    for message in (
        status.status(
            started_at=NOW,
            now=NOW,
            jobs=[line],
            failures=[line],
            sources=[SourceAge("ahrefs", date(2026, 11, 14), NOW, 2, 100)],
        ),
        status.status(started_at=NOW, now=NOW, jobs=[], failures=[], sources=[]),
        overview([HelpEntry("check site.com", "who links")]),
        one_verb(HelpEntry("check site.com", "who links", "more")),
        findings.verifying("site.example", VerifyProgress(3, 9, 1, 1, 1, (("blocked", 1),))),
        replies.slack_refused("not_in_channel", channel="C1"),
        replies.slack_refused("weird<!channel>", channel=""),
        replies.our_fault("abc"),
    ):
        assert_message(message)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
def test_tracked_links_are_drawn_harmless(text: str) -> None:
    link = TrackedLink(
        1, f"https://a.example/{text}", TARGET, "a.example", DomainName(text), "U1", NOW, NOW
    )
    states = {"new": 30, "lost": 1}
    for shown in ([link] * 25, []):
        message = tracked.links(
            shown, target="site.example", states=states, state="", offset=0, now=NOW
        )
        assert_message(message)
    assert_message(tracked.added(Added(1, 2), [(1, text)] * 20, target=text))
    assert_message(tracked.untracked(2, text))
    assert_view(tracked.track_form(pairs=text, target=text[:100], response_url="https://x.example"))


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
def test_explanations_are_drawn_harmless(text: str) -> None:
    seen = _observation(anchor=text, evidence=Evidence(before=text, after=text, title=text))
    made = appraise(
        TARGET, site=None, look=seen, graph=None, today=NOW.date(), topic=0.4, topic_from=text
    )
    assert_message(quality.explained(seen, made))
    found = _findings(domains=(_finding(1, scored=made.quality), _finding(2)))
    assert_message(quality.why(found))
    for site in ("journal1.example", "journal2.example", text):
        assert_message(quality.why_site(found, site))


def test_a_value_that_is_too_long_does_not_come_back_in_part() -> None:
    long = f"https://site.example/{'a' * 3000} site.example"
    assert "value" not in blocks.button("Open", "open", long)
    assert blocks.option("Open", long)["value"] == "-"
    assert blocks.button("Open", "open", "a\ud800b")["value"] == "ab"
