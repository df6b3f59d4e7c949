"""What the analyses find when nothing goes wrong."""

from collections.abc import Iterable
from uuid import UUID

from tests.chaos.evidence import Findings
from tests.chaos.invariants import findings
from tests.chaos.kinds import ANEW, KINDS, RESCORED, is_steady
from tests.chaos.patient_client import PatientClient

ROUNDS = 2
PATIENCE_SECONDS = 90.0


async def undisturbed(client: PatientClient, kinds: Iterable[str]) -> dict[str, Findings]:
    """Run each kind, and a re-score of it, until it is known what they find.

    Returns:
        Kind → all that it found in some round; those of re-scores under the kind's name and `ANEW`.

    Raises:
        AssertionError: A steady kind finds something else each time, an analysis does not complete, or finds nothing.
    """
    known: dict[str, dict[str, dict[str, float]]] = {}
    for _ in range(ROUNDS):
        for kind in sorted(kinds):
            for name, found in (await _both(client, kind)).items():
                assert name not in known or not is_steady(kind) or known[name] == found, f"{name} is not steady"
                for channel, videos in found.items():
                    known.setdefault(name, {}).setdefault(channel, {}).update(videos)
                assert known.get(name), f"{name} finds nothing"
    return {name: dict(found) for name, found in known.items()}


async def _both(client: PatientClient, kind: str) -> dict[str, Findings]:
    analysis = await client.start(KINDS[kind])
    first = await _found(client, kind, analysis)
    anew = await client.rescore(analysis, RESCORED)
    return {kind: first, kind + ANEW: await _found(client, kind + ANEW, anew)}


async def _found(client: PatientClient, kind: str, analysis: UUID) -> Findings:
    view = await client.ended(analysis, PATIENCE_SECONDS)
    assert view["state"] == "completed", f"{kind} is {view['state']}: {view['error']}, {view['counts']}"
    return findings(await client.results(analysis))
