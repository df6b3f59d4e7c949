"""The internal HTTP API: quota, plans, and look-ups for the gateway, through the same client, cache and quota.

It is not for the outside: the gateway checks who asks, and passes on whose quota is spent.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from common.events import AnalysisSpec, Channel, Video
from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel

from youtube_fetcher.account import Account
from youtube_fetcher.domain.exclusion_names import ByTitle, read_name
from youtube_fetcher.domain.plan import Cost
from youtube_fetcher.finding.exclusion import uploads_of
from youtube_fetcher.parts import Parts
from youtube_fetcher.problems import UnknownChannelError
from youtube_fetcher.quota import BucketState

LOOKUPS = "lookups"
"""Who pays when the gateway names no owner."""


class BucketReading(BaseModel):
    """One quota bucket today; `remaining` is what the asker may still have."""

    bucket: str
    used: int
    held: int
    limit: int
    remaining: int
    resets_at: datetime


class QuotaReading(BaseModel):
    """Every quota bucket today."""

    buckets: tuple[BucketReading, ...]


class CostReading(BaseModel):
    """Calls of one bucket: what is expected, and the most it can come to."""

    expected: int
    worst: int


class PlanReading(BaseModel):
    """What an analysis will cost, and whether what is expected is left today."""

    searches: CostReading
    queries: CostReading
    batch_stats: CostReading
    affordable: bool
    waits_until: datetime | None
    buckets: tuple[BucketReading, ...]


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


def _account(owner: Annotated[str, Query(max_length=64, description="Whose quota is spent.")] = "") -> Account:
    return Account(owner or LOOKUPS)


PartsOf = Annotated[Parts, Depends(_parts)]
Payer = Annotated[Account, Depends(_account)]
Reference = Annotated[str, Path(max_length=64, description="A channel's id or @handle.")]
router = APIRouter(prefix="/internal", tags=["internal"])


@router.get("/quota")
async def read_quota(parts: PartsOf, account: Payer) -> QuotaReading:
    """What each bucket has left today."""
    return QuotaReading(buckets=tuple(_reading(state) for state in await parts.quota.state(account)))


@router.post("/plan")
async def plan_analysis(parts: PartsOf, account: Payer, spec: AnalysisSpec) -> PlanReading:
    """What an analysis would cost; asks YouTube nothing."""
    payer = Account(account.owner, spec.lane)
    forecast = await parts.planner.forecast(spec, payer)
    return PlanReading(
        searches=_cost(forecast.plan.searches),
        queries=_cost(forecast.plan.queries),
        batch_stats=_cost(forecast.plan.batch_stats),
        affordable=forecast.affordable,
        waits_until=forecast.waits_until,
        buckets=tuple(_reading(state) for state, _ in forecast.buckets),
    )


@router.get("/channels/search")
async def search_channels(
    parts: PartsOf,
    account: Payer,
    q: Annotated[str, Query(min_length=1, max_length=100)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> list[Channel]:
    """Channels in YouTube's order; an id, link or @handle is looked up without a search."""
    if not isinstance(read_name(q), ByTitle):
        found = await parts.names.without_search(q, account)
        return [found] if found else []
    page = await parts.searches.channels(q, limit, account)
    known = await parts.channels.by_id([hit.channel_id for hit in page.hits], account)
    return list(known.values())


@router.get("/channels/{reference}")
async def read_channel(parts: PartsOf, account: Payer, reference: Reference) -> Channel:
    """One channel."""
    return await _channel(reference, parts, account)


@router.get("/channels/{reference}/videos")
async def read_videos(
    parts: PartsOf, account: Payer, reference: Reference, limit: Annotated[int, Query(ge=1, le=50)] = 20
) -> list[Video]:
    """A channel's newest uploads that can be watched, newest first."""
    channel = await _channel(reference, parts, account)
    return list(await parts.recorder.latest(uploads_of(channel), account, limit))


async def _channel(reference: str, parts: Parts, account: Account) -> Channel:
    found = None if isinstance(read_name(reference), ByTitle) else await parts.names.without_search(reference, account)
    if found is None:
        raise UnknownChannelError(f"YouTube knows no channel {reference!r}")
    return found


def _reading(state: BucketState) -> BucketReading:
    return BucketReading.model_validate(asdict(state))


def _cost(cost: Cost) -> CostReading:
    return CostReading(expected=cost.expected, worst=cost.worst)
