"""Asks our own home pages, so that a doubt can be told from a loss (see `bot.domain.own_network`)."""

import logging
from collections.abc import Iterable

from bot.domain.own_network import Answer
from bot.errors import FetchError
from bot.ports import PageFetcher

log = logging.getLogger(__name__)


async def ask_our_own(urls: Iterable[str], fetcher: PageFetcher) -> list[Answer]:
    """What each answers, past every cache; a page on which our own program fails is left out."""
    answers: list[Answer] = []
    for url in urls:
        try:
            answers.append(await fetcher.fetch(url, fresh=True))
        except FetchError as error:
            answers.append(error)
        except Exception:
            log.exception("our own home page could not be asked for")
    return answers
