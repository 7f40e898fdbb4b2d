"""What the outbox is asked for by value stands in columns with an index: which card tells which event."""

import sqlalchemy as sa
from alembic import op

revision = "v0008"
down_revision = "v0007"


def upgrade() -> None:
    """To this shape."""
    for name in ("card", "event_key", "event_kind", "subject"):
        op.add_column("outbox", sa.Column(name, sa.Text()))
    op.execute(
        """
        UPDATE outbox SET
            card = json_extract(payload, '$.card'),
            event_key = json_extract(payload, '$.event'),
            event_kind = json_extract(payload, '$.event_kind'),
            subject = CASE
                WHEN json_extract(payload, '$.link') IS NOT NULL
                THEN 'link:' || json_extract(payload, '$.link')
                ELSE (
                    SELECT 'pair:' || coalesce(json_extract(events.whole, '$.referring_page'), '')
                        || ' ' || json_extract(events.whole, '$.target')
                    FROM events WHERE events.event_key = json_extract(outbox.payload, '$.event')
                        AND json_valid(events.whole)
                )
            END
        WHERE kind = 'event_card' AND json_valid(payload)
        """
    )
    op.create_index(op.f("ix_outbox_channel_posted_at"), "outbox", ["channel", "posted_at"])
    for name in ("card", "event_key", "subject"):
        op.create_index(op.f(f"ix_outbox_{name}"), "outbox", [name])
