"""How login, consent and maintenance pages and application shells show themselves."""

import re

LOGIN_URL = re.compile(
    r"//(?:login|signin|sso|auth|accounts?|idp|secure-?login|passport)\."
    r"|/(?:log[-_]?in|sign[-_]?in|signon|sign[-_]on|authwall|sso|saml2?|oauth2?|openid|cas|auth|authenticate|authorize"
    r"|wp-login|sessions?/new|users?/sign_in|accounts?/(?:login|signin)|member[-_]?login|checkpoint/lg"
    r"|anmelden|anmeldung|einloggen|connexion|se-connecter|iniciar-sesion|acceso|accedi|inloggen|entrar|logowanie|zaloguj"
    r"|prihlaseni|vhod|giris|logga-in|logg-inn|kirjaudu)(?:[/.?]|$)"
    r"|ucp\.php\?(?:[^#]*&)?mode=login|member\.php\?(?:[^#]*&)?action=login|[?&](?:action|do|view|page|option)=(?:login|signin|log-in)\b"
    r"|special:userlogin",
    re.IGNORECASE,
)
LOGIN_WORDS = re.compile(
    r"(?:please |you (?:must|need to|have to) (?:be )?|must be |)(?:log(?:ged)?[ -]?in|sign(?:ed)?[ -]?in|sign on)\b"
    r"|\blogin\b|members only|authentication required|authwall|join (?:now|linkedin)"
    r"|anmelden|anmeldung|einloggen|angemeldet sein|connectez-vous|connexion|se connecter|identifiez-vous"
    r"|iniciar sesi[oó]n|inicia sesi[oó]n|acceder a|accedi\b|effettua (?:il login|l'accesso)|entrar\b|fa[çc]a login|iniciar sess[aã]o"
    r"|inloggen|log in op|zaloguj|logowanie|přihlás|prihlás|войти|вход\b|авторизация|увійти|giriş yap|oturum aç"
    r"|logga in|logg inn|log ind|kirjaudu|bejelentkez|autentific|conect(?:ați|are)|prijav|вписване|σύνδεση|התחבר|تسجيل الدخول|ورود"
    r"|登录|登入|ログイン|로그인|đăng nhập|masuk\b|เข้าสู่ระบบ",
    re.IGNORECASE,
)

CONSENT_URL = re.compile(
    r"//(?:[\w-]+\.)*(?:consent|guce|cookie-?consent|consent-pref|cmp|privacy-?gate|cookiewall|myprivacy)\."
    r"|/(?:[\w-]*cookie-?(?:wall|consent|policy-accept|gate)|consent(?:[-_]\w+)?|privacy-?gate(?:-confirm)?|gdpr(?:-consent)?"
    r"|zustimmung|einwilligung|consentement|collectconsent|pur-?abo|tcf)(?:[/.?]|$)",
    re.IGNORECASE,
)
CONSENT_TITLE = re.compile(
    r"before you continue|(?:your|la tua|la sua|tu|su) priva(?:cy|cidad) (?:is|è|es) (?:very )?importante?|votre vie privée|(?:ihre|deine) privatsphäre|"
    r"bevor sie (?:zu|fortfahren)|avant (?:d'accéder|de continuer|d’accéder)|antes de (?:continuar|ir a)"
    r"|prima di continuare|voordat je (?:verdergaat|naar)|zanim przejdziesz|прежде чем"
    r"|(?:cookie|privacy|gdpr)[ -]?(?:consent|wall|gate|settings|preferences|einstellungen|instellingen)"
    r"|(?:your|manage) (?:privacy|cookie|consent)(?: choices)?|we (?:value|care about|respect) your privacy|privacy ?gate"
    r"|(?:cookie|privacy)[- ]?(?:zustimmung|hinweis|toestemming)|zustimmung|einwilligung|consentement|toestemming|consentimiento|consenso"
    r"|yahoo is part of|part of the yahoo family|we use cookies|wir verwenden cookies|accept (?:all )?cookies|datenschutzeinstellungen",
    re.IGNORECASE,
)
# For a text in lower case, where a search is several times as quick.
CONSENT_WORDS = re.compile(
    r"cookies?\b|consent|gdpr|dsgvo|privacy|personal data|einwilligung|zustimm|datenschutz|personenbezogen"
    r"|consentement|données personnelles|confidentialité|consentimiento|privacidad|consenso|riservatezza|toestemming"
    r"|persoonsgegevens|zgod[aęy]|prywatnoś|dan(?:e|ych) osobow|согласи|персональн|конфіденційн|tracking"
    r"|samtycke|kakor|integritet|personuppgift|samtykke|personoplysning|personopplysning|evästei?t|tietosuoj|suostumu"
    r"|soukrom|osobní(?:ch)? údaj|súkrom|osobné údaje|souhlas|súhlas|confidențialitate|date(?:lor)? cu caracter personal|acord(?:ul)?\b"
    r"|adatvédel|személyes adat|hozzájárul|süti|privatnost|osobn(?:e|ih) podat|pristan|gizlilik|çerez|kişisel veri"
    r"|απόρρητο|συγκατάθεση|προσωπικ\w+ δεδομέν|поверителност|лични данни|プライバシー|クッキー|個人情報|隐私|隱私|个人信息|個人資料|개인정보|쿠키",
)
CONSENT_BUTTON = re.compile(
    r"(?:accept|agree|allow|consent|reject|decline|i agree|got it)\b|akzeptier|zustimm|einverstanden|ablehnen|annehmen"
    r"|accepter|j'accepte|refuser|aceptar|acepto|rechazar|accetta|rifiuta|aceitar|rejeitar|akkoord|accepteren|weigeren"
    r"|akceptuj|zgadzam|принять|согласен|godkänn|acceptera|godta|accepter|hyväksy|souhlas|elfogad|accept[aă]|kabul|同意|接受|동의",
    re.IGNORECASE,
)
CONSENT_BOX = (
    "[id*='cookie' i], [class*='cookie' i], [id*='consent' i], [class*='consent' i], [id*='gdpr' i],"
    "[class*='gdpr' i], [id*='onetrust' i], [id*='didomi' i], [id*='usercentrics' i], [id*='sp_message' i],"
    "[class*='cmp-' i], [id*='cmp' i], [id*='qc-cmp' i], [class*='privacy-gate' i]"
)

MAINTENANCE_WORDS = re.compile(
    r"(?:down|offline|closed|unavailable|briefly unavailable) for (?:\w+ )?(?:maintenance|an? update|upgrade)"
    r"|(?:under|undergoing|scheduled|planned|performing|site|website|server|system|in) (?:\w+ )?maintenance"
    r"|maintenance (?:mode|in progress|page|work|break)\b|^\W*maintenance\W*$"
    r"|(?:we(?:'ll| will|'re coming)|will|be) (?:be )?(?:right )?back (?:soon|shortly|online|in a)|coming soon|under construction|site is being updated"
    r"|error establishing a database connection|database (?:connection )?error|could not connect to (?:the )?database"
    r"|(?:service|site|website|page|server) (?:is )?(?:temporarily|currently) (?:unavailable|offline|down|closed)|temporarily (?:unavailable|out of service|offline|down)"
    r"|we(?:'ll| will) be (?:right )?back\b(?! (?:to|with|in touch))|(?:scheduled|planned) (?:downtime|outage)|(?:upgrading|updating) our (?:systems?|servers?|website|site)"
    r"|error code 5[023]\d\b|(?:http |status |code |error )*\b50[0-9]\b[ :–-]*(?:server|internal|service|backend|bad|gateway|error)|server error \(5\d\d\)|^\W*server error\W*$"
    r"|(?:connection|origin|server) timed out\b|origin (?:is unreachable|dns error)|ssl handshake failed|backend fetch failed|guru meditation|fastly error|request could not be satisfied"
    r"|zero size object|runtime error\W*$|exception report|sqlstate\[|upstream (?:connect|request) |no healthy upstream|(?:unhandled|uncaught) (?:exception|error)|traceback \(most recent"
    r"|\bbe right back\b(?! \w)|^\W*page is being generated|this page is being generated"
    r"|service unavailable|bad gateway|gateway time-?out|internal server error|web server is down|a technical (?:error|problem)|something went wrong"
    r"|there has been a critical error on (?:this|your) website|application error|too many connections|(?:fatal|parse) error:"
    r"|wartungs(?:arbeiten|modus|pause|seite)|wegen wartung|wird gerade gewartet|derzeit (?:nicht|wegen|in) [^.]{0,30}(?:erreichbar|wartung|verfügbar)|baustelle|in kürze (?:wieder|online)"
    r"|(?:site|service|page)[^.]{0,20} (?:momentanément|temporairement|provisoirement) (?:indisponible|inaccessible|fermé)|nous (?:revenons|serons de retour)|temporalmente (?:no disponible|fuera de servicio|cerrad)|temporaneamente (?:non disponibile|fuori servizio)|temporariamente (?:indisponível|fora)"
    r"|tillfälligt (?:stängd|otillgänglig|nere)|uppdaterar vår (?:webbplats|sajt|hemsida)|midlertidig(?:t)? (?:utilgjengelig|lukket|ude af drift)|tilapäisesti (?:poissa|suljettu)|dočasně (?:nedostupn|mimo)|tymczasowo (?:niedostępn|nieczynn)|временно (?:недоступ|не работает)|geçici olarak"
    r"|tijdelijk (?:niet (?:beschikbaar|bereikbaar)|gesloten|offline|buiten)|vorübergehend (?:nicht|geschlossen|offline)"
    r"|en (?:cours de )?maintenance|maintenance en cours|site en construction|bientôt (?:de retour|disponible|en ligne)"
    r"|en mantenimiento|mantenimiento (?:programado|en curso)|sitio en construcción|volvemos (?:pronto|enseguida)|estaremos de vuelta|próximamente"
    r"|in manutenzione|manutenzione (?:programmata|in corso)|torneremo (?:presto|online)|sito in costruzione"
    r"|em manutenção|manutenção (?:programada|em andamento)|voltaremos (?:em breve|logo)|em construção"
    r"|in onderhoud|onderhoud(?:swerkzaamheden)?\b|binnenkort (?:terug|online)|prace (?:techniczne|konserwacyjne|serwisowe)|przerwa techniczna|w (?:trakcie )?(?:budowie|konserwacji)"
    r"|probíhá údržba|údržb[ay]|технические работы|техническ(?:ое|их) (?:обслуживани|работ)|сайт (?:временно )?(?:недоступен|на реконструкции|закрыт)|технічні роботи"
    r"|bakım(?:da| çalışması| modu)|yapım aşamasında|underhåll|vedlikehold|vedligeholdelse|huolto(?:katko|tauko)|karbantartás|mentenanță|održavanj|υπό συντήρηση|υπο κατασκευη"
    r"|系统维护|网站维护|正在维护|維護中|維護公告|メンテナンス(?:中|のお知らせ)?|只今メンテナンス|점검 ?중|시스템 점검|bảo trì|sedang dalam (?:perbaikan|pemeliharaan)|בתחזוקה|صيانة",
    re.IGNORECASE,
)
DEFAULT_PAGE_TITLE = re.compile(
    r"^(?:welcome to nginx!?|apache2 (?:\w+ )?default page.*|test page for the .*|it works!?|iis(?: \d+| windows).*"
    r"|internet information services|welcome to (?:caddy|openresty|tengine|centos).*|plesk .*|default (?:web ?site|parallels plesk) page"
    r"|http server test page.*|domain default page|web server's default page)$",
    re.IGNORECASE,
)

# The empty box that a framework draws into.
SHELL_ROOTS = (
    "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, #q-app, #main-app, #react-root, #app-root, #app-mount,"
    "#application, #spa, #ember-app, #vue-app, #mount, #container-root, #layout-root, app-root, my-app, [ng-app],"
    "[data-reactroot], [data-server-rendered], [ng-version], [data-ember-extension]"
)
NEEDS_SCRIPTS_WORDS = re.compile(
    r"(?:enable|requires?|need|activate|turn on|without|allow)[^.<]{0,40}java ?script|java ?script[^.<]{0,40}(?:enabled|required|disabled|is not|to run|activated|needed)"
    r"|java ?script[^.<]{0,60}(?:aktivier|benötig|eingeschaltet|activ|habilit|abilit|ativ|inschakelen|włącz|включ|etkinle|aktivera|povol|engedély|有効|启用|啟用|활성)"
    r"|(?:aktivier|activ|habilit|abilit|ativ|schakel|włącz|включ|увімкн|povol|開啟|启用)[^.<]{0,40}java ?script"
    r"|(?:unsupported|outdated|not supported|upgrade your) browser|browser (?:is )?not supported",
    re.IGNORECASE,
)
# Scripts that count or advertise; they draw no page.
MEASURING_SCRIPTS = re.compile(
    r"googletagmanager|google-analytics|googlesyndication|doubleclick|analytics|gtag|matomo|piwik|plausible|hotjar|clarity\.ms"
    r"|facebook\.net|connect\.facebook|statcounter|quantserve|scorecardresearch|chartbeat|adsbygoogle|mc\.yandex|metrika|hm\.baidu|cnzz"
    r"|cloudflareinsights|email-decode|rocket-loader|jquery|cookie|consent|onetrust|counter|stats?\.|pixel|beacon|newrelic|sentry",
    re.IGNORECASE,
)
DRAWING_SCRIPTS = re.compile(
    r"__next_data__|__nuxt|__initial_state__|__preloaded_state__|__apollo_state__|webpackjsonp|window\.__\w+__\s*=|reactdom|createapp\(|"
    r"document\.write|location\.(?:href|replace|assign)|window\.location\s*=|document\.location|customelements|sveltekit|import\(",
    re.IGNORECASE,
)
