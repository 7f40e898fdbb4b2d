"""journal.example: a magazine. Its links are editorial; they come, go, return and change their rel."""

from bot.playground.web.model import Face, Site, WebPage, to
from bot.playground.web.sites.garden import GARDEN

_SPADE = "http://spade.example"

SITE = Site(
    host="journal.example",
    name="The Growers' Journal",
    tagline="Long reads about short seasons",
    skin="magazine",
    colour="#6b2d3c",
    robots_txt="User-agent: *\nDisallow: /search\nCrawl-delay: 0\n",
    pages=(
        WebPage(
            path="/2025/spring-tools",
            title="Ten tools that a small plot really needs",
            by="Ines Ferreira",
            date="12 March 2025",
            text="""Every spring the catalogues arrive, and every spring people buy a rotavator for a bed the size of a
table. Here is what the members of eleven allotment societies say that they use each week.

First, a spade that fits the soil and the person. For those who begin, the [[g|garden guide]] explains which spade
fits which soil, and why a heavy one is not a strong one. If you would rather see them side by side, the makers of
[[s|Spade]] keep a long comparison with weights and prices.

Then a fork with four square tines, a hoe that is sharpened like a knife, a rake, two buckets that stack, a knife,
a line with two pegs, a watering can that does not drip, gloves that fit and a notebook. That makes ten, and the
notebook is the one that people forget.

What nobody uses: the bulb planter, the moss rake, and anything that folds.""",
            faces=(
                (
                    0,
                    Face(
                        links={
                            "g": to(f"{GARDEN}/guide", "garden guide"),
                            "s": to(f"{_SPADE}/guide", "Spade"),
                        }
                    ),
                ),
            ),
            noted="Live on every day.",
        ),
        WebPage(
            path="/2025/reading-soil",
            title="Reading soil: what a jar of mud can tell you",
            by="Ines Ferreira",
            date="2 April 2025",
            text="""You can send a sample to a laboratory, and for heavy metals in a city you should. For all else a jar will do.

We followed the [[g|jar test at Garden Example]] with soil from five gardens within one mile. The differences were
larger than anybody expected: two gardens that share a fence have thirty and fifty-five per cent clay.

The reason is history. One of them was an orchard until 1961, and orchards are ploughed less deeply than fields. The
other had a shed that burned. Soil remembers, and a jar lets you ask it.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/soil-test")})),
                (1, Face()),
                (6, Face(links={"g": to(f"{GARDEN}/soil-test")})),
            ),
            noted="An editor removes the link on day 1 and puts it back on day 6.",
        ),
        WebPage(
            path="/2025/no-dig-year",
            title="A year without a spade",
            by="Paul Odukoya",
            date="30 May 2025",
            text="""The idea is simple: worms dig better than we do. Cover the ground with compost, plant into it, and leave the
rest alone. I did it for a year on the worst clay in the county.

By July the beds needed half the water. By September I had carried four tonnes of compost, and my back asked whether
digging had been so bad. The arithmetic is the part that the books leave out; [[g|the compost page of Garden
Example]] has it, with the volume for each square metre.

Would I do it again? I am doing it again. But I kept the spade.""",
            faces=((0, Face()), (1, Face(links={"g": to(f"{GARDEN}/compost")}))),
            noted="Gains its link on day 1.",
        ),
        WebPage(
            path="/2025/frost-notes",
            title="Notes on the last frost",
            by="Ines Ferreira",
            date="20 April 2025",
            text="""The last frost is an average, and averages kill tomatoes. The table of [[g|last frost dates by place]] gives
the spread as well, which is the number to look at: plant at the late end, or keep fleece at hand.

A town on a slope is warmer than its station in the valley, by up to three weeks.""",
            faces=((0, Face(links={"g": to(f"{GARDEN}/frost-dates")})),),
            noted="Its link leads to our page that answers 404 from day 5.",
        ),
        WebPage(
            path="/2026/interview-maya",
            title="“We pay for every spade ourselves”: an interview",
            by="Paul Odukoya",
            date="9 January 2026",
            text="""Maya runs [[g|Garden Example]] from a shed with a stove. We talked about testing tools, about a spade
that she will not name, and about what happens when a maker asks for a kinder word.

“They send flowers,” she says. “We compost them.”

The site lives from its readers. It carries no advertisements and sends no boxes. What it has is twenty years of
notebooks, each with the weather on the left page and what died on the right one.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/")})),
                (2, Face(links={"g": to(f"{GARDEN}/", rel="nofollow")})),
                (11, Face(links={"g": to(f"{GARDEN}/")})),
            ),
            noted="Becomes nofollow on day 2 (devalued) and followed again on day 11 (upgraded).",
        ),
        WebPage(
            path="/2024/compost-basics",
            title="Compost: the basics",
            by="Staff",
            date="1 October 2024",
            text="""Green and brown, air and water. The rest is patience. A longer introduction with photographs of each layer
is [[g|this one]], which we could not have written better.

Put the heap where you pass it every day. A heap that is out of sight is a heap that is not turned.""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/compost", "this one")})),
                (6, Face(status=301, redirect="/2026/compost-again")),
            ),
            noted="Redirects from day 6 to a newer article without the link.",
        ),
        WebPage(
            path="/2026/compost-again",
            title="Compost, again: what we got wrong in 2024",
            by="Staff",
            date="14 February 2026",
            text="""Two years ago we wrote that a heap must be turned each week. Readers with better backs than ours disagreed,
and they were right. Turn it when it cools, not by the calendar.

We also said that citrus peel harms worms. It does not; it only rots slowly.""",
        ),
        WebPage(
            path="/2026/watering-myths",
            title="Six myths about watering",
            by="Ines Ferreira",
            date="3 June 2026",
            text="""Water drops do not burn leaves like a lens. Evening is not better than morning, only cooler for the one who
carries the can. A little every day does more harm than nothing for a week.

The people at [[g|Garden Example]] measured what a bed drinks: about twenty litres for each square metre in a dry
week. Measure your can once, and you never guess again.""",
            faces=((0, Face()), (8, Face(links={"g": to(f"{GARDEN}/watering")}))),
            noted="Names us without a link until day 8.",
        ),
    ),
)
