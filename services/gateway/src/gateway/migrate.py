"""Bring the database to this version's schema: at start, by one replica, the others wait."""

import asyncio
import logging
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from gateway import app_tables
from gateway.database import PROJECTION, Database, is_passing
from gateway.projection import tables

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5
LOCK = 0x6F75_746C_6D69
"""Advisory lock of the one who migrates."""
SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Apply the migrations that are missing.

    Raises:
        SQLAlchemyError, OSError: PostgreSQL is not there.
    """
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {app_tables.SCHEMA}"))
        await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {PROJECTION}"))
        await connection.run_sync(_upgrade)


class Migrator:
    """Migrates when the gateway starts, however long PostgreSQL takes; what needs the schema waits meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.schema.clear()

    async def start(self) -> None:
        """Migrate; says once that it waits."""
        said = False
        while True:
            try:
                await migrate(self._database)
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                if not is_passing(error):
                    raise
                if not said:
                    log.warning("waiting for the database: %s", error)
                said = True
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                self._database.schema.set()
                return

    async def stop(self) -> None:
        """Nothing runs on."""


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def configuration_of() -> dict[str, Any]:
    """What the migration context needs to know of our schemas."""
    return {
        "target_metadata": [tables.metadata, app_tables.metadata],
        "version_table": "gateway_version",
        "version_table_schema": app_tables.SCHEMA,
        "include_schemas": True,
        "include_name": _ours,
    }


def _upgrade(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")


def _ours(name: str | None, kind: str, _parents: Any) -> bool:  # noqa: ANN401  Alembic's own
    """Discovery's tables lie in the same database and are its own business."""
    return kind != "schema" or name in {None, app_tables.SCHEMA}
