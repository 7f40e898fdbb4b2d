"""forum.example: a board, where links stand in posts."""

from bot.playground.web.model import Face, Link, Place, Said, Site, WebPage
from bot.playground.web.sites.garden import GARDEN


def _post(href: str, anchor: str = "") -> Link:
    return Link(href=href, anchor=anchor, rel="nofollow ugc", place=Place.FORUM_POST)


SITE = Site(
    host="forum.example",
    name="The Potting Bench",
    tagline="a forum for growers",
    skin="forum",
    colour="#105289",
    robots_txt="User-agent: *\nDisallow: /member/\n",
    pages=(
        WebPage(
            path="/t/101-which-spade",
            title="Which spade for heavy clay?",
            text="",
            said=(
                Said("clayfoot", "My border spade bends. What do you all use on heavy clay?"),
                Said(
                    "oldhand",
                    "Narrow blade, treads, and keep it sharp. There is a test of twelve at [[g|garden.example]].",
                ),
                Said(
                    "tess",
                    "I went for one from [[s|spade.example]] and never looked back. Pricey though.",
                ),
                Said("clayfoot", "Thanks both! Ordered."),
            ),
            faces=(
                (
                    0,
                    Face(
                        links={
                            "g": _post(f"{GARDEN}/spades"),
                            "s": _post("http://spade.example/guide"),
                        }
                    ),
                ),
            ),
            noted="Links in forum posts, nofollow and ugc.",
        ),
        WebPage(
            path="/t/117-compost-smells",
            title="My compost smells of eggs",
            text="",
            said=(
                Said("newbie22", "Help. It smells of eggs and the neighbours have noticed."),
                Said("oldhand", "Too wet. Read [[g|compost that gets hot]] and add cardboard."),
                Said("newbie22", "It worked! The neighbours say thank you."),
            ),
            faces=((0, Face(links={"g": _post(f"{GARDEN}/compost")})), (5, Face())),
            noted="A moderator removes the link on day 5.",
        ),
        WebPage(
            path="/t/131-frost-app",
            title="Is there an app for frost dates?",
            text="",
            said=(
                Said("rosa", "Is there an app that tells me the last frost for my village?"),
                Said("tess", "Not an app, but [[g|this table]] has every town."),
            ),
            faces=((0, Face(links={"g": _post(f"{GARDEN}/frost-dates")})),),
            noted="Links to our page that answers 404 from day 5.",
        ),
        WebPage(
            path="/t/140-new-plot",
            title="New plot, where do I begin?",
            text="",
            said=(
                Said("ben_k", "I got the keys on Saturday! It is all brambles. Where do I begin?"),
                Said("oldhand", "With tea. Then [[g|the first year guide]], month by month."),
                Said("rosa", "And cover what you cannot dig."),
            ),
            faces=((0, Face()), (3, Face(links={"g": _post(f"{GARDEN}/guide")}))),
            noted="Gains a link in a post on day 3.",
        ),
        WebPage(
            path="/t/150-apple-canker",
            title="Canker on an old apple tree",
            text="",
            said=(
                Said("pomona", "The bark of my old Bramley splits. Is it canker?"),
                Said("tess", "Looks like it. The people at [[o|Orchard]] answer by mail."),
            ),
            faces=((0, Face(links={"o": _post("http://orchard.example/pruning")})),),
            noted="Links to a rival only.",
        ),
    ),
)
