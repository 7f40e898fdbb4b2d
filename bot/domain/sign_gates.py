"""What stands before a page and asks, sorts or refuses its visitors, in many languages.

Age gates, region blocks, splash pages that ask for a country, waiting rooms, limits on requests, cookie
tests, pages for the app or for members only. None of it is the page that was asked for.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Gate:
    """One kind of gate: what it is called, and what it says."""

    what: str
    words: re.Pattern[str]
    in_heading_only: bool = False
    """These words may stand in the text of any page; as its title or heading they are the page."""


def _any_of(lines: str) -> re.Pattern[str]:
    """One pattern of all lines; typographic apostrophes are plain before it is used."""
    return re.compile("|".join(f"(?:{line})" for line in lines.strip().splitlines()), re.IGNORECASE)


_AGE = _any_of(r"""
are you (?:over |at least |older than |already |above |under )*(?:the (?:legal )?age|(?:the )?legal|of legal|1[68]|21|eighteen|twenty[- ]one)\b[^.?!]{0,40}\?
(?:verify|confirm|check) your age|enter your (?:date of birth|birth ?date|age)
age (?:verification|gate|confirmation|restricted (?:content|site|page))|age check\W*$
you must be (?:at least |over |above )?(?:1[689]|20|21|of legal)\b[^.]{0,30}(?:to (?:enter|view|visit|access|see|continue)|years|age)
legal (?:drinking|smoking|gambling) age\b|(?:confirm (?:that )?you(?:'re| are)|yes, i(?:'m| am)) (?:over |at least |above )?(?:the age of )?(?:16|18|19|20|21)\b|l'âge légal|18 jaar of ouder|(?:mam|мне (?:есть|исполнилось)) (?:ukończone )?18
(?:sind sie|bist du) (?:über|mindestens|bereits|schon|älter als|volljährig|1[68])|alters(?:verifikation|prüfung|abfrage|kontrolle|bestätigung)|bestätigen sie ihr alter
avez-vous (?:plus de|au moins|l'âge)|êtes-vous (?:majeur|âgé)|vérification (?:de (?:l'|votre )|d')âge
(?:eres|es usted|soy) mayor de|mayor(?:es)? de (?:edad|18)[^.]{0,10}\?|verifica(?:ción de(?: la)?|r? tu) edad|tienes (?:más de|al menos) 18
hai (?:più di |almeno |compiuto |già )*18 anni|sei maggiorenne|verifica (?:dell'età|la tua età)
(?:tem|tens|és|é) (?:mais de|maior de) (?:18|idade)|verificação de idade
ben (?:je|jij|u) (?:al |minimaal |ouder dan |boven de )*18|leeftijds?(?:controle|verificatie|check)
czy (?:masz|ukończył\w*)[^?]{0,16}18|weryfikacja wieku|jesteś pełnoletni
вам (?:уже )?(?:есть|исполнилось) 18|подтвердите[^.]{0,12}возраст|проверка возраста|чи є вам 18
je vám (?:více než |už |alespoň )*18|jste starší|ověření věku|elmúltál 18|elmúlt (?:ön )?18|aveți peste 18|imate li 18
(?:är du|har du fyllt) (?:över |minst )?18|ålderskontroll|er du (?:over |fylt |fyldt )*18|alders(?:kontrol|grense|bekræftelse)|oletko (?:yli|täyttänyt) 18|ikärajatarkistus
18 yaşından (?:büyük|küçük)|yaş doğrulama|είστε άνω των 18
(?:18|20)歳以上ですか|年齢確認|(?:您|你)(?:是否)?已?(?:年满|年滿|满|滿) ?18|年[龄齡][验驗]证?證?|만 ?19세|성인 ?인증|연령 ?확인
""")

_REGION = _any_of(r"""
(?:not|isn't|unavailable|no longer) (?:currently )?(?:available |accessible |offered |permitted |allowed )?(?:in|from|to visitors (?:in|from)) (?:your|this) (?:current )?(?:country|region|location|area|territory|jurisdiction)
unavailable (?:in|to) (?:most |many |some )?(?:european|eu|eea|visitors (?:in|from)|the (?:eu|european))\b
unavailable (?:due to|for) legal reasons|from a country belonging to the european
access (?:from|in) (?:your|this) (?:country|region|location|network) (?:is|has been)|(?:blocked|restricted) in (?:your|this) (?:country|region)
(?:your|this) (?:country|region|location) is not supported|geo(?:graphically)?[- ]?(?:blocked|restricted)
(?:in|für) (?:ihrem|ihr|deinem|dein|ihrer|deiner) (?:land|region|gebiet)\b[^.]{0,20}(?:nicht|gesperrt)|nicht (?:in|aus) (?:ihrem|deinem) land
(?:pas|non|plus|in)[ -]?(?:disponible|accessible)[^.]{0,20} (?:dans|depuis) (?:votre|ton|ce) (?:pays|région|zone|territoire)
no (?:está|se encuentra)[^.]{0,12} disponible (?:en|desde) (?:tu|su) (?:país|región|ubicación|zona|territorio)
non (?:è )?(?:più )?(?:disponibile|accessibile) (?:nel|dal) (?:tuo|vostro|suo) paese|nella tua (?:regione|area|zona)
(?:não|indisponível)[^.]{0,25} (?:no|em) (?:seu|teu) país|na (?:sua|tua) região
niet (?:beschikbaar|toegankelijk) in (?:uw|jouw|je) (?:land|regio)
nie[^.]{0,25} w (?:twoim|państwa|pana) (?:kraju|regionie)|недоступ\w+[^.]{0,25} в (?:вашей стране|вашем регионе)|не доступ\w+[^.]{0,25} в (?:вашей|вашем)
inte tillgänglig\w* i ditt land|ikke tilgængelig\w* i dit land|ikke tilgjengelig i ditt land|ei ole saatavilla (?:maassasi|alueellasi)
(?:ülkenizde|bölgenizde) [^.]{0,30}(?:değil|engel)|není [^.]{0,20}ve vaší zemi|nem (?:érhető|elérhető) [^.]{0,20}országában|nu este disponibil[^.]{0,12} în țara
お住まいの(?:国|地域)では|您(?:所在|当前)的?(?:国家|地区|國家|地區)|(?:귀하의|현재|해당) (?:국가|지역)에서
""")

_CHOICE = _any_of(r"""
^(?:please )?(?:choose|select|pick) (?:your |a |the )?(?:country|region|language|location|market|territory|preferred language|edition)(?:\W+(?:or|and|&)?\W*(?:region|language|country))?\W*$
^(?:bitte )?wählen sie (?:ihr land|ihren standort|ihre (?:sprache|region))\W*$|^(?:land|sprache|region|land und sprache) (?:aus)?wählen\W*$
^choisissez (?:votre|un|une) (?:pays|langue|région)\W*$|^(?:elige|elija|selecciona|seleccione) (?:tu|su|un) (?:país|idioma|región)\W*$
^(?:scegli|seleziona) (?:il tuo |un )?(?:paese|lingua|la (?:tua )?lingua|regione)\W*$|^(?:escolha|selecione) (?:o )?(?:seu )?(?:país|idioma)\W*$
^kies (?:je|uw|jouw|een) (?:land|taal|regio)\W*$|^wybierz (?:swój )?(?:kraj|język|region)\W*$|^выберите (?:вашу? |свою? )?(?:страну|язык|регион|город)\W*$
^(?:välj|vælg|velg) (?:ditt |dit )?(?:land|språk|sprog)\W*$|^vyberte (?:svou )?(?:zemi|jazyk)\W*$|^(?:国|言語|地域)(?:・(?:国|言語|地域))*を選択\W*|^(?:请)?选择(?:您的)?(?:国家|语言|地区)
""")

_WAITING = _any_of(r"""
you(?:'re| are) (?:now |currently )?in (?:line|the (?:line|queue)|a queue)\b|your (?:estimated|expected) wait(?:ing)? time|(?:place|position) in (?:the )?(?:line|queue)\b
(?:virtual|online) (?:waiting room|queue)|waiting room[^$]{0,200}(?:wait time|redirect|refresh|traffic|automatically)
(?:you will|you'll) be (?:redirected|admitted|let in) (?:automatically |as soon as )?(?:when|once|in turn|shortly)
virtueller? warteraum|sie (?:sind|befinden sich) in (?:der|einer) warteschlange|(?:file|salle) d'attente (?:virtuelle)?|(?:cola|fila|sala de espera) virtual|sei in coda|sala d'attesa virtuale
(?:je|u) staat in de (?:wachtrij|wachtruimte)|virtuele wachtrij|jesteś w kolejce|wirtualna (?:kolejka|poczekalnia)|вы (?:находитесь |стоите )?в очереди|du står i kö|du er i kø
順番にご案内|アクセスが集中|排队(?:中|等候)|접속 ?대기|대기 ?순번
""")

_LIMIT = _any_of(r"""
too many requests|rate[- ]?limit(?:ed|ing)?(?: (?:exceeded|reached|hit))?\W*$|rate limit (?:exceeded|reached)|(?:request|bandwidth|quota|usage) limit (?:exceeded|reached)
you(?:'re| are) (?:going|browsing|doing that|clicking|making requests|sending requests|requesting pages?) too (?:fast|quickly|often|much|many)
zu viele (?:anfragen|zugriffe|aufrufe)|trop de requêtes|demasiadas (?:solicitudes|peticiones)|troppe richieste|muit[oa]s (?:solicitações|requisições|pedidos)
te veel (?:verzoeken|aanvragen)|zbyt wiele (?:żądań|zapytań)|слишком много запросов|för många (?:förfrågningar|anrop)|for mange (?:forespørsler|anmodninger)|çok fazla istek|příliš mnoho požadavků
(?:请求|访问|訪問|操作)(?:过于|過於|太)(?:频繁|頻繁)|リクエストが多すぎ|요청이 너무 많
""")

_COOKIES = _any_of(r"""
cookies? (?:are|is|must be|need to be|have to be|support is) (?:required|disabled|enabled|turned (?:off|on)|blocked|switched off)
(?:enable|allow|activate|turn on) (?:your |browser |the use of )?cookies (?:in your (?:browser|settings)|to (?:continue|view|use|proceed|access|see|visit))
your browser (?:does not|doesn't|is not|isn't) (?:accept|allow|support)\w* cookies|no cookies\?? enable
(?:aktivieren|erlauben) sie (?:bitte )?(?:die )?cookies|cookies (?:sind )?deaktiviert|(?:activer|activez|autoriser|autorisez) les cookies|(?:habilit|activ)\w+ las cookies|abilit\w+ i cookie|(?:habilit|ativ)\w+ (?:os )?cookies
schakel cookies in|włącz (?:obsługę )?(?:plików )?cookie|включите (?:поддержку )?cookie|aktivera cookies|aktiver cookies|povolte (?:soubory )?cookie
""")

_APP = _any_of(r"""
(?:open|continue|view|read|see|watch)(?: (?:this|it|on))?(?: \w+)? in (?:the|our) (?:\w+ )?app\b
(?:only|exclusively) (?:be )?(?:available|viewed|visible|read|seen|shown) (?:in|on|through) (?:the|our) (?:mobile )?app
(?:download|get|install) (?:the|our) app to (?:continue|view|read|see)|in der app (?:öffnen|ansehen|weiterlesen)|ouvrir (?:dans|avec) l'appli|abrir en la app|apri nell'app|打开\s?app|アプリで(?:開く|見る)
""")

_MEMBERS = _any_of(r"""
(?:you (?:do not|don't) have|no|insufficient|you lack) (?:the )?(?:required |necessary |sufficient |appropriate )?permissions? (?:to|for)
you (?:do not|don't) have (?:access|permission)|you(?:'re| are) not (?:logged in|signed in|authori[sz]ed|allowed|permitted) (?:or|to|and)
this (?:\w+ )?(?:site|website|page|content|post|profile|account|group|blog|forum|board|topic|article|area) is (?:currently |set to )?(?:private|marked (?:as )?private|for (?:registered )?members|restricted|hidden|password[- ]protected)
(?:only|exclusively) (?:available|visible|accessible|open) (?:to|for) (?:our |registered |logged[- ]?in |signed[- ]?in )*(?:members|users|visitors)
(?:be )?(?:a )?(?:registered )?(?:member|user)s? (?:to|can|may) (?:view|see|read|access) this|^\W*(?:private|protected) (?:site|blog|page|profile|area)\b
(?:content|page|post|site) is password[- ]protected|enter (?:the |your )?password (?:below|to (?:view|continue|enter))
(?:keine|fehlende) (?:ausreichende )?(?:berechtigung|rechte)|nicht (?:berechtigt|eingeloggt|angemeldet)|passwortgeschützt|nur für (?:registrierte |angemeldete |eingeloggte )?(?:mitglieder|benutzer|nutzer)
vous n'(?:avez pas|êtes pas) (?:l'autorisation|les? (?:droits?|permissions?)|accès|autorisé|connecté)|réservée?s? aux (?:membres|inscrits|utilisateurs)|protégée? par (?:un )?mot de passe
no (?:tienes|tiene) (?:los )?(?:permisos?|acceso|autorización)|no (?:estás|está) (?:autorizado|conectado)|s[oó]lo para (?:miembros|usuarios registrados|socios)|protegid[oa] (?:con|por) contraseña
non (?:hai|disponi|possiedi) [^.]{0,20}(?:permess|autorizzazion)|riservat[oa] (?:ai soci|agli utenti|ai membri)|protett[oa] da password|não tem (?:permissão|acesso)|exclusivo para (?:membros|usuários)|protegid[oa] por (?:senha|palavra)
(?:geen|niet de juiste) (?:toestemming|rechten|toegang)|alleen (?:voor|zichtbaar voor) (?:leden|ingelogde)|beveiligd met een wachtwoord|nie masz (?:uprawnień|dostępu)|tylko dla (?:zalogowanych|użytkowników|członków)
(?:недостаточно|нет) прав|только для (?:зарегистрированных|авторизованных|участников)|у вас нет доступа|du har inte (?:behörighet|tillåtelse)|endast för medlemmar|du har ikke (?:adgang|tilgang|tillatelse)|kun for medlemmer
nemáte (?:oprávnění|přístup)|pouze pro (?:členy|registrované|přihlášené)|nincs (?:jogosultság|hozzáférés)|nu aveți (?:permisiun|acces)|izniniz yok|yetkiniz (?:yok|bulunm)|vain jäsenille
権限がありません|会員(?:限定|専用)|(?:没有|沒有)(?:访问|訪問|查看)?(?:权限|權限)|您无权|仅限会员|권한이 없습니다|회원 ?(?:전용|만)
""")

_BROWSER = _any_of(r"""
browser (?:is )?(?:not|no longer|un)[ -]?supported|unsupported browser|(?:update|upgrade) your browser|browser (?:is )?(?:out of date|outdated|too old)
browser wird nicht (?:mehr )?unterstützt|browser (?:ist )?veraltet|navigateur (?:n'est|non|obsolète|trop)[^.]{0,20}|navegador (?:no (?:es )?(?:compatible|soportado)|desactualizado|não (?:é )?(?:compatível|suportado))|browser non (?:è )?supportato|браузер (?:не поддерживается|устарел)
""")

GATES: Final[tuple[Gate, ...]] = (
    Gate("an age gate", _AGE),
    Gate("a block of visitors from some countries", _REGION),
    Gate("a page that asks for a country or language", _CHOICE, in_heading_only=True),
    Gate("a waiting room", _WAITING),
    Gate("a limit on requests", _LIMIT),
    Gate("a page that asks for cookies", _COOKIES),
    Gate("a page that sends its readers to an app", _APP, in_heading_only=True),
    Gate("a page for members only", _MEMBERS),
    Gate("a page that refuses old browsers", _BROWSER, in_heading_only=True),
)
