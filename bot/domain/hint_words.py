"""What short pages say instead of showing their content, in many languages.

Looser than the words of `sign_*.py`: these are asked only of a page on which no link was found, so a
wrong guess makes "lost" to "unverified", never "live" to anything.
"""

import re

# A program's failure, told to the visitor with a status that says nothing of it.
FAILURE_WORDS = re.compile(
    r"(?:internal |application |runtime |fatal |parse |syntax |unexpected |system |general |sql |mysql |php |http )(?:server )?error"
    r"|server error\b|^\W*(?:error|oops)\W*$|\b(?:an|some) (?:unexpected |unknown |internal )?error (?:has )?occurr?ed|error (?:was|has been) encountered"
    r"|encountered an? (?:\w+ )?(?:error|problem)|ran into (?:an?|some) (?:error|problem)s?|oops, an error occurred|uncaught (?:error|exception|\w+exception)"
    r"|could not connect to (?:my ?sql|the (?:database|server))|(?:unable|failed) to connect to (?:the )?(?:database|my ?sql)"
    r"|sqlstate\[|ora-\d{5}|error '8[0-9a-f]{7}'|stack trace:|traceback \(most recent call last\)|unhandled exception"
    r"|(?:please |kindly )?try again (?:later|in a (?:few|moment|minute|while))|temporarily (?:busy|overloaded)|over(?:loaded| capacity)"
    r"|(?:opening|launching) soon|site (?:is )?(?:not yet|under) (?:live|construction)"
    r"|\b50[0-4]\b[\W_]{0,3}(?:internal|bad gateway|service|gateway|server|error|$)|error[\W_]{0,3}50[0-4]\b|bandwidth limit exceeded|resource limit is reached"
    r"|interner (?:server)?fehler|es ist ein (?:unerwarteter |technischer )?fehler aufgetreten|versuchen sie es (?:bitte )?(?:später|in ein paar|noch)|technische störung"
    r"|erreur (?:interne|du serveur|inattendue)|une erreur (?:est survenue|s'est produite|inattendue)|réessayer plus tard|veuillez réessayer"
    r"|error (?:interno|del servidor|inesperado)|ha ocurrido un error|se ha producido un error|int[eé]ntelo (?:de nuevo )?más tarde|int[eé]ntalo (?:de nuevo )?más tarde"
    r"|errore (?:interno|del server|imprevisto)|si è verificato un errore|riprova più tardi|erro (?:interno|no servidor|inesperado)|ocorreu um erro|tente novamente mais tarde"
    r"|interne serverfout|er is (?:een fout|iets fout|iets mis)|probeer het later|wystąpił (?:nieoczekiwany )?błąd|błąd (?:serwera|wewnętrzny)|spróbuj ponownie później"
    r"|došlo k (?:neočekávané )?chybě|chyba serveru|внутренняя ошибка|ошибка сервера|произошла ошибка|попробуйте (?:позже|позднее|ещё раз)|сталася помилка"
    r"|sunucu hatası|bir hata oluştu|ett (?:oväntat )?fel (?:har )?uppst|der opst(?:od|ået) en fejl|det oppsto en feil|tapahtui virhe|hiba történt|a apărut o eroare"
    r"|服务器(?:内部)?错误|系统(?:错误|繁忙)|伺服器錯誤|稍后再试|稍後再試|サーバーエラー|エラーが発生しました|しばらく(?:して|経って|たって)から|서버 오류|오류가 발생|잠시 후 다시",
    re.IGNORECASE,
)

# Each line: what the page does, and how it says so.
REFUSALS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "refuses the request",
        re.compile(
            r"too many requests|rate[- ]limit(?:ed| exceeded| reached)|please slow down|\b(?:403|401|429|406)\b[\W_]{0,3}(?:forbidden|unauthori[sz]ed|too many|not acceptable|error|$)"
            r"|^\W*(?:forbidden|unauthori[sz]ed|not authori[sz]ed|not acceptable!?|request blocked|access forbidden|permission denied)\W*$"
            r"|you (?:do not|don't) have (?:the )?permission|you are not (?:authori[sz]ed|allowed|permitted) to|insufficient (?:permissions|privileges)|not logged in or you do not"
            r"|request could not be satisfied|your (?:ip|request|access) (?:address )?(?:has been|was|is) (?:blocked|denied|banned|rejected)|(?:ip|client) (?:address )?(?:has been )?(?:banned|blocked)"
            r"|zu viele anfragen|keine berechtigung|trop de requêtes|n'avez pas (?:l'autorisation|les droits|la permission)|demasiadas solicitudes|no tiene(?:s)? permiso|troppe richieste"
            r"|non (?:hai|disponi) (?:dei|i|il|del) perm|muitas solicitações|não tem permissão|te veel verzoeken|geen toestemming|zbyt wiele żądań|brak (?:uprawnień|dostępu)|слишком много запросов"
            r"|недостаточно прав|нет прав|请求过于频繁|访问过于频繁|没有权限|アクセス権限がありません|権限がありません|권한이 없습니다",
            re.IGNORECASE,
        ),
    ),
    (
        "is open to some visitors only",
        re.compile(
            r"this (?:\w+ )?(?:site|blog|page|content|wiki|group|forum|account|profile|post|topic|category) is (?:currently |now )?(?:private|password[- ]protected|protected|restricted|hidden|invitation|open to invited)"
            r"|private (?:site|blog|page|profile)\b|invited (?:readers|members|users) only|by invitation only|request access\b|password protected|enter (?:the|your) password (?:to|below)"
            r"|(?:log(?:ged)?[- ]?in|sign(?:ed)?[- ]?in|register(?:ed)?|create an account|member)[^.!?]{0,30} to (?:view|see|read|access|continue|proceed|unlock)"
            r"|(?:einloggen|anmelden|registrieren|angemeldet sein)[^.!?]{0,30}um (?:diese|den|das|weiter|zu)|(?:connecté|connecter|identifier|inscrire)[^.!?]{0,20} pour (?:voir|lire|accéder|consulter|continuer)"
            r"|(?:sesión|registrarte|registrarse)[^.!?]{0,20} para (?:ver|leer|acceder|continuar)|(?:accedi|registrati|login|effettua)[^.!?]{0,30} per (?:vedere|leggere|accedere|continuare|visualizzare)"
            r"|(?:login|entrar|registr\w+)[^.!?]{0,20} para (?:ver|ler|acessar|continuar)|(?:inloggen|registreren|ingelogd)[^.!?]{0,20} om (?:dit|te|verder|deze)|(?:zaloguj|zarejestruj)[^.!?]{0,20}aby"
            r"|чтобы[^.!?]{0,40}(?:войдите|авторизуйтесь|зарегистрируйтесь)|(?:войдите|авторизуйтесь|зарегистрируйтесь|войти)[^.!?]{0,30}чтобы|только (?:для )?(?:зарегистрированн|авторизованн)|登录后|登入後|登入后|ログインして|会員登録|로그인 ?(?:후|이 필요)",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip
# What forums put in the place of a link for guests, on pages of any length; for a text in lower case,
# where a search is three times as quick.
HIDDEN_LINKS = re.compile(
    r"(?:log(?:ged)?[- ]?in|sign(?:ed)?[- ]?in|register(?:ed)?|be a member)[^.!?]{0,60} (?:to|for) (?:see|view|viewing) (?:this |the |these |all )?(?:hidden )?(?:links?|urls?)\b"
    r"|(?:do not|don't) have permission to view (?:this |the )?(?:links?|urls?)\b"
    r"|links? (?:is|are) (?:hidden|only visible|visible only|not visible)(?: (?:from|for|to))? (?:guests|visitors|members|registered|logged)"
    r"|(?:anmelden|registrieren|angemeldet)[^.!?]{0,40} um (?:diesen |den |die )?links? (?:zu )?sehen"
    r"|(?:connecter|connecté|inscrire|inscrit)[^.!?]{0,40} pour voir (?:ce|les|le) liens?"
    r"|(?:registrarte|registrado|iniciar sesión|regístrate)[^.!?]{0,40} para ver (?:el|los|este) (?:enlaces?|links?)"
    r"|ссылк[аи] скрыт|скрыт\w+ ссылк|чтобы (?:увидеть|видеть|просматривать) ссылк|для просмотра ссыл",
)
