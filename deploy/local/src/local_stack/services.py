"""The services and the simulator as processes: which there are, and the environment that tells each what it needs."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from local_stack.errors import UsageError
from local_stack.options import SERVICES, UpOptions
from local_stack.ports import LOOPBACK
from local_stack.probe import http_ready
from local_stack.process_spec import ProcessSpec

SIMULATOR = "youtube_simulator"

# The key is the fetcher's alone; it gets it under its own name.
_SECRET = "YOUTUBE_API_KEY"  # noqa: S105 - a variable's name


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What services are told of the rest of the stack.

    Attributes:
        kafka: host:port.
        database_url: With user and password.
        redis_url: Of the cache.
        ports: Of every process that serves HTTP, by the name `instances` gives it.
        logs: The folder for their output.
        web: The built page; None = none was built.
    """

    kafka: str
    database_url: str
    redis_url: str
    ports: Mapping[str, int]
    logs: Path
    web: Path | None

    def url(self, instance: str) -> str:
        """Where a process serves."""
        return f"http://{LOOPBACK}:{self.ports[instance]}"


def instances(options: UpOptions) -> dict[str, str]:
    """The names of all processes that serve HTTP, each with its service.

    >>> instances(UpOptions(scale={"scorer": 2}, youtube_api_key="key"))
    {'youtube_fetcher': 'youtube_fetcher', 'discovery': 'discovery', 'scorer': 'scorer', 'scorer-2': 'scorer', \
'gateway': 'gateway'}
    """
    names = {SIMULATOR: SIMULATOR} if options.simulated else {}
    for service in SERVICES:
        for number in range(1, options.scale.get(service, 1) + 1):
            names[service if number == 1 else f"{service}-{number}"] = service
    return names


def source_of(options: UpOptions) -> str:
    """Names where the videos come from: what was cached of one world is not another's.

    Raises:
        UsageError: The world cannot be read.
    """
    if options.world:
        try:
            return sha256(options.world.read_bytes()).hexdigest()[:16]
        except OSError as error:
            raise UsageError(f"--world {options.world}: {error.strerror}") from error
    return "demo" if options.simulated else "youtube"


def simulator(options: UpOptions, around: Surroundings) -> ProcessSpec:
    """The simulated YouTube."""
    settings = {
        "WORLD": str(options.world) if options.world else "",
        "LATENCY_MS": str(options.latency_ms),
    }
    return _process(SIMULATOR, SIMULATOR, settings, around)


def services(options: UpOptions, around: Surroundings) -> list[ProcessSpec]:
    """Every process of every service."""
    common = {
        "KAFKA_BOOTSTRAP": around.kafka,
        "SIMULATOR_URL": around.url(SIMULATOR) if options.simulated else "",
    }
    own = {
        "youtube_fetcher": {"REDIS_URL": around.redis_url, **_youtube(options, around)},
        "discovery": {"DATABASE_URL": around.database_url},
        "scorer": {},
        "gateway": {
            "DATABASE_URL": around.database_url,
            "REDIS_URL": around.redis_url,
            "FETCHER_URL": around.url("youtube_fetcher"),
            "TRUST_LOOPBACK": "true",
            **({"WEB_DIR": str(around.web)} if around.web else {}),
        },
    }
    return [
        _process(instance, service, {**common, **own[service]}, around)
        for instance, service in instances(options).items()
        if service != SIMULATOR
    ]


def _youtube(options: UpOptions, around: Surroundings) -> dict[str, str]:
    if options.simulated:
        return {"API_KEY": "simulated", "BASE_URL": around.url(SIMULATOR)}
    return {"API_KEY": options.youtube_api_key or ""}


def _process(instance: str, service: str, settings: Mapping[str, str], around: Surroundings) -> ProcessSpec:
    prefix = service.upper()
    port = around.ports[instance]
    return ProcessSpec(
        name=service,
        command=(sys.executable, "-m", service),
        module=service,
        env={
            **_inherited(),
            f"{prefix}_HTTP_HOST": LOOPBACK,
            f"{prefix}_HTTP_PORT": str(port),
            **{f"{prefix}_{name}": value for name, value in settings.items()},
        },
        log=around.logs / f"{instance}.log",
        ready=http_ready(port),
    )


def _inherited() -> dict[str, str]:
    """The caller's environment, so that proxies, certificates and a service's further settings reach it."""
    kept = {name: value for name, value in os.environ.items() if name != _SECRET}
    direct = ",".join(filter(None, (kept.get("NO_PROXY") or kept.get("no_proxy"), LOOPBACK)))
    return {**kept, "NO_PROXY": direct, "no_proxy": direct, "PYTHONUNBUFFERED": "1"}
