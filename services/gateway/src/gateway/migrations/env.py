"""Alembic's entry: runs on the connection that `gateway.migrate` hands over."""

from alembic import context
from gateway.migrate import configuration_of
from sqlalchemy import Connection

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, **configuration_of())
with context.begin_transaction():
    context.run_migrations()
