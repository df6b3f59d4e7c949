"""`/simulator/*`: what a test or a person reads and sets while the simulator runs."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeFloat

from youtube_simulator.clock import SimulatedClock, rfc3339
from youtube_simulator.faults import Faults
from youtube_simulator.quota import Bucket, next_reset
from youtube_simulator.routes.youtube import YouTubeApi

_LOOK_SECONDS = 0.5
"""How often a request that waits looks whether its client is still there."""
_LOOKS = 40


class ClockSetting(BaseModel):
    """Where the clock is put, and how fast it ticks on from there."""

    model_config = ConfigDict(extra="forbid")

    now: AwareDatetime = Field(description="World time with its time zone, e.g. `2026-03-01T12:00:00Z`.")
    rate: NonNegativeFloat = Field(1.0, description="World seconds per real second; 0 stands still.")


class ClockReading(BaseModel):
    """World time, and how fast it ticks."""

    now: str
    rate: float
    setting: str = Field(description="Names how the clock goes: changes whenever it is set, and when it starts anew.")


class UsageReading(BaseModel):
    """What was asked of the API since the start or the last reset."""

    calls: dict[str, int] = Field(description="Calls of each method, failed ones too.")
    answers: dict[str, int] = Field(description="Answers by HTTP status, or by the fault that took its place.")
    quota: dict[Bucket, int] = Field(description="Units spent today, by the simulated clock, in Los Angeles.")
    quota_total: dict[Bucket, int] = Field(description="Units spent over all days.")
    quota_limits: dict[Bucket, int] = Field(description="Units a day.")
    quota_resets_at: str = Field(description="The next midnight in Los Angeles.")
    max_in_flight: int = Field(description="Most calls that were in flight at once.")


def _api(request: Request) -> YouTubeApi:
    api: YouTubeApi = request.app.state.api
    return api


Api = Annotated[YouTubeApi, Depends(_api)]
router = APIRouter(prefix="/simulator", tags=["simulator"])


@router.get("/usage")
async def read_usage(api: Api) -> UsageReading:
    """Calls, answers and quota so far."""
    now = api.clock.now()
    return UsageReading(
        calls=dict(api.usage.calls),
        answers=dict(api.usage.answers),
        quota=api.quota.used(now),
        quota_total=api.quota.total(),
        quota_limits=api.quota.limits,
        quota_resets_at=rfc3339(next_reset(now)),
        max_in_flight=api.usage.max_in_flight,
    )


@router.post("/reset", status_code=204)
async def reset_usage(api: Api) -> None:
    """Set the counters and the spent quota to zero; clock and faults stay."""
    api.usage.reset()
    api.quota.reset()


@router.get("/clock")
async def read_clock(
    api: Api,
    request: Request,
    known: Annotated[str | None, Query(description="A `setting`: the answer waits until there is another.")] = None,
) -> ClockReading:
    """World time. Who follows it names the setting it knows, and hears at once of another, else after 20 s."""
    for _ in range(_LOOKS):
        if known != api.clock.setting or await request.is_disconnected():
            break
        await api.clock.until_set(_LOOK_SECONDS)
    return _reading(api.clock)


@router.put("/clock")
async def set_clock(setting: ClockSetting, api: Api) -> ClockReading:
    """Move world time; it ticks on from there."""
    moment: datetime = setting.now
    api.clock.set(moment, rate=setting.rate)
    return _reading(api.clock)


@router.get("/faults")
async def read_faults(api: Api) -> dict[str, Any]:
    """What goes wrong now, and the latency and limits that hold."""
    in_force = {"latency": api.plan.latency.model_dump(), "quota_limits": api.quota.limits}
    return api.plan.faults.model_dump(mode="json") | in_force


@router.put("/faults")
async def set_faults(faults: Faults, api: Api) -> dict[str, Any]:
    """Replace what goes wrong; `{}` heals everything."""
    api.plan.replace(faults)
    api.quota.override_limits(faults.quota_limits)
    return await read_faults(api)


def _reading(clock: SimulatedClock) -> ClockReading:
    return ClockReading(now=rfc3339(clock.now()), rate=clock.rate, setting=clock.setting)
