"""The same work with the usual loop over httpx and BeautifulSoup: `python -m benchmarks.peer_soup pairs.csv`."""

import csv
import sys
from urllib.parse import urljoin

import httpx
from bs4 import BeautifulSoup


def main() -> None:
    """Print a line a page."""
    with (
        open(sys.argv[1], newline="", encoding="utf-8") as file,  # noqa: PTH123
        httpx.Client(follow_redirects=True) as client,
    ):
        for row in csv.DictReader(file):
            response = client.get(row["referring_page"])
            soup = BeautifulSoup(response.text, "html.parser")
            hrefs = [
                urljoin(str(response.url), str(a["href"])) for a in soup.find_all("a", href=True)
            ]
            found = any(row["target"] in href for href in hrefs)
            print(f"{response.url},{'live' if found else 'lost'}")


if __name__ == "__main__":
    main()
