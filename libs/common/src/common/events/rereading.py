"""What became of videos that were recorded earlier: outcomes for a scorer to learn from."""

from typing import Annotated

from pydantic import Field

from common.events.event import Event
from common.events.scoring import MAX_VIDEOS
from common.events.values import ChannelId, Count, MomentUtc, QuotaSpent, Value, VideoId


class RereadVideo(Value):
    """A recorded video's counts at a later moment. None means that YouTube did not say."""

    video_id: VideoId
    view_count: Count | None = None
    like_count: Count | None = None
    comment_count: Count | None = None
    available: bool = True
    """False: YouTube no longer gives it; its counts are None."""


class ViewCountsReread(Event):
    """Counts of one channel's recorded videos, read again days later out of what the quota had left.

    Nobody waits for it, and it says nothing to the analysis: `analysis_id` names the one that recorded the videos
    first, by which its `ChannelVideosFetched` and `ChannelScored` can be found.
    """

    channel_id: ChannelId
    videos: Annotated[tuple[RereadVideo, ...], Field(max_length=MAX_VIDEOS)]
    """In the order of the recording; only those that were available then."""
    recorded_at: MomentUtc
    """`observed_at` of the recording, world time."""
    observed_at: MomentUtc
    """When the counts here were read, world time."""
    spent: QuotaSpent = QuotaSpent()

    @property
    def part(self) -> str:
        """One re-reading a recorded channel; what caused it (the quota day) tells one from another."""
        return self.channel_id
