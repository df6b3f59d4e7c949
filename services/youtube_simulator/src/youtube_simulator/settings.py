from pathlib import Path

from pydantic import Field, NonNegativeFloat, NonNegativeInt, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from youtube_simulator.quota import Bucket


class Settings(BaseSettings):
    """Simulator configuration; every variable starts with `YOUTUBE_SIMULATOR_`."""

    model_config = SettingsConfigDict(env_prefix="YOUTUBE_SIMULATOR_", frozen=True)

    http_host: str = Field("127.0.0.1", description="Address to listen on.")
    http_port: int = Field(8090, ge=0, le=65535, description="Port to listen on; 0 takes a free one and logs it.")
    log_level: str = Field("INFO", description="Least severe level that is logged.")
    world: Path | None = Field(None, description="World file, .json or .json.gz; empty serves the demo world.")
    demo_seed: int = Field(1, description="Seed of the demo world.")
    latency_ms: NonNegativeFloat = Field(0.0, description="How long each answer takes, in milliseconds.")
    public_url: str = Field(
        "", description="Root of the thumbnail addresses in answers; empty takes the address the caller used."
    )
    api_keys: frozenset[str] = Field(frozenset(), description="Keys that are valid (a JSON list); empty accepts any.")
    queries_per_day: NonNegativeInt = Field(10_000, description="Limit of the Queries bucket, in units.")
    searches_per_day: NonNegativeInt = Field(100, description="Limit of the Search Queries bucket, in calls.")
    batch_stats_per_day: NonNegativeInt = Field(10_000, description="Limit of the Batch stats bucket, in calls.")

    @field_validator("world", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @property
    def quota_limits(self) -> dict[Bucket, int]:
        """Daily limit of each bucket, in units."""
        return {
            Bucket.QUERIES: self.queries_per_day,
            Bucket.SEARCH: self.searches_per_day,
            Bucket.BATCH_STATS: self.batch_stats_per_day,
        }
