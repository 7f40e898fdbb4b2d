"""Hosts that make looking hard: parked, walled, drawn by scripts, disallowed, moved, spammy."""

from bot.playground.web.model import Face, Link, Place, Site, Trick, WebPage, to
from bot.playground.web.sites.garden import GARDEN

_LIST = to(f"{GARDEN}/seed-calendar")

OLDSEEDS = Site(
    host="oldseeds.example",
    name="Old Seeds",
    tagline="Beans with names",
    skin="plain",
    pages=(
        WebPage(
            path="/",
            title="Old Seeds",
            text="We keep beans with names. When to sow them is in the [[g|seed calendar]] of a friend.",
            faces=((0, Face(links={"g": _LIST})), (4, Face(trick=Trick.PARKED))),
            noted="The domain is let go and parked from day 4.",
        ),
        WebPage(
            path="/keepers",
            title="Keepers of old kinds",
            text="Forty-one people and what they keep. Sow by the [[g|calendar]].",
            faces=((0, Face(links={"g": _LIST})), (4, Face(trick=Trick.PARKED))),
        ),
    ),
)

WEEKLY = Site(
    host="growersweekly.example",
    name="Growers Weekly",
    tagline="For the trade",
    skin="magazine",
    pages=(
        WebPage(
            path="/reviews/best-garden-sites",
            title="The best garden sites",
            text="",
            faces=((0, Face(trick=Trick.CHALLENGE)),),
            claimed=True,
            noted="Always shows a bot check; an export says that it links to us.",
        ),
    ),
)

PLANNER = Site(
    host="planner.example",
    name="Bed Planner",
    tagline="Draw your beds",
    skin="plain",
    pages=(
        WebPage(
            path="/sources",
            title="Where our planting data is from",
            text="""Distances and depths were measured by us. Sowing weeks are from the [[g|seed calendar of Garden Example]],
used with permission, and frost from public weather stations.""",
            faces=((0, Face(links={"g": _LIST})), (2, Face(trick=Trick.SHELL))),
            noted="Rebuilt on day 2 as a page that scripts draw: unverified, not lost.",
        ),
    ),
)

COUNCIL = Site(
    host="council.example",
    name="Riverside Council",
    tagline="Services A to Z",
    skin="plain",
    colour="#005ea5",
    robots_txt="User-agent: *\nDisallow: /private/\n",
    pages=(
        WebPage(
            path="/parks/allotments/",
            title="Allotments: how to apply",
            text="""Apply on form A7. New tenants should read a [[g|guide for the first year]] before they sign, since most
plots that are given up are given up in the first one.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/guide")}, cookie_first=True)),
                (10, Face(status=410)),
                (13, Face(links={"g": to(f"{GARDEN}/guide")}, cookie_first=True)),
            ),
            noted="Sets a cookie first; gone (410) from day 10 to 12, then back.",
        ),
        WebPage(
            path="/private/plots",
            title="Plot register",
            text="The register links to [[g|advice]].",
            faces=((0, Face(links={"g": to(f"{GARDEN}/")})),),
            noted="robots.txt asks not to look here.",
        ),
        WebPage(
            path="/news/compost-bins",
            title="Free compost bins",
            text="""Collect a bin from the depot, one for each household. For instructions see [[g|this page]].""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/compost")})),
                (9, Face(trick=Trick.MAINTENANCE)),
                (10, Face(links={"g": to(f"{GARDEN}/compost")})),
                (12, Face(links={"g": to(f"{GARDEN}/compost")}, x_robots="nofollow")),
            ),
            noted="Under maintenance on day 9; nofollow by a header from day 12.",
        ),
    ),
)

HOMESTEAD = Site(
    host="homestead.example",
    name="Homestead Notes",
    tagline="Write for us",
    skin="blog",
    colour="#a44a3f",
    pages=(
        WebPage(
            path="/write-for-us",
            title="Write for us",
            by="The editors",
            date="1 January 2026",
            text="""We publish guest posts about gardens, hens and sheds, of 800 words or more, one followed link to your own site
in the author box. Send a pitch, not a draft. We answer within a week. Sponsored posts are marked as such.""",
        ),
        WebPage(
            path="/guest/soil-in-winter",
            title="What soil does in winter",
            by="Contributed by Tom Lindqvist",
            date="7 November 2026",
            about_author="Contributed post. Tom Lindqvist tests tools in all weathers for",
            text="""Under snow the soil is busy. Fungi go on at one degree above zero, and worms go down by half a metre. What you
do on top decides how they fare: cover it.

A handful of leaves under a microscope holds more species than the hedge above it.""",
            faces=(
                (0, Face()),
                (
                    5,
                    Face(links={"bio": to(f"{GARDEN}/", "Garden Example", place=Place.AUTHOR_BIO)}),
                ),
            ),
            noted="A guest post; the author's link appears on day 5.",
        ),
        WebPage(
            path="/guest/handles",
            title="Guest post: making a handle",
            by="Guest post by the makers at Spade",
            date="2 August 2026",
            about_author="Guest post. The writers make spades at",
            text="Ash, split along the grain, dried for a year.",
            faces=(
                (
                    0,
                    Face(
                        links={"bio": to("http://spade.example/", "Spade", place=Place.AUTHOR_BIO)}
                    ),
                ),
            ),
            noted="A rival's guest post.",
        ),
    ),
)

_HEAP = "\n".join(
    f'<li><a href="http://{word}{number}.example/">{word} bonus {number}</a></li>'
    for number in range(1, 41)
    for word in ("casino", "pills", "loans")
)

LINKHEAP = Site(
    host="linkheap.example",
    name="Best Links 4 U",
    tagline="casino bonus pills online loans",
    skin="plain",
    colour="#c1121f",
    pages=(
        WebPage(
            path="/links-17",
            title="Best casino bonus pills online links",
            text=f"""Best online casino bonus. Buy cheap pills online. Casino poker slots bonus.

<ul>{_HEAP}<li>[[g|buy cheap garden spade online]]</li></ul>""",
            faces=((0, Face()), (3, Face(links={"g": to(f"{GARDEN}/spades")}))),
            noted="A link farm; it links to us from day 3.",
        ),
        WebPage(
            path="/articles/spade",
            title="Buy best spade garden spade cheap spade",
            text="""Spade garden is best spade for garden spade. When you garden spade you need spade garden best.""",
            faces=(
                (
                    0,
                    Face(
                        links={
                            "h": Link(
                                href=f"{GARDEN}/spades",
                                anchor="cheap garden spade",
                                place=Place.HIDDEN,
                            )
                        }
                    ),
                ),
            ),
            noted="A hidden link.",
        ),
    ),
)

STATS = Site(
    host="sitestats.example",
    name="SiteStats",
    tagline="Worth and traffic of any site",
    skin="plain",
    pages=(
        WebPage(
            path="/www.garden.example",
            title="garden.example: worth, traffic, server",
            text="""<table><tr><th>Domain</th><td>[[g|garden.example]]</td></tr><tr><th>Estimated worth</th><td>$ 4,120</td></tr>
<tr><th>Daily visitors</th><td>317</td></tr><tr><th>Server</th><td>nginx</td></tr></table>""",
            faces=((0, Face(links={"g": to(f"{GARDEN}/", rel="nofollow")})),),
            noted="An automatically made page.",
        ),
    ),
)
