"""A page of which strangers see only the beginning cannot be called without the link; a newsletter is no wall."""

import json

import pytest

from tests.looks import look_at

TEXT = "<p>" + "The best spades are of forged steel and ash, and last a lifetime. " * 3 + "</p>"
HEAD = (
    "<header><nav><a href='/'>Home</a> <a href='/subscribe'>Subscribe</a> "
    "<a href='/login'>Already a subscriber? Log in</a></nav></header>"
)
FOOT = "<footer><p>Subscribe to our newsletter: the best of the garden, every week.</p></footer>"


def article(body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>Tools | Journal</title>{head}</head><body>{HEAD}"
        f"<main><article><h1>Tools</h1>{body}</article></main>{FOOT}</body></html>"
    )


def data(kind: str = "NewsArticle", **facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": kind, **facts})}</script>'


def locked(selector: str) -> str:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": selector}
    return data(isAccessibleForFree="False", hasPart=part)


def asks(sentence: str, box: str = "x1") -> str:
    return article(f"{TEXT * 2}<div class='{box}'><p>{sentence}</p><button>OK</button></div>")


DECLARED = {
    "data": article(TEXT, data(isAccessibleForFree=False)),
    "data in words": article(TEXT, data(isAccessibleForFree="http://schema.org/False")),
    "data in a graph": article(
        TEXT, data("Graph", **{"@graph": [{"@type": ["Article"], "isAccessibleForFree": False}]})
    ),
    "a locked part that is not there": article(TEXT, locked(".locked")),
    "a locked part that is short": article(TEXT + f"<div class=locked>{TEXT}</div>", locked(".locked")),
    "microdata": article("<meta itemprop=isAccessibleForFree content=false>" + TEXT),
    "locked tier": article(TEXT, '<meta property="article:content_tier" content="locked">'),
    "metered tier": article(TEXT, '<meta property="article:content_tier" content="metered">'),
    "a meta of the publisher's own": article(TEXT, '<meta name="cXenseParse:paywall" content="true">'),
    "much text, and a box": article(
        TEXT * 40 + "<div class=paywall><h2>Subscribe to continue reading</h2></div>",
        data(isAccessibleForFree=False),
    ),
    "fewer words than it says": article(TEXT * 2, data(isAccessibleForFree=False, wordCount=1200)),
    "AMP": article(TEXT + "<section subscriptions-section='x'>Subscribe to read the full story</section>"),
}  # fmt: skip

SENTENCES = [
    "Subscribe to continue reading", "Keep reading with a free account", "Sign in to read the full article",
    "The rest of this article is for paying subscribers only.", "This post is for paid subscribers",
    "Create an account to read the full story.", "You have reached your limit of free articles this month.",
    "Unlock this article", "To continue reading, please log in or register.", "This is a members-only story.",
    "Lesen Sie weiter mit unserem Digital-Abo.", "Dieser Artikel ist exklusiv für Abonnenten.",
    "Jetzt weiterlesen mit Tagblatt Plus", "La suite est réservée aux abonnés.",
    "Il vous reste 78% de cet article à lire.", "Suscríbete para seguir leyendo", "Contenido exclusivo para suscriptores",
    "Abbonati per continuare a leggere", "Conteúdo exclusivo para assinantes", "Dit artikel is alleen voor abonnees.",
    "Dalsza część artykułu dostępna tylko dla subskrybentów.", "Artikeln är för prenumeranter.",
    "Denne saken er forbeholdt abonnenter.", "Læs videre med et abonnement.", "Tämä juttu on tilaajille.",
    "Článek je určen pouze pro předplatitele.", "Чтобы читать дальше, оформите подписку.",
    "この記事は有料会員限定です。残り1,234文字", "订阅后继续阅读全文", "유료 회원 전용 기사입니다.",
]  # fmt: skip

WHOLE = {
    "newsletter": asks("Subscribe to our newsletter and get the best stories in your inbox.", "signup"),
    "followers": asks("Sign up to get new posts by email. Join 4,000 readers.", "subscribe"),
    "comments": asks("You must be logged in to post a comment."),
    "excerpts": article("".join(f"<h2>{n}</h2><p>Short.</p><a href='/{n}'>Continue reading</a>" for n in range(6))),
    "free": article(TEXT, data(isAccessibleForFree=True)),
    "free tier": article(TEXT, '<meta property="article:content_tier" content="free">'),
    "empty boxes": article(TEXT + "<div id='piano-inline'></div><div class='paywall'></div>"),
    "a hidden box": article(TEXT + "<div class=paywall style='display: none'>Subscribe to continue reading</div>"),
    "an article on paywalls": article(
        "<p>Papers now greet their readers with “Subscribe to continue reading”, and we asked them why.</p>" + TEXT * 6
    ),
    "an article that ends with one": article(TEXT + "<p>The box said “Subscribe to continue reading”, and we did.</p>"),
    "a museum": article(TEXT, data("TouristAttraction", isAccessibleForFree=False)),
    "a list of locked articles": article(
        TEXT, data("ItemList", itemListElement=[{"@type": "NewsArticle", "isAccessibleForFree": False}])
    ),
    "a locked part that was sent": article(f"{TEXT}<div class=locked>{TEXT * 10}</div>", locked(".locked")),
    "all its words": article(TEXT * 10, data(isAccessibleForFree=False, wordCount=400)),
    "a shop's members": asks("Members only pay half the price. Register to win a spade."),
    "a better spade": asks("Our premium spade, for those who dig every day.", "premium"),
    "a course": asks("Sign up for our course and become a better gardener.", "upsell"),
    "a donation": asks("If you like this article, support us with a donation.", "offer"),
    "a magazine": asks("To read more about spades, sign up for the magazine."),
    "odd data": article(TEXT, '<script type="application/ld+json">{"a": [</script>' + data(hasPart={"cssSelector": ":::"})),
}  # fmt: skip


@pytest.mark.parametrize("html", DECLARED.values(), ids=DECLARED)
def test_a_page_that_says_that_it_is_not_free_is_not_called_without_the_link(html: str) -> None:
    seen = look_at(html)
    assert seen.reason == "blocked", seen.evidence.because
    assert "only a part of the page" in seen.evidence.because


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("box", ["paywall", "x1"])
def test_a_text_that_stops_at_an_offer_is_a_part(sentence: str, box: str) -> None:
    seen = look_at(asks(sentence, box))
    assert seen.reason == "blocked", seen.evidence.because


@pytest.mark.parametrize("html", WHOLE.values(), ids=WHOLE)
def test_a_page_with_an_offer_beside_its_text_is_whole(html: str) -> None:
    seen = look_at(html)
    assert seen.reason == "link_removed", seen.evidence.because


@pytest.mark.parametrize("html", [*DECLARED.values(), asks(SENTENCES[0])])
def test_a_link_in_the_part_that_is_shown_is_live(html: str) -> None:
    linked = html.replace("<h1>Tools</h1>", "<h1>Tools</h1><p><a href='https://site.com'>x</a></p>")
    assert look_at(linked).state == "live"
