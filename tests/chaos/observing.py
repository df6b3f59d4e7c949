"""What users and the operator see while something is away for a while, and how long it takes to heal.

`python -m tests.chaos.observing --seconds 120` tries each outage on a stack of its own; one JSON line an outage.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.chaos import collecting
from tests.chaos.evidence import Findings
from tests.chaos.invariants import findings
from tests.chaos.kinds import KINDS
from tests.chaos.live_stack import LiveStack, live_stack
from tests.chaos.outages import OUTAGES, Outage, small_disk
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.reference import undisturbed
from tests.chaos.world import write_still_world

KIND = "classic cooking"
LOOK_SECONDS = 0.5
REQUEST_SECONDS = 20.0
SHOW_SECONDS = 60.0
HEAL_SECONDS = 180.0
RUNNING = 6
"""Analyses that are at work when it begins."""


@dataclass
class Observed:
    """What was seen from outside."""

    answers: Counter[str] = field(default_factory=Counter)
    """`request: status` → how often."""
    slowest_seconds: dict[str, float] = field(default_factory=dict)
    """Request → the longest that it took."""
    waiting_for: Counter[str] = field(default_factory=Counter)
    """What running analyses were said to wait for."""
    red: Counter[str] = field(default_factory=Counter)
    """Dependencies that some service's `/ready` named as away."""
    started: list[UUID] = field(default_factory=list)
    ended_after_seconds: float = 0.0
    """After the end of the outage, until every analysis was complete."""
    wrong: list[str] = field(default_factory=list)
    """Analyses that did not complete with what they find undisturbed."""

    def told(self) -> dict[str, Any]:
        """As one JSON line has it."""
        return vars(self) | {"started": len(self.started)}


def enough(_: Observed) -> bool:
    """Whatever was seen is enough."""
    return True


async def observe(
    stack: LiveStack,
    client: PatientClient,
    reference: Findings,
    outage: Outage,
    seconds: float,
    *,
    shows: Callable[[Observed], bool] = enough,
) -> Observed:
    """Let an outage last until it `shows`, but not less than some seconds, looking on; then wait until all is well."""
    seen = Observed(started=[await client.start(KINDS[KIND]) for _ in range(RUNNING)])
    async with httpx.AsyncClient(base_url=f"{stack.url}/api/v1", timeout=REQUEST_SECONDS) as http:
        with outage(stack):
            ends = time.monotonic() + seconds
            while (now := time.monotonic()) < ends or (now < ends + SHOW_SECONDS and not shows(seen)):
                await asyncio.gather(_starts(http, seen), _reads(http, seen), _asks_whether_ready(stack, seen))
                await asyncio.sleep(LOOK_SECONDS)
        began = time.monotonic()
        for analysis in seen.started:
            view = await client.ended(analysis, HEAL_SECONDS)
            if view["state"] != "completed" or findings(await client.results(analysis)) != reference:
                seen.wrong.append(f"{analysis} is {view['state']}: {view['counts']}")
        seen.ended_after_seconds = time.monotonic() - began
    await stack.until_ready()
    await collecting.at_rest(stack)
    return seen


async def _starts(http: httpx.AsyncClient, seen: Observed) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    request = http.build_request("POST", "/analyses", json=KINDS[KIND], headers=key)
    answer = await _answer(http, seen, "POST /analyses", request)
    if answer is not None and answer.status_code == httpx.codes.ACCEPTED:
        seen.started.append(UUID(answer.json()["id"]))


async def _reads(http: httpx.AsyncClient, seen: Observed) -> None:
    request = http.build_request("GET", f"/analyses/{seen.started[-1]}")
    answer = await _answer(http, seen, "GET /analyses/{id}", request)
    if answer is not None and answer.status_code == httpx.codes.OK:
        view = answer.json()
        seen.waiting_for[f"{view['state']}, {view['waiting_for']}"] += 1


async def _asks_whether_ready(stack: LiveStack, seen: Observed) -> None:
    async with httpx.AsyncClient(timeout=REQUEST_SECONDS) as http:
        for url in stack.service_urls:
            with contextlib.suppress(httpx.HTTPError):
                for dependency, well in (await http.get(f"{url}/ready")).json()["dependencies"].items():
                    if not well:
                        seen.red[dependency] += 1


async def _answer(http: httpx.AsyncClient, seen: Observed, name: str, request: httpx.Request) -> httpx.Response | None:
    began = time.monotonic()
    answer: httpx.Response | None = None
    try:
        answer = await http.send(request)
        outcome = str(answer.status_code)
    except httpx.HTTPError as error:
        outcome = type(error).__name__
    seen.answers[f"{name}: {outcome}"] += 1
    seen.slowest_seconds[name] = max(round(time.monotonic() - began, 2), seen.slowest_seconds.get(name, 0.0))
    return answer


async def _tried(names: Sequence[str], seconds: float, folder: Path) -> bool:
    world = write_still_world(folder / "world.json")
    stack_folder = folder / "stack"
    well = True
    with small_disk(stack_folder), live_stack(stack_folder, world=world, settings=PLENTY) as stack:
        async with PatientClient(stack.url) as client:
            reference = await undisturbed(client, [KIND])
            for name in names:
                seen = await observe(stack, client, reference[KIND], OUTAGES[name], seconds)
                sys.stdout.write(json.dumps({"outage": name, "seconds": seconds} | seen.told()) + "\n")
                sys.stdout.flush()
                well = well and not seen.wrong and not client.crashes
    return well


def main() -> int:
    """Try outages as told on the command line; 1 where an analysis was lost or a caller saw a crash."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.observing", description=main.__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="how long each lasts (default 10)")
    parser.add_argument("--only", action="append", choices=OUTAGES, help="this one (may be repeated; default: all)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outages ") as folder:
        return not asyncio.run(_tried(options.only or list(OUTAGES), options.seconds, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
