"""What may be away, or out of order, for a while: each a block that has its fault for as long as it lasts."""

import contextlib
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
from redis import Redis

from tests.chaos.live_stack import LiveStack, send

DISK_MB = 160
BLOCK_BYTES = 64 * 1024

Outage = Callable[[LiveStack], AbstractContextManager[None]]


@contextlib.contextmanager
def away(stack: LiveStack, service: str) -> Iterator[None]:
    """An engine is gone for as long as the block lasts: who would start it again stands still."""
    supervisor = int((stack.data / "lock").read_text())
    send([supervisor], signal.SIGSTOP)
    send(stack.pids(service), signal.SIGKILL)
    try:
        yield
    finally:
        send([supervisor], signal.SIGCONT)


@contextlib.contextmanager
def wiped(stack: LiveStack) -> Iterator[None]:
    """The cache forgets everything, at the beginning."""
    with Redis.from_url(stack.redis) as redis:
        redis.flushall()
    yield


@contextlib.contextmanager
def full(stack: LiveStack) -> Iterator[None]:
    """The disk of the broker is full; its log lies in a small file system of its own (`small_disk`)."""
    filler = stack.data / "kafka" / "filler"
    # Unbuffered: what a buffer still holds when the disk is full is written once more when the file is closed, in vain.
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(BLOCK_BYTES))
    try:
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def clock_set(stack: LiveStack, by: timedelta) -> Iterator[None]:
    """World time steps, and steps back at the end."""
    clock = f"{stack.simulator_url}/simulator/clock"
    before = httpx.get(clock).raise_for_status().json()["now"]
    httpx.put(clock, json={"now": (datetime.fromisoformat(before) + by).isoformat()}).raise_for_status()
    try:
        yield
    finally:
        httpx.put(clock, json={"now": before}).raise_for_status()


OUTAGES: dict[str, Outage] = {
    "Postgres is down": partial(away, service="postgres"),
    "Kafka is down": partial(away, service="kafka"),
    "Valkey is down": partial(away, service="valkey"),
    "Valkey is wiped": wiped,
    "the broker's disk is full": full,
    "the clock steps an hour on": partial(clock_set, by=timedelta(hours=1)),
    "the clock steps an hour back": partial(clock_set, by=timedelta(hours=-1)),
}
"""By name."""


@contextlib.contextmanager
def small_disk(data: Path) -> Iterator[None]:
    """A file system of its own for the broker of a stack to be.

    Raises:
        PermissionError: It may not be mounted here.
    """
    place = data / "kafka"
    place.mkdir(parents=True)
    (data / "outlier-data").touch()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(place)]
    done = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PermissionError(f"a small disk for the broker cannot be mounted: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
