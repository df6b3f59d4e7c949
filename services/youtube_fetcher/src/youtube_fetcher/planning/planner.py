"""Says before an analysis starts what it will cost, and whether that is left today. Asks YouTube nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.events import (
    AnalysisRequested,
    AnalysisSpec,
    Bucket,
    Channel,
    ChannelSelected,
    ExclusionListBuilt,
    QueryOutcome,
    QuotaSpent,
)

from youtube_fetcher.account import Account
from youtube_fetcher.cache import Cache, Slot
from youtube_fetcher.domain.candidates import SearchRules, is_promising
from youtube_fetcher.domain.classic_lookup import LOOKUP_RESULTS, QUERY_RESULTS
from youtube_fetcher.domain.exclusion_names import ByHandle, ById, ByTitle, ByUsername, read_name, squeezed
from youtube_fetcher.domain.plan import CALLS_A_PORTRAIT, Asked, Cost, Plan, plan
from youtube_fetcher.domain.uploads import uploads_playlist
from youtube_fetcher.finding.exclusion import Exclusion
from youtube_fetcher.finding.pool import Pool
from youtube_fetcher.planning.learning import shown_by_candidates, shown_by_names
from youtube_fetcher.planning.memory import Earlier, Memory
from youtube_fetcher.quota import BucketState, Quota
from youtube_fetcher.reading.slots import Slots
from youtube_fetcher.reading.videos import is_empty
from youtube_fetcher.youtube.calls import MAX_PAGE


@dataclass(frozen=True, slots=True)
class Forecast:
    """A plan against what is left: `waits_until` is the reset that the analysis would have to wait for."""

    plan: Plan
    buckets: tuple[tuple[BucketState, Cost], ...]

    @property
    def affordable(self) -> bool:
        """Whether what is expected is left in every bucket."""
        return self.waits_until is None

    @property
    def waits_until(self) -> datetime | None:
        """When the last of the buckets that are too empty is full again; None: nothing has to wait."""
        return max((state.resets_at for state, cost in self.buckets if cost.expected > state.remaining), default=None)


@dataclass(slots=True)
class _Names:
    """How many names cost what, and which channels the others are."""

    cheap: int = 0
    open: int = 0
    channel_ids: tuple[str, ...] = ()


class Planner:
    """Plans analyses. Raises `DependencyDown` when Redis is away."""

    def __init__(  # what it looks at, one by one
        self, cache: Cache, slots: Slots, quota: Quota, memory: Memory, rules: SearchRules, *, max_pages: int
    ) -> None:
        self._cache = cache
        self._slots = slots
        self._quota = quota
        self._memory = memory
        self._rules = rules
        self._max_pages = max_pages

    async def forecast(self, spec: AnalysisSpec, account: Account) -> Forecast:
        """The cost of an analysis, by what the cache holds and by what earlier ones did."""
        asked = await (self._asked_classic(spec) if spec.method.is_classic else self._asked(spec))
        costs = plan(asked, self._rules, await self._memory.habits(spec), max_pages=self._max_pages)
        by_bucket = {
            Bucket.SEARCH: costs.searches,
            Bucket.QUERIES: costs.queries,
            Bucket.BATCH_STATS: costs.batch_stats,
        }
        states = await self._quota.state(account)
        return Forecast(costs, tuple((state, by_bucket[state.bucket]) for state in states))

    async def note_exclusion(self, event: AnalysisRequested, found: Exclusion) -> None:
        """Remember who an analysis' names were."""
        channel_of = {one.name: one.channel.id for one in found.channels}
        await self._memory.note_names(event.analysis_id, event.spec, channel_of)
        await self._memory.learn(event.spec, shown_by_names(found.channels))

    async def note_candidates(self, event: ExclusionListBuilt, pool: Pool, spent: QuotaSpent) -> None:
        """Remember what an analysis searched for, and learn from what it brought."""
        asked = [query for query, report in pool.reports.items() if report.outcome is not QueryOutcome.SKIPPED]
        await self._memory.note_queries(event.analysis_id, asked)
        await self._memory.learn(event.spec, shown_by_candidates(pool, spent))

    def note_channel(self, event: ChannelSelected, spent: QuotaSpent) -> None:
        """Remember that a channel was selected, and what its counts cost."""
        self._memory.note_selected(event.analysis_id, event.channel.id, event.scoring.method, spent)

    async def forget(self, analysis_id: UUID) -> None:
        """Forget a deleted analysis."""
        await self._memory.forget(analysis_id)

    async def _asked(self, spec: AnalysisSpec) -> Asked:
        same = await self._memory.same(spec)
        earlier = same or await self._memory.alike(spec)
        names = await self._names(dict.fromkeys(spec.exclusion_channels))
        known = await self._known(earlier, spec, names.channel_ids)
        unknown = names.cheap + names.open
        return Asked(
            classic=False,
            max_channels=spec.max_channels,
            cheap_names=names.cheap,
            open_names=names.open,
            portrait_calls=unknown * CALLS_A_PORTRAIT + await self._portrait_calls(names.channel_ids),
            queries=len(same.queries) if same else None,
            unpaid_queries=await self._unsearched(same.queries if same else spec.profile.search_queries, MAX_PAGE),
            remembered=len(known) if earlier else None,
            more=_more(earlier, spec),
            unread=await self._lacking([self._slots.uploads(uploads_playlist(one), 0) for one in known]),
            uncounted=await self._lacking([self._slots.statistics(uploads_playlist(one)) for one in known]),
        )

    async def _asked_classic(self, spec: AnalysisSpec) -> Asked:
        queries = tuple(dict.fromkeys(spec.profile.search_queries))
        names = tuple(dict.fromkeys(spec.exclusion_channels))
        same = await self._memory.same(spec)
        unknown = await self._unsearched(names, LOOKUP_RESULTS)
        playlists = [
            self._slots.uploads(uploads_playlist(one), 0) for one in (same.channel_of.values() if same else ())
        ]
        portraits = await self._lacking(playlists) if same else len(names)
        selected = [uploads_playlist(one) for one in (same.selected if same else ())]
        return Asked(
            classic=True,
            max_channels=spec.max_channels,
            open_names=unknown,
            portrait_calls=portraits,
            queries=len(queries),
            unpaid_queries=await self._unsearched(queries, QUERY_RESULTS),
            remembered=len(same.selected) if same else None,
            unread=await self._lacking([self._slots.uploads(one, 0) for one in selected]),
            uncounted=await self._lacking([self._slots.statistics(one) for one in selected]),
        )

    async def _names(self, names: Iterable[str]) -> _Names:
        """What resolving the names would cost, told from the cache alone."""
        sorted_out = _Names()
        known: list[str] = []
        for name in names:
            channel_id = await self._known_channel(name)
            if channel_id is not None:
                known.append(channel_id)
            elif isinstance(read_name(name), ByTitle):
                sorted_out.open += 1
            else:
                sorted_out.cheap += 1
        sorted_out.channel_ids = tuple(dict.fromkeys(known))
        return sorted_out

    async def _known_channel(self, name: str) -> str | None:
        """The id that the cache holds for a name; empty where it holds that there is no such channel."""
        match read_name(name):
            case ById(channel_id):
                entry = await self._cache.get(self._slots.channel(channel_id))
                return channel_id if entry and not entry.missing else None
            case ByHandle(handle):
                entry = await self._cache.get(self._slots.handle(handle))
            case ByUsername(username):
                entry = await self._cache.get(self._slots.username(username))
            case ByTitle(title, likely_handles):
                slots = [self._slots.title(squeezed(title)), *map(self._slots.handle, likely_handles)]
                entries = await self._cache.get_many(slots)
                entry = next((one for one in entries if one is not None and not one.missing), None)
        return entry.data.rpartition(b" ")[2].decode() if entry and not entry.missing else None

    async def _unsearched(self, queries: Sequence[str], limit: int) -> int:
        return await self._lacking([self._slots.search(query, limit) for query in queries])

    async def _known(self, earlier: Earlier | None, spec: AnalysisSpec, excluded: Sequence[str]) -> list[str]:
        """Channels that an earlier analysis of the niche selected, or excluded while this one may select them."""
        if earlier is None:
            return []
        freed = [one for one in earlier.channel_of.values() if one not in excluded and one not in earlier.selected]
        entries = await self._cache.get_many([self._slots.channel(one) for one in freed])
        channels = [Channel.model_validate_json(one.data) for one in entries if one is not None and not one.missing]
        promising = [channel.id for channel in channels if is_promising(channel, spec, excluded)]
        return [*(one for one in earlier.selected if one not in excluded), *promising]

    async def _lacking(self, slots: Sequence[Slot]) -> int:
        return sum(not fresh for fresh in await self._cache.fresh(slots))

    async def _portrait_calls(self, channel_ids: Sequence[str]) -> int:
        """Calls that reading known exclusion channels takes: uploads, details and sections that the cache lacks."""
        playlists = [uploads_playlist(channel_id) for channel_id in channel_ids]
        pages = await self._cache.get_many([self._slots.uploads(one, 0) for one in playlists])
        described = [one for one, page in zip(playlists, pages, strict=True) if page is None or not is_empty(page)]
        details = [self._slots.details(one) for one in described]
        sections = [self._slots.sections(one) for one in channel_ids]
        return pages.count(None) + await self._lacking([*details, *sections])


def _more(earlier: Earlier | None, spec: AnalysisSpec) -> int:
    """Channels beyond those of an earlier analysis: none where it found fewer than it might have."""
    if earlier is None or len(earlier.selected) < earlier.max_channels:
        return 0
    return max(0, spec.max_channels - len(earlier.selected))
