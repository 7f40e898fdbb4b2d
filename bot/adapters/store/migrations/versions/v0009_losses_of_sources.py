"""Links that a source no longer vouches for, until our own looks settle them."""

import sqlalchemy as sa
from alembic import op

revision = "v0009"
down_revision = "v0008"


def upgrade() -> None:
    """To this shape."""
    op.create_table(
        "source_losses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_key", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("referring_page", sa.Text(), nullable=False),
        sa.Column("referring_domain", sa.Text(), nullable=False),
        sa.Column("target_domain", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("next_look_at", sa.Text()),
        sa.Column("claimed_until", sa.Text()),
        sa.Column("told", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_losses")),
        sa.UniqueConstraint("pair_key", name=op.f("uq_source_losses_pair_key")),
    )
    op.create_index(op.f("ix_source_losses_next_look_at"), "source_losses", ["next_look_at"])
