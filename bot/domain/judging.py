"""The one pure function from a page and a target to an observation."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.domain.anchors import FoundLinks, Link, anchor_text, find_links, rel_of
from bot.domain.directives import Directives, directives_of
from bot.domain.documents import Document
from bot.domain.endings import how_it_breaks_off
from bot.domain.hints import hint_of
from bot.domain.media import why_not_html
from bot.domain.names import Target
from bot.domain.page_marks import page_marks
from bot.domain.pages import Cut, Page
from bot.domain.partial import partial_of
from bot.domain.passages import passage_now
from bot.domain.placement import PlacementDecision, decide_placements
from bot.domain.shells import shell_of
from bot.domain.signs import Sign, challenge_by_header, challenge_of, sign_of
from bot.domain.statuses import status_sign
from bot.domain.text import text_after, text_before, text_of
from bot.domain.unread import NOT_READ, unread_of
from bot.domain.variants import is_asked_for, variant_of
from bot.domain.verdicts import Evidence, Observation, Reason, State

_SNIPPET_CHARACTERS = 160
_READ_CHARACTERS = 300_000
_SHOWN_HREFS = 10
_JUDGED_LINKS = 200
_NOT_FOLLOWED = frozenset({"nofollow", "ugc", "sponsored"})
_SHOWN_HEADERS = frozenset(
    {
        "content-type", "content-length", "date", "etag", "last-modified", "link", "location", "server",
        "x-robots-tag", "retry-after", "cf-mitigated", "x-amzn-waf-action", "refresh", "content-language",
    }
)  # fmt: skip


def judge(page: Page, target: Target, *, previous: Observation | None = None) -> Observation:
    """Say whether the page links to the target, exactly as docs/verdicts.md has it.

    `previous` is needed for a 304, where what was seen then is seen again at the new time, and to say
    what stands now in the place of a link that is gone.
    """
    return judge_many(page, (target,), previous={target: previous} if previous else {})[0]


def judge_many(
    page: Page, targets: Iterable[Target], *, previous: Mapping[Target, Observation] | None = None
) -> list[Observation]:
    """Judge one page for many targets with one parse; in the order of `targets`."""
    look = _Look(page)
    earlier = previous or {}
    return [_judge(look, target, earlier.get(target)) for target in targets]


def sign_of_page(page: Page) -> Sign | None:
    """Why a page is no content, whatever somebody looks for on it; None for a page like any other."""
    look = _Look(page)
    sign = look.by_status or _unreadable(look) or look.sign
    return sign or (shell_of(look.document) if look.document else None)


class _Look:
    """What one page is, whatever the target; each part is worked out when it is first needed."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def not_html(self) -> str | None:
        return why_not_html(self.page)

    @cached_property
    def document(self) -> Document | None:
        """None for a body that is empty or no HTML."""
        return None if _is_empty(self.page) or self.not_html else Document(self.page)

    @cached_property
    def by_status(self) -> Sign | None:
        """What the status says, unless the page behind it is a bot check or asks for a login."""
        sign = status_sign(self.page.status)
        if sign is None or sign.reason is Reason.BLOCKED or self.document is None:
            return sign
        shown = challenge_of(self.document)
        if shown is None and sign.reason is Reason.PAGE_GONE:
            shown = sign_of(self.document)
            shown = shown if shown and shown.reason is Reason.BLOCKED else None
        return shown or sign

    @cached_property
    def sign(self) -> Sign | None:
        return sign_of(self.document) if self.document else None

    @cached_property
    def directives(self) -> Directives:
        assert self.document is not None  # only asked of pages that were read
        return directives_of(self.document)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        return unread_of(self.document) if self.document else ()

    @cached_property
    def evidence(self) -> Evidence:
        page = self.page
        return Evidence(
            title=self.document.title if self.document else None,
            bytes_read=len(page.body),
            sha256=hashlib.sha256(page.body).hexdigest(),
            headers=tuple(
                (name, value[:500]) for name, value in page.headers if name in _SHOWN_HEADERS
            ),
        )


def _judge(look: _Look, target: Target, previous: Observation | None) -> Observation:
    if look.page.status == 304:
        return _unchanged(look, target, previous)
    sign = look.by_status or _unreadable(look)
    if sign or look.document is None:
        assert sign is not None  # a body without a document is empty or no HTML
        return _without_link(look, target, sign)
    found = find_links(look.document, target)
    if found.links:
        best = _best(look, found)
        if not (found.indirect or not best.placement.editorial) or not look.sign:
            return _live(look, target, found, best)
        # A wall, a seller's or an error page is not the page that was asked for: what its template
        # links to proves nothing.
        return _without_link(look, target, look.sign)
    seen = _without_link(look, target, _why_no_link(look, target))
    if seen.reason is not Reason.LINK_REMOVED or previous is None:
        return seen
    return replace(seen, evidence=replace(seen.evidence, instead=_instead(look, previous)))


def _instead(look: _Look, previous: Observation) -> str | None:
    """The words in the link's place; a second look without the link keeps them while they stand."""
    body = look.document.tree.body if look.document else None
    text = text_of(body, limit=_READ_CHARACTERS) if body is not None else ""
    known = previous.evidence
    if previous.state is State.LIVE:
        return passage_now(text, before=known.before or "", after=known.after or "")
    return known.instead if known.instead and known.instead.strip("…") in text else None


def _unreadable(look: _Look) -> Sign | None:
    if _is_empty(look.page):
        empty = Sign(Reason.TRUNCATED, "The server sent an empty page.")
        return challenge_by_header(look.page) or empty
    return Sign(Reason.NOT_HTML, look.not_html) if look.not_html else None


def _is_empty(page: Page) -> bool:
    return not page.body or page.body.isspace()


def _unchanged(look: _Look, target: Target, previous: Observation | None) -> Observation:
    page = look.page
    if previous is None or previous.state is State.UNVERIFIED or previous.target != str(target):
        sign = Sign(
            Reason.SERVER_ERROR,
            "The server says that nothing has changed, and we know of no earlier look.",
        )
        return _without_link(look, target, sign)
    validators = page.validators
    return replace(
        previous,
        checked_at=page.fetched_at,
        validators=validators
        if validators.etag or validators.last_modified
        else previous.validators,
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One link with all that decides which of several is the best."""

    link: Link
    rel: tuple[str, ...]
    followed: bool
    placement: PlacementDecision


def _best(look: _Look, found: FoundLinks) -> _Candidate:
    """Followed before not, editorial before not, then first in the document."""
    assert look.document is not None  # links were found in it
    links = found.links[:_JUDGED_LINKS]
    placements = decide_placements(look.document.tree, [link.node for link in links])
    page_follows = not look.directives.nofollow_from
    candidates = []
    for link, placement in zip(links, placements, strict=True):
        rel = rel_of(link.node)
        followed = page_follows and not found.indirect and not _NOT_FOLLOWED.intersection(rel)
        candidates.append(_Candidate(link, rel, followed, placement))
    return max(candidates, key=lambda one: (one.followed, one.placement.editorial))


def _live(look: _Look, target: Target, found: FoundLinks, best: _Candidate) -> Observation:
    directives = look.directives
    rels = [f"rel={word}" for word in best.rel if word in _NOT_FOLLOWED]
    evidence = replace(
        look.evidence,
        because=_live_sentence(target, found),
        before=text_before(best.link.node, limit=_SNIPPET_CHARACTERS),
        after=text_after(best.link.node, limit=_SNIPPET_CHARACTERS),
        nofollow_from=(*rels, *directives.nofollow_from),
        noindex_from=directives.noindex_from,
        placement_evidence=best.placement.evidence,
        page_says=_page_says(look.document),
        link_hrefs=tuple(link.href for link in found.links[:_SHOWN_HREFS]),
    )
    return replace(
        _base(look, target),
        state=State.LIVE,
        reason=None,
        links=len(found.links),
        href=best.link.href,
        anchor=anchor_text(best.link.node),
        rel=best.rel,
        followed=best.followed,
        indexable=not directives.noindex_from,
        canonical=directives.canonical,
        canonical_elsewhere=directives.canonical_elsewhere,
        indirect=found.indirect,
        target_changed=found.target_changed,
        placement=best.placement.placement.value,
        editorial=best.placement.editorial,
        evidence=evidence,
    )


def _page_says(document: Document | None) -> tuple[str, ...]:
    return page_marks(document.opening_lines, document.headline) if document else ()


def _live_sentence(target: Target, found: FoundLinks) -> str:
    count = "one link" if len(found.links) == 1 else f"{len(found.links)} links"
    verb = "leads" if len(found.links) == 1 else "lead"
    if found.indirect:
        return f"The page was read: {count} in it {verb} to {target} through another address only."
    if found.target_changed:
        return f"The page was read: {count} in it {verb} to {target.domain}, none to {target}."
    return f"The page was read: {count} in it {verb} to {target}."


def _why_no_link(look: _Look, target: Target) -> Sign:
    """Why a page that was read has no link, the gentlest explanation first."""
    page, document = look.page, look.document
    assert document is not None  # the page was read
    if page.cut is Cut.TOO_LARGE:
        return Sign(
            Reason.TOO_LARGE, f"No link in the first {len(page.body):,} bytes; we read no further."
        )
    if document.is_too_deep:
        return Sign(
            Reason.TOO_LARGE, "The page is nested so deeply that we read only its beginning."
        )
    if page.status == 206 and not _is_all_of_it(page.header("content-range")):
        return Sign(Reason.TRUNCATED, "The server sent a part of the page only (206).")
    if page.cut is Cut.TRUNCATED:
        return Sign(Reason.TRUNCATED, f"The body ended early, after {len(page.body):,} bytes.")
    if look.sign:
        return look.sign
    broken = how_it_breaks_off(document)
    if broken:
        return Sign(Reason.TRUNCATED, broken)
    doubt = (
        shell_of(document) or _blank(document) or partial_of(document) or hint_of(document)
    ) or variant_of(document)
    if doubt:
        return doubt
    if not is_asked_for(document):
        return Sign(
            Reason.PAGE_REDIRECTED,
            f"The page redirects to {page.url[:300]}, which was read and has no link to {target}.",
        )
    return Sign(
        Reason.LINK_REMOVED,
        f"The page was read to its end, {len(page.body):,} bytes with {len(document.hrefs)} links: none leads to {target}."
        + "".join(NOT_READ[part] for part in look.unread),
    )


def _is_all_of_it(content_range: str | None) -> bool:
    """Whether a range is the whole page: https://www.rfc-editor.org/rfc/rfc9110#section-14.4."""
    found = re.match(r"bytes 0-(\d+)/(\d+)", content_range or "", re.IGNORECASE)
    return found is not None and int(found[1]) + 1 >= int(found[2])


def _blank(document: Document) -> Sign | None:
    if not document.is_blank:
        return None
    return Sign(Reason.TRUNCATED, "The page is blank: no text, no link, no picture.")


def _without_link(look: _Look, target: Target, sign: Sign) -> Observation:
    observation = replace(
        _base(look, target),
        state=sign.reason.state,
        reason=sign.reason,
        evidence=replace(look.evidence, because=sign.because),
    )
    if sign.reason not in (Reason.LINK_REMOVED, Reason.PAGE_REDIRECTED):
        return observation
    directives = look.directives
    return replace(
        observation,
        indexable=not directives.noindex_from,
        canonical=directives.canonical,
        canonical_elsewhere=directives.canonical_elsewhere,
        evidence=replace(
            observation.evidence, noindex_from=directives.noindex_from, unread=look.unread
        ),
    )


def _base(look: _Look, target: Target) -> Observation:
    page = look.page
    return Observation(
        referring_page=page.requested_url,
        target=str(target),
        state=State.UNVERIFIED,
        reason=None,
        checked_at=page.fetched_at,
        http_status=page.status,
        final_url=page.url,
        redirects=page.hops,
        validators=page.validators,
    )
