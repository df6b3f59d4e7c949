"""Bring the database to this version's schema: at start, by one replica, the others wait."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway import app_tables
from gateway.database import PROJECTION, Database
from gateway.projection import tables

LOCK = 0x6F75_746C_6D69
"""Advisory lock of the one who migrates."""
SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Apply the migrations that are missing.

    Raises:
        DatabaseDown: PostgreSQL is not there.
    """

    async def work(connection: AsyncConnection) -> None:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {app_tables.SCHEMA}"))
        await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {PROJECTION}"))
        await connection.run_sync(_upgrade)

    await database.run(work, patience_seconds=30)


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
