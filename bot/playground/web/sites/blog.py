"""blog.example: a hobby blog with comments, a blogroll, guest posts and an author box."""

from bot.playground.web.model import Face, Place, Said, Site, Trick, WebPage, to
from bot.playground.web.sites.garden import GARDEN

_ABOUT_JUNE = "June digs, writes and complains about the weather on plot 14b."

SITE = Site(
    host="blog.example",
    name="Plot 14b",
    tagline="One allotment, too many beans",
    skin="blog",
    colour="#3b6ea5",
    pages=(
        WebPage(
            path="/",
            title="Plot 14b: a diary",
            by="June",
            date="1 November 2026",
            text="""The beans are down, the shed is full of onions and I have time to write again. New here? Begin with
<a href="/spades">my spades</a> or the <a href="/slugs">war against slugs</a>.""",
            faces=(
                (
                    0,
                    Face(
                        links={
                            "roll": to(f"{GARDEN}/", "Garden Example", place=Place.SIDEBAR),
                            "roll2": to("http://orchard.example/", "Orchard", place=Place.SIDEBAR),
                        }
                    ),
                ),
            ),
            noted="A blogroll link in the sidebar.",
        ),
        WebPage(
            path="/spades",
            title="My three spades, and the one that I use",
            by="June",
            date="18 January 2026",
            text="""I own three spades because I am bad at giving things away. One was my grandfather's and weighs as much as
he did. One was a present. The third I bought after reading [[g|twelve spades after one winter]], and it is the one
that stands by the door.

It has a narrow blade and treads, which my boots thank it for. On our clay that matters more than the steel. The
handle is ash; when it breaks, and it will, I can make a new one.

If you are tall, measure before you buy: the handle should reach your lowest rib.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/spades")})),
                (2, Face(links={"f": to(f"{GARDEN}/spades", "Spades", place=Place.FOOTER)})),
            ),
            noted="On day 2 the link moves from the text to the footer (devalued).",
        ),
        WebPage(
            path="/my-first-compost-heap",
            title="My first compost heap caught a cold",
            by="June",
            date="3 February 2026",
            text="""Four pallets, some wire, and a great deal of confidence. Three weeks later: nothing. No steam, no worms, no
heat. I had built a box for keeping twigs in.

What was missing was mass and water. A heap under a cubic metre loses its heat faster than it makes it. I borrowed
two barrows of horse manure from the stables and in four days it was too hot to keep a hand in.""",
            said=(
                Said("Kofi", "Mine did the same. Wet cardboard saved it."),
                Said(
                    "Maya",
                    "There is a chart of temperatures on [[c|our compost page]] that may help, June.",
                ),
                Said("Bea", "Pallets! Mine rotted faster than the compost."),
            ),
            faces=(
                (
                    0,
                    Face(
                        links={
                            "c": to(f"{GARDEN}/compost", rel="ugc nofollow", place=Place.COMMENT)
                        }
                    ),
                ),
            ),
            noted="The link stands in a comment, marked ugc and nofollow.",
        ),
        WebPage(
            path="/slugs",
            title="Slugs: what worked, what did not",
            by="June",
            date="20 May 2026",
            text="""Beer worked. Coffee did not. Copper tape worked until it rained. Going out at night with a lamp worked best
and made the neighbours talk. In the end I did what [[g|the garden guide]] says for May: I sowed twice as much.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/guide")})),
                (3, Face(trick=Trick.SOFT_404)),
            ),
            noted="From day 3 it says “not found” with status 200.",
        ),
        WebPage(
            path="/seed-swap",
            title="What I brought home from the seed swap",
            by="June",
            date="9 March 2026",
            text="""Eleven envelopes, four of them labelled. The striped bean is the one that I wanted. I sorted them by week
with the [[g|seed calendar]] and found that I am already late with the celeriac.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/seed-calendar", "seed calendar")})),
                (4, Face(links={"g": to(f"{GARDEN}/seed-calendar", "click here")})),
            ),
            noted="The anchor text changes on day 4.",
        ),
        WebPage(
            path="/potatoes-in-bags",
            title="Potatoes in bags, a trial",
            by="June",
            date="1 August 2026",
            text="""Nine bags, three kinds, one lesson: bags dry out. I watered by [[g|the twenty-litre rule]] and still lost the
ones on the south wall. The best bag gave 2.4 kg from one seed potato; the worst gave a snail.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/watering")})),
                (3, Face(trick=Trick.ERROR)),
                (4, Face(links={"g": to(f"{GARDEN}/watering")})),
            ),
            noted="The server answers 500 on day 3 only; the link is never lost.",
        ),
        WebPage(
            path="/guest-raised-beds",
            title="Guest post: raised beds that outlive you",
            by="Maya (guest author)",
            date="11 June 2026",
            about_author="This is a guest post by Maya, who tests tools and writes at",
            text="""June asked me for a post about raised beds while she is away. Here is what I know: use thick boards of larch
or oak, screw them, and never line them with plastic.

Fill the lower third with branches, the middle with leaves, the top with compost. It sinks by a hand in the first
year. That is not a fault; it is dinner for the worms.""",
            faces=(
                (
                    0,
                    Face(links={"bio": to(f"{GARDEN}/", "Garden Example", place=Place.AUTHOR_BIO)}),
                ),
            ),
            noted="A guest post: the link stands in the author box.",
        ),
        WebPage(
            path="/garlic",
            title="Garlic on the shortest day",
            by="June",
            date="21 December 2025",
            about_author=_ABOUT_JUNE,
            text="""Plant on the shortest day, harvest on the longest. I use a dibber made from a broken spade handle; the long
story is at [[s|Spade]], who sell new handles for old blades.""",
            faces=((0, Face(links={"s": to("http://spade.example/handles")})),),
            noted="Links to a rival only.",
        ),
    ),
)
