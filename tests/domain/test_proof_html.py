"""A proof as a file: whole, and harmless whatever the page said."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from bot.domain.pages import Hop
from bot.domain.proof_html import proof_html
from bot.domain.proofs import Exhibit, proof
from bot.domain.verdicts import Evidence, Observation, Reason, State
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS

NOW = datetime(2026, 11, 23, 9, 14, 5, tzinfo=UTC)
PAGE = "https://journal.example/tools"


def look(
    state: State = State.LIVE, *, text: str = "garden guide", url: str = PAGE, age: int = 0
) -> Observation:
    return Observation(
        url,
        "site.example",
        state,
        None if state is State.LIVE else Reason.LINK_REMOVED,
        NOW - timedelta(days=age),
        http_status=200,
        final_url=f"{url}?b",
        redirects=(Hop(url, 301),),
        links=1,
        href=url,
        anchor=text,
        rel=(text,),
        followed=True,
        placement="content",
        canonical=url,
        canonical_elsewhere=True,
        evidence=Evidence(
            because=text,
            title=text,
            before=f"before {text}",
            after=f"after {text}",
            bytes_read=1234,
            sha256="ab" * 32,
            nofollow_from=(text,),
            headers=(("server", text), ("x-robots-tag", "noarchive")),
        ),
    )


class Reader(HTMLParser):
    """What a browser would take from the file."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_it_has_all_that_another_person_needs() -> None:
    gone, live = look(State.LOST), look(age=9)
    words = read(proof_html([Exhibit(gone, live)], made_at=NOW)).words
    for fact in (
        "Lost: link removed", "2026-11-23 09:14:05 UTC", "2026-11-14 09:14:05 UTC", "301 at https",
        "before garden guide", "after garden guide", "ab" * 32, "1,234", "x-robots-tag", "site.example",
        "The newest look that saw the link",
    ):  # fmt: skip
        assert fact in words
    text = proof(Exhibit(gone, live))
    assert "ab" * 32 in text
    assert "before garden guide" in text


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "section", "h1", "h2", "h3", "dl", "dt", "dd",
    "blockquote", "mark", "footer",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
@pytest.mark.parametrize("url", [PAGE, *HOSTILE_URLS], ids=range(len(HOSTILE_URLS) + 1))
def test_it_runs_and_fetches_nothing_whatever_the_page_said(text: str, url: str) -> None:
    exhibits = [Exhibit(look(State.LOST, text=text, url=url), look(text=text, url=url))] * 2
    whole = proof_html(exhibits, made_at=NOW)
    whole.encode()
    read_ = read(whole)
    assert {tag for tag, _ in read_.tags} <= ALLOWED
    for tag, attributes in read_.tags:
        assert not {"src", "href", "style", "action", "onload", "srcset"} & set(attributes), tag
    assert "\x1b" not in whole
    assert "\u202e" not in whole


def test_the_file_forbids_what_it_does_not_need() -> None:
    tags = read(proof_html([Exhibit(look())], made_at=NOW)).tags
    policy = next(a["content"] for t, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy
