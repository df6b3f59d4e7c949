"""`python -m tests.chaos`: a storm over a stack of its own; exit 1 and the violations, if any invariant is broken."""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.clock_keeper import ClockKeeper
from tests.chaos.evidence import Evidence
from tests.chaos.invariants import violations
from tests.chaos.kinds import KINDS
from tests.chaos.live_stack import live_stack
from tests.chaos.orders import orders
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.reference import undisturbed
from tests.chaos.storm import Storm
from tests.chaos.strikes import blows
from tests.chaos.variants.standing_in import variant_settings
from tests.chaos.world import write_still_world

SCALE = {"youtube_fetcher": 2, "scorer": 2}
"""Two services with a partner that takes over, the rest alone."""


def main() -> int:
    """Run it as told on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=main.__doc__)
    parser.add_argument(
        "--kills",
        type=int,
        default=int(os.environ.get("N", "100")),
        help="how many kill -9 there are (default: $N, else 100)",
    )
    parser.add_argument("--analyses", type=int, help="how many analyses are started (default: a fifth of the kills)")
    parser.add_argument(
        "--seed", type=int, default=int(os.environ.get("SEED", "1")), help="it draws the storm (default: $SEED, else 1)"
    )
    parser.add_argument("--pause", type=float, default=2.0, help="mean seconds between two blows (default 2)")
    parser.add_argument(
        "--only", action="append", metavar="SERVICE", help="strike this service alone (may be repeated; default: any)"
    )
    parser.add_argument("--brokers", type=int, default=1, help="Kafka brokers, 1 or 3 (default 1)")
    parser.add_argument(
        "--patience", type=float, default=240, help="seconds after which an analysis will never end (default 240)"
    )
    parser.add_argument("--data", type=Path, help="the stack's folder, kept afterwards (default: a temporary one)")
    parser.add_argument(
        "--variant",
        action="append",
        default=[],
        metavar="SERVICE=MODULE",
        help="run a module of tests.chaos.variants as a service: one that breaks a rule must break an invariant",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing while it runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chaos ") as folder:
        return asyncio.run(_run(options, options.data or Path(folder) / "stack", Path(folder)))


async def _run(options: argparse.Namespace, data: Path, folder: Path) -> int:
    def say(what: str) -> None:
        if not options.quiet:
            sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what}\n")

    say("starting a stack")
    world = write_still_world(folder / "world.json")
    variants = {service: f"tests.chaos.variants.{module}" for service, _, module in map(_parted, options.variant)}
    settings = PLENTY | (variant_settings(folder / "variants", variants) if variants else {})
    with live_stack(data, world=world, scale=SCALE, brokers=options.brokers, settings=settings) as stack:
        async with PatientClient(stack.url) as client, ClockKeeper(stack.simulator_url):
            reference = await undisturbed(client, KINDS)
            say(
                "undisturbed: "
                + ", ".join(f"{sum(map(len, found.values()))} by {kind}" for kind, found in reference.items())
            )
            drawn = list(
                blows(options.seed, options.kills, options.only or stack.services, mean_pause_seconds=options.pause)
            )
            asked = orders(options.seed, options.analyses or max(1, options.kills // 5), len(drawn), list(KINDS))
            storm = Storm(stack, client, reference, say, end_seconds=options.patience)
            began = time.monotonic()
            evidence = await storm.rage(asked, drawn)
            broken = violations(evidence)
            figures = _figures(evidence, storm, time.monotonic() - began, stack.restarts) | {"seed": options.seed}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    for invariant, found in broken.items():
        sys.stdout.write(f"{'holds ' if not found else 'BROKEN'} {invariant.replace('_', ' ')}\n")
        sys.stdout.writelines(f"       {violation}\n" for violation in found[:20])
    return 1 if any(broken.values()) else 0


def _parted(variant: str) -> tuple[str, str, str]:
    return variant.partition("=")


def _figures(evidence: Evidence, storm: Storm, seconds: float, restarts: int) -> dict[str, object]:
    blows_fallen: dict[str, dict[str, int]] = {}
    for (strike, service), times in sorted(storm.striker.done.items()):
        blows_fallen.setdefault(str(strike), {})[service] = times
    return {
        "seconds": round(seconds),
        "analyses": len(evidence.ran),
        "states": {state: sum(ran.view["state"] == state for ran in evidence.ran) for state in _states(evidence)},
        "blows": {strike: {"all": sum(by.values()), **by} for strike, by in blows_fallen.items()},
        "restarts": restarts,
        "records": len(evidence.told),
        "records delivered more than once": len(evidence.told) - len({(told.topic, told.id) for told in evidence.told}),
        "live clients": len(evidence.watched),
        "their connections": sum(watched.connections for watched in evidence.watched),
        "their frames": sum(watched.frames for watched in evidence.watched),
        "quota booked": dict(evidence.booked),
        "quota spent": dict(evidence.spent),
    }


def _states(evidence: Evidence) -> list[str]:
    return sorted({ran.view["state"] for ran in evidence.ran})


if __name__ == "__main__":
    sys.exit(main())
