"""Labels and by-lines above a page's text, in many languages; what is only written about is no label."""

import pytest

from bot.domain.appraisal import origin_of
from bot.domain.link_types import LinkType
from bot.domain.names import parse_target
from bot.domain.origins import OriginDecision
from bot.domain.page_marks import PageMark, mark_of_line, mark_of_title
from tests.looks import PROSE, look_at

LINK = '<p>See the <a href="https://site.com/guide">garden guide</a> for spades and soils.</p>'
PAID = (
    "Sponsored content|Paid partnership with Acme|Advertorial|Sponsored by Acme|In association with Acme|Partner content"
    "|This post is sponsored by Acme|Anzeige|Werbung|Publireportage|Article sponsorisé|Contenido patrocinado|Publirreportaje"
    "|Contenuto sponsorizzato|Conteúdo patrocinado|Materiał sponsorowany|На правах рекламы|Реклама. ООО «Икс»|Sponsorlu içerik"
    "|Komerční sdělení|Annons|Betalt samarbete|Kaupallinen yhteistyö|Annonsørinnhold|Támogatott tartalom|Articol sponsorizat"
    "|Χορηγούμενο|محتوى ممول|תוכן ממומן|広告|タイアップ記事|赞助内容|유료 광고 포함|โฆษณา|Bài viết tài trợ|Betaald partnerschap"
)
GUEST = (
    "Guest post by Ann Lee|This is a guest post by Ann|Contributed by Ann Lee|By Ann Lee, guest author|Gastbeitrag von Anna"
    "|Article invité|Artículo de invitado|Artigo convidado|Articolo ospite|Gastblog door Anna|Artykuł gościnny|Гостевая статья"
    "|Konuk yazar|Gästinlägg|Vieraskynä|Vendégposzt|寄稿|ゲスト記事|客座文章|기고문|مقال ضيف|Bài viết khách mời"
)
RELEASE = (
    "FOR IMMEDIATE RELEASE|Press release|Press contact: Ann Lee|/PRNewswire/ --|Pressemitteilung|Communiqué de presse"
    "|Nota de prensa|Comunicado de imprensa|Comunicato stampa|Persbericht|Informacja prasowa|Пресс-релиз|Basın bülteni"
    "|Tisková zpráva|Pressmeddelande|Lehdistötiedote|Sajtóközlemény|Δελτίο τύπου|بيان صحفي|プレスリリース|新闻稿|보도자료|Siaran pers"
)


def _origin(body: str, title: str = "Spades on clay", around: str = "") -> OriginDecision:
    page = f"<title>{title}</title>{around}<main><article>{body}</article></main>"
    return origin_of(parse_target("site.com"), look_at(page), None)


@pytest.mark.parametrize(
    ("labels", "type_"),
    [(PAID, LinkType.SPONSORED), (GUEST, LinkType.GUEST_POST), (RELEASE, LinkType.PRESS_RELEASE)],
    ids=["paid", "guest", "release"],
)
def test_a_label_above_the_text_says_how_the_link_came_about(labels: str, type_: LinkType) -> None:
    h1 = "<h1>Spades on clay</h1>"
    for label in labels.split("|"):
        for above in (f"{h1}<p class=x>{label}</p>", f"<header><span>{label}</span>{h1}</header>"):
            decision = _origin(f"{above}{PROSE}{LINK}{PROSE}")
            assert (label, decision.type, decision.assumed) == (label, type_, False)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Clay</h1>{PROSE}<div><small>Anzeige</small></div>{LINK}{PROSE}",
        f"<h1>Clay</h1>{PROSE}<p>Some print a press release as news, and a sponsored post as advice.</p>{PROSE}{LINK}",
        f"<h1>Clay</h1><p>Press releases are printed as news by many papers, and nobody says so.</p>{PROSE}{LINK}",
        f"<h1>How to write a press release</h1>{PROSE}{LINK}",
        f"<h1>Clay</h1><aside>Sponsored content</aside><nav>Press release</nav>{PROSE}{LINK}",
    ],
    ids=["ad slot", "written about", "plural", "subject", "beside"],
)
def test_what_a_page_writes_about_or_shows_beside_is_no_label(body: str) -> None:
    assert _origin(body).assumed


def test_menus_and_footers_say_nothing_of_the_page() -> None:
    menu = "<header><a href=/pr>Press release</a> <a href=/w>Werbung</a></header>"
    foot = "<footer><a href=/g>Guest post guidelines</a> Advertorial</footer>"
    body = f"<h1>Clay</h1>{PROSE}{LINK}"
    assert _origin(body, around=menu + foot).assumed


def test_titles_and_words_near_the_link_count_where_they_label() -> None:
    assert mark_of_title("Press release: Acme opens a garden") == (
        PageMark.RELEASE,
        "Press release",
    )
    assert mark_of_title("A garden | Gastbeitrag") == (PageMark.GUEST, "Gastbeitrag")
    for subject in ("Guest posts: how to write them well and where", "Press release"):
        assert mark_of_title(subject) is None
    assert mark_of_line("Anzeige: dieser Beitrag") == (PageMark.PAID, "Anzeige")
    said = f'<h1>Clay</h1>{PROSE}<p>This guest post was written by Ann of <a href="https://site.com/">Site</a>.</p>'
    assert _origin(said).type is LinkType.GUEST_POST


@pytest.mark.parametrize(
    ("query", "manual"),
    [
        ("?matomo_campaign=x", True), ("?UTM_Source=nl", True), ("?pk_kwd=1", True), ("?hsa_cam=1", True),
        ("?affiliate_id=12", True), ("?irclickid=1", True), ("?awc=1", True), ("?a_aid=4", True),
        ("?ref=blog", False), ("?via=ann", False), ("?cid=1", False), ("?gclid=1", False),
    ],
)  # fmt: skip
def test_parameters_of_campaigns_and_partners_are_known(query: str, *, manual: bool) -> None:
    page = f'<h1>Clay</h1>{PROSE}<p>See <a href="https://site.com/guide{query}">it</a>.</p>'
    decision = origin_of(parse_target("site.com"), look_at(page), None)
    assert (decision.origin.value == "manual") is manual
    assert ("statistics" in decision.sentence()) is (query in ("?ref=blog", "?via=ann"))


def test_two_sites_of_one_name_are_said_and_decide_nothing_alone() -> None:
    html = f'<h1>Clay</h1>{PROSE}<p>See <a href="https://greenthumb.com/">it</a>.</p>'
    seen = look_at(html, "greenthumb.com", url="https://greenthumb.de/x")
    decision = origin_of(parse_target("greenthumb.com"), seen, None)
    assert decision.assumed
    assert 'both sites are called "greenthumb"' in decision.sentence()
