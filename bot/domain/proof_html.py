"""The evidence of verdicts as one HTML file that can be handed on: it needs nothing else to be read.

No script, no picture, no address that a browser would fetch by itself: a policy in the file forbids them
(https://www.w3.org/TR/CSP3/), and every word of strangers is text.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Final

from bot.domain.proofs import Exhibit, printable
from bot.domain.verdicts import Observation, State

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;"
    "color:#1d1c1d;background:#fff}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem;overflow-wrap:anywhere}h3{font-size:1rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0}"
    "dt{color:#555}dd{margin:0;overflow-wrap:anywhere}"
    "blockquote{border-left:4px solid #bbb;margin:1rem 0;padding:.2rem 1rem;overflow-wrap:anywhere}"
    "mark{background:#ffe58a}footer{margin-top:2rem;color:#555}"
)
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
)


def proof_html(exhibits: Sequence[Exhibit], *, made_at: datetime) -> str:
    """A page with every link's looks: text before and after, redirects, headers, times, hashes.

    It never holds a price or a contact: nothing of an agreement is known here.
    """
    first = exhibits[0].seen.referring_page if len(exhibits) == 1 else f"{len(exhibits)} links"
    title = f"Evidence: {first}"
    body = "".join(_exhibit(one) for one in exhibits)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>{_text(title)}</h1>\n{body}"
        "<footer>Looked at without a browser: the page as its server sends it. Times are UTC. "
        f"Written {_moment(made_at)}.</footer>\n</body></html>\n"
    )


def _text(words: object) -> str:
    return escape(printable(str(words)), quote=True)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _exhibit(one: Exhibit) -> str:
    seen = one.seen
    looks = "".join(_look(title, look) for title, look in one.looks)
    pairs = (("Page", seen.referring_page), ("Links to", seen.target))
    return f"<section><h2>{_text(_verdict(seen))}</h2>{_list(pairs)}{looks}</section>\n"


def _verdict(seen: Observation) -> str:
    state = seen.state.value.capitalize()
    return f"{state}: {seen.reason.value.replace('_', ' ')}" if seen.reason else state


def _look(title: str, seen: Observation) -> str:
    evidence = seen.evidence
    facts: list[tuple[str, object]] = [
        ("Looked at", _moment(seen.checked_at)),
        ("Verdict", _verdict(seen)),
        ("Because", evidence.because),
        ("HTTP status", seen.http_status or "no answer"),
        *(("Redirect", f"{hop.status} at {hop.url}") for hop in seen.redirects),
        ("Final address", seen.final_url or ""),
        ("Title", evidence.title or ""),
    ]
    if seen.state is State.LIVE:
        facts += _link(seen)
    if evidence.sha256:
        facts += [("Bytes read", f"{evidence.bytes_read or 0:,}"), ("SHA-256", evidence.sha256)]
    facts += [(f"Header {name}", value) for name, value in evidence.headers]
    quote = _quote(seen) if seen.state is State.LIVE else ""
    return f"<h3>{_text(title)}</h3>{quote}{_list(facts)}"


def _link(seen: Observation) -> list[tuple[str, object]]:
    evidence = seen.evidence
    facts: list[tuple[str, object]] = [
        ("Link", seen.href or ""),
        ("Links to the target", seen.links),
        ("rel", " ".join(seen.rel) or "none"),
        ("Followed", "yes" if seen.followed else "no"),
        ("Place on the page", (seen.placement or "").replace("_", " ")),
    ]
    facts += [("Not followed because of", source) for source in evidence.nofollow_from]
    facts += [("Not indexable because of", source) for source in evidence.noindex_from]
    if seen.canonical_elsewhere:
        facts.append(("Canonical", seen.canonical or ""))
    return facts


def _quote(seen: Observation) -> str:
    evidence = seen.evidence
    before, after = _text(evidence.before or ""), _text(evidence.after or "")
    return f"<blockquote>{before} <mark>{_text(seen.anchor or '[no text]')}</mark> {after}</blockquote>"


def _list(pairs: Iterable[tuple[str, object]]) -> str:
    rows = "".join(
        f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in pairs if value != ""
    )
    return f"<dl>{rows}</dl>"
