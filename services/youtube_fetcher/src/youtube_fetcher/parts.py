"""Everything that reads YouTube, put together from settings: for the app, for tests and for benchmarks."""

from dataclasses import dataclass
from typing import Self

from common.delivery import Publisher
from common.events import Bucket
from common.worldtime import Clock
from redis.asyncio import Redis

from youtube_fetcher.cache import Cache
from youtube_fetcher.cancellations import Cancellations
from youtube_fetcher.domain.candidates import SearchRules
from youtube_fetcher.domain.rereading import RereadRules
from youtube_fetcher.finding.candidates import CandidateFinder
from youtube_fetcher.finding.classic_candidates import ClassicCandidateFinder
from youtube_fetcher.finding.classic_exclusion import ClassicExclusionFinder
from youtube_fetcher.finding.exclusion import ExclusionFinder
from youtube_fetcher.finding.names import Names
from youtube_fetcher.finding.recording import Recorder
from youtube_fetcher.flights import Flights, SharedFlights
from youtube_fetcher.pace import Pace
from youtube_fetcher.planning.memory import Memory
from youtube_fetcher.planning.planner import Planner
from youtube_fetcher.quota import Quota, QuotaRules
from youtube_fetcher.reading.channels import Channels
from youtube_fetcher.reading.searches import Searches
from youtube_fetcher.reading.slots import Lifetimes, Slots
from youtube_fetcher.reading.videos import Videos
from youtube_fetcher.redis_line import RedisLine
from youtube_fetcher.redis_lock import RedisLock
from youtube_fetcher.rereading.rereader import Rereader
from youtube_fetcher.rereading.waiting_list import WaitingList
from youtube_fetcher.settings import Settings
from youtube_fetcher.youtube.client import Patience, YouTubeClient
from youtube_fetcher.youtube.transport import Http, open_http

REDIS_SECONDS = 5
"""An answer of Redis takes less than a millisecond; without one for so long it is away."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The adapters and what is built on them; `start` and `stop` make it a part of the app's life."""

    redis: RedisLine
    http: Http
    clock: Clock
    pace: Pace
    quota: Quota
    cancellations: Cancellations
    channels: Channels
    searches: Searches
    videos: Videos
    names: Names
    exclusion: ExclusionFinder
    classic_exclusion: ClassicExclusionFinder
    candidates: CandidateFinder
    classic_candidates: ClassicCandidateFinder
    recorder: Recorder
    memory: Memory
    planner: Planner
    waiting: WaitingList

    async def start(self) -> None:
        """Nothing to do: connections are made when they are needed."""

    async def stop(self) -> None:
        """Give all connections back."""
        await self.channels.close()
        await self.videos.close()
        self.memory.write_notes()
        await self.http.close()
        await self.redis.close()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()


def build_parts(settings: Settings, clock: Clock, *, http: Http | None = None) -> Parts:
    """Put the parts together.

    Args:
        settings: What can be set.
        clock: Tells world time; somebody else starts it.
        http: Replaces the way to YouTube, in tests.
    """
    redis = open_redis(settings.redis_url.get_secret_value())
    http = http or open_http(settings.base_url, settings.api_key.get_secret_value(), connections=settings.concurrency)
    quota = Quota(redis, clock, _quota_rules(settings))
    pace = Pace(settings.concurrency)
    client = YouTubeClient(http, quota, pace, patience=_patience(settings))
    cache = Cache(redis, clock, missing_ttl=settings.missing_ttl)
    slots, flights = Slots(_lifetimes(settings)), Flights()
    channels = Channels(client, cache, slots, flights)
    searches = Searches(client, cache, slots, flights, SharedFlights(redis))
    videos = Videos(client, cache, slots, flights)
    names = Names(channels, searches)
    memory, rules = Memory(redis), _search_rules(settings)
    pages, cancellations = settings.max_playlist_pages, Cancellations(redis)
    return Parts(
        redis=redis,
        http=http,
        clock=clock,
        pace=pace,
        quota=quota,
        cancellations=cancellations,
        channels=channels,
        searches=searches,
        videos=videos,
        names=names,
        exclusion=ExclusionFinder(names, channels, videos, quota, clock),
        classic_exclusion=ClassicExclusionFinder(channels, searches, videos, quota, clock, max_pages=pages),
        candidates=CandidateFinder(channels, searches, quota, rules, max_handles=settings.max_handles),
        classic_candidates=ClassicCandidateFinder(channels, searches),
        recorder=Recorder(videos, max_pages=pages),
        memory=memory,
        planner=Planner(cache, slots, quota, memory, rules, max_pages=pages),
        waiting=WaitingList(redis, clock, cancellations, reread_rules(settings)),
    )


def build_rereader(parts: Parts, publisher: Publisher, settings: Settings) -> Rereader:
    """What reads counts again; it publishes on its own, with no event as its cause."""
    return Rereader(
        parts.waiting,
        parts.videos,
        parts.quota,
        RedisLock(parts.redis),
        parts.clock,
        publisher,
        reread_rules(settings),
    )


def open_redis(url: str) -> RedisLine:
    """A line to Redis; it connects when it is first used."""
    return RedisLine(Redis.from_url(url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS))


def _quota_rules(settings: Settings) -> QuotaRules:
    return QuotaRules(
        limits={
            Bucket.QUERIES: settings.queries_per_day,
            Bucket.SEARCH: settings.searches_per_day,
            Bucket.BATCH_STATS: settings.batch_stats_per_day,
        },
        bulk_reserve=settings.bulk_reserve,
        owner_share=settings.owner_daily_share,
    )


def _patience(settings: Settings) -> Patience:
    return Patience(
        attempts=settings.call_attempts,
        request_seconds=settings.request_timeout_seconds,
        budget_seconds=settings.call_budget_seconds,
    )


def _lifetimes(settings: Settings) -> Lifetimes:
    return Lifetimes(
        channel=settings.channel_ttl,
        uploads=settings.uploads_ttl,
        statistics=settings.statistics_ttl,
        details=settings.details_ttl,
        search=settings.search_ttl,
        name=settings.name_ttl,
        sections=settings.sections_ttl,
    )


def reread_rules(settings: Settings) -> RereadRules:
    """Whether, when and how much is read again."""
    return RereadRules(
        on=settings.reread_counts,
        after=settings.reread_after,
        before_reset=settings.reread_before_reset,
        leaves=settings.reread_leaves,
        most_channels=settings.reread_channels,
    )


def _search_rules(settings: Settings) -> SearchRules:
    return SearchRules(most=settings.max_searches, oversample=settings.oversample)
