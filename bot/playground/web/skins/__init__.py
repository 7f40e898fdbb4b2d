"""How each kind of site dresses its pages: the table of templates."""

from collections.abc import Callable

from bot.playground.web.model import Face, Site, WebPage
from bot.playground.web.skins import blog, catalogue, forum, magazine, plain, wiki

Skin = Callable[[Site, WebPage, Face], str]

SKINS: dict[str, Skin] = {
    "magazine": magazine.dress,
    "blog": blog.dress,
    "forum": forum.dress,
    "directory": catalogue.dress_directory,
    "shop": catalogue.dress_shop,
    "wiki": wiki.dress,
    "plain": plain.dress,
}
