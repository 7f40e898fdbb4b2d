"""How pages say that strangers see only their beginning: paywalls, meters, registration walls."""

import re
from typing import Final

# What publishers call the boxes of their paywalls. Such a box alone says nothing: free articles of the
# same publisher have it too, empty. It must ask for a subscription.
PAYWALL_BOX: Final = (
    "[class*='paywall' i], [id*='paywall' i], [class*='pay-wall' i], [class*='regwall' i], [id*='regwall' i],"
    "[class*='piano' i], [id*='piano' i], [class*='tp-modal' i], [class*='tp-container' i], [class*='meter' i],"
    "[class*='subscribe-wall' i], [class*='subscription-wall' i], [class*='subscription-required' i],"
    "[class*='subscriber-only' i], [class*='subscribers-only' i], [class*='premium' i], [class*='gated' i],"
    "[class*='content-gate' i], [class*='contentgate' i], [class*='locked' i], [class*='upsell' i],"
    "[class*='members-only' i], [class*='upgrade-cta' i], [class*='registration' i], [class*='abo-' i],"
    "[class*='plus-' i], [class*='offer' i], [data-paywall], [subscriptions-section], [amp-access]"
)

# The same in declared facts: a meta element whose name is about access, and the values that mean "not all".
ACCESS_META: Final = re.compile(
    r"paywall|content[_:-]?tier|access[_:-]?(?:type|level|status|model)|is[_:-]?(?:premium|paid|locked|subscri\w+)"
    r"|paid[_:-]?content|premium[_:-]?(?:content|article)|article[_:-]?(?:access|premium|type:paid)|subscription[_:-]?(?:required|level|type)"
    r"|(?:subscri\w+|members?)[_:-]?only|lock(?:ed)?[_:-]?(?:content|status)",
    re.IGNORECASE,
)
ACCESS_DENIED: Final = re.compile(
    r"^(?:true|yes|1|locked|paid|premium|metered|subscri\w*|members?|hard|soft|registered|registration|plus|closed|pay|paywall)$",
    re.IGNORECASE,
)

# What the boxes say. Each is about reading on, or about who may read: an invitation to a newsletter, a
# "Continue reading" that leads to the article, or a shop's membership does not say so.
_LINES = r"""
(?:subscribe|sign up|sign in|log in|register|join(?: now| us)?|become a (?:\w+ )?(?:member|subscriber)|create (?:a|an|your) (?:free )?account|upgrade|start (?:a|your) (?:free )?trial|pay|donate)\b[^.!?]{0,50}\b(?:to|and) (?:continue|keep|finish|go on|carry on) reading
(?:subscribe|sign up|sign in|log in|register|join(?: now)?|become a (?:\w+ )?(?:member|subscriber)|create (?:a|an|your) (?:free )?account|upgrade|start (?:a|your) (?:free )?trial)\b[^.!?]{0,40}\bto (?:read|see|view|access|unlock|enjoy) (?:the )?(?:full|entire|whole|complete|rest|this|more of this|all)\b
(?:subscribe|register) to (?:read|unlock|continue)\b(?! (?:more )?(?:about|our news))|already a (?:paying |paid )?(?:subscriber|member)\?
(?:to|want to|if you want to) (?:continue|keep) reading(?: this \w+)?,? (?:please |you )?(?:must |need to |have to )?(?:subscribe|sign|log|register|join|become|create|upgrade|buy|choose)
(?:continue|keep) reading (?:this \w+ )?(?:with|by|for (?:free|just|only|[$€£]))[^.!?]{0,50}(?:subscri|account|trial|member|registr|sign|log|[$€£]|\d)
(?:this|the) (?:rest of (?:this|the) )?(?:\w+ )?(?:article|story|post|page|content|newsletter|issue|essay|analysis|report)(?: and [^.!?]{0,20})? (?:is|are) (?:only |exclusively |available only |reserved |exclusive |available exclusively |just )*(?:available )?(?:to|for|by) (?:our |paid |paying |premium |registered |digital |full )*(?:subscribers|members|supporters|patrons|readers with)
(?:the )?rest of (?:this|the) (?:article|story|post|content|piece)[^.!?]{0,40}(?:locked|behind|hidden|subscri|members)
(?:this is a |this )(?:premium|subscriber|subscribers?[- ]only|members?[- ]only|locked|paid)[- ](?:article|story|post|content)
(?:premium|subscriber|subscribers?[- ]only|members?[- ]only|exclusive) (?:content|article|story|post)\b[^.!?]{0,30}(?:subscribe|sign|log in|join|unlock|register)
unlock (?:this|the|the full|the rest of(?: this| the)?|full|unlimited|all) (?:article|story|post|content|access|articles)
(?:you(?:'ve| have)|you are) (?:reached|read|used|hit|at|exceeded|viewed)[^.!?]{0,40}(?:limit|last|all|\d+|of your)[^.!?]{0,20}(?:free )?(?:articles?|stories|views|posts)
(?:you have |\b)(?:\d+|one|two|three|no|zero) (?:more )?free (?:articles?|stories|views) (?:left|remaining)
you(?:'re| are) (?:currently )?reading (?:a|the) (?:free )?(?:preview|excerpt|sample) of|(?:end of|this is (?:only )?a) (?:the )?(?:free )?(?:preview|excerpt) (?:of|\W*subscribe)
(?:weiterlesen|lesen sie (?:\w+ )?weiter|jetzt weiterlesen|den (?:ganzen|vollständigen) (?:artikel|text) lesen|artikel (?:freischalten|weiterlesen))[^.!?]{0,40}\b(?:mit|abo|plus|\+|registrier|anmeld|test|gratis|kostenlos|monat|€)
(?:um|wenn sie)[^.!?]{0,40}(?:weiterzulesen|weiterlesen (?:möchten|wollen)|(?:ganzen|vollständigen) (?:artikel|text|beitrag) (?:zu lesen|lesen))
(?:dieser|diesen|der|das) (?:artikel|beitrag|text|inhalt|weitere inhalt)[^.!?]{0,40}(?:nur |exklusiv |ausschließlich )?(?:für|von) (?:unsere |registrierte |zahlende |digital-?)*(?:abonnent|plus-?|mitglied|premium|nutzer mit)\w*
(?:exklusiv|nur) für (?:unsere |digital-?|plus-?|premium-?)*(?:abonnent|mitglied)\w*|(?:noch|sie haben)[^.!?]{0,16} \d+ (?:freie|kostenlose) artikel
(?:la suite|le reste|cet article|ce contenu|l'intégralité|article)\b[^.!?]{0,30} (?:est |sont )?(?:exclusivement )?réservée?s? (?:à nos|aux|à) (?:abonn|membres|inscrits)
(?:pour lire|lire) (?:la suite|l'intégralité|l'article (?:complet|en entier)|cet article)[^.!?]{0,40}(?:abonn|connect|inscri|compte|identifi|€)|(?:abonnez-vous|connectez-vous|inscrivez-vous|créez un compte)[^.!?]{0,30}pour (?:lire|continuer|accéder|poursuivre)
il vous reste \d+ ?%|(?:poursui(?:vre|vez)|continue[rz]) (?:votre|la|sa) lecture|déjà abonnée? ?\? [^.!?]{0,30}(?:lire|suite)
(?:suscríbe(?:te|se)|regístr(?:ate|ese)|inicia sesión|hazte (?:socio|suscriptor))[^.!?]{0,40}para (?:seguir|continuar) leyendo|(?:para (?:seguir|continuar) leyendo|sigue leyendo)[^.!?]{0,40}(?:suscr|regístr|inicia|socio|€)
(?:contenido|artículo|noticia)[^.!?]{0,30}(?:exclusiv[oa]|s[oó]lo|reservad[oa]|únicamente) (?:para|a)(?: nuestros)? (?:suscriptores|socios|abonados|usuarios registrados)
(?:abbonati|registrati|accedi)[^.!?]{0,30}per (?:continuare a leggere|leggere (?:tutto|l'articolo|il resto))|per (?:continuare a leggere|leggere (?:l'intero|tutto|l'articolo (?:completo|intero)))[^.!?]{0,40}(?:abbona|registra|accedi|€)
(?:contenuto|articolo)[^.!?]{0,20}(?:riservat[oa]|esclusiv[oa]|solo)[^.!?]{0,10} (?:agli|per gli|ai|per) (?:abbonati|soci|iscritti|registrati)
(?:assine|cadastre-se|faça login|subscreva)[^.!?]{0,30}para (?:continuar (?:lendo|a ler)|ler)|(?:para continuar (?:lendo|a ler)|continue (?:lendo|a ler))[^.!?]{0,40}(?:assin|cadastr|login|subscr|r\$)
(?:conteúdo|matéria|artigo|reportagem|texto)[^.!?]{0,20}(?:exclusiv[oa]|só|restrit[oa])[^.!?]{0,10} (?:para|a) (?:nossos )?(?:assinantes|membros|cadastrados|subscritores)
(?:lees (?:dit artikel )?(?:verder|het hele artikel)|verder lezen|om (?:dit artikel )?(?:verder|volledig|helemaal) te lezen)[^.!?]{0,40}(?:met|abonn|account|inlog|log in|gratis|maand|€|\?)
(?:dit|het hele) (?:artikel|verhaal)[^.!?]{0,30}(?:alleen|exclusief|uitsluitend)[^.!?]{0,10} voor (?:onze |premium |plus)*(?:abonnees|leden)|(?:alleen|exclusief) (?:toegankelijk )?voor (?:onze )?(?:abonnees|leden)
(?:aby (?:czytać|przeczytać)|chcesz czytać)[^.!?]{0,40}(?:dalej|całość|cały)|(?:dalsza część|reszta|ten|pełna treść|artykuł)[^.!?]{0,30}(?:tylko|wyłącznie)?[^.!?]{0,10} dla (?:naszych )?(?:subskrybentów|prenumeratorów|zalogowanych|abonentów)
(?:läs (?:vidare|hela)|fortsätt läsa)[^.!?]{0,40}(?:prenum|logga|med|konto|kr)|(?:artikel|innehåll)\w*[^.!?]{0,20} (?:är |bara |endast )*för (?:dig som|prenumeranter|plus|inloggade|medlemmar)
(?:læs (?:videre|hele)|les (?:videre|hele|mer)|fortsæt(?:t)? (?:med at læse|å lese|læsning\w*))[^.!?]{0,40}(?:abon|log|med|kr|konto)|(?:artik\w+|sak\w+|innhold\w*|indhold\w*)[^.!?]{0,20} (?:er |kun |bare |for |forbeholdt )+(?:vores |våre )?(?:abonnent|medlem)\w*|forbeholdt (?:vores |våre )?(?:abonnent|medlem)
(?:jatka lukemista|lue (?:koko )?(?:juttu|artikkeli))[^.!?]{0,40}(?:tila|kirjaudu|€)|(?:juttu|artikkeli|sisältö)[^.!?]{0,20} (?:on |vain )*(?:tarkoitettu )?tilaajille|vain tilaajille
(?:чтобы|для того чтобы)[^.!?]{0,30}(?:читать (?:дальше|далее|полностью)|дочитать|прочитать (?:полностью|статью целиком))|(?:материал|статья|текст|продолжение)[^.!?]{0,24}(?:доступ\w+ )?(?:только )?(?:для |по )?(?:подписчик|подписк)|доступно (?:только )?(?:подписчикам|по подписке)
(?:щоб|для)[^.!?]{0,20}читати далі|(?:тільки|лише) для (?:передплатників|підписників)
(?:článek|obsah|text|pokračování|zbytek)[^.!?]{0,30}(?:jen|pouze|určen\w*)?[^.!?]{0,10}(?:pro|jen) (?:naše )?(?:předplatitel|předplatné|přihlášen)|(?:článok|obsah)[^.!?]{0,20} (?:len |iba )?pre predplatiteľ|(?:dočíst|číst dál|pokračovat ve čtení)[^.!?]{0,30}(?:předplat|přihl|kč)
(?:a cikk|folytatás|a tartalom)[^.!?]{0,30}(?:csak )?(?:előfizető|regisztrált)|(?:tovább olvas\w*|elolvas\w*)[^.!?]{0,30}(?:előfiz|regisztr)|(?:acest articol|conținut\w*|continuarea)[^.!?]{0,30}(?:doar |numai )?(?:pentru )?abonați
(?:okumaya|haberin)[^.!?]{0,20}(?:devam|tamam)\w*[^.!?]{0,30}(?:abone|üye|giriş)|(?:yalnızca|sadece) (?:aboneler|üyeler)|(?:το άρθρο|συνέχεια)[^.!?]{0,30}συνδρομητ
(?:この記事|続き|全文|残り)[^。]{0,24}(?:有料|会員|購読|ログイン|登録|購入)|(?:有料|会員|購読者)(?:会員)?(?:限定|専用|登録)(?:記事|コンテンツ|で)|残り ?[\d,,]+ ?文字
(?:订阅|訂閱|登录|登入|注册|付费|開通|开通|购买)[^。]{0,16}(?:继续|繼續)?(?:阅读|閱讀)(?:全文|剩余|更多)?|(?:剩余|剩餘|余下)\s?[\d%]*[^。]{0,10}(?:付费|订阅|訂閱|会员)|(?:本文|全文|此内容)[^。]{0,12}(?:会员|會員|订阅|訂閱|付费)(?:专享|專享|可见|內容|内容)
(?:구독|로그인|가입|결제)[^.]{0,16}(?:계속|전체|전문|이어)[^.]{0,10}(?:읽|보)|(?:유료|구독자|회원) ?(?:전용|회원만)[^.]{0,10}(?:기사|콘텐츠|입니다)
"""
_WORDS: Final = "|".join(f"(?:{line})" for line in _LINES.strip().splitlines())
PAYWALL_WORDS: Final = re.compile(_WORDS, re.IGNORECASE)
PAYWALL_WORDS_IN_LOWER_CASE: Final = re.compile(_WORDS)
"""For a text in lower case: three times as quick, which counts where it is a whole page."""
