"""Everything configurable about the gateway, with units and meaning."""

from pathlib import Path

from common.events import Method, TopicsMethod
from common.settings import ServiceSettings
from pydantic import Field, PositiveFloat, PositiveInt, SecretStr
from pydantic_settings import SettingsConfigDict


class Settings(ServiceSettings):
    """Gateway configuration; every variable starts with `GATEWAY_`."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", frozen=True)

    database_url: SecretStr = Field(description="PostgreSQL, as postgresql://user:password@host:port/name.")
    redis_url: SecretStr = Field(
        SecretStr("redis://127.0.0.1:6379/0"), description="Redis or Valkey: the live doorbell and limits."
    )
    fetcher_url: str = Field("http://127.0.0.1:8081", description="Root of the fetcher's internal API.")
    web_dir: Path | None = Field(None, description="Folder of the built page; empty = no page is served.")

    trust_loopback: bool = Field(
        default=False,
        description="Requests from this machine, to a loopback host, need no login (the laptop stack). "
        "Never behind a proxy on the same machine.",
    )
    open_registration: bool = Field(
        default=True,
        description="Whether people may make accounts for themselves; else `python -m gateway account` makes them.",
    )
    allowed_origins: str = Field(
        "http://localhost:3000,http://127.0.0.1:3000",
        description="Origins of other pages that may use the API, separated by commas: by default where the original "
        "frontend runs.",
    )
    trusted_hosts: str = Field("", description="Host names this gateway answers to, by commas; empty = any.")

    adjusted_method: Method = Field(Method.ADJUSTED_1, description="What `adjusted` is pinned to at a start.")
    adjusted_topics: TopicsMethod = Field(
        TopicsMethod.TOPICS_1, description="How `adjusted` tells topics, pinned at a start."
    )

    database_connections: PositiveInt = Field(10, description="The most connections to PostgreSQL at once.")
    patience_seconds: PositiveFloat = Field(
        5.0, description="How long a request waits for a dependency that restarts before it is told 503."
    )
    fetcher_timeout_seconds: PositiveFloat = Field(20.0, description="The longest a look-up at the fetcher may take.")
    keep_days: PositiveInt = Field(
        28, le=30, description="How long data read from YouTube is kept, in world time; its terms allow 30 days."
    )
    stall_minutes: PositiveInt = Field(
        15, description="An analysis without any fact for this long, while all is well, is declared failed."
    )
    requests_per_minute: PositiveInt = Field(600, description="How many requests an owner may send a minute.")
    sockets_per_owner: PositiveInt = Field(
        200, description="Live connections of one owner at one gateway process; the laptop's own are not counted."
    )
    max_body_bytes: PositiveInt = Field(256 * 1024, description="The largest request body that is read.")

    @property
    def origins(self) -> frozenset[str]:
        """The allowed origins, one an item."""
        return frozenset(_listed(self.allowed_origins))

    @property
    def hosts(self) -> frozenset[str]:
        """The trusted host names, one an item."""
        return frozenset(_listed(self.trusted_hosts))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
