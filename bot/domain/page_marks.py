"""What a page says of itself above its text: paid for, by a guest, or a press release; in some thirty languages.

Such words are believed where labels and by-lines stand: short lines above the text, or the text's first words.
Further down they are what a page writes about, or the label of an advertisement beside it.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class PageMark(StrEnum):
    """What a label says."""

    PAID = "paid"
    GUEST = "guest"
    RELEASE = "release"


_PAID: Final = """
sponsored (?:post|content|article|story|by|feature)|paid (?:post|partnership|content|promotion)|paid for by|advertorial
in (?:paid )?partnership with|in association with|partner content|branded content|presented by|promoted (?:post|content)
this (?:post|article|story|page|review) (?:is|was|has been) (?:sponsored|paid|brought to you)|advertisement feature
gesponsert(?:er|e)?|sponsored post|werbeartikel|bezahlte (?:anzeige|partnerschaft|werbung)|in kooperation mit|anzeigensonderveröffentlichung
publireportage|publi-?r[ée]dactionnel|(?:article|contenu|billet) sponsoris[ée]|en partenariat avec|collaboration commerciale|partenariat r[ée]mun[ée]r[ée]
(?:contenido|art[ií]culo|post|publicaci[óo]n) patrocinad[oa]|patrocinado por|publirreportaje|colaboraci[óo]n pagada|contenido de marca
conte[úu]do (?:patrocinado|de marca)|publieditorial|publi-?editorial|informe publicit[áa]rio|(?:artigo|post) patrocinado
contenuto sponsorizzato|articolo sponsorizzato|informazione pubblicitaria|pubbliredazionale|in collaborazione con
(?:artyku[łl]|materia[łl]|wpis) sponsorowany|materia[łl] (?:partnera|promocyjny)|wsp[óo][łl]praca reklamowa
gesponsord(?:e|e bijdrage)?|betaald(?:e)? (?:partnerschap|samenwerking)|in samenwerking met
на правах рекламы|партн[её]рский материал|спонсорский (?:материал|пост)|реклама\\.|на правах реклами|спонсорований
sponsorlu (?:i[çc]erik|yaz[ıi])|reklamd[ıi]r|advertorial
komer[čc]n[íi] sd[ěe]len[íi]|pr [čc]l[áa]nek|sponzorovan[ýy]|placen[áa] spolupr[áa]ce
betalt (?:samarbete|samarbeid|samarbejde|innhold|inneh[åa]ll)|annons[øo]rinnhold|sponsrat|sponset innhold|sponsoreret
kaupallinen yhteisty[öo]|maksettu mainos|sponsoroitu
szponzor[áa]lt|t[áa]mogatott tartalom|fizetett (?:tartalom|hirdet[ée]s|partners[ée]g)
(?:articol|con[țt]inut) sponsorizat|χορηγούμεν\\w+|πληρωμένη (?:καταχώρηση|συνεργασία)
sponzorirani|spla[ćc]eni oglas|платена публикация|bài viết tài trợ|nội dung tài trợ|artikel bersponsor|konten bersponsor
تקציר ממומן|תוכן (?:ממומן|שיווקי)|בשיתוף|محتوى (?:ممول|برعاية|مدفوع)|برعاية|مقال ممول|رپورتاژ آگهی
タイアップ|記事広告|広告企画|提供[:：]|PR記事|スポンサード|赞助内容|贊助內容|推广内容|商业推广|本文由.{1,20}赞助|유료 ?광고|협찬|광고성 글
เนื้อหาสนับสนุน|บทความประชาสัมพันธ์|ได้รับการสนับสนุน|प्रायोजित
"""

# On their own these are what the places for advertisements are called, too.
_PAID_BESIDE_A_TITLE: Final = (
    "anzeige|werbung|advertisement|annonce|annons|advertentie|mainos|reklama|реклама|pubblicità|publicidad|publicidade|publicité"
    "|広告|pr|廣告|广告|推广|광고|โฆษณา|إعلان|פרסומת|ilan|hirdetés|publicitate|διαφήμιση|quảng cáo|iklan|sponsored|promoted|gesponsert"
)

_GUEST: Final = """
guest (?:post|author|blogger|contribut\\w+|article|column|writer|essay)|contributed by|a guest post
this (?:is|was) a guest (?:post|article)|this (?:post|article) (?:is|was) (?:written|contributed) by|written by (?:our )?guest
gastbeitrag|gastautor(?:in)?|gastartikel|ein gastbeitrag|(?:article|billet|auteur|contribution|chronique) invit[ée]e?|tribune libre
(?:autor|post|art[ií]culo|columna) (?:invitad[oa]|de invitad[oa])|(?:autor|artigo|post|coluna) convidad[oa]|guest post
articolo (?:ospite|di un ospite)|autore ospite|gastblog(?:ger)?|gastbijdrage|gastartikel|(?:wpis|artyku[łl]) go[śs]cinny|go[śs]cinnie
гостев(?:ой|ая) (?:пост|статья|автор)|гостьовий (?:пост|допис)|konuk yazar|g[äa]stinl[äa]gg|g[äa]stkr[öo]nika|g[æe]steindl[æe]g
gjesteinnlegg|vieraskyn[äa]|vieraskirjoitus|vend[ée]g(?:poszt|szerz[őo]|cikk)|hostuj[íi]c[íi] autor|host[ie]?vsk[ýy]|articol invitat|autor invitat
gostujoči|gostujući|гост[- ]автор|bài viết khách mời|khách mời viết|artikel tamu|penulis tamu|مقال ضيف|كاتب ضيف|פוסט אורח|כותב אורח
寄稿|ゲスト(?:投稿|記事|ブロガー|ライター)|客座(?:文章|作者|博客)|特约(?:作者|撰稿)|投稿作者|기고|객원 ?(?:칼럼|기자|필자)|บทความรับเชิญ|अतिथि (?:लेख|पोस्ट)
"""

_RELEASE: Final = """
(?:for immediate release|press release|news release|press contact|media contact|notes? to editors)|/?(?:pr ?newswire|globe ?newswire|business ?wire|ein presswire)
pressemitteilung|presseinformation|presseaussendung|medienmitteilung|pressekontakt|communiqu[ée] (?:de presse)?|contacts? presse
nota de prensa|comunicado (?:de prensa|de imprensa|[àa] imprensa)|contato (?:de|para) imprensa|contacto de prensa|assessoria de imprensa
comunicato stampa|ufficio stampa|contatti stampa|persbericht|perscontact|(?:informacja|notatka) prasowa|komunikat prasowy|kontakt prasowy
пресс-?релиз|прес-?реліз|прессъобщение|bas[ıi]n b[üu]lteni|tiskov[áa] zpr[áa]va|tla[čc]ov[áa] spr[áa]va|pressmeddelande|pressemeddelelse|pressemelding
lehdist[öo]tiedote|saj?t[óo]k[öo]zlem[ée]ny|comunicat de pres[ăa]|δελτίο τύπου|priop[ćc]enje za medije|sporo[čc]ilo za javnost|saopštenje za
بيان صحفي|بیانیه مطبوعاتی|הודעה לעיתונות|プレスリリース|报道资料|新闻稿|新聞稿|보도자료|ข่าวประชาสัมพันธ์|thông cáo báo chí|siaran pers|प्रेस विज्ञप्ति
"""


def _pattern(words: str) -> str:
    return "(?:" + "|".join(part for line in words.split("\n") if (part := line.strip())) + ")"


_LABELS: Final = {
    PageMark.PAID: re.compile(_pattern(_PAID), re.IGNORECASE),
    PageMark.GUEST: re.compile(_pattern(_GUEST), re.IGNORECASE),
    PageMark.RELEASE: re.compile(_pattern(_RELEASE), re.IGNORECASE),
}
_ALONE: Final = re.compile(rf"(?:{_PAID_BESIDE_A_TITLE})", re.IGNORECASE)
_ANNOUNCED: Final = re.compile(rf"[\W_]*({_PAID_BESIDE_A_TITLE})\s*[:|–—-]\s", re.IGNORECASE)
_SPACED: Final = re.compile(r"[^\W\d_]$")
_GLUED: Final = re.compile(
    r"[\u0600-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]$"
)
_LEAD: Final = re.compile(
    r"^[\W_]*(?:(?:by|von|par|por|di|door|av|af|od|от)\s[^,|·•–—-]{2,40}[,|·•–—-]\s*)?",
    re.IGNORECASE,
)
_HEAD_LINES, _LONG_LINE, _SHORT_LINE = 14, 110, 40


def mark_of_line(line: str) -> tuple[PageMark, str] | None:
    """What a line begins by saying, with its words; None: nothing of the kind.

    >>> mark_of_line("Sponsored content · 3 min read"), mark_of_line("By Ann Lee, guest author")
    ((<PageMark.PAID: 'paid'>, 'Sponsored content'), (<PageMark.GUEST: 'guest'>, 'guest author'))
    >>> mark_of_line("Press releases are often printed as news.") is None
    True
    """
    begins = {0, _LEAD.match(line).end()} if _LEAD.match(line) else {0}  # type: ignore[union-attr]
    for begin in begins:
        for mark, pattern in _LABELS.items():
            found = pattern.match(line, begin)
            if found and _ends(line, found):
                return mark, found[0].strip()
    announced = _ANNOUNCED.match(line)
    return (PageMark.PAID, announced[1]) if announced else None


def _ends(line: str, found: re.Match[str]) -> bool:
    """Whether the words end there: a label in Latin letters is not the beginning of a longer word."""
    after = line[found.end() : found.end() + 1]
    return bool(_GLUED.search(found[0])) or not (after.isalnum() and _SPACED.search(found[0]))


def page_marks(lines: Sequence[str], title: str) -> tuple[str, ...]:
    """The labels above a page's text. `lines` are its blocks outside of headers and menus, `title` its heading."""
    found: dict[str, None] = {}
    heading = _core(title)
    for number, line in enumerate(lines[:_HEAD_LINES]):
        mark = mark_of_line(line)
        if mark:
            found[mark[1]] = None
        elif len(line) <= _SHORT_LINE and _ALONE.fullmatch(line.strip(" \t:.-–—•|[]()")):
            beside = [
                _core(one)
                for one in (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
            ]
            if heading and any(one and heading.startswith(one) for one in beside):
                found[line.strip(" \t:.-–—•|[]()")] = None
        if len(line) > _LONG_LINE and _core(line) != heading:
            break  # the text has begun
    return tuple(found)


def mark_of_title(title: str) -> tuple[PageMark, str] | None:
    """What a title says apart from its subject: "Press release: ...", "... | Gastbeitrag"."""
    for part in re.split(r"\s*[|:–—»]\s*|\s-\s", title):
        mark = mark_of_line(part)
        if mark and len(part) <= len(mark[1]) + 12 and part.strip() != title.strip():
            return mark
    return None


def said_near(text: str, mark: PageMark) -> str:
    """The first words of that kind in running text; empty without any."""
    begins = mark_of_line(text)
    if begins and begins[0] is mark:
        return begins[1]
    for found in _LABELS[mark].finditer(text):
        before = text[found.start() - 1 : found.start()]
        starts = not before.isalnum() or not found[0][0].isascii()
        if starts and _ends(text, found):
            return found[0].strip()
    return ""


def kind_of_label(label: str) -> PageMark | None:
    """What a label that `page_marks` found says."""
    mark = mark_of_line(label)
    if mark:
        return mark[0]
    return PageMark.PAID if _ALONE.fullmatch(label) else None


def _core(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
