"""What earlier analyses did, remembered for the plans of later ones: losing it makes plans worse, nothing else."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from uuid import UUID

from common.events import AnalysisSpec, Method, QuotaSpent

from youtube_fetcher.domain.plan import Habits
from youtube_fetcher.redis_line import Command, RedisLine

_LIFE_SECONDS = 28 * 86_400
_NEWS = 0.5
"""How much of a habit the latest analysis makes up."""
_CLASSIC_HABITS = Habits(promising_per_query=7.0, lists_per_query=0.35, stats_per_channel=0.3)
_WEIGHT = 20
"""The default share of calls a channel counts like so many channels."""
_NOTE_EVERY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier analysis: its bound, which channels its names were, what it searched for, and what it selected."""

    max_channels: int

    channel_of: Mapping[str, str]
    queries: tuple[str, ...]
    selected: frozenset[str]


class Memory:
    """Keeps, in Redis, the latest analysis of each kind. Raises `DependencyDown` when Redis is away."""

    def __init__(self, redis: RedisLine) -> None:
        self._redis = redis
        self._selected: dict[str, set[str]] = {}
        self._tallies: Counter[tuple[str, str]] = Counter()

    async def note_names(self, analysis_id: UUID, spec: AnalysisSpec, channel_of: Mapping[str, str]) -> None:
        """Remember an analysis as the latest of its kind and of its niche, and who its names were."""
        commands: list[Command] = [
            ("SET", kind, str(analysis_id), "EX", _LIFE_SECONDS) for kind in (_kind(spec), _niche(spec))
        ]
        if channel_of:
            commands.append(("HSET", _names_key(analysis_id), *_flat(channel_of)))
            commands.append(("EXPIRE", _names_key(analysis_id), _LIFE_SECONDS))
        commands.append(("SET", _bound_key(analysis_id), spec.max_channels, "EX", _LIFE_SECONDS))
        await self._redis.run_all(commands)

    async def note_queries(self, analysis_id: UUID, queries: Sequence[str]) -> None:
        """Remember what was searched for."""
        commands: list[Command] = [("DEL", _queries_key(analysis_id))]
        if queries:
            commands.append(("RPUSH", _queries_key(analysis_id), *queries))
            commands.append(("EXPIRE", _queries_key(analysis_id), _LIFE_SECONDS))
        await self._redis.run_all(commands)

    async def learn(self, spec: AnalysisSpec, shown: Mapping[str, float]) -> None:
        """Let habits of this method, by name, follow what an analysis has shown."""
        known = await self.habits(spec)
        learnt = {name: getattr(known, name) * (1 - _NEWS) + value * _NEWS for name, value in shown.items()}
        if learnt:
            await self._redis.run("HSET", _habits_key(spec.method), *_flat(learnt))

    async def forget(self, analysis_id: UUID) -> None:
        """Forget what a deleted analysis asked for and found."""
        keys = (_names_key, _queries_key, _selected_key, _bound_key)
        await self._redis.run("DEL", *(key(analysis_id) for key in keys))

    def note_selected(self, analysis_id: UUID, channel_id: str, method: Method, spent: QuotaSpent) -> None:
        """Remember that a channel was selected, and what its counts cost: soon, many at a time, with nobody waiting."""
        if not self._selected and not self._tallies:
            asyncio.get_running_loop().call_later(_NOTE_EVERY_SECONDS, self.write_notes)
        self._selected.setdefault(_selected_key(analysis_id), set()).add(channel_id)
        if spent.queries:
            self._tallies[_tally_key(method), "channels"] += 1
            self._tallies[_tally_key(method), "stats"] += spent.batch_stats

    def write_notes(self) -> None:
        """Write down what was noted of channels; one that is lost makes a plan less exact."""
        selected, self._selected = self._selected, {}
        tallies, self._tallies = self._tallies, Counter()
        commands: list[Command] = []
        for key, channel_ids in selected.items():
            commands += [("SADD", key, *channel_ids), ("EXPIRE", key, _LIFE_SECONDS)]
        commands += [("HINCRBY", key, name, number) for (key, name), number in tallies.items()]
        self._redis.post(commands)

    async def same(self, spec: AnalysisSpec) -> Earlier | None:
        """The latest analysis that would fetch just the same."""
        return await self._earlier(_kind(spec))

    async def alike(self, spec: AnalysisSpec) -> Earlier | None:
        """The latest analysis in the same niche."""
        return await self._earlier(_niche(spec)) if spec.profile.search_queries else None

    async def habits(self, spec: AnalysisSpec) -> Habits:
        """What analyses by this method have shown."""
        self.write_notes()
        default = _CLASSIC_HABITS if spec.method.is_classic else Habits()
        stored, tally = await self._redis.run_all(
            [("HGETALL", _habits_key(spec.method)), ("HMGET", _tally_key(spec.method), "channels", "stats")]
        )
        channels, stats = (int(value or 0) for value in tally)
        share = (default.stats_per_channel * _WEIGHT + stats) / (_WEIGHT + channels)
        learnt = {name.decode(): float(value) for name, value in stored.items()} | {"stats_per_channel": share}
        return replace(default, **{field.name: learnt[field.name] for field in fields(Habits) if field.name in learnt})

    async def _earlier(self, kind: str) -> Earlier | None:
        self.write_notes()
        found = await self._redis.run("GET", kind)
        if found is None:
            return None
        analysis_id = found.decode()
        bound, names, queries, selected = await self._redis.run_all(
            [
                ("GET", _bound_key(analysis_id)),
                ("HGETALL", _names_key(analysis_id)),
                ("LRANGE", _queries_key(analysis_id), 0, -1),
                ("SMEMBERS", _selected_key(analysis_id)),
            ]
        )
        return Earlier(
            int(bound or 0),
            {name.decode(): channel_id.decode() for name, channel_id in names.items()},
            tuple(query.decode() for query in queries),
            frozenset(channel_id.decode() for channel_id in selected),
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


def _flat(values: Mapping[str, str | float]) -> list[str | float]:
    return [part for pair in values.items() for part in pair]


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _habits_key(method: Method) -> str:
    return f"plan:habits:{'classic' if method.is_classic else 'adjusted'}"


def _tally_key(method: Method) -> str:
    return f"plan:channels:{'classic' if method.is_classic else 'adjusted'}"


def _names_key(analysis_id: UUID | str) -> str:
    return f"plan:names:{analysis_id}"


def _bound_key(analysis_id: UUID | str) -> str:
    return f"plan:bound:{analysis_id}"


def _queries_key(analysis_id: UUID | str) -> str:
    return f"plan:queries:{analysis_id}"


def _selected_key(analysis_id: UUID | str) -> str:
    return f"plan:selected:{analysis_id}"
