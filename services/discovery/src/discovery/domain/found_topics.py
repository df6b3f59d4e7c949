"""Topics while their evidence is gathered, and the videos that are read for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from common.events import ExclusionTopic, ExclusionVideosFetched, Topic, Video, Window
from common.events.spec import MAX_TERM_TOPICS
from topics.corrections import BY_PROFILE

MAX_VIDEO_IDS = 5
MAX_SHOWN_ALIASES = 2
TOPICS_BUDGET_BYTES, TITLES_BUDGET_BYTES, WORDS_BUDGET_BYTES = 4_500, 7_500, 5_000
"""What topics, titles and words may take of the message to the scorer, which holds 18 KiB of terms."""


@dataclass(slots=True)
class FoundTopic:
    """A topic with its evidence so far."""

    name: str
    video_ids: list[str] = field(default_factory=list)
    aliases: tuple[str, ...] = ()
    weight: float = BY_PROFILE

    def as_topic(self) -> Topic:
        """As users see it: the name, the count, the newest videos."""
        return Topic(
            name=self.name,
            count=len(self.video_ids),
            video_ids=tuple(self.video_ids[:MAX_VIDEO_IDS]),
            aliases=self.aliases[:MAX_SHOWN_ALIASES],
        )


def by_channel(event: ExclusionVideosFetched) -> Mapping[str, list[Video]]:
    """Each exclusion channel's videos, channels in the order in which they were named."""
    grouped: dict[str, list[Video]] = {entry.channel.id: [] for entry in event.channels}
    for video in event.videos:
        grouped.setdefault(video.channel_id, []).append(video)
    return grouped


def newest_in_window(videos: Sequence[Video], window: Window, limit: int) -> list[Video]:
    """The newest `limit` videos of the window; one without a date counts where an older dated one lies in the window.

    `videos` are one channel's, newest first. A video that is gone has no date in a playlist; the original counts it.
    """
    since = window.as_of - timedelta(days=window.days)
    dated = [index for index, video in enumerate(videos) if video.published_at and since <= video.published_at]
    last = dated[-1] if dated else -1
    inside = [
        video
        for video in videos[: last + 1]
        if video.published_at is None or since <= video.published_at <= window.as_of
    ]
    return inside[:limit]


def fitting_topics(topics: Sequence[FoundTopic]) -> tuple[ExclusionTopic, ...]:
    """As many of the topics, in their order, as the message to the scorer may hold."""
    kept: list[ExclusionTopic] = []
    size = 0
    for topic in topics[:MAX_TERM_TOPICS]:
        term = ExclusionTopic(name=topic.name, aliases=topic.aliases, weight=topic.weight)
        size += len(term.model_dump_json().encode()) + 1
        if size > TOPICS_BUDGET_BYTES:
            break
        kept.append(term)
    return tuple(kept)
