"""Bring the schema `discovery` to this version: at start, by one replica, the others wait."""

import asyncio
import logging
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from common.errors import DependencyDown
from sqlalchemy import Connection, text

from discovery.database import Database
from discovery.tables import SCHEMA, metadata

LOCK = 0x6469_7363_6F76
"""Advisory lock of the one who migrates."""
SCRIPTS = Path(__file__).parent / "migrations"
AGAIN_SECONDS = 0.5

log = logging.getLogger(__name__)


class Migration:
    """Migrates when the service starts, and waits for a database that is not there yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.done = False

    async def start(self) -> None:
        """Apply the migrations that are missing."""
        while not self.done:
            try:
                await migrate(self._database)
            except DependencyDown as down:
                log.warning("waiting for the database: %s", down)
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                self.done = True

    async def stop(self) -> None:
        """Nothing to do."""


async def migrate(database: Database) -> None:
    """Apply the migrations that are missing.

    Raises:
        DependencyDown: PostgreSQL is not there.
    """
    async with database.transaction() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        await connection.run_sync(_upgrade)


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def configuration_of() -> dict[str, Any]:
    """What the migration context needs to know of our schema."""
    return {
        "target_metadata": metadata,
        "version_table": "discovery_version",
        "version_table_schema": SCHEMA,
        "include_schemas": True,
        "include_name": _ours,
    }


def _upgrade(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")


def _ours(name: str | None, kind: str, _parents: Any) -> bool:  # noqa: ANN401  Alembic's own
    """The gateway's tables lie in the same database and are its own business."""
    return kind != "schema" or name == SCHEMA
