"""news.example: a local newspaper."""

from bot.playground.web.model import Face, Site, Trick, WebPage, to
from bot.playground.web.sites.garden import GARDEN

_OPINION = Face(links={"g": to(f"{GARDEN}/watering", "measured it")})

SITE = Site(
    host="news.example",
    name="Riverside News",
    tagline="What happened between the bridge and the mill",
    skin="magazine",
    colour="#1d3557",
    pages=(
        WebPage(
            path="/local/allotment-opens",
            title="Forty new allotments open behind the mill",
            by="Dana Whitlock",
            date="28 March 2026",
            text="""The council has opened forty allotments on the meadow behind the old mill. Within an hour of the gates
opening the waiting list, which had stood at 212 names, was shorter by forty and longer by sixty.

Each new tenant received a key, a water butt and a printed copy of the [[g|first-year guide]] by a local website. “It
is the only paper that people kept,” said Councillor Abara.

The rent is 38 a year. Hens are allowed, cockerels are not.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/guide")})),
                (4, Face(links={"g": to(f"{GARDEN}/guide")}, robots="noindex, follow")),
            ),
            noted="Becomes noindex on day 4 (devalued).",
        ),
        WebPage(
            path="/local/frost-warning",
            title="Late frost expected on Thursday night",
            by="Weather desk",
            date="6 May 2026",
            text="""Temperatures may fall to minus two in the valley on Thursday night. Growers should cover potatoes and bring
tender plants inside. The [[g|local frost table]] puts the average last frost at 11 May.""",
            faces=((0, Face(links={"g": to(f"{GARDEN}/frost-dates")})),),
            noted="Links to our page that answers 404 from day 5.",
        ),
        WebPage(
            path="/business/garden-startups",
            title="Three garden businesses that began in a shed",
            by="Partner content",
            date="15 September 2026",
            text="""<p><em>Sponsored.</em> This article was paid for by the businesses that it names.</p>

[[g|Garden Example]] tests tools. [[s|Spade]] makes them. [[o|Orchard]] grows trees in old milk churns. All three began
in a shed, and two of them are still there.""",
            faces=(
                (
                    0,
                    Face(
                        links={
                            "g": to(f"{GARDEN}/?utm_source=riverside", rel="sponsored"),
                            "s": to("http://spade.example/", rel="sponsored"),
                            "o": to("http://orchard.example/", rel="sponsored"),
                        }
                    ),
                ),
            ),
            noted="A paid link, marked as such, with a campaign parameter.",
        ),
        WebPage(
            path="/local/plant-fair",
            title="Plant fair draws record crowd",
            by="Dana Whitlock",
            date="18 May 2026",
            text="""More than two thousand people came to the plant fair on Sunday. The queue for tomatoes reached the church.

Among the stalls was that of [[g|the testers of Garden Example]], who let visitors break a spade for charity.""",
            faces=(
                (0, Face()),
                (2, Face(links={"g": to(f"{GARDEN}/spades")})),
                (9, Face()),
            ),
            noted="Gains its link on day 2 and loses it on day 9.",
        ),
        WebPage(
            path="/opinion/lawns",
            title="Opinion: let the lawn go brown",
            by="Ruth Amsel",
            date="12 July 2026",
            text="""A lawn is the only crop that we water, feed, cut and throw away. Let it go brown. It comes back; grass is
older than hoses. If you must water, water what you eat: somebody has [[g|measured]] how much that takes.""",
            faces=((0, _OPINION), (3, Face(trick=Trick.CHALLENGE)), (6, _OPINION)),
            noted="Shows a bot check from day 3 to 5; the link is never lost.",
        ),
        WebPage(
            path="/local/tool-library",
            title="A library that lends spades",
            by="Dana Whitlock",
            date="2 October 2026",
            text="""In the basement of the town library you can now borrow a spade for three weeks. The collection was chosen
with the help of Garden Example, whose tests decided which tools were worth a shelf. The most borrowed item so far is
a pressure washer.

Late returns cost a jar of jam.""",
            noted="Names us without a link: an unlinked mention.",
        ),
    ),
)
