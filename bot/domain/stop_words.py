"""Words that say nothing of a topic, of the languages that are met most."""

_WORDS = """
the and for with that this from are was were has have had not but you your they their will would
can could what when where which who how all any more most other some such than then there these
those into over also about after been und der die das den dem des ein eine einer eines einem einen
ist sind war mit von für auf aus bei nach nicht auch wie wir sie ich man als oder aber nur noch
les une est dans pour que qui sur par avec pas plus vous nous ils ont cette ces aux mais los las
una por con para del más como pero sus este esta son uma dos não com seu sua pelo os che non per
della sono gli nel più anche het een van voor met niet zijn dat ook aan jest nie się oraz dla что
это как для или его она они был была были при все так και από στο στη στην του της των για που
είναι ότι δεν με ja on ei että mutta kun niin tai sekä joka ovat olla ve bir bu için ile çok daha
olan gibi ama veya och att det som för med till inte på av är har ett og ikke til fra và của các
cho với những một được khi này không là trong yang dan untuk dengan pada dari dalam ini itu adalah
tidak atau في من على إلى عن هذا هذه التي الذي أن كان مع ما لا كل של את על עם זה לא גם או כי אבל
אנחנו הוא היא के का की में से है हैं और को पर यह भी हम नहीं एक लिए तो и в на не с по а но из за от
до мы вы он же у к то 그리고 하지만 우리 있는 있다 하는 합니다 것은 것이 http https www html
"""

STOP_WORDS = frozenset(_WORDS.split())
