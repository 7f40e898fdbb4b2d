"""club.example: a small society whose template carries the same footer link on each page."""

from bot.playground.web.model import Face, Place, Site, Trick, WebPage, to
from bot.playground.web.sites.garden import GARDEN

TEMPLATE_CHANGES_ON = 7
"""The day on which a new template drops the footer link from each page at once."""

_FOOTER = to(f"{GARDEN}/", "Garden Example", place=Place.FOOTER)
_FRIENDS = to("http://orchard.example/", "Orchard", place=Place.FOOTER)

_TEXTS = {
    "/": ("Millfield Allotment Society", "Forty plots, two hundred people, one tap that works."),
    "/news": (
        "News",
        "The gate was painted. Thanks to the four who came, and to the rain that waited.",
    ),
    "/plots": (
        "Plots and rent",
        "A full plot is ten rods. Rent is due in March, in coins if you must.",
    ),
    "/waiting-list": ("The waiting list", "The list has 172 names. It moves by about nine a year."),
    "/history": (
        "History",
        "The field was given to the parish in 1892, for as long as potatoes are dug on it.",
    ),
    "/committee": (
        "The committee",
        "We meet on the first Monday, and finish when the biscuits do.",
    ),
    "/rules": ("Rules", "Keep the paths clear. Share the water. Light no fires before dusk."),
    "/events": ("Events", "Seed swap in March, plant sale in May, pumpkin supper in October."),
    "/shed": (
        "The trading shed",
        "Canes, string, lime and onion sets, on Sundays from ten to twelve.",
    ),
    "/bees": (
        "Our bees",
        "Three hives stand behind the hedge. They are calmer than the committee.",
    ),
    "/gallery": (
        "Pictures",
        "The marrow of 1987 is still the largest. It was photographed with a child for scale.",
    ),
    "/open-day": (
        "Open day",
        "Come in June, by the lower gate. Dogs on leads, children on strawberries.",
    ),
    "/minutes": (
        "Minutes",
        "Approved as read. The question of the second tap was postponed again.",
    ),
    "/contact": ("Contact", "Leave a note in the box at the gate. It is emptied on Sundays."),
}

SITE = Site(
    host="club.example",
    name="Millfield Allotment Society",
    tagline="founded 1892",
    skin="plain",
    colour="#8a5a44",
    pages=(
        *(
            WebPage(
                path=path,
                title=title,
                text=text,
                faces=(
                    (0, Face(links={"g": _FOOTER, "o": _FRIENDS})),
                    (TEMPLATE_CHANGES_ON, Face(links={"o": _FRIENDS})),
                ),
            )
            for path, (title, text) in _TEXTS.items()
        ),
        WebPage(
            path="/members/tool-offers",
            title="Offers for members",
            text="For members.",
            faces=((0, Face(status=302, redirect="/login")),),
            claimed=True,
            noted="Redirects to a login page: nobody can tell what is behind it.",
        ),
        WebPage(path="/login", title="Log in", text="", faces=((0, Face(trick=Trick.LOGIN)),)),
    ),
)
