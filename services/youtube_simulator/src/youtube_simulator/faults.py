"""What goes wrong, how often, and how long answers take; seeded, and switchable while the simulator runs.

`PUT /simulator/faults` takes the JSON form of `Faults`, for example

    {"seed": 7, "rates": {"5xx": 0.10, "429": 0.05, "drop": 0.02, "slow": 0.05}, "latency": {"ms": 50, "sigma": 0.4}}

and replaces everything that was set before; `{}` is a healthy API at its configured latency. A call has at most one
fault: the rates are shares of all calls and add up to at most 1. Which call is hit depends on the seed, on the call and
on how often that call was made, not on the order in which calls happen to arrive: two runs that make the same calls
meet the same faults.
"""

import hashlib
import math
from collections import Counter
from enum import StrEnum
from statistics import NormalDist
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, NonNegativeInt, model_validator

from youtube_simulator.quota import Bucket


class Fault(StrEnum):
    """One kind of mishap, as `rates` names it."""

    RATE_LIMIT = "429"
    DAY_LIMIT = "429_per_day"
    QUOTA_EXCEEDED = "403_quotaExceeded"
    DAILY_LIMIT_EXCEEDED = "403_dailyLimitExceeded"
    RATE_LIMIT_EXCEEDED = "403_rateLimitExceeded"
    USER_RATE_LIMIT_EXCEEDED = "403_userRateLimitExceeded"
    FORBIDDEN = "403_forbidden"
    ACCESS_NOT_CONFIGURED = "403_accessNotConfigured"
    PERMISSION_DENIED = "403_permissionDenied"
    KEY_INVALID = "400_keyInvalid"
    BAD_REQUEST = "400_badRequest"
    ANY_SERVER_ERROR = "5xx"
    INTERNAL_ERROR = "500"
    BAD_GATEWAY = "502"
    UNAVAILABLE = "503"
    GATEWAY_TIMEOUT = "504"
    DROP = "drop"
    DROP_BODY = "drop_body"
    SLOW = "slow"
    SLOW_BODY = "slow_body"
    MALFORMED = "malformed"


class Latency(BaseModel):
    """How long an answer takes: log-normal about its median, cut at its maximum."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ms: NonNegativeFloat = Field(0.0, description="Median, in milliseconds.")
    sigma: NonNegativeFloat = Field(0.0, le=3, description="Spread of its logarithm; 0 makes every answer take `ms`.")
    max_ms: NonNegativeFloat = Field(30_000.0, description="No answer takes longer, in milliseconds.")


class Faults(BaseModel):
    """Everything that can be set about how badly the API behaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(0, description="Another seed hits other calls.")
    rates: dict[Fault, float] = Field(default_factory=dict, description="Share of calls that meet each fault, 0–1.")
    methods: frozenset[str] = Field(
        frozenset(), description="Methods that can be hit, e.g. `videos.list`; empty: every one."
    )
    slow_ms: NonNegativeFloat = Field(2_000.0, description="How much longer a slow answer or body takes, in ms.")
    latency: Latency | None = Field(None, description="Absent: the configured latency.")
    quota_limits: dict[Bucket, NonNegativeInt] = Field(
        default_factory=dict, description="Daily limits in units; a bucket left out has its configured limit."
    )

    @model_validator(mode="after")
    def _rates_are_shares(self) -> Self:
        if any(not 0 <= rate <= 1 for rate in self.rates.values()):
            raise ValueError("each rate is a share between 0 and 1")
        if sum(self.rates.values()) > 1 + 1e-9:
            raise ValueError("the rates add up to more than 1: a call has at most one fault")
        return self


class FaultPlan:
    """Decides the fate of each call.

    Args:
        configured: The latency where the faults name none.
    """

    def __init__(self, configured: Latency) -> None:
        self._configured = configured
        self._seen: Counter[int] = Counter()
        self._faults = Faults()

    @property
    def faults(self) -> Faults:
        """What is set now."""
        return self._faults

    @property
    def latency(self) -> Latency:
        """The latency that holds now."""
        return self._faults.latency or self._configured

    def replace(self, faults: Faults) -> None:
        """Set other faults; counting of calls starts anew, so that a seed repeats itself."""
        self._faults = faults
        self._seen.clear()

    def fate(self, method: str, request: str) -> tuple[Fault | None, float]:
        """What befalls a call, and how many seconds its answer takes.

        Args:
            method: Name of the API method.
            request: The call in one canonical form, without its key.
        """
        if not self._faults.rates and not self.latency.sigma:
            return None, self.latency.ms / 1000
        remembered = hash(request)
        self._seen[remembered] += 1
        text = f"{self._faults.seed}\0{request}\0{self._seen[remembered]}"
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        fault = self._fault(method, _unit(digest[:8]))
        seconds = self._seconds(_unit(digest[8:]))
        return fault, seconds + (self._faults.slow_ms / 1000 if fault is Fault.SLOW else 0)

    def _fault(self, method: str, drawn: float) -> Fault | None:
        if self._faults.methods and method not in self._faults.methods:
            return None
        for fault, rate in self._faults.rates.items():
            if drawn < rate:
                return fault
            drawn -= rate
        return None

    def _seconds(self, drawn: float) -> float:
        latency = self.latency
        if not latency.sigma:
            return latency.ms / 1000
        spread = math.exp(latency.sigma * NormalDist().inv_cdf(min(max(drawn, 1e-9), 1 - 1e-9)))
        return min(latency.ms * spread, latency.max_ms) / 1000


def _unit(raw: bytes) -> float:
    """A number in [0, 1) from eight bytes."""
    return int.from_bytes(raw) / 2**64
