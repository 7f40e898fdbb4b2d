"""Words of anchor texts that say nothing of the page that they lead to, in many languages, and what looks like a URL."""

import re
from typing import Final

_URL: Final = re.compile(r"\s*(https?://|www\.)|\s*[\w-]+(\.[\w-]+)+(/\S*)?\s*$", re.IGNORECASE)


def looks_like_url(text: str) -> bool:
    """Whether a text is a web address or a bare domain, as people write them."""
    return _URL.match(text) is not None


def is_generic(text: str) -> bool:
    """Whether words say nothing of where they lead: "read more", "this page", "2", "詳細はこちら".

    >>> [is_generic(text) for text in ("Find out more here", "[2]", "点击查看", "the garden page")]
    [True, True, True, False]
    """
    folded = " ".join(_NO_LETTERS.sub(" ", text.lower().replace("’", "'")).split())
    if not re.search(r"[^\W\d_]", folded):
        return bool(folded)  # a footnote's number
    if folded in GENERIC or _is_of_pieces(folded.replace(" ", "")):
        return True
    # Some scripts write vowels as marks, which are no letters: there the words are compared whole.
    return all(word in _GENERIC_WORDS for word in folded.split()) or (
        " ".join(text.lower().split()).strip(" .!?:»«›‹→…[]()|") in GENERIC
    )


GENERIC = frozenset(
    [
        "here",
        "click here",
        "read more",
        "more",
        "this",
        "this page",
        "this site",
        "this article",
        "this post",
        "this link",
        "link",
        "website",
        "web site",
        "site",
        "homepage",
        "home page",
        "source",
        "learn more",
        "find out more",
        "see more",
        "see here",
        "visit",
        "visit site",
        "visit website",
        "visit us",
        "go",
        "details",
        "continue reading",
        "full article",
        "read the article",
        "check it out",
        "official site",
        "view",
        "download",
        "via",
        "info",
        "more info",
        "hier",
        "hier klicken",
        "mehr",
        "mehr erfahren",
        "weiterlesen",
        "zur website",
        "webseite",
        "quelle",
        "dieser artikel",
        "zum artikel",
        "ici",
        "cliquez ici",
        "en savoir plus",
        "lire la suite",
        "lire plus",
        "site web",
        "voir",
        "ce lien",
        "cet article",
        "suite",
        "aquí",
        "haz clic aquí",
        "clic aquí",
        "leer más",
        "más",
        "más información",
        "ver más",
        "sitio web",
        "este enlace",
        "este artículo",
        "fuente",
        "aqui",
        "clique aqui",
        "leia mais",
        "saiba mais",
        "mais",
        "ver mais",
        "este link",
        "este artigo",
        "fonte",
        "qui",
        "clicca qui",
        "leggi",
        "leggi di più",
        "scopri di più",
        "continua",
        "questo articolo",
        "sito",
        "fonte",
        "hier klikken",
        "klik hier",
        "lees meer",
        "meer",
        "meer info",
        "bron",
        "tutaj",
        "kliknij tutaj",
        "więcej",
        "czytaj więcej",
        "czytaj dalej",
        "źródło",
        "strona",
        "ten artykuł",
        "здесь",
        "тут",
        "сюда",
        "ссылка",
        "по ссылке",
        "подробнее",
        "читать далее",
        "читать",
        "источник",
        "сайт",
        "далее",
        "тиц",
        "тут можно",
        "тиснути тут",
        "детальніше",
        "buraya tıklayın",
        "buradan",
        "tıklayın",
        "devamı",
        "daha fazla",
        "kaynak",
        "zde",
        "více",
        "klikněte zde",
        "här",
        "läs mer",
        "klicka här",
        "her",
        "læs mere",
        "les mer",
        "tästä",
        "lue lisää",
        "itt",
        "tovább",
        "kattints ide",
        "aici",
        "citește mai mult",
        "εδώ",
        "περισσότερα",
        "كليك",
        "هنا",
        "اضغط هنا",
        "المزيد",
        "اقرأ المزيد",
        "المصدر",
        "כאן",
        "לחץ כאן",
        "קרא עוד",
        "עוד",
        "اینجا",
        "بیشتر",
        "こちら",
        "ここ",
        "詳しくはこちら",
        "続きを読む",
        "もっと見る",
        "公式サイト",
        "リンク",
        "サイト",
        "这里",
        "点击这里",
        "点此",
        "查看更多",
        "更多",
        "阅读更多",
        "详情",
        "官网",
        "链接",
        "網站",
        "這裡",
        "여기",
        "여기를 클릭",
        "더 보기",
        "자세히 보기",
        "링크",
        "출처",
        "tại đây",
        "xem thêm",
        "đọc thêm",
        "ที่นี่",
        "อ่านต่อ",
        "यहाँ",
        "di sini",
        "baca selengkapnya",
        "selengkapnya",
        "sini",
    ]
)

_WORDS_OF_SUCH: Final = (
    # what such anchors are made of, by language; none of them names a thing
    "a about an and article articles as at blog blogpost check click continue detail details entire entry find for found from"
    " full further go going here his her home homepage how i in info information is it its learn link look"
    " me more my now of official on one online original our out page piece post posted press project read reading"
    " see site source story tap text that the their them these they this those to under url us via view visit was"
    " watch we web webpage website where which you your"
    " alle artikel auf bei beitrag besuchen der die das den dem des details dieser diese dieses erfahren findet gehts"
    " geht genaueres gibt hier hierher homepage im in infos info informationen ist klick klicke klicken lesen link mehr"
    " nachlesen originalartikel quelle sehen sie seite siehe webseite website weiter weitere weiteres weiterlesen"
    " zu zum zur"
    " accéder accès article aller au ce cet cette ceci cliquer cliquez consulter d de découvrir des détails du en ici"
    " info infos informations l la le les lien lire page par plus pour savoir site source suite sur"
    " un une via visiter voir web"
    " acá aquí aqui artículo articulo clic click de del desde detalles el en enlace este esta esto fuente haga haz info"
    " información la leer lee leyendo más mas página pagina para pincha pulsa que saber seguir sitio sobre su un"
    " ver visita visitar web"
    " acesse aqui artigo clicando clique confira conheça continue da do dele em esta este fonte ler leia lendo mais matéria"
    " na neste no o os página saiba seguir texto veja via visite informações"
    " approfondisci articolo clicca continua cliccando di fonte il in la leggere leggi leggendo maggiori informazioni"
    " per più qui questa questo scopri sito su tutto un una vai vedi visita"
    " bekijk bron deze dit door een hier het info informatie klik lees lezen link meer op over pagina verder via voor"
    " artykuł cały czytaj czytać dalej dowiedz informacji klik kliknij link na nim o pod sprawdź się stąd strona stronie"
    " szczegóły ten tu tutaj tym więcej wpis zobacz źródło"
    " весь вот далее детали здесь источник источнику на оригинал перейти по подробнее подробности полностью прочитать читать"
    " сайт сайте смотреть ссылка ссылке ссылку статья статью страница сюда тут узнать эта этот эту этой больше ещё еще и об о"
    " детальніше джерело більше далі перейти посилання про сайт тут читати цей ця за посиланням дізнатися"
    " ayrıntı ayrıntılar ayrıntılı bağlantı bilgi bu buradan burada buraya daha detay detaylar devam devamı devamını fazla"
    " fazlası için incele kaynak link oku okuyun okumak site sitesi tıkla tıklayın tıklayınız ziyaret"
    " celý články číst dále další informace klikněte odkaz odkazu přečtěte přečíst se si stránka tady tu viac více zde zdroj"
    " čítať ďalej kliknite pročitaj više ovdje ovde preberi več tukaj izvor link čitaj dalje pročitajte nastavi"
    " kattints kattintson ide itt tovább részletek részletek olvass olvasás olvasd bővebben forrás teljes cikk link"
    " detaljer den denna denne dette här her hit källa kilde klicka klikk klikk klik länk læs läs les mer mere"
    " se siden sidan vidare videre på artikkelen artiklen artikeln fler flere"
    " alkuperäinen artikkeli jatka katso klikkaa lähde linkki lue lukea lisää tästä täältä täällä tietoa sivu"
    " aici articolul citește citeste citiți click detalii mai mult multe sursa sursă vezi pe acest"
    " εδώ άρθρο δείτε διαβάστε κάντε κλικ περισσότερα πηγή σύνδεσμος το την"
    " виж вижте линк още повече прочети прочетете тук източник цялата статия кликнете натиснете"
    " daugiau skaityti skaitykite čia lasīt lasi vairāk šeit loe loe edasi siit rohkem"
    " baca selengkapnya di sini klik lebih lanjut informasi lihat detail situs sumber tautan halaman untuk ini artikel"
    " bấm chi đây nguồn nhấn nhấp thêm tiết tại vào xem đọc tiếp trang web liên kết ở"
)
_GENERIC_WORDS: Final = frozenset(_WORDS_OF_SUCH.split())
# Scripts that put no space between words, or glue endings on: an anchor of such pieces alone.
_PIECES_OF_SUCH: Final = """
こちら ここ この 記事 ページ サイト リンク ソース 元 を は から の へ で に も クリック 詳しく 詳しい 詳細 情報 続き 読む 見る もっと 公式 出典 参照
ホームページ ウェブ 続きを 確認 する して ください 全文 一覧 まで コチラ ココ チェック どうぞ
点击 點擊 点 點 此处 此處 这里 這裡 这 這 此 查看 阅读 閱讀 更多 详情 詳情 全文 原文 链接 連結 来源 來源 官网 官網 网站 網站 网页 了解 进入 继续 的 请 看 阅 访问
여기 를 을 클릭 하세요 하기 에서 더 보기 자세히 자세한 내용 링크 출처 바로가기 홈페이지 사이트 원문 기사 읽기 계속 확인 에 으로 로
คลิก ที่นี่ ที่ นี่ อ่าน เพิ่มเติม ต่อ ดู รายละเอียด เว็บไซต์ ลิงก์ แหล่งที่มา ได้ เลย
هنا اضغط انقر من المزيد للمزيد اقرأ أكثر اكثر الرابط رابط هذا المصدر الموقع موقع التفاصيل على عن مزيد قراءة المقال
اینجا کلیک کنید ادامه مطلب بیشتر بخوانید منبع لینک سایت را
כאן לחץ לחצו קרא קראו עוד למידע נוסף המשך קריאה לאתר מקור קישור האתר לכתבה המלאה
यहाँ यहां क्लिक करें और पढ़ें अधिक जानकारी पर देखें स्रोत लिंक के लिए
"""
_NO_LETTERS: Final = re.compile(r"[\W_]+")
# Marks of Thai and Hindi are no letters; they go here as they go in anchors.
_PIECES: Final = frozenset(_NO_LETTERS.sub("", piece) for piece in _PIECES_OF_SUCH.split())
_LONGEST_PIECE: Final = max(map(len, _PIECES))


def _is_of_pieces(text: str) -> bool:
    """Whether a text is nothing but such pieces, one after the other; each letter is met once."""
    ends = [True]  # whether pieces fill the text up to here
    for end in range(1, len(text) + 1):
        begins = range(max(0, end - _LONGEST_PIECE), end)
        ends.append(any(ends[begin] and text[begin:end] in _PIECES for begin in begins))
    return bool(text) and ends[-1]


SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "in",
        "on",
        "to",
        "with",
        "your",
        "our",
        "best",
        "top",
        "how",
        "der",
        "die",
        "das",
        "und",
        "für",
        "le",
        "la",
        "les",
        "de",
        "des",
        "du",
        "et",
        "el",
        "los",
        "y",
        "en",
    ]
)

LANGUAGES = frozenset(
    [
        "русский", "українська", "беларуская", "български", "српски", "македонски", "қазақша", "монгол",
        "ελληνικά", "العربية", "فارسی", "اردو", "עברית", "中文", "简体中文", "繁體中文", "繁体中文", "汉语", "粵語",
        "日本語", "한국어", "ไทย", "हिन्दी", "বাংলা", "தமிழ்", "తెలుగు", "ગુજરાતી", "ქართული", "հայերեն",
        "ភាសាខ្មែរ", "ລາວ", "မြန်မာ", "සිංහල", "አማርኛ", "русская версия", "по-русски", "на русском",
    ]
)  # fmt: skip
"""Languages by their own names, as menus of translations show them."""
