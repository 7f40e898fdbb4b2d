"""Runs the migrations on the connection that `bot.adapters.store.migrate` hands over."""

from alembic import context

from bot.adapters.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite alters tables by copying them: https://alembic.sqlalchemy.org/en/latest/batch.html
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
