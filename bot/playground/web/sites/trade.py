"""Shops and makers: trowelshop.example, and the rivals spade.example and orchard.example."""

from bot.playground.web.model import Face, Place, Site, WebPage, to
from bot.playground.web.sites.garden import GARDEN

_PARTNER = to(f"{GARDEN}/", "Garden Example", place=Place.FOOTER)

TROWELSHOP = Site(
    host="trowelshop.example",
    name="Trowel Shop",
    tagline="Small tools by post",
    skin="shop",
    colour="#9b2226",
    pages=(
        WebPage(
            path="/",
            title="Small tools by post",
            text="Trowels, knives, lines and labels. Packed in straw.",
            faces=((0, Face(links={"p": _PARTNER})),),
        ),
        WebPage(
            path="/tools/narrow-trowel",
            title="Narrow trowel, forged",
            text="""Forged in one piece, 34 cm, ash handle. It won second place in [[g|the winter test of Garden Example]],
where it lifted stones that bent two others.

<table><tr><th>Weight</th><td>310 g</td></tr><tr><th>Blade</th><td>5 cm</td></tr></table>""",
            faces=(
                (0, Face(links={"g": to(f"{GARDEN}/spades"), "p": _PARTNER}, delay_seconds=1)),
                (
                    4,
                    Face(links={"g": to(f"{GARDEN}/spades"), "p": _PARTNER}, delay_seconds=45),
                ),
                (5, Face(links={"g": to(f"{GARDEN}/spades"), "p": _PARTNER}, delay_seconds=1)),
            ),
            noted="Answers after a second; on day 4 only after 45 seconds (a timeout, never a loss).",
        ),
        WebPage(
            path="/help/when-to-plant",
            title="When to plant bulbs",
            text="""Tulips late, crocuses early. We used to send people to [[g|tulips in pots]] and still do, though the page
seems to be away. The [[h|planting chart]] was good, too.""",
            faces=(
                (
                    0,
                    Face(
                        links={
                            "g": to(f"{GARDEN}/tulips"),
                            "h": to(f"{GARDEN}/old/planting-chart"),
                        }
                    ),
                ),
            ),
            noted="Links to two pages of ours that are gone.",
        ),
        WebPage(
            path="/partners",
            title="Our partners",
            text="Shops and sites that we like: [[s|Spade]], [[o|Orchard]], and those below.",
            faces=(
                (
                    0,
                    Face(
                        links={
                            "s": to("http://spade.example/"),
                            "o": to("http://orchard.example/"),
                            "p": _PARTNER,
                        }
                    ),
                ),
            ),
        ),
    ),
)

SPADE = Site(
    host="spade.example",
    name="Spade",
    tagline="Tools for digging",
    skin="shop",
    colour="#333333",
    pages=(
        WebPage(path="/", title="Spade", text="We make spades. That is all that we make."),
        WebPage(
            path="/guide",
            title="The spade guide",
            text="Lengths, weights and blades of our nine spades, side by side, with prices.",
        ),
        WebPage(
            path="/handles",
            title="Handles",
            text="New handles for old blades, also for small hands.",
        ),
    ),
)

ORCHARD = Site(
    host="orchard.example",
    name="Orchard",
    tagline="Trees, ladders, saws",
    skin="shop",
    colour="#606c38",
    pages=(
        WebPage(path="/", title="Orchard", text="Old kinds of apples on strong roots."),
        WebPage(
            path="/pruning", title="Pruning", text="Cut in winter for wood, in summer for fruit."
        ),
        WebPage(
            path="/floor", title="The orchard floor", text="Sheep, or a scythe. Never a plough."
        ),
    ),
)
