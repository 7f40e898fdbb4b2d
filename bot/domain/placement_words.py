"""The words by which templates name their boxes, and the headings that people read above them.

Words of class, id and element names are split at hyphens, underscores and capitals, and compared in lower
case. The tables are what the common systems write (WordPress, Blogger, Discourse, phpBB, vBulletin, XenForo,
MyBB, SMF, Drupal, MediaWiki, Disqus, Reddit, Hacker News) and what their themes add, in several languages.
"""

import re

# One word is enough. A name belongs to the first kind that it matches.
KIND_WORDS: dict[str, str] = {
    "comment": (
        "comment comments commentlist commentarea commentform commentable commenters disqus dsq livefyre commento"
        " replies respond comtr commtext kommentar kommentare comentario comentarios"
        " commentaire commentaires commenti commento reacties yorum yorumlar komentarz komentarze komentar"
        " komentari kommentit guestbook testimonials pinglist trackbacks pingbacks"
    ),
    "forum_post": (
        "postbody postbit postbitlegacy postcontainer postprofile postdetails bbwrapper bbcode"
        " forumpost forumposts postmessage topicpost postrow kmsg windowbg linklisting bbp fatitem"
    ),
    "author_bio": (
        "bio authorbox authorbio authorinfo aboutauthor authorcard authordesc saboxplugin molongui biography"
        " autorenbox autorinfo biografia biographie"
    ),
    "related": (
        "related relateds relatedposts recommended recommendations recommendation recommend recirc recirculation"
        " similar morelikethis readnext upnext outbrain taboola trc revcontent mgid zergnet nrelate linkwithin"
        " yarpp crp trending popular mostread mostpopular mostviewed ahnliche verwandte relacionados relacionadas"
        " relacionado connexes correlati gerelateerd ilgili podobne"
    ),
    "navigation": (
        "nav navbar navbox navi navigation navlinks menu menus submenu mainmenu breadcrumb breadcrumbs crumbs"
        " pagination pager paging skiplink skip toc pagenav postnav nextprev prevnext menubar megamenu jumpbox"
    ),
    "footer": "footer foot colophon copyright mastfoot bottombar subfooter fuss fusszeile impressum",
    "header": "masthead topbar topnav banner hdr kopfzeile header pagehead",
    "sidebar": "sidebar sidebars blogroll rail sidecolumn sidecol side leftcol rightcol leftbar rightbar seitenleiste",
    "widget": (
        "widget widgets tagcloud sharedaddy sharing share shares sharebar sharebuttons social socials sharetools"
        " addthis addtoany newsletter subscribe subscription cookie cookies consent gdpr modal popup popover"
        " lightbox login signin signup promo promotion advert advertisement adverts ad ads adsense adsbygoogle"
        " sponsor sponsored sponsors partners counter badge badges calendar poll weather ticker webring follow"
        " taglist toolbar searchform searchbox gallery cta banner468 affiliate"
    ),
}

# Two parts of one name, in this order, side by side.
KIND_PAIRS: dict[tuple[str, str], str] = {
    ("post", "message"): "forum_post",
    ("post", "body"): "",
    ("post", "content"): "",
    ("topic", "body"): "forum_post",
    ("topic", "post"): "forum_post",
    ("crawler", "post"): "forum_post",
    ("message", "body"): "forum_post",
    ("message", "user"): "forum_post",
    ("post", "stream"): "forum_post",
    ("forum", "post"): "forum_post",
    ("forum", "topic"): "forum_post",
    ("thread", "post"): "forum_post",
    ("bbp", "breadcrumb"): "navigation",
    ("bbp", "pagination"): "navigation",
    ("cookie", "banner"): "widget",
    ("banner", "ad"): "widget",
    ("ad", "banner"): "widget",
    ("lia", "message"): "forum_post",
    ("message", "signature"): "forum_post",
    ("post", "signature"): "forum_post",
    ("notes", "wrapper"): "comment",
    ("note", "reblog"): "comment",
    ("navbar", "brand"): "header",
    ("nav", "brand"): "header",
    ("widget", "area"): "sidebar",
    ("ips", "comment"): "forum_post",
    ("shreddit", "comment"): "comment",
    ("shreddit", "post"): "forum_post",
    ("customer", "reviews"): "comment",
    ("user", "reviews"): "comment",
    ("product", "reviews"): "comment",
    ("reviews", "list"): "comment",
    ("status", "content"): "forum_post",
    ("status", "reply"): "forum_post",
    ("detailed", "status"): "forum_post",
    ("author", "box"): "author_bio",
    ("author", "bio"): "author_bio",
    ("author", "info"): "author_bio",
    ("author", "card"): "author_bio",
    ("author", "profile"): "author_bio",
    ("author", "description"): "author_bio",
    ("author", "section"): "author_bio",
    ("author", "about"): "author_bio",
    ("authors", "box"): "author_bio",
    ("about", "author"): "author_bio",
    ("the", "author"): "author_bio",
    ("post", "author"): "author_bio",
    ("article", "author"): "author_bio",
    ("entry", "author"): "author_bio",
    ("contributor", "bio"): "author_bio",
    ("guest", "author"): "author_bio",
    ("uber", "autor"): "author_bio",
    ("about", "me"): "author_bio",
    ("read", "next"): "related",
    ("up", "next"): "related",
    ("also", "like"): "related",
    ("also", "read"): "related",
    ("read", "also"): "related",
    ("more", "from"): "related",
    ("more", "stories"): "related",
    ("more", "posts"): "related",
    ("more", "articles"): "related",
    ("other", "posts"): "related",
    ("other", "articles"): "related",
    ("see", "also"): "",
    ("next", "article"): "related",
    ("most", "read"): "related",
    ("most", "popular"): "related",
    ("recent", "posts"): "related",
    ("latest", "posts"): "related",
    ("latest", "news"): "related",
    ("suggested", "posts"): "related",
    ("business", "listing"): "directory",
    ("company", "listing"): "directory",
    ("listing", "detail"): "directory",
    ("directory", "entry"): "directory",
    ("directory", "item"): "directory",
    ("directory", "listing"): "directory",
    ("page", "list"): "navigation",
    ("tag", "cloud"): "widget",
    ("link", "list"): "",
    ("read", "more"): "related",
    ("another", "category"): "related",
}

# A name with one of these parts says something of the page or of a control, not of a box and its content.
VOID_PARTS = frozenset(
    [
        "no",
        "has",
        "with",
        "without",
        "hide",
        "show",
        "for",
        "open",
        "opened",
        "closed",
        "enabled",
        "disabled",
        "off",
        "on",
        "toggle",
        "trigger",
        "count",
        "number",
        "num",
        "counter",
        "icon",
        "icons",
        "link",
        "links",
        "button",
        "btn",
        "js",
        "target",
        "anchor",
        "active",
        "offset",
        "width",
        "has2",
        "column",
        "columns",
        "layout",
        "wrapper",
        "wrap",
        "container",
        "outer",
        "inner",
        "content",
        "main",
        "page",
        "site",
        "area2",
        "left2",
    ]
)

# They speak against content without naming a kind; the model weighs them.
WEAK_WORDS = frozenset(
    [
        "meta",
        "byline",
        "author",
        "tags",
        "tag",
        "tools",
        "tool",
        "toolbox",
        "info",
        "credit",
        "credits",
        "button",
        "buttons",
        "btn",
        "dropdown",
        "category",
        "categories",
        "catlinks",
        "cat",
        "sub",
        "headline",
        "top",
        "bottom",
        "links",
        "list",
        "extra",
        "teaser",
        "box",
        "module",
        "rating",
        "vote",
        "date",
        "print",
        "profile",
        "user",
        "account",
        "secondary",
        "supplemental",
        "more",
        "archive",
        "noprint",
        "overlay",
        "survey",
        "feedback",
        "player",
        "video",
        "prev",
        "next",
        "keyword",
        "keywords",
        "caption",
        "edit",
        "editsection",
        "source",
        "disclaimer",
        "signup",
        "teads",
        "promo",
        "kicker",
        "label",
        "labels",
        "metadata",
        "postmetadata",
        "postmeta",
        "entrymeta",
        "articlemeta",
        "postinfo",
        "dateline",
        "writer",
        "reporter",
        "hub",
        "hubs",
        "hashtag",
        "hashtags",
    ]
)
STRONG_WORDS = frozenset(
    [
        "article",
        "articlebody",
        "entry",
        "content",
        "post",
        "story",
        "main",
        "maincontent",
        "body",
        "text",
        "prose",
        "hentry",
        "wikitext",
        "references",
        "reflist",
        "reference",
        "footnote",
        "footnotes",
        "citation",
        "citations",
        "bibliography",
        "sources",
        "markdown",
        "richtext",
        "copy",
    ]
)

# A page of a forum, one post of several, a directory: only together with the shape do they say something.
FORUM_WORDS = frozenset(
    [
        "flarum",
        "ctopic",
        "forum",
        "forums",
        "thread",
        "threads",
        "topic",
        "viewtopic",
        "viewthread",
        "showthread",
        "discussion",
        "discussions",
        "phpbb",
        "mybb",
        "smf",
        "vbulletin",
        "board",
        "foro",
        "foren",
        "forumas",
        "tema",
        "bbs",
        "lemmy",
    ]
)
TITLE_WORDS = frozenset(
    [
        "title",
        "titles",
        "head",
        "heading",
        "label",
        "caption",
        "titel",
        "titre",
        "titulo",
        "hd",
        "hed",
        "thead",
        "subject",
        "rubrik",
    ]
)
# Boxes in which an author lists the sources of the text, or the facts of an encyclopedia's article.
CITED_WORDS = frozenset(
    {"references", "reflist", "footnotes", "citation", "citations", "bibliography", "infobox"}
)
POST_WORDS = frozenset(
    [
        "post",
        "posts",
        "message",
        "messages",
        "reply",
        "replies",
        "posting",
        "beitrag",
        "mensaje",
        "msg",
        "answer",
    ]
)
DIRECTORY_WORDS = frozenset(
    [
        "directory",
        "directories",
        "verzeichnis",
        "annuaire",
        "directorio",
        "diretorio",
        "linkliste",
        "weblinks",
        "webkatalog",
        "listing",
        "listings",
        "linkdirectory",
        "dmoz",
        "businesses",
        "yellowpages",
        "branchenbuch",
    ]
)
DIRECTORY_TITLES = re.compile(
    r"\b(director(y|ies|io)|verzeichnis|webkatalog|branchenbuch|annuaire|diret[oó]rio|elenco (siti|aziende)|katalog (stron|firm)"
    r"|каталог (сайтов|компаний|организаций|предприятий|ресурсов|фирм)|справочник|rehberi|adresář|katalog|företagsguiden?|företagskatalog(en)?|bedrijvengids|firmakatalog(en)?|yrityshakemisto)\b"
    r"|リンク集|サイト集|登録サイト|黄页|网址导航|网站目录|分类目录|企业名录|디렉토리|업체 ?목록|دليل (المواقع|الشركات)|אינדקס",
    re.IGNORECASE,
)

# What people read above a box: the whole heading, without digits and punctuation, or its beginning.
HEADINGS: dict[str, str] = {
    "comment": (
        "comments|comment|leave a comment|leave a reply|leave a response|post a comment|add a comment|join the"
        " discussion|join the conversation|responses|replies|reader comments|what do you think|customer"
        " reviews|reviews|kommentare|kommentar|kommentar schreiben|schreibe einen kommentar|antworten|commentaires|"
        "commentaire|laisser un commentaire|réactions|comentarios|comentario|deja un comentario|deja una respuesta|"
        "respuestas|comentários|deixe um comentário|deixe uma resposta|respostas|commenti|lascia un commento|reacties|"
        "geef een reactie|komentarze|dodaj komentarz|комментарии|комментариев|комментария|комментарий|оставить"
        " комментарий|добавить комментарий|обсуждение|отзывы|коментарі|yorumlar|yorum yap|bir yanıt yazın|komentáře|"
        "kommentarer|kommentit|コメント|コメントを残す|件のコメント|评论|條留言|留言|发表评论|发表回复|評論|網友評論|댓글|댓글 남기기|"
        "التعليقات|تعليقات|اترك تعليقا|اترك رد|תגובות|נظرات|دیدگاه ها|نظرات|σχόλια|bình luận|ความคิดเห็น|टिप्पणियाँ|komentar"
    ),
    "author_bio": (
        "about the author|about author|about the writer|about the authors|written by|écrit par|escrito por|geschrieben von|scritto da|geschreven door|author|author bio|the author|"
        "meet the author|about me|guest author|über den autor|über die autorin|zum autor|zur autorin|der autor|die"
        " autorin|à propos de l auteur|à propos de l'auteur|l auteur|a propos de l auteur|sobre el autor|sobre la"
        " autora|acerca del autor|sobre o autor|sobre a autora|informazioni sull autore|l autore|sull autore|over de"
        " auteur|o autorze|об авторе|автор|про автора|yazar hakkında|この記事を書いた人|著者|著者について|執筆者|作者简介|關於作者|"
        "关于作者|作者|글쓴이|저자 소개|عن الكاتب|نبذة عن الكاتب|על המחבר|om forfatteren|om författaren|o autorovi"
    ),
    "related": (
        "related|related posts|related articles|related stories|related content|related links|related topics|related"
        " news|related products|you may also like|you might also like|you may like|you might like|you might also|more"
        " from|more stories|more articles|more posts|more like this|more on this|more issues|past issues|previous issues|weitere ausgaben|read next|read more|read also|also"
        " read|up next|keep reading|recommended|recommended for you|recommended from|recommandé par|recommandations|empfehlungen|recomendados|consigliati|aanbevolen|recommended reading|recent posts|recent articles|"
        "latest posts|latest news|latest articles|latest stories|popular posts|popular articles|most read|most popular|"
        "trending|trending now|editor s picks|editors picks|editor's picks|don t miss|don't miss|similar posts|similar"
        " articles|similar threads|similar topics|related threads|related questions|linked questions|ähnliche themen|discussions similaires|temas similares|похожие темы|suggested for you|customers also bought|from the web|around the web|sponsored links|promoted stories|"
        "from our partners|ähnliche beiträge|ähnliche artikel|verwandte artikel|verwandte beiträge|weitere artikel|"
        "weitere beiträge|das könnte|das könnte sie auch interessieren|das könnte dich auch interessieren|mehr zum"
        " thema|lesen sie auch|auch interessant|meistgelesen|neueste beiträge|articles similaires|articles liés|articles"
        " connexes|à lire aussi|a lire aussi|lire aussi|sur le même sujet|dans la même rubrique|à lire également|vous aimerez aussi|articles"
        " récents|les plus lus|artículos relacionados|entradas relacionadas|noticias relacionadas|también te puede"
        " interesar|te puede interesar|lea también|lee también|más leídas|lo más leído|entradas recientes|artigos"
        " relacionados|posts relacionados|leia também|veja também|mais lidas|você também pode gostar|notícias"
        " relacionadas|articoli correlati|potrebbe interessarti|leggi anche|ti potrebbe interessare|gerelateerde"
        " artikelen|lees ook|meer artikelen|podobne wpisy|podobne artykuły|czytaj także|zobacz także|przeczytaj również|"
        "похожие записи|похожие статьи|похожие материалы|читайте также|читать также|ещё по теме|по теме|вам может"
        " понравиться|рекомендуем|популярное|свежие записи|схожі записи|читайте також|ilgili yazılar|benzer yazılar|"
        "ilginizi çekebilir|související články|liknande inlägg|läs också|relaterede artikler|les også|lue myös|関連記事|"
        "おすすめ記事|人気記事|こちらもおすすめ|最新記事|あわせて読みたい|相关文章|相关推荐|相关阅读|推荐阅读|相關文章|延伸閱讀|猜你喜欢|热门文章|"
        "最新文章|관련 글|관련글|관련 기사|추천 글|인기 글|مقالات ذات صلة|مواضيع ذات صلة|اقرأ أيضا|قد يعجبك أيضا|כתבות נוספות|"
        "עוד בנושא|مطالب مرتبط|بیشتر بخوانید|σχετικά άρθρα|διαβάστε επίσης|bài viết liên quan|tin liên quan|có thể bạn quan tâm|xem thêm|"
        "บทความที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม|artikel terkait|berita terkait|berita terpopuler|baca juga|"
        "यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|संबंधित खबरें|ताज़ा खबरें|ताजा खबरें|আরও পড়ুন|материалы по теме|новости по теме|другие новости|"
        "последние новости|相关链接|相关新闻|相關新聞|相關文章|热点新闻|热门新闻|延伸阅读|最近の記事|関連リンク|많이 본 뉴스|最热文章|číst dále|kapcsolódó cikkek|"
        "articole similare|citește și|aiheeseen liittyvää|beslægtede artikler|powiązane artykuły|ostatnie wpisy"
    ),
    "sidebar": (
        "blogroll|friends|my links|favourite blogs|favorite blogs|links we like|partner sites|partners|our partners|"
        "sponsors|our sponsors|partnerseiten|freunde|blogs amis|liens amis|partenaires|enlaces amigos|blogs amigos|"
        "друзья|партнеры|партнёры|友情链接|友情鏈接|友链|リンク集|お気に入りブログ|이웃 블로그"
    ),
    "widget": (
        "share|share this|share this post|share this article|share on|follow us|follow me|connect with us|subscribe|"
        "newsletter|sign up|join our newsletter|stay connected|tags|tag cloud|archives|archive|categories|calendar|meta|"
        "teilen|folge uns|folgen sie uns|schlagwörter|archiv|kategorien|partager|suivez nous|étiquettes|catégories|"
        "compartir|síguenos|etiquetas|categorías|archivos|compartilhe|siga nos|categorias|condividi|seguici|categorie|"
        "delen|udostępnij|kategorie|поделиться|подписаться|рубрики|метки|архивы|paylaş|kategoriler|etiketler|シェア|"
        "カテゴリー|アーカイブ|タグ|分享|标签|分类|分類|标签云|归档|공유|카테고리|태그|شارك|التصنيفات|الوسوم|שתפו|קטגוריות"
    ),
}

# Headings above the sources of a text, which its author chose one by one.
SOURCE_HEADINGS = frozenset(
    [
        "references",
        "sources",
        "external links",
        "further reading",
        "bibliography",
        "works cited",
        "footnotes",
        "notes and references",
        "citations",
        "useful links",
        "quellen",
        "quellenangaben",
        "einzelnachweise",
        "literatur",
        "weblinks",
        "weiterführende links",
        "weiterführende literatur",
        "fußnoten",
        "références",
        "notes et références",
        "liens externes",
        "bibliographie",
        "pour aller plus loin",
        "pour en savoir plus",
        "referencias",
        "fuentes",
        "enlaces externos",
        "bibliografía",
        "para saber más",
        "referências",
        "fontes",
        "ligações externas",
        "links externos",
        "bibliografia",
        "fonti",
        "riferimenti",
        "collegamenti esterni",
        "per approfondire",
        "bronnen",
        "referenties",
        "externe links",
        "literatuur",
        "źródła",
        "przypisy",
        "linki zewnętrzne",
        "источники",
        "примечания",
        "ссылки",
        "литература",
        "список литературы",
        "джерела",
        "примітки",
        "посилання",
        "література",
        "kaynakça",
        "kaynaklar",
        "dış bağlantılar",
        "zdroje",
        "externí odkazy",
        "literatura",
        "källor",
        "referenser",
        "externa länkar",
        "kilder",
        "referencer",
        "eksterne henvisninger",
        "eksterne lenker",
        "lähteet",
        "viitteet",
        "aiheesta muualla",
        "források",
        "jegyzetek",
        "referințe",
        "surse",
        "legături externe",
        "出典",
        "参考文献",
        "脚注",
        "外部リンク",
        "参考サイト",
        "参考资料",
        "參考資料",
        "外部链接",
        "外部連結",
        "注释",
        "来源",
        "來源",
        "출처",
        "각주",
        "참고 문헌",
        "참고자료",
        "외부 링크",
        "المراجع",
        "المصادر",
        "وصلات خارجية",
        "מקורות",
        "קישורים חיצוניים",
        "הערות שוליים",
        "منابع",
        "πηγές",
        "παραπομπές",
        "εξωτερικοί σύνδεσμοι",
        "βιβλιογραφία",
        "tham khảo",
        "liên kết ngoài",
        "referensi",
        "pranala luar",
        "อ้างอิง",
        "แหล่งข้อมูลอื่น",
        "सन्दर्भ",
        "संदर्भ",
        "बाहरी कड़ियाँ",
    ]
)

# Invitations that only a directory of sites or firms writes on its pages.
DIRECTORY_INVITATIONS = re.compile(
    r"(submit|suggest|add|list|register|claim)\s+(a|an|your|my|this|new)?\s*(new\s+)?(web\s*)?"
    r"(site|website|url|link|listing|business|company|blog|entry)\b"
    r"|(seite|website|webseite|firma|unternehmen|eintrag)\s+(eintragen|anmelden|hinzufügen|vorschlagen)"
    r"|(ajouter|inscrire|proposer|soumettre)\s+(un|votre|mon)\s+(site|lien|entreprise)"
    r"|(agregar|añadir|sugerir|registrar)\s+(un|tu|su|mi)?\s*(sitio|web|enlace|empresa|negocio)"
    r"|(adicionar|cadastrar|cadastre|sugerir)\s+(um|seu|sua|o)?\s*(site|empresa|link)"
    r"|(aggiungi|segnala|inserisci)\s+(un|il tuo|la tua)?\s*(sito|azienda|attività)"
    r"|(dodaj|zgłoś)\s+(stronę|firmę|wpis|swoją firmę)|(site|firma)\s+ekle"
    r"|(anslut|registrera|lägg till)\s+(ditt|din|ert|er)\s+(företag|webbplats|sida)|(meld|voeg)\s+(uw|je)\s+bedrijf|bedrijf aanmelden"
    r"|(добавить|предложить|зарегистрировать)\s+(сайт|компанию|организацию|ссылку|фирму)"
    r"|サイト(を)?登録|お店を登録|提交网站|网站提交|申请收录|提交收录|登錄網站|사이트\s*등록|업체\s*등록|أضف (موقعك|موقع|شركتك)|הוסף אתר",
    re.IGNORECASE,
)

# schema.org types: https://schema.org/docs/full.html
TYPES: dict[str, str] = {
    "comment": "comment",
    "usercomments": "comment",
    "review": "comment",
    "answer": "forum_post",
    "question": "forum_post",
    "discussionforumposting": "forum_post",
    "breadcrumblist": "navigation",
    "sitenavigationelement": "navigation",
    "wpheader": "header",
    "wpfooter": "footer",
    "wpsidebar": "sidebar",
    "wpadblock": "widget",
    "localbusiness": "directory",
}

# Addresses of "share this page" buttons.
SHARE_ADDRESS = re.compile(
    r"facebook\.com/(sharer|share\.php|dialog/)|(twitter|x)\.com/(intent|share|home\?status)|linkedin\.com/(sharearticle|"
    r"cws/share|sharing)|pinterest\.[a-z.]+/pin/create|reddit\.com/submit|t\.me/share|telegram\.me/share|(api\.)?whatsapp\."
    r"com/send|wa\.me/\?|tumblr\.com/(share|widgets)|plus\.google\.com/share|vk\.com/share|vkontakte\.ru/share|ok\.ru/(offer|"
    r"dk)|news\.ycombinator\.com/submitlink|getpocket\.com/(save|edit)|(b\.)?hatena\.ne\.jp/(add|entry)|line\.me/r/msg|"
    r"lineit\.line\.me|service\.weibo\.com/share|addtoany\.com|bshare\.cn|digg\.com/submit|stumbleupon\.com/submit|"
    r"xing\.com/(spi|app/user\?op=share)|mix\.com/add|flipboard\.com/.*share|threads\.net/intent|bsky\.app/intent",
    re.IGNORECASE,
)
