"""What the exclusion channels have covered, and where to look for channels that are alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from common.events import (
    ExclusionListBuilt,
    ExclusionTopic,
    ExclusionVideosFetched,
    Terms,
    Topic,
    TopicPattern,
    TopicsMethod,
    Video,
    Window,
)
from common.events.search import MAX_QUERIES, MAX_TOPICS
from common.events.spec import MAX_TERM_TOPICS
from topics.frequencies import Frequencies
from topics.words import contains, words

from discovery.domain.classic import NEWEST_EXCLUSION_VIDEOS, NamePattern, find_names
from discovery.domain.mentions import mentions

Compile = Callable[[TopicPattern], NamePattern]
"""Makes a profile's pattern usable; raises ValueError for one that is not a pattern."""

MAX_VIDEO_IDS = 5
QUERIES_FROM_TOPICS = 8
"""So many of the most frequent topics are searched for where the profile names no queries: a search is dear."""
TERMS_BUDGET_BYTES = 15 * 1024
"""What the topics may take of the message to the scorer, which holds 16 KiB of terms."""


@dataclass(slots=True)
class FoundTopic:
    """A topic while its evidence is gathered."""

    name: str
    video_ids: list[str] = field(default_factory=list)
    aliases: tuple[str, ...] = ()

    def as_topic(self) -> Topic:
        """As users see it: the name, the count, the newest videos."""
        return Topic(
            name=self.name,
            count=len(self.video_ids),
            video_ids=tuple(self.video_ids[:MAX_VIDEO_IDS]),
            aliases=self.aliases[:2],
        )


def newest_in_window(videos: Sequence[Video], window: Window, limit: int) -> list[Video]:
    """The newest `limit` videos of the window; one without a date counts where an older dated one lies in the window.

    `videos` are one channel's, newest first. A video that is gone has no date in a playlist; the original counts it.
    """
    since = window.as_of - timedelta(days=window.days)
    dated = [index for index, video in enumerate(videos) if video.published_at and since <= video.published_at]
    last = dated[-1] if dated else -1
    inside = [
        video
        for index, video in enumerate(videos[: last + 1])
        if video.published_at is None or since <= video.published_at <= window.as_of
    ]
    return inside[:limit]


def by_channel(event: ExclusionVideosFetched) -> Mapping[str, list[Video]]:
    """Each exclusion channel's videos, channels in the order in which they were named."""
    grouped: dict[str, list[Video]] = {entry.channel.id: [] for entry in event.channels}
    for video in event.videos:
        grouped.setdefault(video.channel_id, []).append(video)
    return grouped


def classic_list(event: ExclusionVideosFetched, compile_pattern: Compile) -> ExclusionListBuilt:
    """The list by the original's rules: names in order of first sight, the profile's own queries."""
    spec = event.spec
    read = [
        video
        for videos in by_channel(event).values()
        for video in newest_in_window(videos, spec.window, NEWEST_EXCLUSION_VIDEOS)
    ]
    patterns = [compile_pattern(pattern) for pattern in spec.profile.game_patterns]
    topics: dict[str, FoundTopic] = {}
    for video in read:
        for name in find_names(video.title, video.description, patterns):
            topics.setdefault(name, FoundTopic(name)).video_ids.append(video.id)
    return _built(event, list(topics.values()), queries=spec.profile.search_queries)


def profile_list(event: ExclusionVideosFetched, compile_pattern: Compile) -> ExclusionListBuilt:
    """The list that the content profile alone gives (`topics-0`): its patterns as whole words, its queries.

    Titles and tags are read, not descriptions: those name everything their channel ever made.
    """
    patterns = [compile_pattern(pattern) for pattern in event.spec.profile.game_patterns]
    topics: dict[tuple[str, ...], FoundTopic] = {}
    for videos in by_channel(event).values():
        for video in newest_in_window(videos, event.spec.window, len(videos)):
            text = " · ".join((video.title, *video.tags))
            text_words = words(text)
            for name in find_names(text, "", patterns):
                key = tuple(words(name))
                if contains(text_words, key):
                    evidence = topics.setdefault(key, FoundTopic(name)).video_ids
                    evidence.extend([video.id] if video.id not in evidence else [])
    found = sorted(topics.values(), key=lambda topic: -len(topic.video_ids))
    queries = event.spec.profile.search_queries or tuple(topic.name for topic in found[:QUERIES_FROM_TOPICS])
    return _built(event, found, queries=queries)


def words_of(event: ExclusionVideosFetched) -> list[str]:
    """The distinct words of the exclusion channels' titles and tags."""
    return list(dict.fromkeys(word for video in event.videos for word in words(" ".join((video.title, *video.tags)))))


def with_known_channels(built: ExclusionListBuilt, channel_ids: Sequence[str]) -> ExclusionListBuilt:
    """The list with channels seen before, which are offered before any search is spent."""
    return built.model_copy(update={"known_channel_ids": tuple(channel_ids)})


def build_exclusion_list(
    event: ExclusionVideosFetched, compile_pattern: Compile, frequencies: Frequencies
) -> ExclusionListBuilt:
    """The list by the method that the analysis is pinned to.

    Args:
        event: What was read of the exclusion channels.
        compile_pattern: Makes the profile's patterns usable.
        frequencies: How usual each of the event's words is among the titles seen so far.
    """
    if event.spec.topics_method is TopicsMethod.CLASSIC_1:
        return classic_list(event, compile_pattern)
    return profile_list(event, compile_pattern)


def _built(
    event: ExclusionVideosFetched, topics: Sequence[FoundTopic], *, queries: Sequence[str]
) -> ExclusionListBuilt:
    spec = event.spec
    classic = spec.topics_method is TopicsMethod.CLASSIC_1
    return ExclusionListBuilt(
        analysis_id=event.analysis_id,
        owner=event.owner,
        spec=spec,
        topics=tuple(topic.as_topic() for topic in topics[:MAX_TOPICS]),
        terms=fitting_terms(spec.topics_method, topics),
        queries=tuple(queries[:MAX_QUERIES]),
        exclusion_channel_ids=tuple(entry.channel.id for entry in event.channels),
        featured_channel_ids=() if classic else event.featured_channel_ids,
        mentioned=() if classic else _mentioned(event),
    )


def _mentioned(event: ExclusionVideosFetched) -> tuple[str, ...]:
    own = [name for entry in event.channels for name in (entry.channel.id, entry.channel.handle) if name]
    return mentions((video.description for video in event.videos), own)


def fitting_terms(method: TopicsMethod, topics: Sequence[FoundTopic]) -> Terms:
    """As many of the topics, in their order, as the message to the scorer may hold."""
    kept, size = [], 0
    for topic in topics[:MAX_TERM_TOPICS]:
        term = ExclusionTopic(name=topic.name, aliases=topic.aliases)
        size += len(term.model_dump_json()) + 1
        if size > TERMS_BUDGET_BYTES:
            break
        kept.append(term)
    return Terms(method=method, topics=tuple(kept))
