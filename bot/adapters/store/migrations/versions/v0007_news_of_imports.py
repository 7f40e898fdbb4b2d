"""Which import brought a row first, and whether an import's news were told."""

import sqlalchemy as sa
from alembic import op

revision = "v0007"
down_revision = "v0006"


def upgrade() -> None:
    """To this shape."""
    op.add_column("backlinks", sa.Column("first_import_id", sa.Integer()))
    op.add_column("imports", sa.Column("told_at", sa.Text()))
    # What stands there is what later imports are compared with; nothing of it is news.
    op.execute("UPDATE imports SET told_at = coalesce(finished_at, started_at)")
