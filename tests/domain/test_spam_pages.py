"""Whole pages, guilty and innocent: what is sold is named in many languages, and honest pages show no sign."""

import random
from dataclasses import replace

import pytest

from bot.domain.documents import Document
from bot.domain.link_surroundings import outbound_links
from bot.domain.names import parse_target
from bot.domain.placement import Placement
from bot.domain.spam import alike, spam_signs
from bot.domain.spam_evidence import spam_facts_of
from bot.domain.spam_facts import SpamFacts, SpamSign
from tests.looks import a_page, look

LINK = '<a href="https://site.com/guide">garden tools guide</a>'
OURS = "<title>Garden tools and how to use them</title><h1>Garden tools</h1><p>A spade, a hoe and a rake.</p>"
GARDEN = (
    "The soil behind our house is heavy, so we turn it over with a spade before the first frost. In spring the "
    "clods have fallen apart, and beans go in beside the leeks. Nobody told us how deep to dig. A neighbour said "
    "one spade's depth; his father had said two, and grew better onions. We have tried both and cannot tell."
)
NOUNS = [
    "spade",
    "trowel",
    "hoe",
    "rake",
    "fork",
    "barrow",
    "hedge",
    "orchard",
    "pond",
    "compost",
    "clay",
    "loam",
    "frost",
    "fence",
    "shed",
    "bench",
]
THINGS = [
    "boiler",
    "carpet",
    "drum",
    "guitar",
    "hotel",
    "jewel",
    "kitchen",
    "laptop",
    "nursery",
    "oven",
    "quilt",
    "roof",
    "sofa",
    "taxi",
    "violin",
]


def page(body: str, title: str = "Our clay soil") -> str:
    return f"<html><head><title>{title}</title></head><body><main><article><h1>{title}</h1>{body}</article></main></body></html>"


def signs_of(html: str, *, url: str = "https://plot.example/soil") -> dict[str, SpamSign]:
    return {sign.name: sign for sign in spam_signs(_facts(html, url))}


def _facts(html: str, url: str) -> SpamFacts:
    fetched = a_page(html, url=url)
    seen = look(fetched)
    document, ours = Document(fetched), Document(a_page(OURS, url="https://site.com/guide"))
    facts = spam_facts_of(seen, parse_target("site.com"), document, ours, outbound_links(document))
    return replace(facts, anchor=seen.anchor, placement=_place(seen.placement))


def _place(name: str | None) -> Placement | None:
    return Placement(name) if name else None


def injected(block: str, around: str = GARDEN) -> str:
    return page(f"<p>{around}</p><p>{LINK}</p><p>{block}</p>")


@pytest.mark.parametrize(
    ("trade", "block"),
    [
        ("gambling", "Best online casino bonus, play poker and slots, casino jackpot free spins."),
        ("gambling", "slot gacor hari ini, situs judi online terpercaya, bandar togel"),
        ("gambling", "canlı bahis siteleri, kaçak bahis, casino siteleri, rulet oyna"),
        ("gambling", "онлайн казино, игровые автоматы, ставки на спорт, казино вулкан"),
        ("gambling", "Online Casino ohne Lizenz, Sportwetten Bonus, Spielautomaten"),
        ("gambling", "casinos en línea, apuestas deportivas, tragaperras gratis, ruleta"),
        ("gambling", "casino en ligne, paris sportifs, machines à sous gratuites"),
        ("gambling", "siti scommesse, casinò online, slot machine gratis"),
        ("gambling", "cassino online, apostas esportivas, caça-níqueis grátis"),
        ("gambling", "kasyno online, legalni bukmacherzy, automaty do gier"),
        ("gambling", "online καζίνο, στοιχηματικές εταιρίες, φρουτάκια"),
        ("gambling", "澳门赌场 网上赌博 百家乐 博彩公司 彩票平台"),
        ("gambling", "オンラインカジノ おすすめ カジノ ブックメーカー"),
        ("gambling", "온라인카지노 바카라사이트 토토사이트 먹튀검증"),
        ("gambling", "คาสิโนออนไลน์ บาคาร่า สล็อตออนไลน์ แทงบอล"),
        ("gambling", "nhà cái uy tín, cá cược bóng đá, casino trực tuyến, nổ hũ"),
        ("gambling", "كازينو اون لاين، مراهنات رياضية، العاب قمار"),
        ("gambling", "ऑनलाइन कैसीनो, सट्टा मटका, सट्टेबाजी ऐप"),
        ("pharma", "buy viagra online cheap cialis no prescription"),
        ("pharma", "acheter viagra sans ordonnance, cialis générique"),
        ("pharma", "купить виагру без рецепта, дженерик сиалис"),
        ("pharma", "バイアグラ 通販 シアリス 個人輸入 レビトラ"),
        ("loans", "payday loans online, bad credit loans, no credit check"),
        ("replicas", "replica watches, replica rolex submariner, louis vuitton outlet"),
        ("essays", "write my essay, essay writing services, buy essay online"),
        ("adult", "free porn videos, xxx videos, live sex cams"),
    ],
)
def test_a_trade_in_a_page_about_something_else_is_named(trade: str, block: str) -> None:
    sign = signs_of(injected(block))[f"{trade}_words"]
    assert "words of that trade" in sign.seen


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Council allows a second casino at the harbour",
            (
                "The council voted to allow a second casino after years of debate about gambling. Opponents fear problem "
                "gambling in a district with many betting shops. The casino will pay for a public garden."
            ),
        ),
        (
            "A weekend in Monte Carlo",
            (
                "In the evening we walked past the casino, which Garnier built; my aunt once lost her hat at roulette "
                "there. The casino has a garden with palms."
            ),
        ),
        (
            "Market Square Pharmacy",
            (
                "Our pharmacy has served the town since 1911. The pharmacy is open on Saturdays, and behind the pharmacy "
                "we grow herbs. Pharmacists advise on pills and teas."
            ),
        ),
        (
            "Treatments for erectile dysfunction",
            "Doctors prescribe sildenafil or tadalafil; Viagra and Cialis are brand names.",
        ),
        (
            "Sildenafil for cold fingers: a review of trials",
            "In four trials sildenafil helped gardeners with cold fingers, tadalafil less so. Sildenafil is cheap.",
        ),
        ("How fake news spreads", "Fake news, a fake photo and a fake quote of a giant tomato."),
        (
            "Trees",
            "Judi planted a tree. Anil Kumar filmed Judi, and Kumar says that Judi knows it.",
        ),
        (
            "Wetten voor tuinders",
            "Nieuwe wetten: de wetten gelden vanaf januari, oude wetten niet.",
        ),
        ("Programme", "Each talk has a slot. Slots on Friday are for tools; ask for your slot."),
        ("Теплица", "Ставки по вкладу растут, ставки по кредиту тоже; кредит на теплицу дают все."),
        (
            "Old spades",
            "Loans came from six museums; the loans end in May, and new loans are planned.",
        ),
        ("My first car", "My Escort carried spades. Other Escort owners know the Escort's boot."),
        ("澳门赌场旁的花园开放", "澳门一家赌场外的花园昨日开放。赌场经营者表示，花园免费开放。"),
        (
            "Orwell",
            "In the essay he plants a rose. His other essays are shorter; each essay ends outdoors.",
        ),
    ],
)
def test_whoever_writes_about_a_trade_does_not_sell_it(title: str, text: str) -> None:
    assert signs_of(page(f"<p>{text}</p><p>{GARDEN}</p><p>{LINK}</p>", title)) == {}


def _entries(names: list[str], note: str = "") -> str:
    return "".join(
        f'<li><a href="https://s{i}.example/">{name}</a>{note}</li>' for i, name in enumerate(names)
    )


CHANCE = random.Random(8)
SOLD = [f"{CHANCE.choice(('cheap', 'buy', 'best'))} {CHANCE.choice(THINGS)}" for _ in range(250)]
MIXED = [f"{CHANCE.choice(THINGS)} {CHANCE.choice(THINGS)} {i}" for i in range(250)]
CLUBS = [f"{CHANCE.choice(NOUNS).title()} {CHANCE.choice(('Garden Club', 'Society', 'Trust', 'Gardeners'))} of {CHANCE.choice(THINGS).title()}" for _ in range(150)]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "names"),
    [("Links", SOLD), ("Our clay soil", MIXED), ("Links", [f"Site {i}" for i in range(300)])],
    ids=["sold", "unrelated", "numbered"],
)
def test_a_heap_of_unrelated_sites_is_a_farm(title: str, names: list[str]) -> None:
    found = signs_of(page(f"<ul>{_entries(names)}<li>{LINK}</li></ul>", title))
    assert f"{len(names) + 1} other sites" in found["link_farm"].seen


@pytest.mark.parametrize("note", ["", " – notes on how they garden on heavy soil"])
def test_a_long_list_with_a_subject_is_none(note: str) -> None:
    names = _entries(CLUBS, note)
    assert signs_of(page(f"<ul>{names}<li>{LINK}</li></ul>", "Garden clubs: web resources")) == {}


def test_a_list_of_one_kind_of_thing_has_a_subject_whatever_it_is_called() -> None:
    names = [
        f"University of {a.title()}{b}"
        for a in THINGS
        for b in ("ford", "ton", "bury", "ham", "by")
    ]
    assert signs_of(page(f"<ul>{_entries(names)}<li>{LINK}</li></ul>", "Links")) == {}


@pytest.mark.parametrize(
    "body",
    [
        "<p>{Great|Good} {low cost spades|cheap shovels} for {your garden|the yard}.</p>",
        "<p>%%company%% is the best %%keyword%% in [city]: our {{keyword}} experts help.</p>",
        "<p>" + "best garden tools shop buy garden tools online " * 30 + "</p>",
        "".join(
            f"<p>Looking for the best plumber in {town}? Our plumber in {town} is the best plumber that {town} has. "
            f"Call our {town} plumber now for plumber services in {town}.</p>"
            for town in ["Leeds", "York", "Hull", "Bath", "Kent", "Dover", "Derby", "Ely"]
        ),
    ],
    ids=["spinner", "blanks", "stuffed", "doorway"],
)  # fmt: skip
def test_what_a_program_wrote_is_named(body: str) -> None:
    assert {"spun_text", "generated_text"} & signs_of(page(f"{body}<p>{LINK}</p>")).keys()


@pytest.mark.parametrize(
    "body",
    [
        "<pre>service {start|stop|restart} {apache|nginx}</pre><p>Set {yes|no}, then {on|off}.</p>",
        "<p>" + "<br>".join(["Dig a little deeper in the garden", "Oh, the spade and the rake"] * 30) + "</p>",
        "".join(f"<div><h3>Spade {i}</h3><p>In stock. Free delivery.</p><a href='/c'>Compare</a></div>" for i in range(60)),
        "<table>" + "<tr><td>light rain</td><td>wind from the west</td></tr>" * 80 + "</table>",
        f"<p>{GARDEN}</p>" * 6,
        "<ul>" + "".join(f"<li>Smith, J. ({1980 + i}). The spade in history, part {i}. Journal of old and new gardens. Retrieved in May.</li>" for i in range(60)) + "</ul>",
    ],
    ids=["manual", "song", "shop", "table", "repeated whole", "references"],
)  # fmt: skip
def test_what_repeats_itself_honestly_is_not(body: str) -> None:
    assert signs_of(page(f"{body}<p>{LINK}</p>")) == {}


def anchored(anchor: str, around: str = GARDEN) -> str:
    return page(
        f'<p>{around} See <a href="https://site.com/guide">{anchor}</a> for more of it.</p>'
    )


@pytest.mark.parametrize("anchor", ["купить лопату дёшево", "在线娱乐城", "สล็อตเว็บตรง"])
def test_a_foreign_script_in_an_anchor_is_named(anchor: str) -> None:
    assert "foreign_script_anchor" in signs_of(anchored(anchor))


RUSSIAN = "Мы копаем землю в саду лопатой каждую осень, потом сажаем чеснок и лук."


@pytest.mark.parametrize(
    ("anchor", "around"),
    [
        ("Русский", GARDEN),
        ("日本語", GARDEN),
        ("садовые инструменты", f"{GARDEN} {RUSSIAN}"),
        ("π", GARDEN),
        ("Garden tools and how to use them", RUSSIAN * 3),
    ],
    ids=["language", "language in kanji", "two languages", "symbol", "latin title"],
)
def test_a_page_of_several_languages_shows_none(anchor: str, around: str) -> None:
    assert "foreign_script_anchor" not in signs_of(anchored(anchor, around))


def commented(*comments: tuple[str, str]) -> str:
    rows = "".join(
        f'<li class="comment"><div class="comment-author"><cite>{who}</cite> says:</div>'
        f'<div class="comment-content"><p>{said}</p></div></li>'
        for who, said in comments
    )
    return page(f"<p>{GARDEN}</p><p>{GARDEN}</p>").replace(
        "</article>", f'</article><section id="comments"><h2>Comments</h2><ol class="comment-list">{rows}</ol></section>'
    )  # fmt: skip


def _signed(name: str) -> str:
    return f'<a href="https://site.com/" rel="ugc nofollow">{name}</a>'


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("best online casino", "We dig in October, since the frost breaks the clods."),
        ("buy garden tools online", "Very informative article, I really like your blog!"),
        ("Gartengeräte günstig kaufen", "Toller Beitrag, vielen Dank!"),
        ("outils de jardin pas cher", "Merci pour ce partage, excellent article !"),
        ("comprar ferramentas de jardim", "Ótimo post, parabéns pelo blog!"),
        ("tanie narzędzia ogrodowe sklep", "Świetny wpis, dzięki za informacje!"),
        ("園芸用品 激安 通販", "素晴らしい記事ですね。とても参考になりました。"),
    ],
)
def test_a_comment_for_its_link_s_sake_is_named(name: str, said: str) -> None:
    assert "comment_spam" in signs_of(commented((_signed(name), said), ("Ann", "Which spade?")))


def test_a_comment_of_links_to_many_sites_is_named() -> None:
    links = "".join(f'<a href="https://a{i}.example">shop {i}</a> ' for i in range(4))
    found = signs_of(commented(("Bob", f"Hi! {links} {_signed('tools')}"), ("Ann", "Hello Bob")))
    assert "links to 5 sites" in found["comment_spam"].seen


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Kumar Sanu", "We dig in October too, since the frost breaks our clay."),
        ("Judi", "Clay needs frost. I leave the clods as they are until March."),
        ("Notes of a Digger", "We dig in October too, since the frost breaks our clay."),
        ("Наталья Петрова", "Спасибо за статью! У нас тоже глина."),
        ("Notes of a Digger", "Great post! Our soil is clay as well, and we dig it in October."),
    ],
)
def test_an_honest_comment_is_not_named_whatever_others_say_beside_it(name: str, said: str) -> None:
    found = signs_of(commented((_signed(name), said), ("Ann", "Great post, thanks for sharing!")))
    assert "comment_spam" not in found


def test_people_link_with_a_title_and_with_read_more() -> None:
    facts = replace(
        _facts(anchored("x"), "https://plot.example/"), same_anchor_domains=40, placement=None
    )
    for usual in ("Garden tools and how to use them", "garden tools", "Read more", "https://site.com/guide", "Site gardens"):  # fmt: skip
        assert spam_signs(replace(facts, anchor=usual)) == ()
    stuffed = spam_signs(replace(facts, anchor="cheap spades online"))
    assert [sign.name for sign in stuffed] == ["stuffed_anchor"]
    again = replace(facts, anchor="spades, cheap spades, buy spades", same_anchor_domains=1)
    assert "3 times in one anchor" in spam_signs(again)[0].seen


def test_many_new_domains_that_name_us_differently_are_no_burst() -> None:
    facts = SpamFacts(new_domains_a_day=[1, 0, 2, 1, 0, 1, 3, 120], brand_words=frozenset({"site"}))
    viral = {f"what Ann wrote about spades {i}": 1 for i in range(80)} | {"site.com": 40}
    sold = {"cheap garden tools": 60, "site.com": 30}
    assert alike({}, facts) is None
    for anchors, expected in ((viral, 0), (sold, 1)):
        assert len(spam_signs(replace(facts, burst_alike=alike(anchors, facts)))) == expected
    unknown = spam_signs(facts)[0]
    assert "anchors are not known" in unknown.seen
    assert unknown.strength < 0.5


def test_the_footers_of_one_s_own_sites_are_no_sign() -> None:
    facts = SpamFacts(placement=Placement.FOOTER, domain_links=900)
    assert [sign.name for sign in spam_signs(facts)] == ["sitewide_footer"]
    assert spam_signs(replace(facts, same_owner=True)) == ()
