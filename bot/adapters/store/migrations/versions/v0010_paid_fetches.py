"""What was bought from vendors' APIs, so that nobody buys more than the operator allows."""

import sqlalchemy as sa
from alembic import op

revision = "v0010"
down_revision = "v0009"


def upgrade() -> None:
    """To this shape."""
    op.create_table(
        "paid_fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_key", sa.Text(), nullable=False),
        sa.Column("vendor", sa.Text(), nullable=False),
        sa.Column("target_domain", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Float()),
        sa.Column("cost_unit", sa.Text()),
        sa.Column("settled_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paid_fetches")),
        sa.UniqueConstraint("order_key", name=op.f("uq_paid_fetches_order_key")),
    )
    op.create_index(op.f("ix_paid_fetches_day"), "paid_fetches", ["day"])
