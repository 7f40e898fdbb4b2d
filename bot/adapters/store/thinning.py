"""Thins the history of looks: of a run of looks that saw the same, the first and the last stay."""

from typing import Final

from sqlalchemy import Connection, text

_PAIRS: Final = text(
    """
    SELECT pair_key FROM observations
    WHERE checked_at < :before AND pair_key > :after
    GROUP BY pair_key HAVING count(*) > 2
    ORDER BY pair_key LIMIT :limit
    """
)
# What a look says, as far as people can see a difference. A row stays if it differs from the one before
# or after it; the first and the last of a pair have no neighbour on one side, and stay.
_THIN: Final = text(
    """
    DELETE FROM observations WHERE id IN (
        SELECT id FROM (
            SELECT id, checked_at, said,
                   lag(said) OVER looks AS said_before,
                   lead(said) OVER looks AS said_after
            FROM (
                SELECT id, checked_at, state || ' ' || coalesce(reason, '') ||
                    CASE WHEN json_valid(whole) THEN json_extract(
                        whole, '$.followed', '$.indexable', '$.canonical_elsewhere', '$.editorial',
                        '$.indirect', '$.placement', '$.anchor', '$.href', '$.final_url', '$.http_status'
                    ) ELSE whole END AS said
                FROM observations WHERE pair_key = :pair
            )
            WINDOW looks AS (ORDER BY checked_at)
        )
        WHERE checked_at < :before AND said = said_before AND said = said_after
    )
    """
)


def pairs_to_thin(connection: Connection, *, before: str, after: int, limit: int) -> list[int]:
    """The next pairs, by key, that have more looks before that time than can ever stay at the least."""
    rows = connection.execute(_PAIRS, {"before": before, "after": after, "limit": limit})
    return [row.pair_key for row in rows]


def thin(connection: Connection, *, pairs: list[int], before: str) -> int:
    """Remove the looks that tell nothing that their neighbours do not; returns how many."""
    return sum(
        connection.execute(_THIN, {"pair": pair, "before": before}).rowcount for pair in pairs
    )
