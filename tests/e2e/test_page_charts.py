"""Charts: their marks are where the values say, and nothing needs colour to be read."""

from itertools import pairwise

import pytest
from playwright.async_api import expect

from tests.e2e import samples as say
from tests.e2e.conftest import Shelf

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

DAYS = ["Mon", "Tue", "Wed"]
TWO: dict[str, list[float]] = {"gained": [3, 6, 0], "lost": [1, -2, 4]}


async def test_bars_stand_on_zero_and_are_as_tall_as_their_values(shelf: Shelf) -> None:
    await shelf.draw(say.chart("bar", TWO, DAYS))
    bars = shelf.page.locator(".bar")
    boxes = [await bar.bounding_box() for bar in await bars.all()]
    tall = {
        title: box["height"]
        for title, box in zip(await titles(shelf, ".bar"), boxes, strict=True)
        if box
    }
    assert tall["gained, Tue: 6"] == pytest.approx(2 * tall["gained, Mon: 3"], rel=0.05)
    assert tall["lost, Tue: -2"] == pytest.approx(2 * tall["lost, Mon: 1"], rel=0.1)
    assert tall["gained, Wed: 0"] < 2
    by_title = dict(zip(await titles(shelf, ".bar"), boxes, strict=True))
    up, down = by_title["gained, Tue: 6"], by_title["lost, Tue: -2"]
    assert up is not None
    assert down is not None
    assert down["y"] == pytest.approx(up["y"] + up["height"], abs=2)


async def titles(shelf: Shelf, marks: str) -> list[str]:
    return await shelf.page.locator(f"{marks} > title").all_text_contents()


@pytest.mark.parametrize("kind", ["line", "area"])
async def test_points_rise_with_their_values(shelf: Shelf, kind: str) -> None:
    await shelf.draw(say.chart(kind, TWO, DAYS))
    markers = shelf.page.locator(".marker")
    assert await markers.count() == 6 + 2 * (kind == "line")  # a line's legend shows its marker too
    heights = {}
    for mark in await shelf.page.locator(".chart-svg .marker").all():
        box = await mark.bounding_box()
        assert box is not None
        heights[(await mark.locator("title").text_content()) or ""] = -box["y"] - box["height"] / 2
    order = sorted(heights, key=lambda title: float(title.split(": ")[1]))
    assert sorted(heights, key=heights.__getitem__) == order


async def test_a_pies_slices_share_the_circle(shelf: Shelf) -> None:
    await shelf.draw(say.pie(editorial=75, forum=25))
    area = await shelf.page.evaluate(
        """() => [...document.querySelectorAll('.slice')].map((slice) => {
          const svg = slice.ownerSVGElement; let inside = 0;
          for (let x = 0; x < 560; x += 4) for (let y = 0; y < 240; y += 4) {
            const point = svg.createSVGPoint(); point.x = x; point.y = y;
            if (slice.isPointInFill(point)) inside += 1;
          }
          return inside;
        })"""
    )
    assert area[0] / sum(area) == pytest.approx(0.75, abs=0.02)
    assert await shelf.page.locator(".slice-label").all_text_contents() == ["75 %", "25 %"]


async def test_one_segment_fills_the_pie(shelf: Shelf) -> None:
    await shelf.draw(say.pie(all=3))
    box = await shelf.page.locator(".slice").bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] > 150


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
async def test_a_chart_says_its_title_labels_legend_and_data(shelf: Shelf, kind: str) -> None:
    await shelf.draw(say.chart(kind, TWO, DAYS, x_label="Day", y_label="Links"))
    figure = shelf.page.get_by_role("figure", name=f"A {kind} chart")
    name = f"{kind.capitalize()} chart: A {kind} chart. gained: 0 at Wed; lost: 4 at Wed"
    await expect(figure.get_by_role("img", name=name)).to_be_visible()
    assert await figure.get_by_role("list", name="Legend").get_by_role(
        "listitem"
    ).all_inner_texts() == ["gained", "lost"]
    assert await figure.locator(".axis-label").all_text_contents() == ["Day", "Links"]
    table = figure.get_by_role("table", name=f"Data of A {kind} chart, Links")
    assert await table.get_by_role("columnheader").all_text_contents() == ["Day", "gained", "lost"]
    assert await table.get_by_role("row").last.locator("th, td").all_text_contents() == [
        "Wed",
        "0",
        "4",
    ]


@pytest.mark.parametrize("kind", ["bar", "line", "area", "pie"])
async def test_series_differ_by_more_than_colour(shelf: Shelf, kind: str) -> None:
    names = [f"s{n}" for n in range(12)]
    if kind == "pie":
        await shelf.draw(say.pie(**dict.fromkeys(names, 5)))
    else:
        await shelf.draw(say.chart(kind, {name: [1, 2, 3] for name in names}, DAYS))
    looks = await shelf.page.evaluate(
        """() => [...document.querySelectorAll('.legend li svg')].map((svg) => {
          const fill = svg.querySelector(':scope > rect')?.getAttribute('fill');
          const pattern = fill && svg.querySelector(fill.slice(4, -1))?.querySelector('path').getAttribute('d');
          const line = svg.querySelector('.stroke')?.getAttribute('stroke-dasharray');
          return JSON.stringify([pattern, line]);
        })"""
    )
    assert len(set(looks)) == 12


@pytest.mark.parametrize("width", [320, 700])
async def test_a_chart_fits_its_place(shelf: Shelf, width: int) -> None:
    page = shelf.page
    await page.set_viewport_size({"width": width, "height": 600})
    many = [f"{day} November" for day in range(1, 21)]
    await shelf.draw(
        say.chart(
            "bar", {"a long name of it": [float(n) for n in range(20)], "b": [1.0] * 20}, many
        )
    )
    await page.wait_for_function(
        "w => document.querySelector('.chart-svg').getBoundingClientRect().right <= w", arg=width
    )
    ends = await page.evaluate(
        "() => [...document.querySelectorAll('.chart-svg text')].map((t) => t.getBoundingClientRect()).map((b) => [b.left, b.right])"
    )
    assert all(left >= 0 and right <= width for left, right in ends)
    await page.set_viewport_size({"width": 1180, "height": 800})


async def test_labels_of_categories_do_not_touch(shelf: Shelf) -> None:
    many = [f"{day:02} Nov 2026" for day in range(1, 21)]
    await shelf.draw(say.chart("line", {"a": [float(n * n) for n in range(20)]}, many))
    boxes = await shelf.page.evaluate(
        """() => [...document.querySelectorAll('.chart-svg text.tick')].filter((t) => t.querySelector('title'))
          .map((t) => t.getBoundingClientRect()).map((b) => [b.left, b.right])"""
    )
    assert len(boxes) >= 3
    assert all(right <= after for (_, right), (after, _) in pairwise(boxes))


async def test_all_zero_or_all_negative_values_still_draw(shelf: Shelf) -> None:
    await shelf.draw(
        say.chart("bar", {"a": [0, 0, 0]}, DAYS), say.chart("line", {"a": [-5, -1, -3]}, DAYS)
    )
    assert await shelf.page.locator(".chart-svg").count() == 2
    assert await shelf.page.locator(".unknown-block").count() == 0
    assert "NaN" not in await shelf.page.locator("#here").inner_html()


@pytest.mark.parametrize(
    ("values", "wanted"),
    [([2, 1, 0], ["0", "1", "2"]), ([0.5, 1, 0], ["0", "0.2", "0.4", "0.6", "0.8", "1"])],
    ids=["whole", "broken"],
)
async def test_of_whole_things_there_is_no_half(
    shelf: Shelf, values: list[float], wanted: list[str]
) -> None:
    await shelf.draw(say.chart("bar", {"links": values}, DAYS))
    steps = await shelf.page.locator("text.tick[text-anchor=end]").all_text_contents()
    assert steps == wanted
