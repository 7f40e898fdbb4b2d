"""What parked, for-sale and suspended pages say of themselves."""

import re

# Where sellers' pages live; a redirect from another domain to one of these is a sale.
_SELLERS = """
    hugedomains.com dan.com sedo.com sedoparking.com afternic.com atom.com squadhelp.com
    brandbucket.com domainmarket.com buydomains.com perfectdomain.com undeveloped.com efty.com
    bodis.com parkingcrew.net above.com uniregistry.com domainname.de nicsell.com dropcatch.com
    namejet.com snapnames.com dynadot.com domainagents.com domaineasy.com 4.cn ename.com
    parklogic.com voodoo.com skenzo.com domainsponsor.com fabulous.com parking.ru
"""
SELLERS = frozenset(_SELLERS.split())

# Markup (lower case) of parking services: AdSense for Domains, the services' scripts and themes.
PARKING_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"google.com/adsense/domains/caf.js", "AdSense for Domains"),
    (b"data-adblockkey=", "a parking service"),
    (b"sedoparking.com", "Sedo"),
    (b"parkingcrew.net", "ParkingCrew"),
    (b"parking.bodiscdn.com", "Bodis"),
    (b"bodiscdn.com", "Bodis"),
    (b"wsimg.com/parking-lander", "GoDaddy"),
    (b"parking-lander", "GoDaddy"),
    (b"cdn.dan.com", "Dan"),
    (b"parkingpage.namecheap.com", "Namecheap"),
    (b"hugedomains.com/domain_profile", "HugeDomains"),
    (b"afternic.com/forsale", "Afternic"),
    (b"godaddy.com/forsale", "GoDaddy"),
    (b"parklogic.com", "ParkLogic"),
    (b"window.park =", "a parking service"),
    (b'window.location.href="/lander"', "GoDaddy"),
    (b"/cgi-sys/suspendedpage.cgi", "the hosting provider"),
    (b"/suspended.page/", "the hosting provider"),
    (b"skenzo.com", "Skenzo"),
    (b"img1.wsimg.com/parking", "GoDaddy"),
    (b"above.com/marketplace", "Above"),
    (b"atom.com/name/", "Atom"),
)

PARKING_URL = re.compile(
    r"/cgi-sys/(?:suspendedpage|defaultwebpage)|/suspended(?:page)?(?:\.html?|/|$)|/parking-lander"
    r"|/domain[-_]?for[-_]?sale|/buy-domain/|//ww\d+\.",
    re.IGNORECASE,
)

_DOMAIN = r"(?:domain(?:[ -]?name)?|web ?site|url|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})"
_NAME = r"(?:[\w-]+(?:\.[\w-]+)+ )?"
PARKING_WORDS = re.compile(
    rf"{_DOMAIN} (?:is|may be|might be|could be) (?:available )?(?:for sale|parked|available for purchase)"
    rf"|(?:buy|purchase|own|get|acquire|inquire about) this (?:premium )?domain|domain (?:name )?for sale"
    rf"|this (?:web ?page|domain(?: name)?|site) is parked|is parked free|parked (?:free|domain)|domain parking"
    rf"|domain(?: name)? (?:has )?(?:recently |just )?(?:been )?(?:registered|expired)\b|this domain (?:name )?has expired"
    rf"|registered (?:at|with|by) (?:namecheap|godaddy|gandi|ovh|ionos|porkbun|dynadot|hover|name\.com|network solutions)"
    rf"|(?:make|submit) an offer (?:on|for) (?:this|the) domain|future home of something"
    rf"|domain(?:name)? {_NAME}(?:steht )?zu(?:m)? verkauf(?:en)?|domain kaufen|domain ist geparkt|domain(?:name)? (?:wurde|ist) (?:neu |bereits )?registriert"
    rf"|hier entsteht eine neue (?:internetpräsenz|website|homepage|webseite)"
    rf"|(?:nom de )?domaine {_NAME}(?:est )?(?:à vendre|en vente|parqué|expiré)|acheter ce (?:nom de )?domaine"
    rf"|dominio {_NAME}(?:está |esta )?(?:en venta|a la venta|aparcado|estacionado|caducado)|comprar este dominio"
    rf"|dominio {_NAME}(?:è |e' )?(?:in vendita|parcheggiato|scaduto)|acquista questo dominio"
    rf"|domínio {_NAME}(?:está )?(?:à venda|estacionado|expirado)|comprar este domínio"
    rf"|domein(?:naam)? {_NAME}(?:is )?(?:te koop|geparkeerd|gereserveerd|verlopen)|koop (?:dit|deze) domein"
    rf"|domena {_NAME}(?:jest )?(?:na sprzedaż|zaparkowana|do kupienia|wygasła)|doména {_NAME}(?:je )?(?:na prodej|na predaj|zaparkovan)"
    rf"|домен(?:ное имя)? {_NAME}(?:прода[её]тся|припаркован|выставлен на продажу|доступен для покупки|зарегистрирован)|купить (?:этот )?домен"
    rf"|(?:alan adı|domain|alanadı) (?:satılık|satılıktır|park edil)|satılık (?:domain|alan adı)"
    rf"|domeniu (?:este )?de vânzare|domän(?:en)? är (?:till salu|parkerad)|domænet er (?:til salg|parkeret)|domenet er (?:til salgs|parkert)"
    rf"|verkkotunnus on myytävänä|domain eladó|eladó domain"
    rf"|域名(?:正在)?(?:出售|转让|待售)|此域名.{{0,8}}(?:出售|转让)|該?網域(?:名稱)?.{{0,6}}出售|ドメイン.{{0,12}}(?:販売|売り出|取得され)|도메인.{{0,8}}(?:판매|매매)",
    re.IGNORECASE,
)
SUSPENDED_WORDS = re.compile(
    r"(?:this |your |hosting |web ?)?(?:account|site|website|web site|domain|hosting)(?: name)?"
    r" (?:has been |is |was |temporarily |currently )*(?:suspended|deactivated|disabled|terminated)"
    r"|suspended (?:account|domain|website)"
    r"|(?:account|website|webseite|webspace|internetseite|domain|seite|präsenz) (?:wurde |ist |vorübergehend )*(?:gesperrt|deaktiviert)"
    r"|(?:compte|site|domaine) (?:a été |est |temporairement )*suspendu"
    r"|(?:cuenta|sitio|dominio) (?:ha sido |está |fue )*suspendid[oa]"
    r"|(?:account|sito|dominio) (?:è stato |è )*sospeso"
    r"|(?:conta|site|domínio|hospedagem) (?:foi |está )*suspens[oa]"
    r"|(?:account|website|domein|hosting) (?:is |werd )*(?:opgeschort|geblokkeerd)"
    r"|(?:konto|strona|domena) (?:został[oa]? |jest )*(?:zawieszon|zablokowan)"
    r"|(?:аккаунт|сайт|хостинг|домен|площадка)[^.]{0,20} (?:заблокирован|приостановлен|отключ[её]н)"
    r"|(?:hesap|site|web sitesi)[^.]{0,20} askıya alın",
    re.IGNORECASE,
)
