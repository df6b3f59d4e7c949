"""What the exclusion channels have covered, and where to look for channels that are alike: one way a method."""

from collections.abc import Callable, Sequence

from common.events import ExclusionListBuilt, ExclusionVideosFetched, Terms, TopicPattern, TopicsMethod
from common.events.search import MAX_QUERIES, MAX_TOPICS
from topics.corrections import corrected
from topics.frequencies import Frequencies
from topics.words import contains, words

from discovery.domain.classic import NEWEST_EXCLUSION_VIDEOS, NamePattern, find_names
from discovery.domain.found_topics import FoundTopic, by_channel, fitting_topics, newest_in_window
from discovery.domain.learnt_list import learn
from discovery.domain.mentions import mentions

Compile = Callable[[TopicPattern], NamePattern]
"""Makes a profile's pattern usable; raises ValueError for one that is not a pattern."""

QUERIES_FROM_TOPICS = 8
"""So many of the most frequent topics are searched for where the profile names no queries: a search is dear."""


def build_exclusion_list(
    event: ExclusionVideosFetched, compile_pattern: Compile, frequencies: Frequencies
) -> ExclusionListBuilt:
    """The list by the method that the analysis is pinned to.

    Args:
        event: What was read of the exclusion channels.
        compile_pattern: Makes the profile's patterns usable.
        frequencies: How usual each of the event's words is among the titles seen so far.
    """
    match event.spec.topics_method:
        case TopicsMethod.CLASSIC_1:
            return classic_list(event, compile_pattern)
        case TopicsMethod.TOPICS_0:
            return profile_list(event, compile_pattern)
        case TopicsMethod.TOPICS_1:
            return learnt_list(event, compile_pattern, frequencies)


def classic_list(event: ExclusionVideosFetched, compile_pattern: Compile) -> ExclusionListBuilt:
    """The list by the original's rules: names in order of first sight, the profile's own queries, nothing corrected."""
    spec = event.spec
    patterns = [compile_pattern(pattern) for pattern in spec.profile.game_patterns]
    found: dict[str, FoundTopic] = {}
    for videos in by_channel(event).values():
        for video in newest_in_window(videos, spec.window, NEWEST_EXCLUSION_VIDEOS):
            for name in find_names(video.title, video.description, patterns):
                found.setdefault(name, FoundTopic(name)).video_ids.append(video.id)
    topics = list(found.values())
    terms = Terms(method=spec.topics_method, topics=fitting_topics(topics))
    return _built(event, topics, terms, spec.profile.search_queries)


def profile_list(event: ExclusionVideosFetched, compile_pattern: Compile) -> ExclusionListBuilt:
    """The list that the content profile alone gives (`topics-0`): its patterns as whole words, its queries."""
    topics = named_topics(event, compile_pattern)
    queries = event.spec.profile.search_queries or tuple(topic.name for topic in topics[:QUERIES_FROM_TOPICS])
    terms = Terms(method=event.spec.topics_method, topics=fitting_topics(topics))
    return _neighbourly(event, _built(event, topics, corrected(terms, event.spec.corrections_in_force), queries))


def learnt_list(
    event: ExclusionVideosFetched, compile_pattern: Compile, frequencies: Frequencies
) -> ExclusionListBuilt:
    """The list of `topics-1`: what the profile names, then what titles and tags teach; the profile's queries first."""
    named = named_topics(event, compile_pattern)
    learnt = learn(event, frequencies)
    known = {tuple(words(topic.name)) for topic in named}
    topics = [*named, *(topic for topic in learnt.topics if tuple(words(topic.name)) not in known)]
    terms = Terms(
        method=event.spec.topics_method,
        topics=fitting_topics(topics),
        titles=learnt.titles,
        seen_titles=frequencies.total,
        seen_words=learnt.seen_words,
    )
    queries = event.spec.profile.search_queries or learnt.queries
    return _neighbourly(event, _built(event, topics, corrected(terms, event.spec.corrections_in_force), queries))


def named_topics(event: ExclusionVideosFetched, compile_pattern: Compile) -> list[FoundTopic]:
    """The topics that the profile's patterns name as whole words, the most frequent first.

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
    return sorted(topics.values(), key=lambda topic: -len(topic.video_ids))


def words_of(event: ExclusionVideosFetched) -> list[str]:
    """The distinct words of the exclusion channels' titles."""
    return list(dict.fromkeys(word for video in event.videos for word in words(video.title)))


def with_known_channels(built: ExclusionListBuilt, channel_ids: Sequence[str]) -> ExclusionListBuilt:
    """The list with channels seen before, which are offered before any search is spent."""
    return built.model_copy(update={"known_channel_ids": tuple(channel_ids)})


def _built(
    event: ExclusionVideosFetched, topics: Sequence[FoundTopic], terms: Terms, queries: Sequence[str]
) -> ExclusionListBuilt:
    return ExclusionListBuilt(
        analysis_id=event.analysis_id,
        owner=event.owner,
        spec=event.spec,
        topics=tuple(topic.as_topic() for topic in topics[:MAX_TOPICS]),
        terms=terms,
        queries=tuple(queries[:MAX_QUERIES]),
        exclusion_channel_ids=tuple(entry.channel.id for entry in event.channels),
    )


def _neighbourly(event: ExclusionVideosFetched, built: ExclusionListBuilt) -> ExclusionListBuilt:
    """The list with the channels that the exclusion channels feature and mention."""
    own = [name for entry in event.channels for name in (entry.channel.id, entry.channel.handle) if name]
    return built.model_copy(
        update={
            "featured_channel_ids": event.featured_channel_ids,
            "mentioned": mentions((video.description for video in event.videos), own),
        }
    )
