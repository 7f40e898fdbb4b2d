"""How pages say in words that they are not there, in many languages."""

import re

_THING = (
    r"(?:web ?page|page|url|link|file|content|document|article|post|product|item|listing|topic|thread"
    r"|resource|story|video|entry|user|profile|question|event|job|ad|directory|feed|file or directory"
    r"|blog|(?:web ?)?site|board|forum|group|channel|account|image|photo|recipe|offer|course|store|shop|collection|category)"
)
# Each line is one way to say it; a line matches from the beginning of a title's part or of a heading.
_LINES = rf"""
(?:http |error |status |code |page )*(?:404|410)(?: error| page| http| not found| gone)*
not found
(?:410 )gone
(?:the |this |that |your |an? |requested |specified )*{_THING}(?: or {_THING})?(?: that)?(?: you(?:'re| are| were|'ve| have)?[^.!?]{{0,40}}?)?(?: at this address)?(?: was| is| has been| have been| could| can| does| do| did| may| has| seems to| appears to)*(?: ?n't| ?not| no longer)(?: be| been| to be)*(?: found| exists?| available| here| located)
(?:the |this |that |requested )*{_THING}(?: you(?:'re| are| were)? [^.!?]{{0,40}}?)?(?: has been| was| is| has)+ (?:removed|deleted|missing|gone|expired)
page (?:removed|deleted|missing|gone)
(?:we )?(?:can't|can not|cannot|could not|couldn't|unable to|are unable to)(?: seem to)? (?:find|locate) (?:(?:that|this|the|your|requested )\s?)*(?:{_THING}\b[^.!?]{{0,40}}|what you[^.!?]{{0,30}})
(?:the |this |that )?{_THING}(?: or {_THING})?(?: you(?:'re| are| were)? [^.!?]{{0,40}}?)? (?:appears|seems) to be (?:either )?(?:missing|gone)
there is (?:currently )?no (?:text|content) (?:in|on) this page
(?:the )?(?:authors?|owners?|publishers?|users?) (?:has|have) (?:deleted|removed|closed) (?:this|their|his|her) {_THING}
[\w-]+(?:\.[\w-]+)+ (?:is|was) (?:no longer available|not found|gone)
no {_THING} (?:id )?specified
(?:invalid|no such|missing|deleted|unknown) (?:page|url|file|document|topic|thread|post|product|item|listing)(?: specified)?
no {_THING} (?:was )?found
nothing (?:was )?(?:found|here)(?: here| for this)?
{_THING} (?:doesn't|does not|didn't) exist
(?:sorry, )?this {_THING} isn't available(?: right now| anymore)?
(?:die |diese |angeforderte |gewünschte |gesuchte |ihre )*(?:seite|datei|webseite|inhalt|artikel|dokument|thema|beitrag|produkt|anzeige|url)[^.!?]{{0,30}}? (?:(?:wurde |konnte |kann |ist |leider )*nicht(?: mehr)?(?: gefunden| verfügbar| vorhanden)(?: werden)?|existiert (?:leider )?nicht(?: mehr)?)
(?:die |diese[rs]? |der |das )*(?:seite|datei|webseite|inhalt|artikel|dokument|thema|beitrag|produkt|anzeige|inserat|konto|profil) (?:wurde |ist )(?:leider )?(?:gelöscht|entfernt|abgelaufen|deaktiviert)
(?:la |le |l'|cette |cet |ce |votre )?(?:page|contenu|article|document|sujet|produit|annonce|compte|profil) a (?:été )?(?:supprimée?|retirée?|effacée?|expiré)
(?:la |el |esta |este )?(?:página|contenido|artículo|anuncio|tema|perfil|cuenta|publicación) (?:ha sido |fue )(?:eliminad[oa]|borrad[oa]|retirad[oa])
(?:la |l'|il |questa |questo )?(?:pagina|contenuto|articolo|annuncio|profilo) è stat[oa] (?:rimoss[oa]|eliminat[oa]|cancellat[oa])
(?:a |o |esta |este )?(?:página|conteúdo|artigo|anúncio|perfil|publicação) foi (?:removid[oa]|excluíd[oa]|apagad[oa]|eliminad[oa])
(?:deze |dit |de |het )?(?:pagina|artikel|bericht|advertentie|profiel) (?:is|werd) (?:verwijderd|verlopen)
(?:ta |to |ten )?(?:strona|artykuł|ogłoszenie|wpis|treść|profil) został[ao]? usunięt[aye]?
(?:tato |tento |toto )?(?:stránka|článek|inzerát|příspěvek) byl[ao]? (?:smazán[ao]?|odstraněn[ao]?)
(?:fehler|fehlerseite) 404
nicht gefunden
(?:la |cette |votre )?(?:page|contenu|article|document|sujet|produit|annonce)[^.!?]{{0,40}}? ?(?:non trouvée?|introuvable|pas trouvée?|n'existe (?:pas|plus)|n'a pas (?:été|pu être) trouvée?|n'est (?:pas|plus) disponible|non disponible|supprimée?)
(?:erreur|error|errore|erro|fout|fejl|feil|fel|błąd|chyba|ошибка|помилка|hata|eroare|greška|napaka|viga|klaida|kļūda|virhe|hiba|σφάλμα|грешка|lỗi|خطأ|خطای|שגיאה|错误|錯誤|エラー|오류)[ :]*(?:404|410)
(?:404|410)[- ]?(?:es)?[ -]?(?:fehler|erreur|hiba|hata|hatası|エラー|错误|錯誤|页面|頁面)
(?:la |esta |página |pagina )*(?:página|pagina|contenido|artículo|sitio)[^.!?]{{0,40}}? ?(?:no (?:se )?(?:ha sido |ha |fue |pudo ser |está |esta )*(?:encontrad[oa]|existe|encontró|encuentra|disponible|trobada))
no (?:se )?(?:ha |pudo |hemos |pudimos |podemos )*(?:encontr\w+) (?:la|esta|el) (?:página|pagina|contenido)
(?:la |questa )?(?:pagina|contenuto|articolo|risorsa)[^.!?]{{0,40}}? ?non (?:è stata |è stato |è |è più |esiste|disponibile|trovata|trovato|più )+
(?:a |esta )?(?:página|pagina|conteúdo|artigo|páxina)[^.!?]{{0,40}}? ?(?:não|nao|non) (?:foi |pôde ser |está |existe|encontrad[oa]|disponível|atopada)+
(?:de |deze |opgevraagde )*(?:pagina|artikel|bestand)[^.!?]{{0,30}}? ?(?:is |kan |kon |werd |bestaat |helaas )*niet(?: meer)?(?: gevonden| worden gevonden| beschikbaar)*
(?:nie znaleziono|nie odnaleziono) (?:strony|podstrony)
(?:strona|strony|podana strona)[^.!?]{{0,30}}? ?nie (?:została |istnieje|znaleziono|odnaleziono|znaleziona)+
(?:požadovaná |hledaná )?stránk[ay][^.!?]{{0,20}}? ?(?:nebyla nalezena|nenalezena|neexistuje|sa nenašla|nebola nájdená|nebyla nájdená)
(?:запрашиваемая |данная |такая |такой |эта |к сожалению, )*(?:страниц[аыу]|документ|файл|материал|тема)[^.!?]{{0,30}}? ?(?:не найден[ао]?|не существует|удален[ао]?|нет|отсутствует)
(?:сторінк[ау])[^.!?]{{0,20}}? ?(?:не знайдено|не знайдена|не існує)
(?:страницата|страница)[^.!?]{{0,20}}? ?(?:не е намерена|не е открита|не беше намерена|није пронађена|не постои)
не найдено
(?:aradığınız |istenen |bu )?(?:sayfa|içerik|sayfayı)[^.!?]{{0,20}}? ?(?:bulunamadı|bulamadık|mevcut değil|yok)
(?:sidan|sida|sidan du söker)[^.!?]{{0,30}}? ?(?:kunde inte hittas|hittades inte|finns inte(?: längre)?|hittas inte|saknas)
(?:siden|side)[^.!?]{{0,30}}? ?(?:blev ikke fundet|kunne ikke findes|findes ikke|ikke fundet|ble ikke funnet|finnes ikke|ikke funnet|eksisterer ikke)
(?:fant ikke|finner ikke) siden
(?:hakemaasi |etsimääsi )?sivua ei (?:löydy|löytynyt|ole olemassa)
(?:az?|a keresett|a kért)? ?oldal nem (?:található|létezik|elérhető)
pagin[aă](?: nu (?:a fost găsită|a fost gasita|există|exista|mai există)| negăsită)
stranica (?:nije pronađena|ne postoji|nije pronadjena)
stran(?:i)? (?:ni bilo mogoče najti|ni bila najdena|ne obstaja|ni najdena)
(?:lehte|lehekülge) ei leitud
lapa nav atrasta
puslapis (?:nerastas|neegzistuoja)
(?:η )?σελίδα (?:δεν (?:βρέθηκε|υπάρχει)|που [^.]{{0,30}} δεν)
pàgina no trobada
(?:ה?(?:דף|עמוד))[^.]{{0,20}}? ?(?:לא נמצא|אינו קיים|לא קיים)
(?:ال)?صفحة[^.]{{0,20}}? ?(?:غير موجودة|غير متوفرة|لم يتم العثور)
لم يتم العثور على (?:ال)?صفحة
صفحه[^.]{{0,20}}? ?(?:یافت نشد|پیدا نشد|وجود ندارد)
(?:पृष्ठ|पेज) नहीं मिला
(?:抱歉|对不起|很抱歉|對不起)?[,,!!]? ?(?:您|你)?(?:要?访问的|要?訪問的|请求的|請求的|查找的|尋找的|该|此|這個|这个)*(?:页面|頁面|网页|網頁|文章|内容|帖子|主题|商品)[^。]{{0,12}}?(?:不存在|未找到|找不到|没有找到|沒有找到|已(?:被)?(?:删除|刪除)|已下架)
(?:找不到|未找到|无法找到|無法找到)(?:您|你)?[^。]{{0,12}}(?:页面|頁面|网页|網頁)
(?:お探しの|指定された|ご指定の|この|該当する|アクセスしようとした)*(?:ページ|記事|ファイル)(?:は|が)[^。]{{0,16}}?(?:見つかりません|みつかりません|存在しません|削除され|ありません)
(?:요청하신|찾으시는|해당|존재하지 않는|이)? ?(?:페이지|게시물|문서)(?:를|을|가|이)? ?(?:찾을 수 없|존재하지 않|없습니다|입니다)
존재하지 않는 페이지
(?:không tìm thấy|trang)[^.]{{0,20}}? ?(?:trang|không tồn tại|không tìm thấy)
halaman (?:yang [^.]{{0,20}})?tidak (?:ditemukan|ada|tersedia)
ไม่พบหน้า
"""
_PREFIX = (
    r"(?:(?:oops|ooops|sorry|uh[- ]?oh|whoops|hmm+|ups|huch|hoppla|désolé|lo sentimos|oh no|ouch|aw,? snap)"
    r"[\s!.,…:;–-]*|(?:http |error |fehler |erreur |errore |erro |ошибка )?(?:404|410)(?: error)?[\s!.,:;)–—-]*)*"
)
_SAYS = re.compile(
    _PREFIX + "(?:" + "|".join(f"(?:{line})" for line in _LINES.strip().splitlines()) + ")",
    re.IGNORECASE,
)
# What is away for a while is not gone.
_FOR_NOW = re.compile(
    r"temporar|currently|right now|at the moment|maintenance|derzeit|momentan|vorübergehend|gerade|wartung"
    r"|actuellement|temporair|moment|temporalmente|actualmente|attualmente|temporane|tijdelijk|chwilowo|временно|暂时|現在",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[|–—·»«•/-]+\s+|\s*[|»«]\s*|\s+::\s+|\s+-\s+")
# What may follow: marks, the status, a few words without weight, the ending of a verb in scripts that set
# no spaces. Anything else makes it a topic.
_LEFT_OVER = re.compile(
    r"[\W\d]*(?:(?:,? or (?:\w+ ){0,4}(?:private|moved|removed|deleted|expired|renamed|available|off limits(?: to you)?|here))?"
    r"|by (?:its|the|their|an?|his|her) [^.!?]{3,60}|error|404|410|not found|sorry|here|any ?more|any longer|(?:on|at|in) (?:this|our|the) \w+)?[\W\d]*"
    r"|[\u0590-\u08ff\u0e00-\u0e7f\u3000-\u9fff\uac00-\ud7af\W]{0,16}",
    re.IGNORECASE,
)

# Addresses to which servers send those who ask for what is not there.
GONE_URL = re.compile(
    r"/(?:error[-_/]?)?(?:404|410)(?:[-_/.]|$)|/(?:page[-_])?not[-_]?found(?:[/.?]|$)"
    r"|/pagenotfound|/notfound|/errors?/404|/404error|[?&](?:error|e|err|status)=404\b",
    re.IGNORECASE,
)


def says_gone(text: str) -> bool:
    """True when a heading says that the page is not there, and nothing else.

    >>> says_gone("Error 404: Page not found!"), says_gone("404 Not Found: what it means for you")
    (True, False)
    """
    flat = text.replace("’", "'").strip()
    found = _SAYS.match(flat)
    return (
        found is not None
        and _LEFT_OVER.fullmatch(flat, found.end()) is not None
        and not _FOR_NOW.search(flat)
    )


def says_away(text: str) -> bool:
    """True when a sentence says that the page cannot be shown now, and may come back.

    >>> says_away("This content isn't available right now."), says_away("This content isn't available.")
    (True, False)
    """
    flat = text.replace("’", "'").strip()
    return _SAYS.match(flat) is not None and _FOR_NOW.search(flat) is not None


def title_says_gone(title: str) -> bool:
    """The same for a title, of which the site's own name may be one part.

    >>> title_says_gone("Seite nicht gefunden | Tagblatt"), title_says_gone("Lost and not found")
    (True, False)
    """
    return says_gone(title) or any(says_gone(part) for part in _PARTS.split(title) if part)
