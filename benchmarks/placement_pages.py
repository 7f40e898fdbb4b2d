"""Pages whose links are labelled: the project's own, and a corpus of articles where it is present.

An own page says in `data-want` what the links below that attribute should be judged. In the corpus a link is
editorial when it survives, in order and by href and text, in the article that a reader mode keeps.
"""

import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

ROOT = Path(__file__).parent.parent
OWN = ROOT / "tests" / "data" / "placement"
CORPUS = ROOT.parent / "shared" / "corpora" / "pages"
# The address under which the corpus's pages were kept.
_ADDRESS = "http://fakehost/test/page.html"
# Kinds that say where content is and where it is not; the others are decided before the model is asked.
_MODEL_KINDS = frozenset(
    {"content", "navigation", "header", "footer", "sidebar", "related", "widget"}
)


@dataclass(frozen=True, slots=True)
class LabelledLink:
    """`want` is the placement of an own page's link, "" in the corpus."""

    href: str
    editorial: bool
    want: str = ""

    @property
    def for_model(self) -> bool:
        return not self.want or self.want in _MODEL_KINDS


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
    links = {}
    for index, anchor in enumerate(LexborHTMLParser(source).css("a[href]")):
        href = anchor.attributes["href"] or ""
        if not href.strip().lower().startswith("javascript:"):
            links[index] = LabelledLink(href, index in survived)
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
