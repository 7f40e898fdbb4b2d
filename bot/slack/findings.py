"""The answer to `check`, drawn: headline, charts, table, sources, what is not known."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.anchor_profile import AnchorKind, AnchorProfile
from bot.domain.backlinks import SourceReport
from bot.domain.findings import DomainFinding, Findings, VerifyProgress
from bot.domain.source_names import source_name
from bot.domain.target_words import NO_WORDS, TargetWords
from bot.domain.verdicts import State
from bot.domain.webgraph import LIMITS
from bot.message import Block, Message
from bot.slack import anchor_words, found_page
from bot.slack.blocks import (
    OPTION_VALUE,
    actions,
    button,
    clean,
    code,
    context,
    count,
    header,
    link,
    outside,
    overflow,
    section,
)
from bot.slack.help import IMPORT_AN_EXPORT, TRACK_LINKS
from bot.slack.tables import Cell, Column, chart, table
from bot.slack.words import SHORT_REASONS, ago, short_date, type_words

SHARE: Final = "check.share"
VERIFY_NOW: Final = "check.verify"
WATCH: Final = "check.watch"
MENU: Final = "check.menu"
BUILD_GRAPH: Final = "check.graph"
MENU_EXPORT: Final = "export"
MENU_MORE: Final = "more"
MENU_ANCHORS: Final = "anchors"
MENU_WHY: Final = "why"
MENU_TRACK: Final = "track"
ROWS: Final = 10

_KINDS: Final = {
    AnchorKind.EXACT: "the page's own words",
    AnchorKind.PARTIAL: "some of the page's words",
    AnchorKind.NAKED_URL: "naked URL",
    AnchorKind.IMAGE: "image without words",
}


def findings(found: Findings, *, now: datetime, shared_by: str | None = None) -> Message:
    """The whole answer. `shared_by` is the user who shared it in a channel: no private buttons then."""
    if found.is_empty:
        return _nothing_known(found)
    target = str(found.target)
    lines, not_known = _headline(found), _not_known(found)
    blocks: list[Block | None] = [
        header(f"{target}: {lines[0]}"),
        section("\n".join(outside(line, 600) for line in lines[1:])) if lines[1:] else None,
        *_charts(found),
        domain_table(found.domains[:ROWS], now=now) if found.domains else None,
        context(outside(_sources_line(found, now=now), 1800)),
        context(outside(found.graph_change, 600)) if found.graph_change else None,
        context(*(outside(line, 900) for line in not_known)) if not_known else None,
        None if shared_by else found_page.menu(found),
        context(f"Shared by <@{shared_by}>") if shared_by else _buttons(found),
    ]
    text = "\n".join(line for line in [f"{target}: {lines[0]}", *lines[1:], *_rows_as_text(found), _sources_line(found, now=now), found.graph_change, *_not_known(found)] if line)  # fmt: skip
    return Message(text[:3900], tuple(block for block in blocks if block))


def reading(target: str) -> Message:
    """The first words, when the answer takes longer."""
    return Message(
        f"Reading what is known of {target}.",
        (section(f"Reading what is known of {code(target)}."),),
    )


def _headline(found: Findings) -> list[str]:
    figures = count(found.referring_domains, "referring domain")
    if found.backlinks is not None:
        figures += f", {count(found.backlinks, 'backlink')}"
    parts = []
    if found.followed_percent is not None:
        parts.append(f"{found.followed_percent} % followed")
    if found.new_30_days is not None:
        parts.append(f"{found.new_30_days:,} new and {found.lost_30_days or 0:,} lost in 30 days")
    if found.tracked:
        parts.append(f"{found.tracked:,} of them we watch ourselves")
    lines = [figures]
    if parts:
        lines.append(" · ".join(parts))
    if dead := len(found.dead_pages):
        one = "page of yours that others link to is broken"
        many = "pages of yours that others link to are broken"
        lines.append(f"{count(dead, one, many)}: /backlinks reclaim {found.target}")
    lines.extend(found.failed)
    return lines


def _charts(found: Findings) -> list[Block | None]:
    drawn: list[Block | None] = []
    if len(found.by_month) > 1:
        points = [(label, float(value)) for label, value in found.by_month]
        drawn.append(
            chart(
                "line",
                "Referring domains by first sight",
                {"domains": points},
                x_label="Month",
                y_label="Domains",
            )
        )
    if found.types:
        bars = [(type_words(label, None), float(value)) for label, value in found.types[:8]]
        drawn.append(
            chart(
                "bar", "Types of links, by site", {"sites": bars}, x_label="Type", y_label="Sites"
            )
        )
    return drawn


def domain_table(rows: Sequence[DomainFinding], *, now: datetime) -> Block:
    """Referring domains, a row each."""
    columns = (
        Column("Referring domain"),
        Column("Quality", "right"),
        Column("Type"),
        Column("Links", "right"),
        Column("Since"),
        Column("State"),
    )
    return table(columns, [_row(row, now=now) for row in rows], cell_limit=64)


def _row(row: DomainFinding, *, now: datetime) -> list[Cell | str]:
    return [
        Cell(row.domain, row.example_page),
        quality_words(row),
        type_words(row.placement, row.origin, assumed=row.origin_assumed),
        "-" if row.links is None else f"{row.links:,}",
        short_date(row.since),
        state_words(row, now=now),
    ]


def quality_words(row: DomainFinding) -> str:
    """The number, with a question mark when less than half of what counts is known."""
    return "-" if row.quality is None else f"{row.quality}{'?' if row.rough else ''}"


def state_words(row: DomainFinding, *, now: datetime) -> str:
    """What is known of a domain's links right now, and from when; with the visits that they brought."""
    visits = f", {count(row.visits, 'visit')}" if row.visits is not None else ""
    return _state(row, now=now) + visits


def _state(row: DomainFinding, *, now: datetime) -> str:
    if row.state is not None and row.checked_at is not None:
        return f"{_seen(row)}, {ago(row.checked_at, now)}"
    if row.lost_on is not None:
        return f"lost {short_date(row.lost_on)}, says the source"
    if row.links is None:
        return (
            f"linked from {count(row.in_degree, 'site')} itself"
            if row.in_degree
            else "page not known"
        )
    return "not looked at yet"


def _seen(row: DomainFinding) -> str:
    """What the looks at a site's pages found, and never more: a loss is one only when looks agree."""
    reason = SHORT_REASONS[row.reason] if row.reason else ""
    if row.state is State.LIVE:
        return "live"
    if row.state is State.UNVERIFIED:
        return f"unverified: {reason}"
    pages = count(row.looks.lost, "page")
    if row.confirmed:
        return f"lost on {pages}: {reason}"
    return f"not seen on {pages} ({reason}), not confirmed"


def _rows_as_text(found: Findings) -> list[str]:
    return [
        f"{row.domain}, quality {'not known' if row.quality is None else quality_words(row)}, "
        f"{type_words(row.placement, row.origin)}, "
        f"{'links not counted' if row.links is None else count(row.links, 'link')}"
        for row in found.domains[:ROWS]
    ]


def _sources_line(found: Findings, *, now: datetime) -> str:
    if not found.sources:
        return "From: no source yet."
    return "From: " + " · ".join(_source(report, now=now) for report in found.sources) + "."


def _source(report: SourceReport, *, now: datetime) -> str:
    extent = {True: " (complete)", False: " (cut off)", None: ""}[report.complete]
    if report.note:
        extent = f" ({report.note})"
    name = source_name(report.name)
    if report.name == "own_looks" and report.imported_at is not None:
        return f"{name}, newest {ago(report.imported_at, now)}"
    return f"{name} of {short_date(report.as_of)}{extent}" if report.as_of else f"{name}{extent}"


def _not_known(found: Findings) -> list[str]:
    # What a source says of itself is a sentence of its own.
    said = [one for one in found.unknown if one[:1].isupper()]
    missing = [one for one in found.unknown if not one[:1].isupper()]
    lines = [f"Not known: {'; '.join(missing)}."] if missing else []
    lines += [f"{one}." for one in said]
    if any(row.rough for row in found.domains[:ROWS]):
        lines.append("A question mark: less than half of what makes the quality is known.")
    if found.coverage:
        sentence = found.coverage.sentence()
        lines.append(f"{sentence[0].upper()}{sentence[1:]}")
    return lines


def _buttons(found: Findings) -> Block:
    target = str(found.target)
    menu = (
        ("Export CSV", f"{MENU_EXPORT} {target}"),
        ("More domains", f"{MENU_MORE} {target}"),
        ("Anchors", f"{MENU_ANCHORS} {target}"),
        ("Why these scores", f"{MENU_WHY} {target}"),
        ("Track its pages", f"{MENU_TRACK} {target}"),
    )
    fits = all(len(value) <= OPTION_VALUE for _, value in menu)
    return actions(
        button("Share in channel", SHARE, target, style="primary"),
        button("Verify now", VERIFY_NOW, target),
        button("Watch", WATCH, target),
        overflow(MENU, menu) if fits else button("Export CSV", f"{MENU}.long", menu[0][1]),
    )


def _nothing_known(found: Findings) -> Message:
    target = str(found.target)
    said = "Nothing is known of {} yet. Three ways to know more: import an export of your SEO tool or of Search Console, build the web graph of Common Crawl, or track the pages that should link to it."
    return Message(
        said.format(target),
        (
            section(said.format(code(target))),
            *(section(outside(line, 600)) for line in found.failed),
            *(context(outside(f"Not known: {line}.", 600)) for line in found.unknown),
            actions(
                button("Import an export", IMPORT_AN_EXPORT, target, style="primary"),
                button("Web graph", BUILD_GRAPH, target),
                button("Track links", TRACK_LINKS, target),
            ),
        ),
    )


def about_the_graph(release: str | None) -> Message:
    """How to have the web graph as a source."""
    if release:
        text = f"The web graph of {release} is built; it does not know this site. {LIMITS}"
    else:
        text = (
            "The web graph is Common Crawl's list of which domains link to which, free and without a key. "
            "Whoever runs the bot types `backlinks graph build` once a month: it says what it will "
            "download and how much disk it needs before it begins."
        )
    return Message(text, (section(text),))


def anchors(
    target: str,
    counted: list[tuple[str, int]],
    profile: AnchorProfile,
    words: TargetWords = NO_WORDS,
) -> Message:
    """What kinds of anchor texts a target has, and the texts themselves, most used first."""
    title = f"{target}: anchor texts"
    rows: list[list[Cell | str]] = [
        [Cell(text or "[no text]"), f"{number:,}"] for text, number in counted
    ]
    kinds = _kinds_line(profile)
    warning = " ".join(profile.warnings)
    blocks: list[Block] = [section(f"*{outside(title)}*")]
    if kinds:
        blocks.append(section(outside(kinds, 600)))
    if rows:
        blocks.append(table((Column("Anchor text"), Column("Links", "right")), rows))
    else:
        blocks.append(section("No source says any anchor text yet."))
    if warning:
        blocks.append(context(outside(warning, 600)))
    said = anchor_words.said(words)
    blocks.append(context(outside(said, 900)))
    blocks.append(actions(button("Names and phrases", anchor_words.OPEN, clean(target, 300))))
    lines = [f"{text or '[no text]'}: {number}" for text, number in counted]
    return Message(
        "\n".join(filter(None, [title, kinds, *lines, warning, said]))[:3900], tuple(blocks)
    )


def _kinds_line(profile: AnchorProfile) -> str:
    """`brand 40 %, naked URL 22 %, ...`, by the sites that use each kind; empty without any."""
    shares = sorted(((kind, profile.share(kind)) for kind in AnchorKind), key=lambda one: -one[1])
    parts = [
        f"{_KINDS.get(kind, kind.value)} {100 * share:.0f} %" for kind, share in shares if share
    ]
    return f"By sites: {', '.join(parts)}." if parts else ""


def verifying(target: str, progress: VerifyProgress) -> Message:
    """Progress, and at last the summary, of Verify now."""
    done = progress.done >= progress.total
    begin = "Looked at" if done else "Looking at"
    figures = f"{progress.live} live, {progress.lost} without the link at this look, {progress.unverified} that we cannot tell"
    of = f"{progress.done} of {count(progress.total, 'page')}"
    text = f"{begin} {of} that should link to {target}: {figures}."
    blocks: list[Block] = [section(f"{begin} {of} that should link to {code(target)}: {figures}.")]
    if progress.by_reason:
        blocks.append(
            context(" · ".join(f"{outside(why)}: {number}" for why, number in progress.by_reason))
        )
    return Message(text, tuple(blocks))


def page_link(url: str) -> str:
    """A page's URL as a link that shows its host and path."""
    return link(url, url.split("://", 1)[-1], 100)
