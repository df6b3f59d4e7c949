"""What earlier analyses did, remembered for the plans of later ones: losing it makes plans worse, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from hashlib import blake2b
from uuid import UUID

from common.events import AnalysisSpec, Method, QuotaSpent
from redis.asyncio import Redis

from youtube_fetcher.domain.plan import Habits
from youtube_fetcher.redis_errors import redis_needed

_LIFE = timedelta(days=28)
_RedisValue = bytes | bytearray | memoryview | str | int | float
_NEWS = 0.5
"""How much of a habit the latest analysis makes up."""
_CLASSIC_HABITS = Habits(selectable_per_query=7.0, lists_per_query=0.35, stats_per_channel=0.3)
_WEIGHT = 20
"""The default share of calls a channel counts like so many channels."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier analysis: which channels its names were, what it searched for, and what it selected."""

    channel_of: Mapping[str, str]
    queries: tuple[str, ...]
    selected: frozenset[str]


class Memory:
    """Keeps, in Redis, the latest analysis of each kind. Raises `DependencyDown` when Redis is away."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def note_names(self, analysis_id: UUID, spec: AnalysisSpec, channel_of: Mapping[str, str]) -> None:
        """Remember an analysis as the latest of its kind and of its niche, and who its names were."""
        with redis_needed():
            async with self._redis.pipeline(transaction=False) as pipe:
                for kind in (_kind(spec), _niche(spec)):
                    pipe.set(kind, str(analysis_id), ex=_LIFE)
                if channel_of:
                    pipe.hset(_names_key(analysis_id), mapping=_fields(channel_of))
                    pipe.expire(_names_key(analysis_id), _LIFE)
                await pipe.execute()

    async def note_queries(self, analysis_id: UUID, queries: Sequence[str]) -> None:
        """Remember what was searched for."""
        with redis_needed():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(_queries_key(analysis_id))
                if queries:
                    pipe.rpush(_queries_key(analysis_id), *queries)
                    pipe.expire(_queries_key(analysis_id), _LIFE)
                await pipe.execute()

    async def learn(self, spec: AnalysisSpec, shown: Mapping[str, float]) -> None:
        """Let habits of this method, by name, follow what an analysis has shown."""
        known = await self.habits(spec)
        learnt = {name: getattr(known, name) * (1 - _NEWS) + value * _NEWS for name, value in shown.items()}
        if learnt:
            with redis_needed():
                await self._redis.hset(_habits_key(spec.method), mapping=_fields(learnt))

    async def forget(self, analysis_id: UUID) -> None:
        """Forget what a deleted analysis asked for and found."""
        with redis_needed():
            await self._redis.delete(_names_key(analysis_id), _queries_key(analysis_id), _selected_key(analysis_id))

    async def note_selected(self, analysis_id: UUID, channel_id: str, method: Method, spent: QuotaSpent) -> None:
        """Remember that a channel was selected, and what its counts cost."""
        with redis_needed():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.sadd(_selected_key(analysis_id), channel_id)
                pipe.expire(_selected_key(analysis_id), _LIFE)
                if spent.queries:
                    pipe.hincrby(_tally_key(method), "channels", 1)
                    pipe.hincrby(_tally_key(method), "stats", spent.batch_stats)
                await pipe.execute()

    async def same(self, spec: AnalysisSpec) -> Earlier | None:
        """The latest analysis that would fetch just the same."""
        return await self._earlier(_kind(spec))

    async def alike(self, spec: AnalysisSpec) -> Earlier | None:
        """The latest analysis in the same niche."""
        return await self._earlier(_niche(spec)) if spec.profile.search_queries else None

    async def habits(self, spec: AnalysisSpec) -> Habits:
        """What analyses by this method have shown."""
        default = _CLASSIC_HABITS if spec.method.is_classic else Habits()
        with redis_needed():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.hgetall(_habits_key(spec.method))
                pipe.hmget(_tally_key(spec.method), ["channels", "stats"])
                stored, tally = await pipe.execute()
        channels, stats = (int(value or 0) for value in tally)
        share = (default.stats_per_channel * _WEIGHT + stats) / (_WEIGHT + channels)
        learnt = {_text(name): float(value) for name, value in stored.items()} | {"stats_per_channel": share}
        return replace(default, **{field.name: learnt[field.name] for field in fields(Habits) if field.name in learnt})

    async def _earlier(self, kind: str) -> Earlier | None:
        with redis_needed():
            found = await self._redis.get(kind)
            if found is None:
                return None
            analysis_id = _text(found)
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.hgetall(_names_key(analysis_id))
                pipe.lrange(_queries_key(analysis_id), 0, -1)
                pipe.smembers(_selected_key(analysis_id))
                names, queries, selected = await pipe.execute()
        return Earlier(
            {_text(name): _text(channel_id) for name, channel_id in names.items()},
            tuple(map(_text, queries)),
            frozenset(map(_text, selected)),
        )


def _kind(spec: AnalysisSpec) -> str:
    """Of analyses that fetch the same things: what is only judged later does not tell them apart."""
    fetched = spec.model_dump_json(
        include={
            "exclusion_channels",
            "min_subscribers",
            "max_subscribers",
            "window_days",
            "method",
            "topics_method",
            "profile",
            "corrections",
            "max_channels",
        }
    )
    return f"plan:kind:{_hash(fetched)}"


def _niche(spec: AnalysisSpec) -> str:
    return f"plan:niche:{_hash(repr((spec.method, spec.profile.search_queries)))}"


def _fields(values: Mapping[str, str | float]) -> dict[_RedisValue, _RedisValue]:
    return dict(values.items())


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _habits_key(method: Method) -> str:
    return f"plan:habits:{'classic' if method.is_classic else 'adjusted'}"


def _tally_key(method: Method) -> str:
    return f"plan:channels:{'classic' if method.is_classic else 'adjusted'}"


def _names_key(analysis_id: UUID | str) -> str:
    return f"plan:names:{analysis_id}"


def _queries_key(analysis_id: UUID | str) -> str:
    return f"plan:queries:{analysis_id}"


def _selected_key(analysis_id: UUID | str) -> str:
    return f"plan:selected:{analysis_id}"
