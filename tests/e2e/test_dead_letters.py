"""A bug becomes a dead letter, the analysis is told, and when the bug is mended the letter heals it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.chaos.invariants import findings
from tests.chaos.kinds import KINDS
from tests.chaos.live_stack import LiveStack, live_stack
from tests.chaos.patient_client import PatientClient
from tests.chaos.quota import PLENTY
from tests.chaos.variants.poisoned_scorer import POISON
from tests.chaos.variants.standing_in import variant_settings
from tests.chaos.waiting import until
from tests.chaos.world import write_still_world

KIND = "classic cooking"
PATIENCE_SECONDS = 60

pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True)
class Poisoned:
    """A stack whose scorer has a bug that can be mended."""

    stack: LiveStack
    client: PatientClient
    poison: Path

    async def outlier(self, *command: str) -> Any:
        """What a command of `outlier` answers."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "outlier_cli", *command, "--json", "--data", str(self.stack.data)),
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate()
        assert process.returncode == 0
        return json.loads(output)


@pytest.fixture(scope="module")
async def poisoned(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Poisoned]:
    folder = tmp_path_factory.mktemp("poisoned")
    variants = variant_settings(folder / "variants", {"scorer": "tests.chaos.variants.poisoned_scorer"})
    settings = PLENTY | variants | {POISON: str(folder / "poison")}
    world = write_still_world(folder / "world.json")
    with live_stack(folder / "stack", world=world, settings=settings) as stack:
        async with PatientClient(stack.url) as client:
            yield Poisoned(stack, client, folder / "poison")


async def completed(client: PatientClient) -> UUID:
    analysis = await client.start(KINDS[KIND])
    view = await client.ended(analysis, PATIENCE_SECONDS)
    assert view["state"] == "completed"
    return analysis


async def test_a_letter_is_told_to_its_analysis_and_heals_it_when_it_is_sent_back(poisoned: Poisoned):
    client = poisoned.client
    before = await completed(client)
    undisturbed, expected = await client.results(before), (await client.analysis(before))["counts"]
    victim = undisturbed[0]["channel_id"]
    poisoned.poison.write_text(victim)

    analysis = await completed(client)
    counts = (await client.analysis(analysis))["counts"]
    assert counts["channels_scored"] == expected["channels_scored"] - 1
    assert counts["channels_skipped"] == expected["channels_skipped"] + 1
    assert {row["channel_id"] for row in await client.results(analysis)} == {
        row["channel_id"] for row in undisturbed
    } - {victim}

    [letter] = (await poisoned.outlier("dlq", "list"))["items"]
    assert (letter["analysis_id"], letter["group"], letter["reason"]) == (
        str(analysis),
        "scorer.score",
        "handler_failed",
    )
    shown = await poisoned.outlier("dlq", "show", "--id", letter["id"])
    assert victim in json.dumps(shown["payload"])
    [would] = (await poisoned.outlier("dlq", "send", "--dry-run"))["items"]
    assert (would["id"], would["sent"]) == (letter["id"], False)

    poisoned.poison.unlink()
    [sent] = (await poisoned.outlier("dlq", "send", "--id", letter["id"]))["items"]
    assert sent["sent"]

    async def healed() -> bool:
        return (await client.analysis(analysis))["counts"] == expected

    assert await until(healed, PATIENCE_SECONDS)
    assert (await client.analysis(analysis))["state"] == "completed"
    assert findings(await client.results(analysis)) == findings(undisturbed)
    assert (await poisoned.outlier("dlq", "list"))["items"] == []
