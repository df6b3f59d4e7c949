"""Alembic's entry: runs on the connection that `discovery.migrate` hands over."""

from alembic import context
from discovery.migrate import configuration_of
from sqlalchemy import Connection

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, **configuration_of())
with context.begin_transaction():
    context.run_migrations()
