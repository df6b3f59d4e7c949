"""The scorer on a bus: recordings in, outcomes out."""

import asyncio
import contextlib
import json
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from common import streams
from common.delivery import MemoryBus, MemoryLog, Service
from common.delivery.envelope import seal
from common.events import (
    AcceptedChannel,
    AnalysisFailed,
    AnalysisSpec,
    ChannelScored,
    ChannelSkipped,
    ChannelsQualified,
    Found,
    Method,
    Origin,
    RecordingSelected,
    RescoreRequested,
    SelectedChannel,
)
from scorer.app import subscriptions
from scorer.batches import Batches
from scorer.domain.model import Model
from scorer.model_store import ModelError, current_model, load_model, save_model
from scorer.settings import Settings

from tests.scorer.builders import NOW, SCORER, a_recording, a_video, uploads

SETTINGS = {"kafka_bootstrap": "unused:1"}


@contextlib.asynccontextmanager
async def running(log, **settings):
    bus = MemoryBus(log)
    async with Service("scorer", bus, subscriptions(bus, Settings(**SETTINGS, **settings))):
        yield


async def outcomes(log, count, topic=streams.CHANNEL_OUTCOMES):
    async with asyncio.timeout(10):
        while len(log.all(topic.name)) < count:  # noqa: ASYNC110  the bus tells nobody
            await asyncio.sleep(0.01)
    return [topic.decode(record.header("ce_type"), record.value) for record in log.all(topic.name)]


def tell(log, stream, event):
    log.append(seal(stream, event, source="test", cause_id=str(uuid4())))


def a_hit(**fields):
    return a_recording([a_video("hit", days_old=5, views=30_000), *uploads(9)], **fields)


async def test_every_recording_becomes_one_outcome():
    log = MemoryLog()
    for number in range(30):
        tell(log, streams.CHANNEL_VIDEOS_FETCHED, a_hit(channel_id=f"UC{number}"))
    tell(log, streams.CHANNEL_VIDEOS_FETCHED, a_recording([], channel_id="UCempty"))

    async with running(log):
        found = await outcomes(log, 31)

    assert {event.channel.id for event in found if isinstance(event, ChannelScored)} == {f"UC{n}" for n in range(30)}
    assert [event.channel_id for event in found if isinstance(event, ChannelSkipped)] == ["UCempty"]


async def test_channels_that_arrive_together_are_scored_in_one_pass_beside_the_loop():
    passes, loop_thread = [], threading.get_ident()

    def score_many(events):
        passes.append((len(events), threading.get_ident() == loop_thread))
        return SCORER.score_many(events)

    batches = Batches(score_many, wait_seconds=0.01)
    found = await asyncio.gather(*(batches.score(a_hit(channel_id=f"UC{n}")) for n in range(60)))

    assert passes == [(50, False), (10, False)]
    assert [outcome.channel.id for outcome in found] == [f"UC{n}" for n in range(60)]


async def test_those_of_one_pass_go_on_together():
    batches, turn, seen = Batches(SCORER.score_many, wait_seconds=0.01), [0], set()

    async def count_turns():
        while True:
            turn[0] += 1
            await asyncio.sleep(0)

    async def score(number):
        await batches.score(a_hit(channel_id=f"UC{number}"))
        seen.add(turn[0])

    counting = asyncio.create_task(count_turns())
    await asyncio.gather(*map(score, range(20)))
    counting.cancel()

    assert len(seen) == 1


async def test_one_who_no_longer_waits_takes_nobodys_outcome_along():
    began, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def score_many(events):
        loop.call_soon_threadsafe(began.set)
        go_on.wait(5)
        return SCORER.score_many(events)

    batches = Batches(score_many, wait_seconds=0.001)
    first, second = (asyncio.create_task(batches.score(a_hit(channel_id=f"UC{n}"))) for n in range(2))
    await began.wait()
    first.cancel()
    await asyncio.wait([first])
    go_on.set()

    assert (await second).channel.id == "UC1"
    assert (await batches.score(a_hit(channel_id="UC2"))).channel.id == "UC2"


async def test_a_recording_that_cannot_be_scored_fails_alone():
    def score_many(events):
        if any(event.channel.id == "UCbad" for event in events):
            raise ValueError("a pattern that cannot run")
        return SCORER.score_many(events)

    batches = Batches(score_many, wait_seconds=0.01)
    good, bad = await asyncio.gather(
        batches.score(a_hit()), batches.score(a_hit(channel_id="UCbad")), return_exceptions=True
    )

    assert isinstance(good, ChannelScored)
    assert isinstance(bad, ValueError)


async def test_a_rescore_judges_the_recording_under_the_new_id_and_method():
    log, source, new = MemoryLog(), uuid4(), uuid4()
    channel = SelectedChannel(id="UC1", title="A channel", subscriber_count=50_000)
    lost = channel.model_copy(update={"id": "UClost", "position": 1})
    accepted = tuple(AcceptedChannel(channel=one, origin=Origin(way=Found.KNOWN)) for one in (channel, lost))
    spec = AnalysisSpec(as_of=NOW, window_days=7, method=Method.ADJUSTED_1)
    decision = ChannelsQualified(analysis_id=source, owner="me", spec=spec, terms=a_hit().terms, accepted=accepted)
    tell(log, streams.CHANNELS_QUALIFIED, decision)
    recording = a_hit(analysis_id=source, method=Method.ADJUSTED_0)
    tell(log, streams.CHANNEL_VIDEOS_FETCHED, recording)
    now = log.all(streams.CHANNEL_VIDEOS_FETCHED.name)[0].recorded_at
    request = RescoreRequested(
        analysis_id=new,
        owner="me",
        source_analysis_id=source,
        recorded_from=now - timedelta(minutes=1),
        recorded_until=now + timedelta(minutes=1),
        spec=spec,
        requested_at=now,
    )
    tell(log, streams.ANALYSIS_LIFECYCLE, request)

    async with running(log):
        found = [event for event in await outcomes(log, 3) if event.analysis_id == new]
        decisions = await outcomes(log, 2, streams.CHANNELS_QUALIFIED)

    assert any(isinstance(event, RecordingSelected) and event.analysis_id == new for event in decisions)
    scored = next(event for event in found if isinstance(event, ChannelScored))
    assert (scored.method, scored.channel.id) == (Method.ADJUSTED_1, "UC1")
    assert next(event for event in found if isinstance(event, ChannelSkipped)).channel_id == "UClost"


async def test_a_rescore_without_a_recording_fails_with_the_reason():
    log, new = MemoryLog(), uuid4()
    request = RescoreRequested(
        analysis_id=new,
        owner="me",
        source_analysis_id=uuid4(),
        recorded_from=NOW,
        recorded_until=NOW,
        spec=AnalysisSpec(as_of=NOW),
        requested_at=NOW,
    )
    tell(log, streams.ANALYSIS_LIFECYCLE, request)

    async with running(log):
        (_, failed) = await outcomes(log, 2, streams.ANALYSIS_LIFECYCLE)

    assert isinstance(failed, AnalysisFailed)
    assert failed.reason == "recording_expired"


async def test_the_journal_keeps_readings_scores_and_the_shadow_models_scores(tmp_path):
    candidate = tmp_path / "candidate.json"
    save_model(candidate, Model(version="candidate").with_part("growth", scale_long=3.0), {})
    log = MemoryLog()
    tell(log, streams.CHANNEL_VIDEOS_FETCHED, a_recording([a_video("new", days_old=0.5, views=400), *uploads(9)]))

    async with running(log, journal_dir=tmp_path / "journal", shadow_model=candidate):
        (outcome,) = await outcomes(log, 1)

    (line,) = (tmp_path / "journal" / "2026-11-24.jsonl").read_text(encoding="utf-8").splitlines()
    reading = json.loads(line)
    assert reading["case_id"] == "UC1@20261124T120000"
    assert len(reading["videos"]) == 10
    assert reading["videos"][0]["score"] == outcome.videos[0].score
    assert reading["videos"][0]["shadow_score"] > reading["videos"][0]["score"]


async def test_a_journal_that_cannot_be_written_stops_no_score(tmp_path):
    taken = tmp_path / "file"
    taken.write_text("not a folder")
    log = MemoryLog()
    tell(log, streams.CHANNEL_VIDEOS_FETCHED, a_hit())

    async with running(log, journal_dir=taken):
        (outcome,) = await outcomes(log, 1)

    assert isinstance(outcome, ChannelScored)


async def test_the_journal_forgets_what_is_older_than_the_terms_allow(tmp_path):
    log = MemoryLog()
    (tmp_path / "2026-10-20.jsonl").write_text("{}\n")
    (tmp_path / "2026-11-20.jsonl").write_text("{}\n")
    tell(log, streams.CHANNEL_VIDEOS_FETCHED, a_hit())

    async with running(log, journal_dir=tmp_path, journal_days=28):
        await outcomes(log, 1)

    assert sorted(file.name for file in tmp_path.iterdir()) == ["2026-11-20.jsonl", "2026-11-24.jsonl"]


def test_the_packaged_model_is_the_one_the_domain_defaults_to():
    assert current_model() == Model()


def test_an_artefact_that_is_none_is_named(tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"model": {"version": "x"}}')

    with pytest.raises(ModelError, match=r"broken\.json holds no model"):
        load_model(broken)
    with pytest.raises(ModelError, match="No such file"):
        load_model(tmp_path / "absent.json")


def test_settings_say_what_each_floor_means(monkeypatch):
    monkeypatch.setenv("SCORER_KAFKA_BOOTSTRAP", "localhost:9092")
    monkeypatch.setenv("SCORER_MIN_PEERS", "8")
    monkeypatch.setenv("SCORER_JOURNAL_DIR", "")

    settings = Settings()

    assert settings.floors.min_peers == 8
    assert settings.journal_dir is None
    assert all(field.description for field in Settings.model_fields.values())
