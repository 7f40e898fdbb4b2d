"""wiki.example: an encyclopaedia, whose references are nofollow as a rule of the house."""

from bot.playground.web.model import Face, Site, WebPage, to
from bot.playground.web.sites.garden import GARDEN

_NOFOLLOW = "nofollow noopener"

SITE = Site(
    host="wiki.example",
    name="Growpedia",
    tagline="the encyclopaedia of growing things",
    skin="wiki",
    colour="#0645ad",
    robots_txt="User-agent: *\nDisallow: /w/\nDisallow: /wiki/Special:\n",
    pages=(
        WebPage(
            path="/wiki/Spade",
            title="Spade",
            text="""A <b>spade</b> is a tool for digging, with a blade, a shaft and a handle. It differs from a
<a href="/wiki/Shovel">shovel</a>, which is made for moving loose material.

<h2>History</h2>

Early spades were made of riven wood, and of animal bones. Iron shoes for wooden blades are known from the Roman age.

<h2>Design</h2>

In comparative tests, narrow blades with treads did best in clay.<sup>[1]</sup> Makers publish dimensions.<sup>[2]</sup>

<h2>References</h2>

<ol class="references"><li>[[g|Which spade fits which soil: twelve spades after one winter]]. Garden Example.</li>
<li>[[s|Blades and their measures]]. Spade Ltd.</li></ol>""",
            faces=(
                (
                    0,
                    Face(
                        links={
                            "g": to(f"{GARDEN}/spades", rel=_NOFOLLOW),
                            "s": to("http://spade.example/guide", rel=_NOFOLLOW),
                        }
                    ),
                ),
            ),
        ),
        WebPage(
            path="/wiki/Compost",
            title="Compost",
            text="""<b>Compost</b> is decayed organic matter that is used to feed soil. It forms when microbes digest plant
remains with air and water.

<h2>Process</h2>

A heap of a cubic metre reaches 60 degrees within days.

<h2>External links</h2>

<ul><li>[[g|Compost that gets hot]], layers and temperatures</li></ul>""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/compost", rel=_NOFOLLOW)})),
                (
                    6,
                    Face(
                        links={"g": to(f"{GARDEN}/compost", rel=_NOFOLLOW)},
                        canonical="http://wiki.example/wiki/Composting",
                    ),
                ),
            ),
            noted="Its canonical points to another page from day 6 (devalued).",
        ),
        WebPage(
            path="/wiki/Composting",
            title="Composting",
            text="<b>Composting</b> is the making of <a href='/wiki/Compost'>compost</a>.",
        ),
        WebPage(
            path="/wiki/Frost_date",
            title="Frost date",
            text="""A <b>frost date</b> is the average date of the last frost in spring or the first in autumn. Tables by place
are published by weather services and by growers.<sup>[1]</sup>

<ol class="references"><li>[[g|Last frost dates, by place]].</li></ol>""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/frost-dates", rel=_NOFOLLOW)})),
                (8, Face(status=410)),
            ),
            noted="Deleted on day 8 (410).",
        ),
        WebPage(
            path="/wiki/No-dig_gardening",
            title="No-dig gardening",
            text="""<b>No-dig gardening</b> leaves the soil unturned. See also [[o|the orchard floor]].""",
            faces=((0, Face(links={"o": to("http://orchard.example/floor", rel=_NOFOLLOW)})),),
        ),
    ),
)
