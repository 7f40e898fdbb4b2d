"""What is sold by spam, in the languages in which it is sold most.

Of each trade: `sure` terms, which hardly anybody writes but who sells it; `core`, its own names, which
reporters and neighbours use too; `other` words, which mean something else as often. A star stands for any
ending. Terms of scripts without spaces are found inside of longer runs of letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

# Han, kana, Hangul, Thai, Arabic and Indian terms stand inside of words, or with particles and articles glued on.
_GLUED: Final = re.compile(r"[\u0600-\u06ff\u0900-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WORDS: Final = re.compile(r"\w+")


class Terms:
    """Terms to be found in lower-case texts; the longest first, so that "online casino" is one hit.

    One pattern of all terms would be tried at each letter, which takes half a second on a long page: so it is
    made of those whose words stand in the text.
    """

    def __init__(self, terms: str) -> None:
        """Take terms parted by commas; a star stands for any ending."""
        split = {term.strip() for term in terms.split(",")} - {""}
        self._terms = [
            (term, _WORDS.findall(term.removesuffix("*")), bool(_GLUED.search(term)))
            for term in sorted(split, key=lambda term: (-len(term), term))
        ]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every hit, in order."""
        words = set(_WORDS.findall(text))
        there = [
            _term(term)
            for term, parts, is_glued in self._terms
            if (
                term.removesuffix("*") in text if is_glued else _may_stand(term, parts, words, text)
            )
        ]
        return re.finditer("|".join(there), text) if there else iter(())

    def search(self, text: str) -> re.Match[str] | None:
        """The first hit."""
        return next(self.finditer(text), None)


def _may_stand(term: str, parts: list[str], words: set[str], text: str) -> bool:
    if term.endswith("*"):
        return parts[-1] in text and words.issuperset(parts[:-1])
    return words.issuperset(parts)


def _term(term: str) -> str:
    words = r"[\s\-]+".join(map(re.escape, term.removesuffix("*").split(" ")))
    if _GLUED.search(term):
        return words
    return rf"(?<!\w){words}" + (r"\w*" if term.endswith("*") else r"(?!\w)")


@dataclass(frozen=True)
class Trade:
    """The words of one trade, lower case, parted by commas."""

    name: str
    sure: str
    core: str
    other: str = ""
    field: str = ""
    """Words of the field around it: a page that names one as its subject is about it."""

    @cached_property
    def sure_terms(self) -> Terms:
        """The sure terms."""
        return Terms(self.sure)

    @cached_property
    def own_terms(self) -> Terms:
        """The sure terms and the trade's names."""
        return Terms(f"{self.sure},{self.core}")

    @cached_property
    def all_terms(self) -> Terms:
        """Every term of the trade."""
        return Terms(f"{self.sure},{self.core},{self.other}")

    @cached_property
    def subjects(self) -> Terms:
        """What says that a page is about the trade."""
        return Terms(f"{self.sure},{self.core},{self.field}")


TRADES: Final = (
    Trade(
        "gambling",
        sure=(
            "online casino*, casino online, casino bonus*, free spins, no deposit bonus, slot gacor, situs judi, judi online,"
            "judi bola, bandar togel, togel*, slot online, online slot*, situs slot, dominoqq, pokerqq, sbobet, online poker,"
            "canlı bahis*, kaçak bahis*, bahis siteleri, casino siteleri, deneme bonusu, bahisçi*, güvenilir bahis, online bahis,"
            "sportwetten*, spielautomaten, glücksspiel*, spielothek*, apuestas deportivas, apuestas online, casas de apuestas,"
            "tragaperras, tragamonedas, casino en línea, casinos en línea, apostas esportivas, apostas online, caça-níqueis,"
            "cassino online, casas de apostas, scommesse*, casinò online, slot machine online, paris sportifs, machines à sous,"
            "casino en ligne, casinos en ligne, kasyno online, kasyno internetowe, zakłady bukmacherskie, bukmacher*,"
            "automaty do gier, gokkasten, online gokken, nettikasino*, nettcasino*, spelautomater, casino utan, online kaszinó,"
            "sportfogadás*, păcănele, pariuri, cazinou*, онлайн казино, казино онлайн, казино вулкан, игровые автоматы,"
            "ставки на спорт, букмекер*, фриспин*, слоты онлайн, гральні автомати, καζίνο*, στοίχημα*, στοιχηματικ*, φρουτάκι*, קזינו, הימורים,"
            "كازينو, مراهنات, قمار, کازینو, شرط بندی, कैसीनो, सट्टा, सट्टेबाजी, तीन पत्ती, nhà cái, cá cược, casino trực tuyến, nổ hũ, lô đề, cá độ, คาสิโน, บาคาร่า, สล็อต, แทงบอล,"
            "พนันออนไลน์, 赌场, 賭場, 赌博, 賭博, 博彩, 百家乐, 百家樂, 娱乐城, 娛樂城, 彩票平台, 老虎机, 体育投注,"
            "オンラインカジノ, ブックメーカー, 온라인카지노, 카지노사이트, 바카라, 토토사이트, 먹튀, 슬롯사이트"
        ),
        core=(
            "casino, casinos, kasino, cassino, kasyno, casinò, gambling, betting, poker, sportsbook*, казино, カジノ, 카지노,"
            "パチンコ, apuestas, apostas, wettbüro"
        ),
        other=(
            "jackpot*, roulette, blackjack, baccarat, slot, slots, spins, bonus, gacor, judi, bahis, kumar, rulet, ruleta, wetten,"
            "ставк*, рулетк*, покер, 토토, maxwin"
        ),
    ),
    Trade(
        "pharma",
        sure=(
            "viagra, cialis, levitra, kamagra, sildenafil, tadalafil, vardenafil, tramadol, xanax, phentermine, ambien, modafinil,"
            "oxycontin, adderall, no prescription, without prescription, without a prescription, online pharmacy,"
            "canadian pharmacy, sans ordonnance, ohne rezept, rezeptfrei*, sin receta, senza ricetta, sem receita, bez recepty,"
            "без рецепта, zonder recept, reçetesiz, potenzmittel, виагр*, сиалис*, левитр*, дженерик*, 伟哥, 威而鋼, 壮阳, 壯陽,"
            "バイアグラ, シアリス, レビトラ, 비아그라, 시알리스, 레비트라, فياجرا, سياليس, ไวอากร้า, thuốc cường dương"
        ),
        core="pharmacy, pharmacies, drugstore, apotheke, pharmacie, farmacia, apteka, аптек*, 药店, 薬局, 약국",
        other="pills, steroids, generic, prescription",
        field=(
            "drug*, medicin*, medic*, erectile, impoten*, trial, trials, patient*, health*, clinic*, pharma*, doping, santé,"
            "arznei*, gesundheit*, salud, saúde, salute, zdrow*, лекарств*, медицин*, здоров*, 药, 医, 薬, 건강, 약"
        ),
    ),
    Trade(
        "loans",
        sure=(
            "payday loan*, paydayloan*, payday advance, cash advance, bad credit loan*, loans online, online loan*, instant loan*,"
            "no credit check, микрозайм*, микрокредит*, займы онлайн, займ онлайн, займы на карту, кредит онлайн, chwilówk*,"
            "pożyczki online, pożyczka bez, schnellkredit*, kredit ohne schufa, sofortkredit*, crédit sans justificatif,"
            "crédit rapide, préstamos rápidos, préstamos online, empréstimo online, prestiti veloci, pinjaman online, vay tiền,"
            "vay online, 无抵押贷款, 小额贷款, 网贷, 당일대출, 무직자대출, 소액대출, 即日融資, เงินกู้"
        ),
        core="loan, loans, payday, kredit, kredyt, crédit, préstamo*, prestiti, кредит*, займ*, 贷款, 대출",
        other="mortgage*, refinanc*, borrow*",
        field="bank*, finan*, credit*, money, банк*, 银行, 銀行, 은행",
    ),
    Trade(
        "replicas",
        sure=(
            "replica watch*, replica rolex, rolex replica*, fake rolex*, replica handbag*, replica bag*, designer replica*,"
            "replica sneaker*, louis vuitton outlet, michael kors outlet, gucci outlet, cheap jerseys, ray ban outlet,"
            "копии часов, реплики часов, 高仿, 复刻表, スーパーコピー, コピー品, 레플리카, 짝퉁, montres répliques,"
            "replica uhren, réplicas de relojes"
        ),
        core="replica, replicas, réplique*, реплик*",
        other="rolex, louboutin, outlet, vuitton, gucci, jerseys",
        field="watch*, museum*, montre*, uhr*",
    ),
    Trade(
        "essays",
        sure=(
            "essay writing service*, essaywriting, write my essay, buy essay*, buy an essay, custom essay*, cheap essay*,"
            "dissertation writing service*, dissertation-service*, paper writing service*, купить диплом*, диплом на заказ,"
            "курсовая на заказ, курсовые на заказ, ghostwriter hausarbeit*, 代写论文, 论文代写, 論文代行, comprar tesis"
        ),
        core="essay, essays, dissertation*, диплом*, курсов*",
        other="thesis, homework, ghostwriter*",
        field="universit*, school*, student*, университет*",
    ),
    Trade(
        "adult",
        sure=(
            "porn, porno, porn videos, pornhub, free porn, xxx video*, sexcam*, sex cams, live sex, escort service*, call girls,"
            "порно*, эскорт услуги, секс знакомств*, 色情, 成人视频, 成人影片, アダルト動画, 無修正, 야동, 오피사이트, หนังโป๊,"
            "phim sex, bokep*, sikiş*, سكس"
        ),
        core="pornograph*, порнограф*",
        other="xxx, escort, escorts, sexy, эскорт*, アダルト",
        field="sex*, gender*, секс*",
    ),
)

PUSHING: Final = Terms(
    "buy, cheap, cheapest, best, top, online, order, discount*, sale, price, prices, deals, bonus, free, services, near me,"
    "kaufen, günstig*, billig*, bestellen, acheter, pas cher, meilleur, comprar, barato*, baratas, mejor, melhor*, preço*,"
    "comprare, economic*, migliori, kup, tanio, tanie, najlepsz*, kopen, goedkoop*, bestellen, satın al, ucuz*, köpa, billigt,"
    "купить, дешев*, дёшев*, недорого, заказать, цена, цены, лучш*, 激安, 通販, 購入, 购买, 便宜, 特价, 최저가, 구매, 추천,"
    "شراء, رخيص, ราคาถูก, ซื้อ, mua, giá rẻ, murah, beli"
)
"""What anchors say that sell rather than name."""
