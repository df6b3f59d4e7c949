"""Everything about the fetcher that can be set."""

from datetime import timedelta

from common.settings import ServiceSettings
from common.streams import YOUTUBE_DATA_RETENTION
from pydantic import Field, PositiveFloat, PositiveInt, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from youtube_fetcher.youtube.transport import BASE_URL

_TTL = "How long an answer about {} is good; at most 28 days."


def _ttl(hours: float, what: str) -> timedelta:
    default: timedelta = Field(
        timedelta(hours=hours), gt=timedelta(), le=YOUTUBE_DATA_RETENTION, description=_TTL.format(what)
    )
    return default


class Settings(ServiceSettings):
    """Fetcher configuration; every variable starts with `YOUTUBE_FETCHER_`."""

    model_config = SettingsConfigDict(env_prefix="YOUTUBE_FETCHER_", frozen=True)

    redis_url: SecretStr = Field(description="Redis or Valkey: quota, cache, locks.")
    api_key: SecretStr = Field(SecretStr(""), description="YouTube's API key; one a deployment. Sent in a header only.")
    base_url: str = Field(BASE_URL, description="The root under which /youtube/v3/… lies.")

    queries_per_day: PositiveInt = Field(10_000, description="Daily limit of the Queries bucket, in units.")
    searches_per_day: PositiveInt = Field(100, description="Daily limit of the Search Queries bucket, in calls.")
    batch_stats_per_day: PositiveInt = Field(10_000, description="Daily limit of the Batch stats bucket, in calls.")
    bulk_reserve: float = Field(0.2, ge=0, lt=1, description="Part of each limit that bulk analyses leave to people.")
    owner_daily_share: float = Field(1.0, gt=0, le=1, description="Part of each limit that one owner may spend a day.")

    concurrency: PositiveInt = Field(64, le=500, description="Most calls to YouTube in flight, in this process.")
    channel_readers: PositiveInt = Field(
        3,
        le=12,
        description="Consumers of selected channels in each lane: while the slowest channel of one's poll is fetched, "
        "the others keep calls in flight.",
    )
    request_timeout_seconds: PositiveFloat = Field(10, description="One answer, from the first byte sent to the last.")
    call_budget_seconds: PositiveFloat = Field(25, description="One call with all its retries, once it has its turn.")
    call_attempts: PositiveInt = Field(5, description="Tries of one call before its record goes to the retries.")

    channel_ttl: timedelta = _ttl(24, "a channel")
    uploads_ttl: timedelta = _ttl(1, "a list of uploads")
    statistics_ttl: timedelta = _ttl(1, "counts of videos")
    details_ttl: timedelta = _ttl(24, "tags and texts of exclusion videos")
    search_ttl: timedelta = _ttl(7 * 24, "a search")
    name_ttl: timedelta = _ttl(7 * 24, "a handle or a title")
    sections_ttl: timedelta = _ttl(7 * 24, "a channel's featured channels")
    missing_ttl: timedelta = _ttl(6, "what YouTube does not know")

    max_playlist_pages: PositiveInt = Field(3, description="Pages of a playlist read where its dates are out of order.")
    max_searches: PositiveInt = Field(8, le=20, description="Searches that one analysis may make for candidates.")
    max_handles: int = Field(6, ge=0, description="@handles of descriptions that one analysis may look up.")
    oversample: float = Field(1.3, ge=1, description="Promising channels looked for, for each one wanted.")

    reread_counts: bool = Field(
        False,
        description="Whether counts of recorded videos are read again days later, for the scorer to learn from.",
    )
    reread_after: timedelta = Field(
        timedelta(days=7),
        gt=timedelta(),
        lt=YOUTUBE_DATA_RETENTION,
        description="Age of a recording from which its counts are read again, once.",
    )
    reread_before_reset: timedelta = Field(
        timedelta(hours=2),
        gt=timedelta(),
        le=timedelta(hours=23),
        description="How long before the quota's reset counts begin to be read again.",
    )
    reread_leaves: float = Field(
        0.3, ge=0, lt=1, description="Part of the Batch stats limit that reading again leaves, beside `bulk_reserve`."
    )
    reread_channels: PositiveInt = Field(20_000, description="Recorded channels that are remembered for reading again.")

    @model_validator(mode="after")
    def _the_budget_holds_a_try(self) -> "Settings":
        if self.call_budget_seconds < self.request_timeout_seconds:
            raise ValueError("call_budget_seconds must be at least request_timeout_seconds")
        return self
