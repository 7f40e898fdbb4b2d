"""What a digest tells, and how often it could not be posted, beside its day in the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"


def upgrade() -> None:
    """To this shape."""
    op.add_column("digest_ledger", sa.Column("told", sa.Text()))
    op.add_column(
        "digest_ledger", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("digest_ledger", sa.Column("retry_at", sa.Text()))
    op.add_column("digest_ledger", sa.Column("last_error", sa.Text()))
