"""What a caller sends to start an analysis, or to judge one anew: every field bounded."""

from typing import Annotated, Any, Literal

from common.events import OnQuota, TopicCorrections
from common.events.spec import MAX_CHANNELS, MAX_EXCLUSION_CHANNELS, MAX_RESULTS, MAX_WINDOW_DAYS
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway.http.text_fields import NoNul, Trimmed

MAX_SUBSCRIBERS = 10**12


ChannelName = Annotated[str, StringConstraints(min_length=1, max_length=100), Trimmed, NoNul]
ProfileName = Annotated[str, StringConstraints(min_length=1, max_length=60), Trimmed, NoNul]
MethodName = Literal["adjusted", "classic"]


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    min_score: float | None = Field(
        None,
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        description="Least score of a result. Default: 2.0 (twice the channel's normal); `classic`: 20 (views in % of "
        "subscribers).",
        examples=[2.0],
    )
    min_brand_fit: float | None = Field(
        None, ge=0, le=10, allow_inf_nan=False, description="Least brand fit of a result, 0–10. Default: no bound."
    )
    window_days: int | None = Field(
        None,
        ge=1,
        le=MAX_WINDOW_DAYS,
        description="How many days back videos are judged. Default: the profile's `timeWindowDays`, else 30.",
    )
    max_results: int | None = Field(
        None,
        ge=1,
        le=MAX_RESULTS,
        description="The most results that are shown. Default: the profile's `maxResults`, else 50.",
    )
    profile: ProfileName | dict[str, Any] | None = Field(
        None,
        description="Content profile: the name of a bundled or stored one, or one inline. In `classic` it is merged "
        "over the original's configuration. Default: none, `classic`: the original's.",
        examples=["roblox", {"searchQueries": ["sourdough bread"], "brandFit": {"words": ["bread"]}}],
    )
    corrections: TopicCorrections | None = Field(
        None, strict=False, description="Topics that never count as covered, always count, or mean the same."
    )


class AnalysisBody(_Options):
    """What to look for. Every field but the first has a default."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "exclusion_channels": ["@MrBeastGaming", "Unspeakable"],
                    "min_subscribers": 10_000,
                    "max_subscribers": 500_000,
                    "window_days": 14,
                    "min_score": 2.5,
                }
            ]
        },
    )

    exclusion_channels: list[ChannelName] = Field(
        max_length=MAX_EXCLUSION_CHANNELS,
        description="Channels whose topics are not to be repeated: names, @handles, links or ids. An empty list is "
        "legal where the method or the profile has search queries.",
        examples=[["@MrBeastGaming", "Unspeakable"]],
    )
    min_subscribers: int = Field(10_000, ge=0, le=MAX_SUBSCRIBERS, description="Size of adjacent channels, at least.")
    max_subscribers: int = Field(500_000, ge=0, le=MAX_SUBSCRIBERS, description="Size of adjacent channels, at most.")
    method: MethodName = Field(
        "adjusted", description="`adjusted`: multiples of the channel's normal. `classic`: the original's rules."
    )
    max_channels: int = Field(
        100, ge=1, le=MAX_CHANNELS, description="The most channels that are looked into: bounds the cost."
    )
    on_quota: OnQuota = Field(
        OnQuota.WAIT, strict=False, description="When a quota bucket is empty: wait for its reset, or end with a part."
    )


class RescoreBody(_Options):
    """What to judge differently; what is absent stays as it was. No YouTube quota is spent."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [{"min_score": 3.0}]})

    method: MethodName | None = Field(None, description="The scoring method; absent = as before.")
