"""What a stack can be asked for, and what it says of itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from local_stack.errors import UsageError

ServiceName = Literal["youtube_fetcher", "discovery", "scorer", "gateway"]
SERVICES: tuple[ServiceName, ...] = ("youtube_fetcher", "discovery", "scorer", "gateway")

DEFAULT_DATA = Path(".outlier")
_MAX_REPLICAS = 12  # a stream has so many partitions: more processes would get none


class UpOptions(BaseModel):
    """What `outlier up` was asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(DEFAULT_DATA, description="The stack's folder: its data, logs and state.")
    port: int | None = Field(None, ge=1, le=65535, description="The gateway's port; none: any that is free.")
    world: Path | None = Field(None, description="A world for the simulator to serve; none: the demo world.")
    latency_ms: int = Field(0, ge=0, description="How long each call of the simulated YouTube takes, milliseconds.")
    scale: Mapping[ServiceName, Annotated[int, Field(ge=1, le=_MAX_REPLICAS)]] = Field(
        default_factory=dict, description="How many processes of a service; one where it is not named."
    )
    brokers: Literal[1, 3] = Field(1, description="How many brokers; three keep copies for one another.")
    fresh: bool = Field(False, description="Forget the data of before.")
    youtube_api_key: str | None = Field(None, repr=False, description="With one: the real YouTube, unless `world`.")

    @property
    def simulated(self) -> bool:
        """Is YouTube the simulator?"""
        return self.world is not None or not self.youtube_api_key


class ProcessStatus(BaseModel):
    """One process that the supervisor keeps running."""

    model_config = ConfigDict(frozen=True)

    service: str
    pid: int = Field(description="The working process.")
    ready: bool
    restarts: int = Field(ge=0, description="How often it was started again.")


class StackStatus(BaseModel):
    """A running stack: where its parts are."""

    model_config = ConfigDict(frozen=True)

    url: str = Field(description="The gateway: page and API.")
    simulator_url: str | None = Field(description="The simulated YouTube; none where the real one is used.")
    kafka: str = Field(description="host:port; of several brokers each, separated by commas.")
    postgres: str = Field(description="With user, password and database.", repr=False)
    redis: str
    processes: tuple[ProcessStatus, ...]


def parse_scale(requests: list[str]) -> dict[str, int]:
    """Read `SERVICE=N` requests, as the command line has them.

    Raises:
        UsageError: One has another form, or names no service of ours.

    >>> parse_scale(["scorer=3"])
    {'scorer': 3}
    """
    scale: dict[str, int] = {}
    for request in requests:
        service, _, count = request.partition("=")
        if service not in SERVICES or not (count.isdecimal() and 1 <= int(count) <= _MAX_REPLICAS):
            known = ", ".join(SERVICES)
            raise UsageError(f"--scale {request}: write SERVICE=N, N from 1 to {_MAX_REPLICAS}, SERVICE one of {known}")
        scale[service] = int(count)
    return scale
