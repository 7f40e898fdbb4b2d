"""Rows of posts in a forum, and what only looks like an author's box."""

from selectolax.lexbor import LexborHTMLParser

from bot.domain.placement_marks import Marks
from bot.domain.placement_outline import Outline

# Addresses within a site that only forums have, as one selector: each walk of the page costs.
_FORUM_SIGNS = ", ".join(
    (
        'meta[name="generator"][content*="vBulletin"]',
        'meta[name="generator"][content*="Discourse"]',
        'meta[name="generator"][content*="phpBB"]',
        'a[href^="showthread.php"]',
        'a[href^="forumdisplay.php"]',
        'a[href^="viewtopic.php"]',
        'a[href^="./viewtopic.php"]',
        'a[href^="viewforum.php"]',
        'a[href^="index.php?topic="]',
    )
)


_POST_LENGTH = 20


def mark_threads(tree: LexborHTMLParser, outline: Outline) -> None:
    """Two or more boxes of one shape named as posts, below one that is named as a forum."""
    rows: dict[tuple[int | str, str], list[int]] = {}
    for i in outline.marked:
        tag = outline.tags[i]
        if (
            not outline.marks[i].post
            or tag in ("a", "span", "body", "html")
            or outline.text[i] < _POST_LENGTH
        ):
            continue
        # Rows beside each other, or boxes of one name within rows that have none.
        rows.setdefault((outline.parents[i], tag), []).append(i)
        name = outline.nodes[i].attributes.get("class")
        if name:
            rows.setdefault((name, tag), []).append(i)
    groups = [posts for posts in rows.values() if len(posts) >= 2]
    if groups:
        forum = tree.css_first(_FORUM_SIGNS) is not None
        for posts in groups:
            if all(_is_thread(outline, outline.parents[post], forum=forum) for post in posts):
                seen = f"one of {len(posts)} posts of a thread"
                for post in posts:
                    outline.marks[post] = Marks("forum_post", seen=seen)
    _widen_posts(outline)


def _is_thread(outline: Outline, position: int, *, forum: bool) -> bool:
    while position >= 0:
        mark = outline.marks[position]
        if mark.kind == "comment":
            return False
        if mark.forum:
            forum = True
        position = outline.parents[position]
    return forum


def _widen_posts(outline: Outline) -> None:
    """A post is all of its row: where several are marked, each mark grows until it would meet another."""
    marks, parents = outline.marks, outline.parents
    posts = [i for i in outline.marked if marks[i].kind == "forum_post"]
    if not posts:
        return
    inside = [0] * len(marks)
    tops = []
    end = -1
    for i in posts:
        if i > end:
            tops.append(i)
            end = outline.last[i]
            j = i
            while j >= 0:
                inside[j] += 1
                j = parents[j]
    if len(tops) < 2:
        return
    for i in tops:
        j = i
        while parents[j] > 0 and inside[parents[j]] == 1:
            j = parents[j]
        if j != i and not marks[j].against:
            marks[j] = Marks("forum_post", seen=marks[i].seen)


_BYLINE_LENGTH = 40


def settle_bylines(outline: Outline) -> None:
    """A box named after an author that says hardly anything is a byline, not a biography."""
    for i in outline.marked:
        mark = outline.marks[i]
        if (
            mark.kind == "author_bio"
            and mark.seen.startswith("named")
            and outline.text[i] < _BYLINE_LENGTH
        ):
            outline.marks[i] = Marks("header", weak=True, seen=f"a byline, {mark.seen}")
