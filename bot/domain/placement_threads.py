"""Rows of posts in a forum."""

from selectolax.lexbor import LexborNode

from bot.domain.placement_box import Box
from bot.domain.placement_marks import Marks
from bot.domain.placement_outline import Outline

# Addresses within a site that only forums have, as one selector: each walk of the page costs.
_FORUM_SIGNS = ", ".join(
    (
        'meta[name="generator"][content*="vBulletin"]',
        'meta[name="generator"][content*="Discourse"]',
        'meta[name="generator"][content*="phpBB"]',
        'meta[name="generator"][content*="Discuz"]',
        'html[id="XF"]',
        'a[href^="showthread.php"]',
        'a[href^="forumdisplay.php"]',
        'a[href^="viewtopic.php"]',
        'a[href^="./viewtopic.php"]',
        'a[href^="viewforum.php"]',
        'a[href^="index.php?topic="]',
    )
)


_POST_LENGTH = 20
_NO_BOXES = frozenset(["a", "span", "body", "html"])


def mark_threads(outline: Outline, labels: list[tuple[LexborNode, str]]) -> None:
    """Two or more boxes of one shape named as posts, below one that is named as a forum.

    `labels` are the elements with a few words of their own: in a forum they may be posts too.
    """
    posts = sum(box.marks.post for box in outline.made)
    if posts:
        named = any(box.marks.forum for box in outline.made)
        signed = posts > 1 and not named and outline.tree.css_first(_FORUM_SIGNS) is not None
        if named or signed:
            _mark_rows(outline, labels, forum=signed)
    if any(box.marks.kind == "forum_post" for box in outline.made):
        _widen_posts(outline)


# https://www.mediawiki.org/wiki/Manual:Interface/CSS_classes: pages on which people talk about another page.
_TALK_PAGE, _WIKI_TEXT = "ns-talk", ".mw-parser-output, #mw-content-text, #bodyContent"
# The indexes that the archives of mailing lists (Pipermail, Hypermail, MHonArc) link to from each message.
_ARCHIVE_SIGNS = ", ".join(
    (
        'a[href^="thread.html#"]',
        'a[href^="threads.html#"]',
        'a[href^="subject.html#"]',
        'a[href*="/mailman/listinfo/"]',
        'meta[name="generator"][content*="hypermail"]',
    )
)


# No message has more lists.
_MOST_LISTS = 50
# https://github.com/LemmyNet/lemmy-ui: the link or text above the comments; sites of blogs use the second name too.
_LINK_POST = ".lemmy-site .post-listing"


def mark_messages(outline: Outline) -> None:
    """What people wrote on a wiki's talk page, or to a mailing list whose archive this is a page of."""
    root = outline.root
    if root is None:
        return
    if _TALK_PAGE in (root.node.attributes.get("class") or "").split():
        _mark(outline, outline.tree.css_first(_WIKI_TEXT), "the text of a talk page")
    written = [box for box in outline.made if box.tag == "pre" and box.raw]
    if written and outline.tree.css_first(_ARCHIVE_SIGNS) is not None:
        for box in written:
            _mark(outline, box.node, "a message in the archive of a mailing list")
        for steps in outline.tree.css("ul, ol")[:_MOST_LISTS]:
            _mark(outline, steps, "steps through the archive of a mailing list", "navigation")
    if any(box.marks.forum for box in outline.made):
        _mark(outline, outline.tree.css_first(_LINK_POST), "a post that readers talk about")


def _mark(outline: Outline, node: LexborNode | None, seen: str, kind: str = "forum_post") -> None:
    box = outline.box_of(node) if node is not None else None
    if box is not None and not box.marks.against:
        box.marks = Marks(kind, seen=seen)


def _mark_rows(outline: Outline, labels: list[tuple[LexborNode, str]], *, forum: bool) -> None:
    for node, text in labels:
        if len(text) >= _POST_LENGTH:
            outline.box_of(node)
    forum = forum or outline.tree.css_first(_FORUM_SIGNS) is not None
    for row in _rows(outline):
        if len(row) < 2 or not all(_is_thread(post, forum=forum) for post in row):
            continue
        posts = [post for post in row if post.figures.text >= _POST_LENGTH]
        if len(posts) >= 2:
            seen = f"one of {len(posts)} posts of a thread"
            for post in posts:
                post.marks = Marks("forum_post", seen=seen)


def _rows(outline: Outline) -> list[list[Box]]:
    """Rows beside each other, or boxes of one name within rows that have none."""
    rows: dict[tuple[int | str, str], list[Box]] = {}
    for box in outline.made:
        if not box.marks.post or box.tag in _NO_BOXES:
            continue
        rows.setdefault((box.parent.node.mem_id if box.parent else 0, box.tag), []).append(box)
        name = box.node.attributes.get("class")
        if name:
            rows.setdefault((name, box.tag), []).append(box)
    return list(rows.values())


def _is_thread(post: Box, *, forum: bool) -> bool:
    if any(box.marks.kind == "comment" for box in post.way_up()):
        return False
    return forum or any(box.marks.forum for box in post.with_root())


def _widen_posts(outline: Outline) -> None:
    """A post is all of its row: where several are marked, each mark grows until it would meet another."""
    inside: dict[int, int] = {}
    tops = []
    for post in outline.made:
        if post.marks.kind != "forum_post":
            continue
        around = list(post.with_root())
        if any(box.marks.kind == "forum_post" for box in around[1:]):
            continue
        tops.append(post)
        for box in around:
            inside[id(box)] = inside.get(id(box), 0) + 1
    if len(tops) < 2:
        return
    for post in tops:
        row = post
        while (
            row.parent is not None and row.parent.parent is not None and inside[id(row.parent)] == 1
        ):
            row = row.parent
        if row is not post and not row.marks.against:
            row.marks = Marks("forum_post", seen=post.marks.seen)
