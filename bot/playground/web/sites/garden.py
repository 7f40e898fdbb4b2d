"""garden.example: the team's own site, with pages of its own that others link to and that fail."""

from bot.playground.web.model import Face, Site, WebPage

GARDEN = "http://garden.example"

GONE = Face(status=404)

SITE = Site(
    host="garden.example",
    name="Garden Example",
    tagline="Guides, tools and dates for people who grow their own food",
    skin="plain",
    robots_txt="User-agent: *\nDisallow: /basket\nSitemap: http://garden.example/sitemap.xml\n",
    pages=(
        WebPage(
            path="/",
            title="Garden Example",
            text="""Everything that we learned in twenty years on heavy clay, written down so that you need not learn
it the same way. Begin with the <a href="/guide">garden guide</a>, find your <a href="/frost-dates">last frost
date</a>, or choose a <a href="/spades">spade that fits your soil</a>.

We test each tool for a whole season, pay for it ourselves and say what broke.""",
        ),
        WebPage(
            path="/guide",
            title="The garden guide: your first year, month by month",
            text="""A first year on a new plot goes wrong in the same five ways for everybody. This guide walks you through
the year, month by month, with what to do, what to leave alone, and which tool you need for it.

<h2>January to March</h2>

Look at where the water stands. Cover the ground. Do not dig wet clay: it sets like brick. Sharpen the spade
instead, and read what kind of soil you have with the <a href="/soil-test">jar test</a>.

<h2>April to June</h2>

Sow what forgives you: peas, beans, potatoes, chard. Wait with tomatoes for the last frost.

<h2>July to September</h2>

Water seldom and deeply. <a href="/watering">How much water a bed really needs</a> surprises most people.

<h2>October to December</h2>

Feed the soil: <a href="/compost">compost</a>, leaves, a green manure. Then sit down.""",
        ),
        WebPage(
            path="/spades",
            title="Which spade fits which soil: twelve spades after one winter",
            text="""We gave twelve spades to four allotments for a winter. Three broke, two came back with thanks.

<table><tr><th>Soil</th><th>Blade</th><th>Weight</th></tr><tr><td>Clay</td><td>narrow, treaded, tapered</td><td>2.1 kg</td></tr>
<tr><td>Loam</td><td>border spade</td><td>1.7 kg</td></tr><tr><td>Stones</td><td>pointed digging shovel</td><td>1.9 kg</td></tr></table>

A stainless blade slides out of clay; carbon steel keeps an edge. An ash handle can be replaced at home.""",
        ),
        WebPage(
            path="/compost",
            title="Compost that gets hot: layers, air and patience",
            text="""A heap heats up when it has a cubic metre, two parts brown to one part green, and air. Turn it when the
middle falls below 45 degrees. If it smells, it is wet: add torn cardboard and turn it.""",
        ),
        WebPage(
            path="/watering",
            title="How much water does a bed need?",
            text="""Dig a hand deep. If it is damp there, wait. A bed in full growth drinks about twenty litres for each
square metre in a dry week, better in one go than every evening.""",
        ),
        WebPage(
            path="/soil-test",
            title="The jar test: know your soil in a day",
            text="""Fill a jar to a third with soil, top it up with water, shake it, and leave it for a day. Sand sinks first,
then silt, then clay. The bands tell you what you stand on.""",
        ),
        WebPage(
            path="/seed-calendar",
            title="Seed calendar: what to sow in which week",
            text="""A table of sixty vegetables by the week of your last frost, as a page to print and hang in the shed.""",
        ),
        WebPage(
            path="/frost-dates",
            title="Last frost dates, by place",
            text="""Type the name of your town and read the average date of the last frost, with the spread of thirty years.""",
            faces=((0, Face()), (5, GONE), (14, Face())),
            noted="From day 5 to 13 this page of our own answers 404, though several sites link to it.",
        ),
        WebPage(
            path="/tulips",
            title="Tulips in pots",
            text="Plant deep, late and close.",
            faces=((0, GONE),),
            noted="Gone since long, still linked: something to reclaim.",
        ),
        WebPage(
            path="/old/planting-chart",
            title="Planting chart",
            text="Moved.",
            faces=((0, Face(status=301, redirect="/")),),
            noted="Redirects to the home page: the links to it are wasted.",
        ),
        WebPage(
            path="/about",
            title="Who writes Garden Example",
            text="""Maya and Tom, two allotments, one greenhouse. Write to us at hello@garden.example.""",
        ),
    ),
)
