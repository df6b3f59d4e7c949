"""`/api/v1/channels` and `/api/v1/quota`: what the fetcher knows, or asks YouTube for."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from common.events import Channel, Video
from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway.analyses.plan import Plan
from gateway.domain.pinning import pinned_spec
from gateway.http.callers import CallerOf
from gateway.http.parts import PartsOf
from gateway.http.text_fields import NoNul, Trimmed
from gateway.problems import Kind, Problem, problem_responses
from gateway.profiles.bundled import empty_profile

router = APIRouter(tags=["channels"])

_READ = problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.NOT_FOUND, Kind.UNAVAILABLE)
_READ_ANY = problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.UNAVAILABLE)

ChannelRef = Annotated[
    str,
    Path(
        description="A channel's id, or its @handle.",
        pattern=r"^(UC[A-Za-z0-9_-]{22}|@[^\s/?#\x00-\x1f]{1,60})$",
        examples=["@MrBeastGaming"],
    ),
]


class ChannelList(BaseModel):
    """Channels that a search found."""

    items: list[Channel]


class VideoList(BaseModel):
    """A channel's newest uploads."""

    items: list[Video]


class BucketState(BaseModel):
    """One of YouTube's quota buckets."""

    model_config = ConfigDict(extra="ignore")

    bucket: str
    used: int
    limit: int
    remaining: int
    resets_at: datetime


class Quota(BaseModel):
    """What is left of YouTube's quota, and what an analysis with the defaults would take of it."""

    buckets: list[BucketState]
    next_analysis: Plan | None = Field(description="The cost of an analysis with all defaults; null: not known now.")


@router.get("/channels/search", summary="Search channels", responses=_READ_ANY)
async def search_channels(
    parts: PartsOf,
    _caller: CallerOf,
    q: Annotated[
        Annotated[str, StringConstraints(min_length=1, max_length=100), Trimmed, NoNul],
        Query(description="What to look for. Costs one search of the day's quota unless it is cached."),
    ],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> ChannelList:
    """Channels in YouTube's order."""
    return ChannelList(items=await parts.fetcher.get("/internal/channels/search", q=q, limit=limit))


@router.get("/channels/{channel}", summary="Read a channel", responses=_READ)
async def read_channel(channel: ChannelRef, parts: PartsOf, _caller: CallerOf) -> Channel:
    """A channel as YouTube describes it."""
    return Channel.model_validate(await parts.fetcher.get(f"/internal/channels/{quote(channel, safe='@')}"))


@router.get("/channels/{channel}/videos", summary="Read a channel's newest videos", responses=_READ)
async def read_videos(
    channel: ChannelRef, parts: PartsOf, _caller: CallerOf, limit: Annotated[int, Query(ge=1, le=50)] = 20
) -> VideoList:
    """Newest first."""
    path = f"/internal/channels/{quote(channel, safe='@')}/videos"
    return VideoList(items=await parts.fetcher.get(path, limit=limit))


@router.get("/quota", summary="Read the YouTube quota", responses=_READ_ANY)
async def read_quota(parts: PartsOf, _caller: CallerOf) -> Quota:
    """Each bucket: used, limit, what is left, when it is refilled."""
    state = await parts.fetcher.get("/internal/quota")
    return Quota(buckets=state["buckets"], next_analysis=await _next_plan(parts))


async def _next_plan(parts: PartsOf) -> Plan | None:
    asked = {"method": "adjusted", "exclusion_channels": ("@one", "@two"), "max_channels": 100}
    spec = pinned_spec(asked, empty_profile(), None, parts.pins, parts.clock.now())
    try:
        return Plan.model_validate(await parts.fetcher.post("/internal/plan", spec.model_dump_json(by_alias=True)))
    except Problem:
        return None
