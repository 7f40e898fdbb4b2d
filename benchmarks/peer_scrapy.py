"""The same work with Scrapy and its LinkExtractor: `python -m benchmarks.peer_scrapy pairs.csv`."""

import csv
import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.linkextractors import LinkExtractor


class LinkSpider(scrapy.Spider):
    """Fetches each page and prints whether a link to the target's domain is in it."""

    name = "links"

    def __init__(self, pairs: str) -> None:
        super().__init__()
        with open(pairs, newline="", encoding="utf-8") as file:  # noqa: PTH123
            self.pairs = [(row["referring_page"], row["target"]) for row in csv.DictReader(file)]
        self.extractor = LinkExtractor()

    async def start(self) -> Any:
        """One request a pair."""
        for page, target in self.pairs:
            yield scrapy.Request(page, cb_kwargs={"target": target}, dont_filter=True)

    def parse(self, response: Response, target: str = "") -> Iterator[None]:
        """Print a line a page."""
        found = isinstance(response, TextResponse) and any(
            target in link.url for link in self.extractor.extract_links(response)
        )
        print(f"{response.url},{'live' if found else 'lost'}")
        return iter(())


def main() -> None:
    """Run with what costs time and is not needed turned off."""
    process = CrawlerProcess(
        {
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "ROBOTSTXT_OBEY": False,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS": 100,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 100,
            "REACTOR_THREADPOOL_MAXSIZE": 10,
        }
    )
    process.crawl(LinkSpider, pairs=sys.argv[1])
    process.start()


if __name__ == "__main__":
    main()
