"""The verdict on one link, drawn: what is true, the text around it, and how we know."""

from datetime import datetime
from typing import Final

from bot.domain.verdicts import Observation, State
from bot.message import Block, Message
from bot.slack.blocks import (
    BUTTON_VALUE,
    OPTION_VALUE,
    actions,
    button,
    clean,
    code,
    context,
    count,
    fields,
    link,
    outside,
    overflow,
    quote_block,
    section,
    when,
)
from bot.slack.words import PLACES, REASON_WORDS, STATE_WORDS

TRACK: Final = "verify.track"
SHARE: Final = "verify.share"
AGAIN: Final = "verify.again"
MENU: Final = "verify.menu"
MENU_EVIDENCE: Final = "evidence"
MENU_QUALITY: Final = "quality"
PROOF: Final = "verify.proof"


def verdict(
    seen: Observation, *, last_live: Observation | None = None, shared_by: str | None = None
) -> Message:
    """One look's verdict. `last_live` is the last good look, told when this one could not tell."""
    sentence = headline(seen)
    lines = [sentence]
    blocks: list[Block] = [section(_headline_mrkdwn(seen))]
    if seen.state is not State.LIVE:
        blocks.append(section(outside(seen.evidence.because, 600)))
        lines.append(seen.evidence.because)
    if seen.state is not State.LIVE and last_live is not None:
        before = f"Last seen live {last_live.checked_at:%d %b %Y}"
        lines.append(before)
        blocks.append(context(f"Last seen live {when(last_live.checked_at)}, with this text:"))
        blocks.append(_quote(last_live))
    if seen.state is State.LIVE:
        blocks.append(_quote(seen))
        blocks.append(fields(_facts(seen)))
        lines += [f"{name}: {value}" for name, value in _facts_as_text(seen)]
        if warnings := _warnings(seen):
            blocks.append(section("\n".join(outside(line, 500) for line in warnings)))
            lines += warnings
    blocks.append(context(_how(seen)))
    blocks.append(context(f"Shared by <@{shared_by}>") if shared_by else _buttons(seen))
    return Message("\n".join(line for line in lines if line)[:3900], tuple(blocks))


def headline(seen: Observation) -> str:
    """One plain sentence, for the fallback and for logs of what was posted."""
    page, target = short_url(_page_of(seen)), short_url(seen.href or seen.target)
    word = STATE_WORDS[seen.state]
    if seen.state is State.LIVE:
        return f"{word}. {page} links to {target}, {_how_it_links(seen)}."
    if seen.state is State.LOST and seen.reason:
        return f"Not there. {page} does not link to {short_url(seen.target)}: {REASON_WORDS[seen.reason]}."
    why = REASON_WORDS[seen.reason] if seen.reason else "unknown"
    return f"{word}: {why}. ({page} to {short_url(seen.target)})"


def _headline_mrkdwn(seen: Observation) -> str:
    page = link(_page_of(seen), short_url(_page_of(seen)))
    if seen.state is State.LIVE:
        to = link(seen.href or "", short_url(seen.href or seen.target))
        return f"*Live.* {page} links to {to}, {outside(_how_it_links(seen))}."
    why = REASON_WORDS[seen.reason] if seen.reason else "unknown"
    if seen.state is State.LOST:
        return f"*Not there.* {page} does not link to {code(short_url(seen.target))}: {why}."
    return f"*Cannot tell:* {why}. {page} may or may not link to {code(short_url(seen.target))}."


def _page_of(seen: Observation) -> str:
    """The page that has the link: another one of its list, if that moved on."""
    return seen.evidence.moved_to or seen.referring_page


def _how_it_links(seen: Observation) -> str:
    parts = []
    if seen.indirect:
        parts.append("only through a redirector")
    parts.append("followed" if seen.followed else "not followed")
    if seen.placement:
        parts.append(PLACES.get(seen.placement, f"in the {seen.placement}"))
    return ", ".join(parts)


def _facts(seen: Observation) -> list[tuple[str, str]]:
    return [
        (name, when(seen.checked_at) if name == "Seen" else outside(value, 300))
        for name, value in _facts_as_text(seen)
    ]


def _facts_as_text(seen: Observation) -> list[tuple[str, str]]:
    indexable = "indexable" if seen.indexable else "not indexable"
    canonical = {True: "canonical points elsewhere", False: "own canonical", None: "no canonical"}
    facts = [
        ("Anchor", clean(seen.anchor or "", 200) or "[no text]"),
        ("Links to you on the page", f"{seen.links:,}"),
        ("Page", f"{indexable}, {canonical[seen.canonical_elsewhere]}"),
        ("Seen", f"{seen.checked_at:%d %b %Y %H:%M} UTC"),
    ]
    if seen.rel:
        facts.insert(1, ("rel", " ".join(seen.rel)))
    return facts


def _warnings(seen: Observation) -> list[str]:
    lines = []
    if seen.evidence.moved_to:
        lines.append(f"The link moved on with its list; {short_url(seen.referring_page)} has none.")
    if seen.target_changed:
        lines.append(f"It links to another page of yours than {short_url(seen.target)}.")
    if seen.evidence.nofollow_from:
        lines.append(f"Not followed because of: {', '.join(seen.evidence.nofollow_from)}.")
    if seen.evidence.noindex_from:
        lines.append(f"Not indexable because of: {', '.join(seen.evidence.noindex_from)}.")
    if seen.canonical_elsewhere and seen.canonical:
        lines.append(f"The page's canonical is {short_url(seen.canonical)}: the value goes there.")
    return lines


def _quote(seen: Observation) -> Block:
    return quote_block(
        seen.evidence.before or "", seen.anchor or "", seen.evidence.after or "", seen.href
    )


def _how(seen: Observation) -> str:
    parts = []
    if seen.http_status is not None:
        hops = count(len(seen.redirects), "redirect")
        parts.append(
            f"{seen.http_status} after {hops}" if seen.redirects else f"{seen.http_status}"
        )
    if seen.evidence.bytes_read is not None:
        parts.append(f"{max(1, round(seen.evidence.bytes_read / 1000)):,} kB")
        parts.append("looked at the page as it is sent, without running scripts")
    parts.append(f"looked {when(seen.checked_at)}")
    return " · ".join(parts)


def _buttons(seen: Observation) -> Block:
    pair = f"{seen.referring_page} {seen.target}"
    menu = [("Evidence", f"{MENU_EVIDENCE} {pair}"), ("Quality", f"{MENU_QUALITY} {pair}")]
    fits = all(len(value) <= OPTION_VALUE for _, value in menu)
    return actions(
        button("Track", TRACK, pair, style="primary"),
        button("Share", SHARE, pair),
        button("Look again", AGAIN, pair),
        overflow(MENU, menu)
        if fits
        else button("Evidence", f"{MENU}.long", f"{MENU_EVIDENCE} {pair}"),
    )


def evidence(seen: Observation) -> Message:
    """All that another person needs to see why we said it."""
    lines = [
        f"Looked {seen.checked_at:%d %b %Y %H:%M:%S} UTC at {seen.referring_page}",
        f"Verdict: {seen.state.value}{f' ({seen.reason.value})' if seen.reason else ''}. {seen.evidence.because}",
        *(f"Redirect {hop.status}: {hop.url}" for hop in seen.redirects),
    ]
    if seen.http_status is not None:
        lines.append(f"Answer: {seen.http_status} from {seen.final_url}")
    if seen.evidence.title:
        lines.append(f"Title: {seen.evidence.title}")
    if seen.evidence.sha256:
        lines.append(
            f"SHA-256 of what was read ({seen.evidence.bytes_read} bytes): {seen.evidence.sha256}"
        )
    lines += [f"Link: {href}" for href in seen.evidence.link_hrefs]
    lines += [f"Placement: {line}" for line in seen.evidence.placement_evidence]
    lines += [f"{name}: {value}" for name, value in seen.evidence.headers]
    drawn = "\n".join(outside(line, 400) for line in lines)
    blocks = [section(drawn)]
    pair = f"{seen.referring_page} {seen.target}"
    if len(pair) <= BUTTON_VALUE:
        blocks.append(actions(button("Proof as a file", PROOF, pair)))
    return Message("\n".join(clean(line, 400) for line in lines)[:3900], tuple(blocks))


def looking(page: str, target: str, now: datetime) -> Message:
    """The first words while a slow site is waited for."""
    text = (
        f"Looking at {short_url(page)} for links to {target}. Slow sites take up to half a minute."
    )
    return Message(text, (context(f"{outside(text, 400)} Begun {when(now)}."),))


def short_url(url: str) -> str:
    """A URL as people say it: without scheme, `www.` and a lone slash."""
    text = url.split("://", 1)[-1].removeprefix("www.")
    return clean(text[:-1] if text.count("/") == 1 and text.endswith("/") else text, 100)
