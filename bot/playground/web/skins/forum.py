"""A forum in the mark-up of the most common board software: posts, signatures, profiles."""

from html import escape

from bot.playground.web.model import Face, Site, WebPage
from bot.playground.web.skins.parts import document, fill, menu, paragraphs


def dress(site: Site, page: WebPage, face: Face) -> str:
    """The whole document. Without posts it is the board's index."""
    posts = "".join(
        f'<div id="p{number}" class="post has-profile bg{number % 2 + 1}"><div class="inner">'
        f'<dl class="postprofile"><dt><a href="/member/{number}" class="username">{escape(one.by)}</a></dt>'
        f"<dd>Posts: {number * 37 + 5}</dd></dl>"
        f'<div class="postbody"><div class="content">{fill(one.text, face)}</div></div></div></div>'
        for number, one in enumerate(page.said, 1)
    )
    intro = paragraphs(page.text, face) if page.text else ""
    body = f"""<div id="wrap" class="wrap">
<div id="page-header" class="page-header"><p><a href="/" class="logo">{escape(site.name)}</a> {escape(site.tagline)}</p>
<nav class="navbar">{menu(site)}</nav></div>
<div id="page-body" class="page-body">
<h1 class="topic-title">{escape(page.title)}</h1>
{intro}
{posts}
</div>
<div id="page-footer" class="page-footer"><footer><p>Powered by a board that nobody updates. All times are local.</p></footer></div>
</div>"""
    return document(site, page, face, body, body_class="nojs notouch section-viewtopic ltr")
