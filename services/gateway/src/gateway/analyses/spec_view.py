"""What an analysis was asked for, as callers see it: by the names of a start's body."""

from collections.abc import Mapping
from typing import Any

from common.events import Lane, Method, OnQuota, TopicCorrections, TopicsMethod
from pydantic import BaseModel, ConfigDict, Field

from gateway.analyses.bodies import MethodName
from gateway.domain.pinning import method_name


class SpecView(BaseModel):
    """What was asked for, defaults filled in; `method_version` and `topics_version` are pinned."""

    model_config = ConfigDict(extra="ignore")

    exclusion_channels: list[str]
    min_subscribers: int
    max_subscribers: int
    window_days: int
    min_score: float
    min_brand_fit: float | None
    method: MethodName
    method_version: Method
    topics_version: TopicsMethod
    profile_name: str | None = Field(description="The stored profile it ran with; null: none, or one inline.")
    profile: dict[str, Any] = Field(description="That profile as it was then, in the form of `/profiles`.")
    corrections: TopicCorrections
    max_channels: int
    max_results: int
    on_quota: OnQuota
    lane: Lane

    @classmethod
    def of(cls, spec: Mapping[str, Any]) -> "SpecView":
        """The view of a spec as it is stored."""
        named = {
            "method": method_name(spec["method"]),
            "method_version": spec["method"],
            "topics_version": spec["topics_method"],
        }
        return cls.model_validate({**spec, **named})
