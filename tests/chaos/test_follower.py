"""A live client's state is what the frames say, in whatever pieces they come."""

from uuid import UUID

from tests.chaos.evidence import Json
from tests.chaos.follower import Follower


def frame(kind: str, seq: int, *channels: str, epoch: str = "e") -> Json:
    return {
        "type": kind,
        "epoch": epoch,
        "seq": seq,
        "analysis": {"seq": seq},
        "channels": [{"channel_id": channel, "at": seq} for channel in channels],
    }


def followed(*frames: Json) -> Follower:
    follower = Follower("http://127.0.0.1:1", UUID(int=1))
    for one in frames:
        follower.take(one)
    return follower


def test_a_delta_adds_and_replaces_channels():
    follower = followed(frame("snapshot", 3, "a", "b"), frame("delta", 5, "b", "c"))
    assert {name: channel["at"] for name, channel in follower.channels.items()} == {"a": 3, "b": 5, "c": 5}
    assert (follower.seq, follower.analysis) == (5, {"seq": 5})


def test_a_snapshot_replaces_everything_and_may_count_anew():
    follower = followed(frame("snapshot", 30, "a"), frame("snapshot", 2, "b", epoch="f"))
    assert (list(follower.channels), follower.epoch, follower.went_back) == (["b"], "f", [])


def test_a_delta_that_goes_back_is_noticed():
    assert len(followed(frame("snapshot", 3), frame("delta", 2)).went_back) == 1
