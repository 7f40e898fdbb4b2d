"""gartenfreunde.example in German, and niwa.example in Japanese, one page of it in Shift_JIS."""

from bot.playground.web.model import Face, Said, Site, WebPage, to
from bot.playground.web.sites.garden import GARDEN

GARTENFREUNDE = Site(
    host="gartenfreunde.example",
    name="Gartenfreunde Nord e. V.",
    tagline="Der Verein für alle, die lieber graben als mähen",
    skin="blog",
    lang="de",
    colour="#386641",
    pages=(
        WebPage(
            path="/",
            title="Willkommen bei den Gartenfreunden",
            by="Vorstand",
            date="3. Oktober 2026",
            text="Am Samstag räumen wir gemeinsam den Vereinsschuppen auf. Kuchen gibt es auch.",
        ),
        WebPage(
            path="/kompost-anlegen",
            title="Kompost anlegen: so wird er warm",
            by="Heike Brandt",
            date="14. März 2026",
            text="""Ein Komposthaufen braucht Masse, Luft und Feuchtigkeit. Wer weniger als einen Kubikmeter aufschichtet,
wartet lange. Die beste Anleitung, die wir kennen, ist auf Englisch: [[g|Compost that gets hot]]. Herr Krüger hat sie für
das Vereinsheim übersetzt.

Braunes und Grünes im Verhältnis zwei zu eins, dann umsetzen, sobald die Mitte abkühlt. Rasenschnitt nie in dicken
Lagen, er verklebt.""",
            said=(
                Said("Jürgen", "Bei mir dampft es seit gestern. Danke!"),
                Said("Ömer", "Pappe hilft gegen die Nässe."),
            ),
            faces=((0, Face(links={"g": to(f"{GARDEN}/compost")})),),
        ),
        WebPage(
            path="/spaten-test",
            title="Zwölf Spaten im Test: was die Engländer sagen",
            by="Heike Brandt",
            date="20. Februar 2026",
            text="""Zwölf Spaten, vier Gärten, ein Winter: Der [[g|große Spatentest]] hat uns überrascht. Der teuerste war nicht
der beste, und der leichteste brach zuerst. Für unseren Lehmboden taugt ein schmales Blatt mit Trittkante.""",
            faces=((0, Face()), (4, Face(links={"g": to(f"{GARDEN}/spades")}))),
            noted="Gains its link on day 4.",
        ),
        WebPage(
            path="/eisheilige",
            title="Wann kommen die Eisheiligen wirklich?",
            by="Vorstand",
            date="2. Mai 2026",
            text="""Nicht am elften Mai, jedenfalls nicht jedes Jahr. Eine [[g|Tabelle der letzten Fröste]] zeigt, wie weit die
Jahre auseinanderliegen.""",
            faces=((0, Face(links={"g": to(f"{GARDEN}/frost-dates")})),),
            noted="Links to our page that answers 404 from day 5.",
        ),
    ),
)

NIWA = Site(
    host="niwa.example",
    name="庭の手帖",
    tagline="小さな庭で野菜を育てる記録",
    skin="blog",
    lang="ja",
    colour="#bc4749",
    pages=(
        WebPage(
            path="/",
            title="庭の手帖",
            by="佐藤",
            date="2026年10月1日",
            text="三坪の庭で一年中野菜を作っています。失敗もすべて書きます。",
        ),
        WebPage(
            path="/hajimete",
            title="はじめての家庭菜園、一年目の予定表",
            by="佐藤",
            date="2026年4月2日",
            text="""一年目に何をすればよいのか、毎月の作業をまとめました。英語ですが、[[g|一年目の庭づくりガイド]]がとても役に立ちました。
粘土質の土は冬に掘らないこと、これだけでも覚えておいてください。

春は豆とじゃがいも、夏は水やり、秋は堆肥、冬は道具の手入れ。むずかしいことは何もありません。""",
            faces=((0, Face(links={"g": to(f"{GARDEN}/guide")})),),
        ),
        WebPage(
            path="/taihi",
            title="堆肥の作り方",
            by="佐藤",
            date="2026年6月20日",
            text="""落ち葉と生ごみを交互に重ね、切り返します。温度の目安は[[g|この表]]にあります。においがするときは水が多すぎます。""",
            faces=((0, Face(links={"g": to(f"{GARDEN}/compost")})), (10, Face())),
            noted="Loses its link on day 10.",
        ),
    ),
)

NIWA_OLD = Site(
    host="kura.example",
    name="農具の蔵",
    tagline="古い農具の写真",
    skin="plain",
    lang="ja",
    charset="shift_jis",
    colour="#6d6875",
    pages=(
        WebPage(
            path="/",
            title="農具の蔵",
            text="""古い鍬や鋤の写真を集めています。外国の鋤については[[g|十二本の鋤の比較]]をご覧ください。""",
            faces=((0, Face(links={"g": to(f"{GARDEN}/spades")})),),
            noted="Encoded in Shift_JIS.",
        ),
    ),
)
