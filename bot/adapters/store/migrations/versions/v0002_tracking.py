"""Tracked links, events, the outbox, the digests' ledger."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"


def upgrade() -> None:
    """To this shape."""
    op.create_table(
        "tracked_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_key", sa.BigInteger(), nullable=False),
        sa.Column("referring_page", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("target_domain", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("referring_domain", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("next_look_at", sa.Text(), nullable=False),
        sa.Column("claimed_until", sa.Text()),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("last_look_at", sa.Text()),
        sa.Column("unchanged_since", sa.Text()),
        sa.Column("owner", sa.Text()),
        sa.Column("snoozed_until", sa.Text()),
        sa.Column("ignored", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("prospect_id", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracked_links")),
        sa.UniqueConstraint("pair_key", name=op.f("uq_tracked_links_pair_key")),
    )
    op.create_index(op.f("ix_tracked_links_next_look_at"), "tracked_links", ["next_look_at"])
    op.create_index(
        op.f("ix_tracked_links_target_domain_phase"), "tracked_links", ["target_domain", "phase"]
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Integer()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target_domain", sa.Text(), nullable=False),
        sa.Column("referring_domain", sa.Text()),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.Column("wrong_by", sa.Text()),
        sa.Column("looked_back_at", sa.Text()),
        sa.Column("was_wrong", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("event_key", name=op.f("uq_events_event_key")),
    )
    op.create_index(op.f("ix_events_target_domain_at"), "events", ["target_domain", "at"])
    op.create_index(op.f("ix_events_link_id"), "events", ["link_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("not_before", sa.Text(), nullable=False),
        sa.Column("claimed_until", sa.Text()),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.Column("posted_channel", sa.Text()),
        sa.Column("posted_ts", sa.Text()),
        sa.Column("posted_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_outbox_dedup_key")),
    )
    op.create_index(op.f("ix_outbox_state_not_before"), "outbox", ["state", "not_before"])
    op.create_index(
        op.f("ix_outbox_posted_channel_posted_ts"), "outbox", ["posted_channel", "posted_ts"]
    )
    op.create_table(
        "digest_ledger",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Text()),
        sa.Column("posted_channel", sa.Text()),
        sa.Column("posted_ts", sa.Text()),
        sa.PrimaryKeyConstraint("channel", "local_date", name=op.f("pk_digest_ledger")),
    )
