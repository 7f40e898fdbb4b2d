"""A hobby blog in the mark-up of the most common blogging system: sidebar, comments, author box."""

from html import escape

from bot.playground.web.model import Face, Place, Site, WebPage
from bot.playground.web.skins.parts import document, fill, menu, paragraphs, standing


def dress(site: Site, page: WebPage, face: Face) -> str:
    """The whole document."""
    roll = "".join(f"<li>{link}</li>" for link in standing(face, Place.SIDEBAR))
    blogroll = (
        f'<section class="widget widget_links"><h2>Blogroll</h2><ul class="blogroll">{roll}</ul></section>'
        if roll
        else ""
    )
    footer = " ".join(standing(face, Place.FOOTER))
    body = f"""<div id="page" class="site">
<header id="masthead" class="site-header"><p class="site-title"><a href="/" rel="home">{escape(site.name)}</a></p>
<p class="site-description">{escape(site.tagline)}</p>
<nav id="site-navigation" class="main-navigation">{menu(site, limit=5)}</nav></header>
<div id="content" class="wrap">
<main id="primary" class="site-main">
<article class="post type-post status-publish hentry">
<header class="entry-header"><h1 class="entry-title">{escape(page.title)}</h1>
<div class="entry-meta">Posted on <time class="entry-date">{escape(page.date)}</time> by <span class="author">{escape(page.by)}</span></div></header>
<div class="entry-content">
{paragraphs(page.text, face)}
</div>
{_author_box(page, face)}
</article>
{_comments(page, face)}
</main>
<aside id="secondary" class="widget-area sidebar">
<section class="widget widget_search"><form role="search"><input type="search" name="s" aria-label="Search"></form></section>
{blogroll}
</aside>
</div>
<footer id="colophon" class="site-footer"><p>{escape(site.name)}, written in the evenings. {footer}</p></footer>
</div>"""
    return document(site, page, face, body, body_class="post-template-default single single-post")


def _author_box(page: WebPage, face: Face) -> str:
    if not page.about_author:
        return ""
    links = " ".join(standing(face, Place.AUTHOR_BIO))
    return f'<div class="author-bio"><p>{escape(page.about_author)} {links}</p></div>'


def _comments(page: WebPage, face: Face) -> str:
    if not page.said:
        return ""
    rows = "".join(
        f'<li class="comment even depth-1" id="comment-{number}"><article class="comment-body">'
        f'<footer class="comment-meta"><b class="fn">{escape(one.by)}</b> <span class="says">says:</span></footer>'
        f'<div class="comment-content"><p>{fill(one.text, face)}</p></div></article></li>'
        for number, one in enumerate(page.said, 1)
    )
    return (
        f'<div id="comments" class="comments-area"><h2 class="comments-title">{len(page.said)} thoughts</h2>'
        f'<ol class="comment-list">{rows}</ol></div>'
    )
