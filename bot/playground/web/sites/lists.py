"""directory.example and library.example: a web directory, and resource pages with broken links."""

from bot.playground.web.model import Entry, Face, Place, Site, WebPage, to
from bot.playground.web.sites.garden import GARDEN

_SPADE = "http://spade.example"
_ORCHARD = "http://orchard.example"

DIRECTORY = Site(
    host="directory.example",
    name="Open Garden Directory",
    tagline="Sites about growing, chosen by hand since 2004",
    skin="directory",
    colour="#7a5c00",
    pages=(
        WebPage(
            path="/",
            title="Open Garden Directory",
            text="""<ul><li><a href="/gardening/guides">Guides</a></li><li><a href="/gardening/tools">Tools</a></li>
<li><a href="/gardening/fruit">Fruit</a></li><li><a href="/submit">Suggest a site</a></li></ul>""",
        ),
        WebPage(
            path="/gardening/guides",
            title="Gardening guides",
            text="Sites that teach. Each was visited by an editor. To be listed, <a href='/submit'>suggest a site</a>.",
            entries=(
                Entry("Garden Example", "g", "Guides and tests of tools, month by month."),
                Entry("The Growers' Journal", "http://journal.example/", "Long reads."),
                Entry("Plot 14b", "http://blog.example/", "A diary of one allotment."),
                Entry("Gartenfreunde", "http://gartenfreunde.example/", "In German."),
                Entry("Niwa no techo", "http://niwa.example/", "In Japanese."),
            ),
            faces=((0, Face(links={"g": to(f"{GARDEN}/", place=Place.DIRECTORY)})),),
            noted="A directory's listing of us.",
        ),
        WebPage(
            path="/gardening/tools",
            title="Tools and machines",
            text="Makers, testers and menders. To be listed, <a href='/submit'>suggest a site</a>.",
            entries=(
                Entry("Spade", "s", "Spades, forks and handles."),
                Entry("Orchard", "o", "Ladders, saws and trees."),
                Entry("Trowel Shop", "http://trowelshop.example/", "Small tools by post."),
                Entry(
                    "Riverside tool library", "http://library.example/", "Borrow before you buy."
                ),
                Entry("Bed planner", "http://planner.example/", "Draws beds; prints labels."),
            ),
            faces=(
                (
                    0,
                    Face(
                        links={
                            "s": to(f"{_SPADE}/", place=Place.DIRECTORY),
                            "o": to(f"{_ORCHARD}/", place=Place.DIRECTORY),
                        }
                    ),
                ),
            ),
            noted="Both rivals are listed, we are not.",
        ),
        WebPage(
            path="/submit",
            title="Suggest a site",
            text="""Send the address, a title without capitals and one honest sentence. No link back is needed. An editor
looks at it within a month. Listings are free.

<form action="/submit" method="post"><label>Address <input name="url"></label><label>Title <input name="title"></label>
<label>Description <textarea name="text"></textarea></label><button>Suggest this site</button></form>""",
        ),
    ),
)

_SCHOOL = Face(links={"s": to(f"{_SPADE}/handles")})
_SCHOOL_WITH_US = Face(links={"s": to(f"{_SPADE}/handles"), "g": to(f"{GARDEN}/spades")})

_BROKEN = """<ul>
<li><a href="http://journal.example/2025/spring-tools">Ten tools that a small plot really needs</a>, an article</li>
<li><a href="http://oldseeds.example/heritage-list">The heritage seed list</a>, names and keepers</li>
<li><a href="http://wiki.example/wiki/Crop_rotation_(table)">A crop rotation table</a>, to print</li>
<li><a href="http://blog.example/sowing-by-the-moon">Sowing by the moon: seed calendar</a>, believe it or not</li>
<li><a href="http://council.example/leaflets/soil-testing.pdf">How to test your soil</a>, a leaflet of the council</li>
<li><a href="http://journal.example/2019/watering-a-school-garden">Watering a school garden</a>, how much is enough</li>
<li><a href="http://trowelshop.example/choosing-a-spade">Choosing a spade for small hands</a></li>
</ul>"""

LIBRARY = Site(
    host="library.example",
    name="Riverside Town Library",
    tagline="Books, tools and seeds to borrow",
    skin="plain",
    colour="#5b3a8c",
    robots_txt="User-agent: *\nDisallow: /account/\nAllow: /\n",
    pages=(
        WebPage(
            path="/", title="Riverside Town Library", text="Open Tuesday to Saturday, ten to six."
        ),
        WebPage(
            path="/resources/gardening",
            title="Useful links: gardening",
            text=f"""Our librarians collected these pages for the gardening shelf. Tell us when a link is broken.

<h2>To begin with</h2>

<ul><li>[[g|The garden guide]], your first year month by month</li><li>[[o|Orchard]], on pruning</li></ul>

<h2>More</h2>

{_BROKEN}""",
            faces=(
                (
                    0,
                    Face(
                        links={
                            "g": to(f"{GARDEN}/guide", "The garden guide"),
                            "o": to(f"{_ORCHARD}/pruning", "Orchard"),
                        }
                    ),
                ),
            ),
            noted="A resource page that links to us, with several broken links.",
        ),
        WebPage(
            path="/resources/school-gardens",
            title="Useful links: school gardens",
            text=f"""For teachers and parents who start a bed in the school yard. We keep this list by hand and are glad of
hints: write to links@library.example.

{_BROKEN}

Also worth a look: [[g|which spade fits which soil]], and the pages of [[s|Spade]] about small handles.""",
            faces=(
                (0, _SCHOOL),
                (3, _SCHOOL_WITH_US),
                (6, _SCHOOL),
                (8, _SCHOOL_WITH_US),
            ),
            noted="Full of broken links: a prospect. It links to us from day 3, not on 6 and 7, then again.",
        ),
        WebPage(
            path="/resources/soil",
            title="Useful links: soil",
            text="""<ul><li>[[g|The jar test]], know your soil in a day</li>
<li><a href="http://wiki.example/wiki/No-dig_gardening">No-dig gardening</a></li>
<li><a href="http://council.example/leaflets/lead-in-soil.pdf">Lead in city soil</a></li>
<li><a href="http://gartenfreunde.example/bodenkarte">A soil map</a> (in German)</li></ul>""",
            faces=((0, Face(links={"g": to(f"{GARDEN}/soil-test")})),),
        ),
    ),
)
