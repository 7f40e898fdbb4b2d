"""The tables of the measured store, as the newest migration leaves them.

Conventions: dates are ISO text (`2026-11-23`), times ISO text with offset, enums their value, booleans
0, 1 or NULL where nobody says. Keys are 64-bit hashes of normalised names, see `keys.py`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("target_domain", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("grain", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("as_of_from", Text, nullable=False),
    Column("complete", Boolean(create_constraint=False)),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    # When its news were told; NULL: not yet.
    Column("told_at", Text),
    Column("rows", Integer, nullable=False, server_default="0"),
    Column("kept", Integer, nullable=False, server_default="0"),
    Column("refused", Integer, nullable=False, server_default="0"),
    Column("duplicates", Integer, nullable=False, server_default="0"),
    UniqueConstraint("fingerprint", "target_domain"),
    Index(None, "target_domain", "source"),
)

# What each source says, row by row, as imported.
backlinks = Table(
    "backlinks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_key", BigInteger, nullable=False),
    Column("page_target_key", BigInteger, nullable=False),
    Column("claim_key", BigInteger, nullable=False),
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("grain", Text, nullable=False),
    Column("referring_domain", Text, nullable=False),
    Column("target_domain", Text, nullable=False),
    Column("as_of", Text),
    Column("referring_page", Text),
    Column("target_url", Text),
    Column("anchor", Text),
    Column("title", Text),
    Column("followed", Boolean(create_constraint=False)),
    Column("nofollow", Boolean(create_constraint=False)),
    Column("ugc", Boolean(create_constraint=False)),
    Column("sponsored", Boolean(create_constraint=False)),
    Column("image", Boolean(create_constraint=False)),
    Column("first_seen", Text),
    Column("last_seen", Text),
    Column("lost_on", Text),
    Column("lost", Boolean(create_constraint=False)),
    Column("http_status", Integer),
    Column("links", Integer),
    Column("metrics", Text),
    # The import that brought the row; `import_id` is the one that changed it last.
    Column("first_import_id", Integer),
    UniqueConstraint("page_key", "page_target_key", "claim_key"),
    Index(None, "target_domain", "source", "referring_domain", "grain"),
)

# What all sources together say of one link: derived from `backlinks` in the same transaction.
links = Table(
    "links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_key", BigInteger, nullable=False),
    Column("page_target_key", BigInteger, nullable=False),
    Column("grain", Text, nullable=False),
    Column("target_domain", Text, nullable=False),
    Column("referring_domain", Text, nullable=False),
    Column("covered", Boolean(create_constraint=False), nullable=False),
    Column("lost", Boolean(create_constraint=False), nullable=False),
    Column("followed", Boolean(create_constraint=False)),
    Column("first_seen", Text),
    Column("last_seen", Text),
    Column("lost_on", Text),
    Column("links", Integer, nullable=False),
    Column("authority", Float),
    Column("anchor", Text),
    UniqueConstraint("page_key", "page_target_key"),
    # Everything that counting one target needs, in the order in which it is grouped: no sorting, and
    # the table itself is not touched.
    Index(
        "ix_links_counting",
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
    ),
    Index("ix_links_anchors", "target_domain", "covered", "lost", "grain", "anchor"),
    Index(None, "target_domain"),
    Index(None, "page_target_key"),
)

# Every look, whole; what is asked for by value stands in columns of its own.
observations = Table(
    "observations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair_key", BigInteger, nullable=False),
    Column("checked_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("referring_page", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("referring_domain", Text),
    Column("target_domain", Text),
    Column("whole", Text, nullable=False),
    UniqueConstraint("pair_key", "checked_at"),
    Index(None, "target_domain", "referring_domain"),
)

# Pairs that the team wants to stay alive, with all that their looks add up to.
tracked_links = Table(
    "tracked_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair_key", BigInteger, nullable=False, unique=True),
    Column("referring_page", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("target_domain", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("referring_domain", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("next_look_at", Text, nullable=False),
    Column("claimed_until", Text),
    Column("phase", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("last_look_at", Text),
    Column("unchanged_since", Text),
    Column("owner", Text),
    Column("snoozed_until", Text),
    Column("ignored", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("prospect_id", Text),
    # Since when its looks are held back, because we suspect ourselves.
    Column("doubted_since", Text),
    Index(None, "next_look_at"),
    Index(None, "target_domain", "phase"),
)

# Our own pages that tracked links lead to: each is looked at once a day.
own_pages = Table(
    "own_pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url_key", BigInteger, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("target_domain", Text, nullable=False),
    Column("next_look_at", Text, nullable=False),
    Column("claimed_until", Text),
    Column("standing", Text, nullable=False),
    Column("broken", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("last_look_at", Text),
    Index(None, "next_look_at"),
    Index(None, "target_domain"),
)

# Confirmed differences. `event_key` is made of what happened, so that recording twice is once.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_key", Text, nullable=False, unique=True),
    Column("link_id", Integer),
    Column("kind", Text, nullable=False),
    Column("target_domain", Text, nullable=False),
    Column("referring_domain", Text),
    Column("at", Text, nullable=False),
    Column("whole", Text, nullable=False),
    # A person's Wrong alert, and what our own look-back a week later said; NULL: not yet.
    Column("wrong_by", Text),
    Column("looked_back_at", Text),
    Column("was_wrong", Boolean(create_constraint=False)),
    Index(None, "target_domain", "at"),
    Index(None, "link_id"),
)

# What waits to be posted, and where it was posted. A row is written with its event, in one transaction.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dedup_key", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("not_before", Text, nullable=False),
    Column("claimed_until", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("last_error", Text),
    Column("posted_channel", Text),
    Column("posted_ts", Text),
    Column("posted_at", Text),
    # What of the payload is asked for by value; NULL where a post is not a row of a card.
    Column("card", Text),
    Column("event_key", Text),
    Column("event_kind", Text),
    Column("subject", Text),
    Index(None, "state", "not_before"),
    Index(None, "posted_channel", "posted_ts"),
    Index(None, "channel", "posted_at"),
    Index(None, "card"),
    Index(None, "event_key"),
    Index(None, "subject"),
)

# One digest per channel and local day: claimed before it is posted, marked after.
digest_ledger = Table(
    "digest_ledger",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("local_date", Text, primary_key=True),
    Column("claimed_at", Text, nullable=False),
    Column("sent_at", Text),
    Column("posted_channel", Text),
    Column("posted_ts", Text),
    # JSON: the keys of the events that it tells, decided before it is posted; NULL: not yet.
    Column("told", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("retry_at", Text),
    Column("last_error", Text),
)

# Visits that came from other sites and pages, of each target and tool the newest export.
traffic = Table(
    "traffic",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("target_domain", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("site", Text, nullable=False),
    # Normalised; empty where the export counts sites.
    Column("page", Text, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("imported_at", Text, nullable=False),
    Index(None, "target_domain"),
)

# Links that nobody tracks and that a source no longer vouches for: looked at until that is settled.
source_losses = Table(
    "source_losses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair_key", BigInteger, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("referring_page", Text, nullable=False),
    Column("referring_domain", Text, nullable=False),
    Column("target_domain", Text, nullable=False),
    Column("standing", Text, nullable=False),
    # NULL: settled.
    Column("next_look_at", Text),
    Column("claimed_until", Text),
    # Whether the loss was told; what was told once is not told again.
    Column("told", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Index(None, "next_look_at"),
)

# What was bought from vendors' APIs, one row an order.
paid_fetches = Table(
    "paid_fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    # Of the button or the command: pressing it twice buys once.
    Column("order_key", Text, nullable=False, unique=True),
    Column("vendor", Text, nullable=False),
    Column("target_domain", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    # Of UTC: what the limit of a day counts.
    Column("day", Text, nullable=False),
    # As ordered, until it is settled; then as it came.
    Column("rows", Integer, nullable=False),
    Column("cost", Float),
    Column("cost_unit", Text),
    Column("settled_at", Text),
    Index(None, "day"),
)
