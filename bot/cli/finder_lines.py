"""What the finders found, as lines for people and as stable JSON."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.domain.broken_links import BrokenLinks, CheckedLink, letter, say_failure
from bot.domain.gap import Gap
from bot.domain.list_pages import ListLook, ListPages
from bot.domain.mentions import Mentions
from bot.domain.reclaim import Reclaim

_CONTROL: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
Json = Mapping[str, object]


def _lines(rows: Iterable[str]) -> str:
    """What strangers wrote must not steer a terminal."""
    return "\n".join(_CONTROL.sub(" ", line) for row in rows for line in row.split("\n"))


def _text(value: str) -> str:
    """JSON has no lone surrogates."""
    return value.encode("utf-8", "replace").decode()


def broken_json(found: BrokenLinks) -> Json:
    return {
        "page": found.page,
        "title": _text(found.title),
        "target": str(found.target) if found.target else None,
        "looked_at": found.looked_at.isoformat(),
        "checked": found.checked,
        "works": found.works,
        "left_out": found.left_out,
        "links_to_us": found.links_to_us,
        "broken": [_checked_json(one) for one in found.broken],
        "sent_home": [_checked_json(one) for one in found.sent_home],
        "unclear": [_checked_json(one) for one in found.unclear],
        "listing": {
            "kind": found.listing.kind.value,
            "because": _text(found.listing.because),
            "submit_url": found.listing.submit_url or None,
            "submit_words": _text(found.listing.submit_words) or None,
        },
        "letter": _text(letter(found)),
    }


def _checked_json(one: CheckedLink) -> Json:
    fits = one.suggestion
    return {
        "url": one.link.url,
        "anchor": _text(one.link.anchor),
        "placement": one.link.placement,
        "editorial": one.link.editorial,
        "failure": one.seen.failure.value if one.seen.failure else None,
        "reason": one.seen.reason.value if one.seen.reason else None,
        "http_status": one.seen.http_status,
        "because": _text(one.seen.because),
        "is_ours": one.is_ours,
        "fits": fits.page.url if fits else None,
        "fits_title": _text(fits.page.title) if fits else None,
        "fits_score": fits.score if fits else None,
        "fits_words": [_text(word) for word in fits.words] if fits else [],
    }


def broken_text(found: BrokenLinks) -> str:
    rows = [
        f"{found.page}: {len(found.broken):,} of {found.checked:,} links to other sites are broken"
    ]
    for one in found.broken:
        fits = f"\n    fits: {one.suggestion.page.url}" if one.suggestion else ""
        rows.append(f"  {one.link.url} ({say_failure(one.seen)}, {one.link.placement}){fits}")
    rows += [f"  {one.link.url} leads to a home page" for one in found.sent_home]
    if found.unclear:
        rows.append(f"Cannot tell for {len(found.unclear):,}, so not counted as broken.")
    if found.left_out:
        rows.append(f"{found.left_out:,} links of the page were not looked at.")
    text = letter(found)
    return _lines([*rows, *(["", text] if text else [])])


def reclaim_json(found: Reclaim) -> Json:
    return {
        "target": str(found.target),
        "as_of": found.as_of.isoformat(),
        "pages": [
            {
                "url": page.linked.url,
                "health": page.seen.health.value,
                "http_status": page.seen.http_status,
                "links": page.linked.links,
                "domains": list(page.linked.domains),
                "redirect_to": page.suggestion.page.url if page.suggestion else None,
            }
            for page in found.wasted
        ],
        "links": [
            {
                "referring_page": one.referring_page,
                "target_page": one.target_page,
                "reason": one.reason.value,
                "since": one.since.isoformat() if one.since else None,
                "anchor": _text(one.anchor),
                "quality": one.score,
            }
            for one in found.lost
        ],
        "linked_pages": found.linked_pages,
        "looked_pages": found.looked_pages,
        "unclear_pages": found.unclear_pages,
        "called_lost": found.called_lost,
        "alive": found.alive,
        "unclear": found.unclear,
        "with_their_pages": found.with_their_pages,
        "not_looked_at": found.not_looked_at,
    }


def reclaim_text(found: Reclaim) -> str:
    if found.is_empty:
        return f"No link to {found.target} is known yet. `backlinks import FILE` reads an export."
    rows = [
        f"{found.target}: {len(found.wasted):,} pages of yours waste {found.wasted_links:,} links"
    ]
    for page in found.wasted:
        rows.append(
            f"  {page.linked.url}: {page.linked.links:,} links, {len(page.linked.domains):,} sites. {page.seen.because}"
        )
        rows.append(
            f"    redirect: {page.redirect}" if page.redirect else "    no page of yours fits"
        )
    rows.append(f"{len(found.lost):,} lost links worth asking for")
    rows += [
        f"  {one.referring_page} ({one.reason.value}, quality {one.shown_score or 'not known'})"
        for one in found.lost
    ]
    rows.append(
        f"{found.called_lost:,} called lost were looked at: {found.alive:,} alive, {found.unclear:,} cannot be told."
    )
    return _lines(rows)  # fmt: skip


def gap_json(found: Gap) -> Json:
    return {
        "target": str(found.target),
        "rivals": [str(rival) for rival in found.rivals],
        "as_of": found.as_of.isoformat(),
        "ours": found.ours,
        "theirs": list(found.theirs),
        "shared": found.shared,
        "domains": [
            {
                "domain": row.domain,
                "rivals": list(row.rivals),
                "quality": row.quality,
                "authority": row.authority,
                "authority_from": row.authority_from or None,
                "sources": list(row.sources),
                "example_page": row.example_page,
            }
            for row in found.rows
        ],
        "notes": list(found.notes),
    }


def gap_text(found: Gap) -> str:
    rivals = ", ".join(map(str, found.rivals))
    rows = [f"{len(found.rows):,} sites link to {rivals} and not to {found.target}"]
    for row in found.rows[:50]:
        quality = "-" if row.quality is None else str(row.quality)
        rows.append(f"  {row.domain}  quality {quality}  links to {', '.join(row.rivals)}")
    if len(found.rows) > 50:
        rows.append(f"  and {len(found.rows) - 50:,} more; --json has them all")
    return _lines([*rows, *found.notes])


def directories_json(found: ListPages) -> Json:
    return {
        "target": str(found.target) if found.target else None,
        "rivals": list(found.rivals),
        "as_of": found.as_of.isoformat(),
        "read": sum(look.reason is None for look in found.looks),
        "unread": [
            {"page": look.page, "reason": look.reason.value} for look in found.looks if look.reason
        ],
        "left_out": found.left_out,
        "lists": [_list_json(look) for look in (*found.found, *found.with_us)],
    }


def _list_json(look: ListLook) -> Json:
    return {
        "page": look.page,
        "title": _text(look.title),
        "kind": look.listing.kind.value,
        "because": _text(look.listing.because),
        "sites": look.sites,
        "lists_you": look.links_to_us,
        "submit_url": look.listing.submit_url or None,
        "submit_words": _text(look.listing.submit_words) or None,
    }


def directories_text(found: ListPages) -> str:
    rows = [f"Read {len(found.looks):,} pages: {len(found.found):,} lists that do not list you"]
    for look in found.found:
        listing = look.listing
        how = " ".join(part for part in (listing.submit_words, listing.submit_url) if part)
        rows.append(f"  {look.page} ({listing.kind.value}, {look.sites:,} sites)")
        rows.append(f"    {how or 'it does not say how to get in'}")
    rows += [f"  {look.page} lists you already" for look in found.with_us]
    if not found.looks:
        rows.append(
            "Name pages, or name your rivals with `/backlinks gap` and import an export of one."
        )
    if found.left_out:
        rows.append(f"{found.left_out:,} known pages more were not read.")
    return _lines(rows)


def mentions_json(found: Mentions) -> Json:
    return {
        "target": str(found.target),
        "names": [_text(name) for name in found.names],
        "as_of": found.as_of.isoformat(),
        "read": sum(look.reason is None for look in found.looks),
        "link_already": sum(look.links for look in found.looks),
        "unread": [
            {"page": look.page, "reason": look.reason.value} for look in found.looks if look.reason
        ],
        "left_out": found.left_out,
        "mentions": [
            {
                "page": one.page,
                "title": _text(one.title),
                "name": _text(one.name),
                "times": one.times,
                "before": _text(one.before),
                "after": _text(one.after),
            }
            for one in found.found
        ],
    }


def mentions_text(found: Mentions) -> str:
    names = ", ".join(f'"{name}"' for name in found.names)
    rows = [
        f"Read {len(found.looks):,} pages for {names}: {len(found.found):,} name you without a link"
    ]
    rows += [f"  {one.page}: …{one.before[-60:]}{one.name}{one.after[:60]}…" for one in found.found]
    if found.left_out:
        rows.append(f"{found.left_out:,} known pages more were not read.")
    return _lines(rows)
