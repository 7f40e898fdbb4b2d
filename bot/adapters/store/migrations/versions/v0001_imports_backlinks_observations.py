"""Imports, backlinks as imported, links as merged, observations."""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None


def upgrade() -> None:
    """To this shape."""
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("target_domain", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("as_of_from", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=True),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kept", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refused", sa.Integer(), server_default="0", nullable=False),
        sa.Column("duplicates", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint(
            "fingerprint", "target_domain", name=op.f("uq_imports_fingerprint_target_domain")
        ),
    )
    op.create_index(
        op.f("ix_imports_target_domain_source"),
        "imports",
        ["target_domain", "source"],
        unique=False,
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_key", sa.BigInteger(), nullable=False),
        sa.Column("page_target_key", sa.BigInteger(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("target_domain", sa.Text(), nullable=False),
        sa.Column("referring_domain", sa.Text(), nullable=False),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("followed", sa.Boolean(), nullable=True),
        sa.Column("first_seen", sa.Text(), nullable=True),
        sa.Column("last_seen", sa.Text(), nullable=True),
        sa.Column("lost_on", sa.Text(), nullable=True),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("authority", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint(
            "page_key", "page_target_key", name=op.f("uq_links_page_key_page_target_key")
        ),
    )
    op.create_index(
        "ix_links_counting",
        "links",
        [
            "target_domain",
            "referring_domain",
            "covered",
            "grain",
            "lost",
            "followed",
            "first_seen",
            "last_seen",
            "lost_on",
            "links",
            "authority",
        ],
        unique=False,
    )
    op.create_index(op.f("ix_links_page_target_key"), "links", ["page_target_key"], unique=False)
    op.create_index(op.f("ix_links_target_domain"), "links", ["target_domain"], unique=False)
    op.create_table(
        "observations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_key", sa.BigInteger(), nullable=False),
        sa.Column("checked_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("referring_page", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("referring_domain", sa.Text(), nullable=True),
        sa.Column("target_domain", sa.Text(), nullable=True),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
        sa.UniqueConstraint(
            "pair_key", "checked_at", name=op.f("uq_observations_pair_key_checked_at")
        ),
    )
    op.create_index(
        op.f("ix_observations_target_domain_referring_domain"),
        "observations",
        ["target_domain", "referring_domain"],
        unique=False,
    )
    op.create_table(
        "backlinks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_key", sa.BigInteger(), nullable=False),
        sa.Column("page_target_key", sa.BigInteger(), nullable=False),
        sa.Column("claim_key", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("referring_domain", sa.Text(), nullable=False),
        sa.Column("target_domain", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("referring_page", sa.Text(), nullable=True),
        sa.Column("target_url", sa.Text(), nullable=True),
        sa.Column("anchor", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("followed", sa.Boolean(), nullable=True),
        sa.Column("nofollow", sa.Boolean(), nullable=True),
        sa.Column("ugc", sa.Boolean(), nullable=True),
        sa.Column("sponsored", sa.Boolean(), nullable=True),
        sa.Column("image", sa.Boolean(), nullable=True),
        sa.Column("first_seen", sa.Text(), nullable=True),
        sa.Column("last_seen", sa.Text(), nullable=True),
        sa.Column("lost_on", sa.Text(), nullable=True),
        sa.Column("lost", sa.Boolean(), nullable=True),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("links", sa.Integer(), nullable=True),
        sa.Column("metrics", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_backlinks_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backlinks")),
        sa.UniqueConstraint(
            "page_key",
            "page_target_key",
            "claim_key",
            name=op.f("uq_backlinks_page_key_page_target_key_claim_key"),
        ),
    )
    op.create_index(
        op.f("ix_backlinks_target_domain_source_referring_domain_grain"),
        "backlinks",
        ["target_domain", "source", "referring_domain", "grain"],
        unique=False,
    )
