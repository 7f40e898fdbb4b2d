"""How well links are placed, and what it costs: `python -m benchmarks placement`."""

from collections import Counter
from time import process_time

from selectolax.lexbor import LexborHTMLParser

from benchmarks.placement_pages import (
    LAYOUTS,
    UNSEEN,
    UNSEEN_LATER,
    LabelledPage,
    corpus_pages,
    own_pages,
    report,
)
from bot.domain.placement import decide_placements

_ROUNDS = 5
# Words by which a simple rule tells templates: the peer that is free and known to everybody.
_TEMPLATE = (
    "nav, header, footer, aside, [role=navigation], [role=banner], [role=contentinfo], [role=complementary],"
    ' [class*="nav"], [class*="menu"], [class*="footer"], [class*="sidebar"], [class*="comment"], [id*="nav"],'
    ' [id*="footer"], [id*="sidebar"], [id*="comment"]'
)


def main(*, quick: bool = False) -> None:
    """Print the figures beside those of landmarks and class words alone; `quick` times one round."""
    corpus = corpus_pages()
    if not corpus:
        print(
            "placement: the corpus of article pages is absent; only the project's own pages are measured"
        )
    for name, pages in (
        ("corpus", corpus),
        ("own pages", own_pages()),
        ("own pages of hard layouts", own_pages(LAYOUTS)),
        ("own pages unseen in tuning", own_pages(UNSEEN)),
        ("own pages unseen in tuning, written later", own_pages(UNSEEN_LATER)),
    ):
        if pages:
            print(f"\nplacement, {name}")
            _measure(pages, rounds=1 if quick else _ROUNDS)


def _measure(pages: list[LabelledPage], *, rounds: int) -> None:
    ours = {
        page.name: {
            i: d.editorial for i, d in enumerate(decide_placements(LexborHTMLParser(page.html)))
        }
        for page in pages
    }
    peer = {page.name: _by_words(page) for page in pages}
    for line in report(pages, ours):
        print(f"  ours                       {line}")
    for line in report(pages, peer):
        print(f"  landmarks and class words  {line}")
    if pages[0].corpus:
        _cost(pages, rounds)
    else:
        _confusion(pages)


def _by_words(page: LabelledPage) -> dict[int, bool]:
    tree = LexborHTMLParser(page.html)
    inside = {
        link.mem_id
        for box in tree.css(_TEMPLATE)
        if box.tag not in ("body", "html")
        for link in box.css("a[href]")
    }
    return {i: link.mem_id not in inside for i, link in enumerate(tree.css("a[href]"))}


def _cost(pages: list[LabelledPage], rounds: int) -> None:
    """CPU a page, scaled to 200 kB of HTML, without parsing; the best of several rounds."""
    all_links, two_links, kilobytes = [], [], []
    for page in pages:
        tree = LexborHTMLParser(page.html)
        anchors = tree.css("a[href]")
        if len(page.html) >= 50_000 and anchors:
            all_links.append(min(_seconds(tree, None) for _ in range(rounds)))
            two_links.append(min(_seconds(tree, 2) for _ in range(rounds)))
            kilobytes.append(len(page.html) / 1000)
    for name, seconds in (("all links", all_links), ("two links", two_links)):
        mean = 1000 * sum(seconds) / len(seconds)
        scaled = 1000 * sum(seconds) / sum(kilobytes) * 200
        print(
            f"  CPU, {name}: {mean:.1f} ms a page of {len(seconds)} pages over 50 kB; {scaled:.1f} ms for 200 kB"
        )


def _seconds(tree: LexborHTMLParser, count: int | None) -> float:
    anchors = None if count is None else tree.css("a[href]")[:count]
    start = process_time()
    decide_placements(tree, anchors)
    return process_time() - start


def _confusion(pages: list[LabelledPage]) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for page in pages:
        for i, decision in enumerate(decide_placements(LexborHTMLParser(page.html))):
            pairs[page.links[i].want, decision.placement.value] += 1
    right = sum(count for (want, said), count in pairs.items() if want == said)
    print(f"  placements: {right} of {pairs.total()} right ({right / pairs.total():.1%})")
    print("  | wanted | links | right | said instead |\n  |---|---|---|---|")
    for kind in sorted({want for want, _ in pairs}):
        links = sum(count for (want, _), count in pairs.items() if want == kind)
        wrong = ", ".join(
            f"{count} {said}" for (want, said), count in pairs.items() if want == kind != said
        )
        print(f"  | {kind} | {links} | {pairs[kind, kind]} | {wrong or '-'} |")


if __name__ == "__main__":
    main()
