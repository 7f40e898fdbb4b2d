"""What the name of an export tells: the day it was made, the site it is about."""

import re
from datetime import date

from bot.domain.backlinks import DomainName
from bot.domain.names import parse_target
from bot.errors import InvalidInputError

_DAY = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
# `https___www.site.com_-Latest links-2026-04-30.csv`, `site.com-backlinks-subdomains_2026-…csv`,
# `sc-domain_site.com-Top linking sites-….csv`, `www.site.com_backlinks.csv`.
_SITE = re.compile(
    r"(?:sc-domain[_:\-]+|https?[_:\-/]+)?((?:[^\W_](?:[^\W_]|-)*\.)+[^\W\d_]{2,}?)(?=[_\-\s/(]|$)"
)
_ENDINGS = re.compile(r"(?:\.(?:csv|tsv|txt|gz|zip))+$", re.IGNORECASE)


def day_in(name: str) -> date | None:
    """The last full day that the name carries.

    >>> day_in("site.com-backlinks-subdomains_2026-04-30_12-01-59.csv")
    datetime.date(2026, 4, 30)
    """
    found = None
    for year, month, day in _DAY.findall(name):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
    return found


def site_in(name: str) -> DomainName | None:
    """The site that the name begins with, as vendors name their exports.

    >>> site_in("https___www.site.com_-Latest links-2026-04-30.csv")
    'site.com'
    >>> site_in("backlinks.csv") is None
    True
    """
    bare = _ENDINGS.sub("", name.rpartition("/")[2].rpartition("\\")[2])
    found = _SITE.match(bare)
    if not found:
        return None
    try:
        return parse_target(found[1]).domain
    except InvalidInputError:
        return None
