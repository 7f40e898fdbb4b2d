"""A link's anchor beside its other merged facts, so that anchors are counted without the claims."""

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"


def upgrade() -> None:
    """To this shape."""
    op.add_column("links", sa.Column("anchor", sa.Text()))
    op.execute(
        """
        UPDATE links SET anchor = (
            SELECT anchor FROM backlinks
            WHERE backlinks.page_key = links.page_key
              AND backlinks.page_target_key = links.page_target_key
              AND anchor IS NOT NULL
            ORDER BY as_of DESC LIMIT 1
        )
        """
    )
    op.create_index(
        "ix_links_anchors", "links", ["target_domain", "covered", "lost", "grain", "anchor"]
    )
