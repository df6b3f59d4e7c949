"""Later counts on their way into the journal, on both buses."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from common import streams
from common.delivery import Policy, Service, seal
from common.events import RereadVideo, ViewCountsReread
from common.streams import Stream
from scorer.handlers import record_later_counts
from scorer.journal import Journal

from tests.common.buses import KafkaBroker, MemoryBroker, Rig, until
from tests.scorer.builders import ANALYSIS, NOW

PATIENT = Policy(retry_delays_seconds=(0.05,) * 200)


class LearningRig(Rig):
    """A scorer's consumer of later counts, with a stream and a group of its own."""

    def __init__(self, broker):
        super().__init__(broker)
        self.inbox = Stream(f"{self.name}-reread.v1", (ViewCountsReread,), key=streams.VIEW_COUNTS_REREAD.key)

    def learner(self, folder):
        bound = record_later_counts.bind(journal=Journal(folder, keep_days=28))
        here = replace(bound, streams=(self.inbox,), group=self.group)
        return Service(self.name, self.broker.bus(), (here,), policy=PATIENT, parked=self.parked)

    async def tell(self, *events):
        await self.broker.write(*(seal(self.inbox, event, source="test", cause_id="day") for event in events))


@pytest.fixture(params=["memory", "kafka"])
def broker(request):
    return MemoryBroker() if request.param == "memory" else KafkaBroker(request.getfixturevalue("kafka_bootstrap"))


@pytest.fixture
async def rig(broker):
    made = LearningRig(broker)
    await made.prepare()
    return made


def a_reread(channel="UC1", *, views=5_000, days=9):
    videos = (RereadVideo(video_id="v1", view_count=views), RereadVideo(video_id="gone", available=False))
    return ViewCountsReread(
        analysis_id=ANALYSIS,
        channel_id=channel,
        videos=videos,
        recorded_at=NOW,
        observed_at=NOW + timedelta(days=days),
    )


def lines(folder):
    """Whole lines: the last may be on its way into its file."""
    if not folder.is_dir():
        return []
    return [json.loads(line) for file in sorted(folder.iterdir()) for line in file.read_text().split("\n")[:-1]]


async def test_counts_that_were_read_again_stand_in_the_journal_of_their_day(rig, tmp_path):
    folder = tmp_path / "journal"
    async with rig.learner(folder):
        await rig.tell(*(a_reread(f"UC{number}") for number in range(20)))
        await until(lambda: len(lines(folder)) == 20, "twenty lines")

    assert [file.name for file in folder.iterdir()] == ["2026-12-03.jsonl"]
    assert {line["channel"]["id"] for line in lines(folder)} == {f"UC{number}" for number in range(20)}
    assert lines(folder)[0]["later"] == {"v1": 5_000}
    assert lines(folder)[0]["recorded_at"] == NOW.isoformat()


async def test_counts_wait_while_the_journal_cannot_be_written(rig, tmp_path):
    folder = tmp_path / "journal"
    folder.write_text("in the way")
    async with rig.learner(folder):
        await rig.tell(a_reread())
        await until(lambda: waiting(rig), "a record that waits for another try")
        folder.unlink()
        await until(lambda: len(lines(folder)) == 1, "the line")


async def waiting(rig):
    return len(await rig.broker.all(rig.retry)) > 0
