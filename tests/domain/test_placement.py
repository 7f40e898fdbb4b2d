"""Where a link stands is read from the page's tree."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.domain.placement import Placement, decide_placements


@pytest.mark.parametrize(
    ("html", "placement"),
    [
        ("<main><p>See <a href=/x>the study</a> for more.</p></main>", Placement.CONTENT),
        ("<nav><ul><li><a href=/x>Home</a></ul></nav>", Placement.NAVIGATION),
        ("<footer><a href=/x>Imprint</a></footer>", Placement.FOOTER),
        ("<div class=sidebar><a href=/x>Imprint</a></div>", Placement.SIDEBAR),
        ("<div id=comments><p>Nice, <a href=/x>me</a></div>", Placement.COMMENT),
        ("<div style='display:none'><a href=/x>me</a></div>", Placement.HIDDEN),
    ],
)
def test_the_box_around_a_link_decides(html: str, placement: Placement) -> None:
    [decision] = decide_placements(LexborHTMLParser(html))
    assert decision.placement is placement
    assert decision.editorial is (placement is Placement.CONTENT)
    assert decision.evidence


def test_only_the_asked_anchors_are_decided() -> None:
    tree = LexborHTMLParser("<nav><a href=/a>a</a></nav><p><a href=/b>b</a></p>")
    second = tree.css("a[href]")[1]
    [decision] = decide_placements(tree, [second])
    assert decision.placement is Placement.CONTENT
