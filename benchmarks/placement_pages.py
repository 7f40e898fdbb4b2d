"""Pages whose links are labelled: the project's own, and a corpus of articles where it is present.

An own page says in `data-want` what the links below that attribute should be judged. In the corpus a link is
editorial when it survives, in order and by href and text, in the article that a reader mode keeps.
"""

import gzip
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

ROOT = Path(__file__).parent.parent
OWN = ROOT / "tests" / "data" / "placement"
# Layouts that are hard to read: flat pages, tables, boxes without names, lines without paragraphs.
LAYOUTS = ROOT / "tests" / "data" / "placement_layouts"
# Written after the rules and never used to fit the trees.
UNSEEN = ROOT / "tests" / "data" / "placement_unseen"
UNSEEN_LATER = ROOT / "tests" / "data" / "placement_unseen_later"
CORPUS = ROOT.parent / "shared" / "corpora" / "pages"
# The address under which the corpus's pages were kept.
_ADDRESS = "http://fakehost/test/page.html"
# Kinds that say where content is and where it is not; the others are decided before the model is asked.
_MODEL_KINDS = frozenset(
    {"content", "navigation", "header", "footer", "sidebar", "related", "widget"}
)


@dataclass(frozen=True, slots=True)
class LabelledLink:
    """`want` is the placement of an own page's link, "" in the corpus.

    `doubtful`: the page has more links of this address and text than the article kept, so that the label may
    belong to another of them.
    """

    href: str
    editorial: bool
    want: str = ""
    doubtful: bool = False

    @property
    def for_model(self) -> bool:
        return not self.doubtful and (not self.want or self.want in _MODEL_KINDS)


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """`links` by the index of `a[href]` in document order; links that are scripts are left out."""

    name: str
    html: str
    links: dict[int, LabelledLink]
    corpus: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Of one page: mean recall over the classes present; F1 of editorial, None where nothing is or was called so."""

    balanced: float
    f1: float | None


def page_scores(wanted: Sequence[bool], said: Sequence[bool]) -> Score:
    pairs = list(
        zip((bool(value) for value in wanted), (bool(value) for value in said), strict=True)
    )
    hit, miss = pairs.count((True, True)), pairs.count((True, False))
    false, right = pairs.count((False, True)), pairs.count((False, False))
    recalls = [
        part / (part + other) for part, other in ((hit, miss), (right, false)) if part + other
    ]
    f1 = 2 * hit / (2 * hit + miss + false) if hit + miss + false else None
    return Score(sum(recalls) / len(recalls), f1)


def report(pages: Sequence[LabelledPage], said: Mapping[str, Mapping[int, bool]]) -> list[str]:
    """A line a population: all links, those whose label is sure, to pages, to other sites; macro means over pages."""
    lines = []
    for part in ("corpus", "own"):
        for name, belongs in (
            ("all links", _any),
            ("links with a sure label", _is_sure),
            ("http links", _leads_to_a_page),
            ("links to other sites", _leads_elsewhere),
        ):
            scores = []
            for page in pages:
                links = (
                    [i for i, link in page.links.items() if belongs(link, page)]
                    if page.corpus is (part == "corpus")
                    else []
                )
                if links:
                    wanted = [page.links[i].editorial for i in links]
                    scores.append(page_scores(wanted, [said[page.name][i] for i in links]))
            if scores and (name != "links with a sure label" or part == "corpus"):
                f1 = [score.f1 for score in scores if score.f1 is not None]
                balanced = sum(score.balanced for score in scores) / len(scores)
                lines.append(
                    f"{part} pages, {name}: {len(scores)} pages, balanced accuracy {balanced:.3f}, F1 {sum(f1) / len(f1):.3f}"
                )
    return lines


def _any(_link: LabelledLink, _page: LabelledPage) -> bool:
    return True


def _is_sure(link: LabelledLink, _page: LabelledPage) -> bool:
    return not link.doubtful


def _leads_to_a_page(link: LabelledLink, _page: LabelledPage) -> bool:
    href = link.href.strip().lower()
    return (
        bool(href)
        and not href.startswith("#")
        and (
            ":" not in href
            or href.split(":")[0] in ("http", "https")
            or not href.split(":")[0].isalpha()
        )
    )


def _leads_elsewhere(link: LabelledLink, page: LabelledPage) -> bool:
    """To another site than the one that most absolute links of the page lead to, which is its own."""
    site = _site(link.href)
    return bool(site) and site != _own_site(page.html)


@lru_cache(maxsize=4)
def _own_site(html: str) -> str:
    sites = Counter(
        filter(
            None,
            (
                _site(anchor.attributes.get("href") or "")
                for anchor in LexborHTMLParser(html).css("a[href]")
            ),
        )
    )
    site, count = sites.most_common(1)[0] if sites else ("", 0)
    return site if count > 1 else ""


def _site(href: str) -> str:
    try:
        host = urlsplit(href.strip()).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.split(".")[-2:])


def own_pages(folder: Path = OWN) -> list[LabelledPage]:
    """Read the project's own pages, in the order of their names; `data-want` itself is taken out."""
    pages = []
    for path in sorted(folder.glob("*.html")):
        html = path.read_text(encoding="utf-8")
        tree = LexborHTMLParser(html)
        links = {}
        for index, anchor in enumerate(tree.css("a[href]")):
            want = _wanted(anchor, path)
            links[index] = LabelledLink(anchor.attributes["href"] or "", want == "content", want)
        bare = re.sub(r"\sdata-want=\w+", "", html)
        pages.append(LabelledPage(path.name, bare, links, corpus=False))
    return pages


def _wanted(anchor: LexborNode, path: Path) -> str:
    node: LexborNode | None = anchor
    while node is not None and node.tag != "-document":
        want = node.attributes.get("data-want")
        if want:
            return want
        node = node.parent
    raise ValueError(f"{path.name}: no data-want above {anchor.html}")


def corpus_pages(folder: Path = CORPUS) -> list[LabelledPage]:
    """Read the corpus; empty where it is absent."""
    if not folder.is_dir():
        return []
    return [
        _corpus_page(page)
        for page in sorted(folder.iterdir())
        if (page / "source.html.gz").exists()
    ]


def _corpus_page(folder: Path) -> LabelledPage:
    source, kept = (
        gzip.decompress((folder / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        for name in ("source", "expected")
    )
    before, after = _keys(source), _keys(kept)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    survived = {
        i for block in matcher.get_matching_blocks() for i in range(block.a, block.a + block.size)
    }
    there, kept_of = Counter(before), Counter(after)
    links = {}
    for index, anchor in enumerate(LexborHTMLParser(source).css("a[href]")):
        href = anchor.attributes["href"] or ""
        if not href.strip().lower().startswith("javascript:"):
            doubtful = there[before[index]] > kept_of[before[index]] > 0
            links[index] = LabelledLink(href, index in survived, doubtful=doubtful)
    return LabelledPage(folder.name, source, links, corpus=True)


def _keys(html: str) -> list[tuple[str, str]]:
    tree = LexborHTMLParser(html)
    base = tree.css_first("base[href]")
    address = urljoin(_ADDRESS, (base.attributes.get("href") or "").strip()) if base else _ADDRESS
    return [
        (_address(anchor.attributes.get("href") or "", address), re.sub(r"\s+", "", anchor.text()))
        for anchor in tree.css("a[href]")
    ]


def _address(href: str, base: str) -> str:
    href = href.strip()
    if href.startswith("#") and base == _ADDRESS:
        return href
    try:
        parts = urlsplit(urljoin(base, href))
    except ValueError:
        return href
    if parts.scheme in ("http", "https"):
        parts = parts._replace(
            scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path or "/"
        )
    return re.sub(r"[ \n\t]", "", unquote(parts.geturl()))
