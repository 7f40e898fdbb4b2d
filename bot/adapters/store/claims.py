"""Finds what each source says of given links."""

from collections import defaultdict
from collections.abc import Iterable

import orjson
from sqlalchemy import Connection, Integer, bindparam, func, select

from bot.adapters.store.link_rows import LinkKey, claim_from_row, link_of
from bot.adapters.store.tables import backlinks
from bot.domain.backlinks import Backlink

Claims = dict[int, Backlink]
"""What is said of one link, by `claim_key`."""


def claims_of(connection: Connection, links: Iterable[LinkKey]) -> dict[LinkKey, Claims]:
    """All claims on each of the links, by their key; a link without claims gets none."""
    told: dict[LinkKey, Claims] = defaultdict(dict)
    wanted = orjson.dumps(list(dict.fromkeys(links))).decode()
    for row in connection.execute(_CLAIMS, {"wanted": wanted}).mappings():
        told[link_of(row)][row["claim_key"]] = claim_from_row(row)
    return told


_WANTED = func.json_each(bindparam("wanted")).table_valued("value", joins_implicitly=True)
# One parameter however many links, and the index finds each pair: SQLite has no array parameters.
_CLAIMS = select(backlinks).where(
    backlinks.c.page_key == func.json_extract(_WANTED.c.value, "$[0]", type_=Integer),
    backlinks.c.page_target_key == func.json_extract(_WANTED.c.value, "$[1]", type_=Integer),
)
