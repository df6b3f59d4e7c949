"""What `topics-1` learns from the exclusion channels' titles, tags and descriptions, in any niche."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.events import ExclusionTitle, ExclusionVideosFetched, Video
from common.events.spec import MAX_TERM_TITLES
from topics.corpus import Corpus
from topics.frequencies import Frequencies
from topics.phrases import topic_phrases
from topics.plain_words import FUNCTION_WORDS, is_plain
from topics.queries import search_queries
from topics.seen_words import packed
from topics.words import words

from discovery.domain.found_topics import (
    TITLES_BUDGET_BYTES,
    WORDS_BUDGET_BYTES,
    FoundTopic,
    by_channel,
    newest_in_window,
)
from discovery.domain.other_names import aliases_of, names_in
from discovery.domain.past_success import multiples

MAX_LEARNT_TOPICS = 40
MAX_LEARNT_QUERIES = 8
"""A search is dear: few queries, each on a topic of its own."""
LEARNT_WEIGHT = 0.5
MOST_USUAL_WORDS = 100
"""So many of the most usual words seen are told to the scorer beside the titles' own."""
READ_AT_LEAST = 30
"""So many of a channel's newest videos are read even where its window holds fewer: those are covered too."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What their texts taught."""

    topics: Sequence[FoundTopic]
    queries: Sequence[str]
    titles: tuple[ExclusionTitle, ...]
    """The evidence that the scorer compares with: titles of topics first, then the newest."""
    seen_words: tuple[str, ...]
    """How usual words are, for the scorer: see `Terms.seen_words`."""


def learn(event: ExclusionVideosFetched, frequencies: Frequencies) -> Learnt:
    """Topics with their videos and other names, best first; queries; the titles that stand for all.

    Args:
        event: What was read of the exclusion channels.
        frequencies: How usual each word is among titles seen before.
    """
    read = _read_videos(event)
    videos = [video for some in read.values() for video in some]
    corpus = Corpus((video.title for video in videos), frequencies)
    barred = own_names(event)
    names = names_in(read.values())
    topics = []
    for phrase in topic_phrases(
        corpus, [corpus.number[video.title] for video in videos], most=MAX_LEARNT_TOPICS, barred=barred
    ):
        ids = [videos[place].id for place in phrase.videos]
        topics.append(FoundTopic(phrase.text, ids, aliases_of(phrase.text, ids, names), LEARNT_WEIGHT))
    channels = [[corpus.number[video.title] for video in some] for some in read.values() if some]
    queries = search_queries(corpus, channels, most=MAX_LEARNT_QUERIES, barred=barred) if channels else []
    titles = _telling_titles(topics, videos, multiples(read.values(), event.observed_at), event.spec.as_of)
    return Learnt(topics, queries, titles, _usual_words(titles, frequencies))


def _usual_words(titles: Sequence[ExclusionTitle], frequencies: Frequencies) -> tuple[str, ...]:
    """The most usual words seen and those of the titles, with their counts, as briefly as the event carries them."""
    usual = sorted(
        (word for word in frequencies.counts if word not in FUNCTION_WORDS),
        key=lambda word: (-frequencies.counts[word], word),
    )
    own = (word for title in titles for word in words(title.title) if word not in FUNCTION_WORDS)
    wanted = dict.fromkeys((*usual[:MOST_USUAL_WORDS], *own))
    return packed([(word, frequencies.counts.get(word, 0)) for word in wanted], WORDS_BUDGET_BYTES)


def own_names(event: ExclusionVideosFetched) -> frozenset[str]:
    """Words of the channels' own names: they stand in no topic."""
    return frozenset(
        word
        for entry in event.channels
        for name in (entry.channel.title, entry.channel.handle or "")
        for word in (*words(name), "".join(words(name)))
        if word and not is_plain(word)
    )


def _read_videos(event: ExclusionVideosFetched) -> Mapping[str, list[Video]]:
    read = {}
    for channel_id, videos in by_channel(event).items():
        shown = [video for video in videos if video.available and video.title]
        inside = len(newest_in_window(shown, event.spec.window, len(shown)))
        read[channel_id] = shown[: max(inside, READ_AT_LEAST)]
    return read


def _telling_titles(
    topics: Sequence[FoundTopic], videos: Sequence[Video], did: Mapping[str, float], as_of: datetime
) -> tuple[ExclusionTitle, ...]:
    """Titles in turn from each topic, then the rest, as many as the message may hold."""
    by_id = {video.id: video for video in videos}
    longest = max((len(topic.video_ids) for topic in topics), default=0)
    in_turn = [topic.video_ids[turn] for turn in range(longest) for topic in topics if turn < len(topic.video_ids)]
    kept: list[ExclusionTitle] = []
    size = 0
    for video_id in dict.fromkeys((*in_turn, *by_id)):
        video = by_id[video_id]
        age = (as_of - video.published_at).days if video.published_at else None
        title = ExclusionTitle(
            video_id=video_id,
            title=video.title,
            multiple=did.get(video_id),
            age_days=None if age is None else max(age, 0),
        )
        size += len(title.model_dump_json().encode()) + 1
        if size > TITLES_BUDGET_BYTES or len(kept) == MAX_TERM_TITLES:
            break
        kept.append(title)
    return tuple(kept)
