"""Everything configurable about discovery, with units and meaning."""

from common.settings import ServiceSettings
from pydantic import Field, PositiveFloat, PositiveInt, SecretStr
from pydantic_settings import SettingsConfigDict


class Settings(ServiceSettings):
    """Discovery's configuration; every variable starts with `DISCOVERY_`."""

    model_config = SettingsConfigDict(env_prefix="DISCOVERY_", frozen=True)

    database_url: SecretStr = Field(description="PostgreSQL, as postgresql://user:password@host:port/name.")
    database_connections: PositiveInt = Field(4, description="The most connections to PostgreSQL at once.")
    keep_days: PositiveInt = Field(
        28, le=30, description="Channels and titles observed longer ago are deleted; YouTube's terms allow 30 days."
    )
    purge_every_seconds: PositiveFloat = Field(3_600.0, description="How often what is too old is deleted.")
