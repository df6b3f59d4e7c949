"""What the analyses find when nothing goes wrong."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from tests.chaos.evidence import Ranking
from tests.chaos.invariants import ranking
from tests.chaos.kinds import KINDS, RESCORED
from tests.chaos.patient_client import PatientClient

MOST_ROUNDS = 6
PATIENCE_SECONDS = 90.0
ANEW = " anew"
"""Ends the names of kinds that are re-scores of others."""


async def undisturbed(client: PatientClient, kinds: Iterable[str]) -> dict[str, Ranking]:
    """Run each kind until two rounds agree: what discovery has seen of other analyses counts in `adjusted`.

    Returns:
        Kind → its results, and those of its re-score under its name and `ANEW`.

    Raises:
        AssertionError: They do not come to agree, an analysis does not complete, or one finds nothing.
    """
    wanted = sorted(kinds)
    found: Mapping[str, Ranking] = {}
    for _ in range(MOST_ROUNDS):
        before, found = found, {kind: await _one(client, kind) for kind in wanted}
        if {kind: set(scores) for kind, scores in found.items()} == {
            kind: set(scores) for kind, scores in before.items()
        }:
            break
    else:
        raise AssertionError(f"after {MOST_ROUNDS} rounds the results still change")
    anew = {kind + ANEW: await _one(client, kind, rescore=True) for kind in wanted}
    empty = [kind for kind, scores in {**found, **anew}.items() if not scores]
    assert not empty, f"nothing to compare in {empty}"
    return {**found, **anew}


async def _one(client: PatientClient, kind: str, *, rescore: bool = False) -> Ranking:
    analysis = await client.start(KINDS[kind])
    await _completed(client, kind, analysis)
    if rescore:
        analysis = await client.rescore(analysis, RESCORED)
        await _completed(client, kind + ANEW, analysis)
    return ranking(await client.results(analysis))


async def _completed(client: PatientClient, kind: str, analysis: UUID) -> None:
    view = await client.ended(analysis, PATIENCE_SECONDS)
    assert view["state"] == "completed", f"{kind} is {view['state']}: {view['error']}, {view['counts']}"
