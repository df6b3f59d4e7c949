"""What discovery says on hearing each event."""

from datetime import timedelta

import pytest
from common import streams
from common.delivery.testing import FakeEmit
from common.events import ChannelsQualified, ContentProfile, FailureReason, Lane, Rejection, TopicsMethod
from discovery.database import Database
from discovery.domain.known import Wanted
from discovery.domain.qualification import qualify
from discovery.handlers import build_list, expand_decision, learn, qualify_channels
from discovery.recorded import Recorded
from discovery.seen import Seen
from topics.frequencies import Frequencies

from tests.discovery.builders import (
    NOW,
    a_candidate,
    a_channel,
    a_classic_spec,
    a_spec,
    a_video,
    candidate_channels,
    exclusion_videos,
)

PATTERNS = ContentProfile(
    game_patterns=({"pattern": "grow a garden"}, {"pattern": "doors?"}), search_queries=("roblox funny",)
)


def profile_spec(**fields):
    return a_spec(**{"profile": PATTERNS, "topics_method": TopicsMethod.TOPICS_0, **fields})


async def test_the_exclusion_list_is_emitted_with_topics_and_queries(seen, recorded):
    emit = FakeEmit()
    event = exclusion_videos(
        [
            a_video("v1", title="Roblox Doors"),
            a_video("v2", title="Grow a Garden + doors"),
            a_video("v3", title="outdoor"),
        ],
        spec=profile_spec(),
    )
    await build_list(event, emit, seen=seen, recorded=recorded)
    (built,) = emit.of(streams.EXCLUSION_LIST_BUILT)
    assert [(topic.name, topic.count) for topic in built.topics] == [("doors", 2), ("grow a garden", 1)]
    assert built.queries == ("roblox funny",)


@pytest.mark.parametrize(
    ("names", "channels", "reason"),
    [
        (("Nobody",), [], FailureReason.NO_EXCLUSION_CHANNEL_FOUND),
        (("Somebody",), ["UC1"], FailureReason.NO_QUERIES),
    ],
)
async def test_an_analysis_with_nowhere_to_look_fails_and_says_why(seen, recorded, names, channels, reason):
    emit = FakeEmit()
    event = exclusion_videos([], channels=channels, spec=a_spec(exclusion_channels=names))
    await build_list(event, emit, seen, recorded)
    ((stream, failed),) = emit.events
    assert (stream, failed.reason) == (streams.ANALYSIS_LIFECYCLE, reason)


async def test_a_redelivered_request_for_a_list_gets_the_same_list(seen, recorded):
    event = exclusion_videos([a_video("v1", title="Roblox Doors"), a_video("v2", title="Grow a Garden")])
    first, second = FakeEmit(), FakeEmit()
    await build_list(event, first, seen=seen, recorded=recorded)
    await seen.remember_channels([a_channel("other", title="Roblox Doors garden")], NOW)
    await seen.remember_videos([(NOW, [a_video("v9", title="doors garden grow", channel_id="other")])])
    await build_list(event, second, seen=seen, recorded=recorded)
    assert first.of(streams.EXCLUSION_LIST_BUILT) == second.of(streams.EXCLUSION_LIST_BUILT)


async def test_a_classic_list_rests_on_its_videos_alone_and_waits_for_no_database():
    away = Database("postgresql://nobody:nothing@127.0.0.1:9/none")
    event = exclusion_videos([a_video("v1", title="Roblox Doors")], spec=a_classic_spec(profile=PATTERNS))
    first, second = FakeEmit(), FakeEmit()
    for emit in (first, second):
        await build_list(event, emit, seen=Seen(away), recorded=Recorded(away))
    assert [topic.name for topic in first.of(streams.EXCLUSION_LIST_BUILT)[0].topics] == ["doors"]
    assert first.events == second.events
    await away.stop()


async def test_channels_seen_before_are_offered_before_a_search_is_spent(seen, recorded):
    await seen.remember_channels([a_channel("known", title="We grow a garden in Roblox doors")], NOW)
    await seen.remember_videos([(NOW, [a_video("v9", title="Grow a garden doors", channel_id="known")])])
    emit = FakeEmit()
    event = exclusion_videos(
        [a_video("v1", title="Roblox Doors"), a_video("v2", title="Grow a Garden")], spec=profile_spec()
    )
    await build_list(event, emit, seen=seen, recorded=recorded)
    assert emit.of(streams.EXCLUSION_LIST_BUILT)[0].known_channel_ids == ("known",)


async def test_the_decision_is_emitted_and_its_channels_are_remembered(seen, recorded):
    emit = FakeEmit()
    event = candidate_channels([a_candidate("UC1", title="Yoga pilates")])
    await qualify_channels(event, emit, seen=seen, recorded=recorded)
    assert [entry.channel.id for entry in emit.of(streams.CHANNELS_QUALIFIED)[0].accepted] == ["UC1"]
    assert await seen.resembling(Wanted({"yoga": 1.0, "pilate": 1.0}, 0, 10**9, ())) == ("UC1",)


async def test_a_channel_whose_videos_were_read_and_old_is_inactive(seen, recorded):
    old = a_video("old", channel_id="UC2", published_at=NOW - timedelta(days=200))
    await learn([exclusion_videos([old, a_video("new", channel_id="UC1")])], FakeEmit(), seen=seen)
    emit = FakeEmit()
    await qualify_channels(candidate_channels([a_candidate("UC1"), a_candidate("UC2")]), emit, seen, recorded)
    [decided] = emit.of(streams.CHANNELS_QUALIFIED)
    assert [(entry.id, entry.reason) for entry in decided.rejected] == [("UC2", Rejection.INACTIVE)]


async def test_a_decision_is_expanded_into_one_message_a_channel_in_its_lane():
    for lane, stream in ((Lane.INTERACTIVE, streams.CHANNEL_SELECTED), (Lane.BULK, streams.CHANNEL_SELECTED_BULK)):
        emit = FakeEmit()
        decision = qualify(candidate_channels([a_candidate("UC1"), a_candidate("UC2")], spec=a_spec(lane=lane)), {})
        await expand_decision(decision, emit)
        assert [selected.channel.id for selected in emit.of(stream)] == ["UC1", "UC2"]
        assert len(emit.events) == 2


async def test_candidates_that_are_fetched_again_and_are_others_get_the_decision_that_was_made(seen, recorded):
    first, second = FakeEmit(), FakeEmit()
    await qualify_channels(
        candidate_channels([a_candidate("UC1"), a_candidate("UC2")]), first, seen=seen, recorded=recorded
    )
    await qualify_channels(
        candidate_channels([a_candidate("UC2"), a_candidate("UC3")]), second, seen=seen, recorded=recorded
    )
    [decided], [again] = first.of(streams.CHANNELS_QUALIFIED), second.of(streams.CHANNELS_QUALIFIED)
    assert isinstance(decided, ChannelsQualified)
    assert [accepted.channel.id for accepted in decided.accepted] == ["UC1", "UC2"]
    assert again == decided


async def test_a_recording_that_is_judged_anew_is_not_expanded():
    assert expand_decision.bind().types == {ChannelsQualified.type_name()}


async def test_titles_are_learnt(seen):
    await learn([exclusion_videos([a_video("v1", title="pilates")])], FakeEmit(), seen=seen)
    assert await seen.frequencies(["pilate"]) == Frequencies(1, {"pilate": 1})
