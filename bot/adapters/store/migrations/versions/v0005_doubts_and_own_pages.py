"""Looks that are held back, and the pages of ours that links lead to."""

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"


def upgrade() -> None:
    """To this shape."""
    op.add_column("tracked_links", sa.Column("doubted_since", sa.Text()))
    op.create_table(
        "own_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url_key", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("target_domain", sa.Text(), nullable=False),
        sa.Column("next_look_at", sa.Text(), nullable=False),
        sa.Column("claimed_until", sa.Text()),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("broken", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("last_look_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_pages")),
        sa.UniqueConstraint("url_key", name=op.f("uq_own_pages_url_key")),
    )
    op.create_index(op.f("ix_own_pages_next_look_at"), "own_pages", ["next_look_at"])
    op.create_index(op.f("ix_own_pages_target_domain"), "own_pages", ["target_domain"])
