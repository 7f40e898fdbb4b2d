"""What is known of a target's single links: all of them as CSV, and their anchor texts."""

import csv
import io

from bot.domain.anchor_profile import AnchorProfile, AnchorUse, anchor_profile, words_of_address
from bot.domain.appraisal import our_names
from bot.domain.names import Target
from bot.domain.target_words import NO_WORDS, TargetWords
from bot.ports import BacklinkStore, TrafficStore
from bot.services.link_table import link_rows

_PROFILED_LINKS = 5_000


async def export_csv(
    target: Target,
    *,
    backlinks: BacklinkStore,
    traffic: TrafficStore | None = None,
    limit: int = 100_000,
) -> bytes:
    """Every known link as CSV (UTF-8 with BOM, for spreadsheets), cells guarded against formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    written = 0
    visited = await traffic.traffic_of(target.domain) if traffic else None
    async for row in link_rows(target, backlinks=backlinks, traffic=visited):
        writer.writerow(row)
        written += 1
        if written > limit:
            break
    return b"\xef\xbb\xbf" + out.getvalue().encode()


async def anchor_texts(
    target: Target, *, backlinks: BacklinkStore, words: TargetWords = NO_WORDS, limit: int = 30
) -> tuple[list[tuple[str, int]], AnchorProfile]:
    """The most used anchor texts with their links, and the profile of what kinds they are.

    `words` are what people say that the target is called and wants to be found for.
    """
    counted = list(await backlinks.anchors(target, limit=limit))
    uses: list[AnchorUse] = []
    links, _ = await backlinks.links_for(target, limit=_PROFILED_LINKS)
    for link in links:
        if link.anchor is not None:
            is_image = link.image is not None and bool(link.image.value)
            page = words_of_address(link.target_url) if link.target_url else ""
            uses.append(
                AnchorUse(link.anchor.value, link.referring_domain, is_image, page_words=page)
            )
    brands = [*words.names, *our_names(target.domain)]
    profile = anchor_profile(uses, domain=target.domain, brands=brands, keywords=words.phrases)
    return counted, profile
