"""One element of a page that holds running text or stands around a link, with its figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from selectolax.lexbor import LexborNode

from bot.domain.placement_marks import Marks
from bot.domain.placement_measure import INLINE, Figures, figures_of, linked_in, own_figures_of


@dataclass(frozen=True, slots=True)
class Sides:
    """Prose before a box, and whether anything at all is said before or after it, in whose words ever."""

    prose: int
    before: bool
    after: bool


_ROOT_SIDES = Sides(0, before=False, after=False)


class Box:
    """An element that holds running text or stands around a link.

    `running` is the running text of its own, `raw` that of its subtree, `prose` the part of it that no mark
    speaks against; all in letters. `children` are the boxes right inside that hold running text, in document
    order; `block` is the box whose lines it stands in: itself, unless it is an inline element.
    What costs something is worked out when it is first asked for; `sides` only once the prose is counted.
    """

    running = raw = prose = 0
    against = False
    children: "Sequence[Box]" = ()
    _figures: Figures | None = None
    _own: Figures | None = None
    _places: dict[int, int] | None = None
    _prose_before: Sequence[int] = ()
    known_sides: Sides | None = None

    def __init__(
        self, node: LexborNode, tag: str, parent: "Box | None", marks: Marks, *, silent: bool
    ) -> None:
        """`silent`: what is inside is a link's words, or no text that is shown."""
        self.node, self.tag, self.parent, self.marks = node, tag, parent, marks
        if parent is None:
            self.depth, self.silent, self.block = 0, silent, self
        else:
            self.depth, self.silent = parent.depth + 1, silent or parent.silent
            self.block = parent.block if tag in INLINE else self

    @property
    def figures(self) -> Figures:
        """Text and links of all that is inside."""
        if self._figures is None:
            self._figures = figures_of(self.node)
        return self._figures

    @property
    def linked(self) -> int:
        """Letters inside links; cheaper than all figures of a large box."""
        return self._figures.linked if self._figures is not None else linked_in(self.node)

    @property
    def own(self) -> Figures:
        """Text and links in its own lines, not in those of a block inside."""
        if self._own is None:
            self._own = own_figures_of(self.node, self.tag)
        return self._own

    def way_up(self) -> "Iterator[Box]":
        """Itself and what is around it, without the page's root."""
        box = self
        while box.parent is not None:
            yield box
            box = box.parent

    def with_root(self) -> "Iterator[Box]":
        """Itself and all that is around it."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def meeting(self, other: "Box") -> "Box":
        """The innermost box that holds both."""
        one, two = self, other
        while one is not two:
            if one.depth >= two.depth and one.parent is not None:
                one = one.parent
            elif two.parent is not None:
                two = two.parent
        return one

    @property
    def sides(self) -> Sides:
        """What stands before and after it."""
        waiting = []
        box = self
        while box.known_sides is None and box.parent is not None:
            waiting.append(box)
            box = box.parent
        sides = box.known_sides or _ROOT_SIDES
        for inner in reversed(waiting):
            sides = inner.known_sides = box.sides_inside(inner, sides)
            box = inner
        return sides

    def sides_inside(self, inner: "Box", around: Sides) -> Sides:
        """Of a box right inside this one, whose own lines count as before all that is inside."""
        own = 0 if self.against else self.running
        if not self.children:
            return Sides(
                around.prose + own,
                before=around.before or self.running > 0,
                after=around.after,
            )
        place = self._place_of(inner)
        following = place + (inner.raw > 0)
        return Sides(
            around.prose + own + self._prose_before[place],
            before=around.before or self.running > 0 or place > 0,
            after=around.after or following < len(self.children),
        )

    def _place_of(self, inner: "Box") -> int:
        """How many of the children stand before another box right inside this one."""
        if self._places is None:
            self._places = {child.node.mem_id: place for place, child in enumerate(self.children)}
            self._prose_before = [0, *accumulate(child.prose for child in self.children)]
        place = self._places.get(inner.node.mem_id)
        return self._walk_to(inner) if place is None else place

    def _walk_to(self, inner: "Box") -> int:
        """Find the places of all that is right inside, not only of the children, in one walk."""
        assert self._places is not None  # the children's are known
        passed, node = 0, self.node.first_child
        while node is not None:
            known = self._places.setdefault(node.mem_id, passed)
            if passed < len(self.children) and node.mem_id == self.children[passed].node.mem_id:
                passed = known + 1
            node = node.next
        return self._places[inner.node.mem_id]
