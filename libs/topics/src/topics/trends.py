"""Outliers grouped into topics across channels: seen on three channels it is a signal, on one it is luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from topics.aliases import other_name
from topics.corpus import Corpus
from topics.frequencies import Frequencies
from topics.phrases import Phrase, topic_phrases
from topics.words import contains, words

MOST_OUTLIERS = 500
"""The best so many are grouped."""
MOST_TRENDS = 60
_ENOUGH = 5
_LIFTS, _FLOPS = 1.2, 0.8
"""Times the middle video of the analysis; in between the topic makes no difference."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A scored video, as far as trends are concerned."""

    video_id: str
    channel_id: str
    title: str
    published_at: datetime | None
    score: float
    """Multiple of its channel's normal, or what the method has instead; higher = better."""
    is_outlier: bool


class Effect(StrEnum):
    """What a topic does to videos, its outliers and all others alike."""

    LIFTS = "lifts"
    FLOPS = "flops"
    NO_DIFFERENCE = "no_difference"
    UNKNOWN = "unknown"
    """Fewer than five videos: nothing can be said."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One topic with outliers."""

    name: str
    """The phrase that the titles share; the title of one that shares none."""
    outliers: tuple[Upload, ...]
    """Best first."""
    others: tuple[Upload, ...]
    """Further videos on the topic, outliers that are told under another name included."""
    effect: Effect

    @property
    def channel_ids(self) -> tuple[str, ...]:
        """Channels on which it was an outlier, in order of their best video."""
        return tuple(dict.fromkeys(upload.channel_id for upload in self.outliers))

    @property
    def median_score(self) -> float:
        """Of its outliers."""
        return median(upload.score for upload in self.outliers)

    @property
    def first_seen(self) -> datetime | None:
        """When the oldest of its outliers was published."""
        return min((upload.published_at for upload in self.outliers if upload.published_at), default=None)


def trends(uploads: Sequence[Upload]) -> list[Trend]:
    """Topics that outliers share: those on most channels first, then by their median score; each outlier in one.

    Args:
        uploads: Every scored video of the analysis: the outliers make the topics, the rest tells what these do.
    """
    best = sorted((u for u in uploads if u.is_outlier), key=lambda upload: (-upload.score, upload.video_id))
    best = best[:MOST_OUTLIERS]
    if not best:
        return []
    spoken = {title: words(title) for title in dict.fromkeys(upload.title for upload in uploads)}
    told = dict.fromkeys(upload.title for upload in best)
    seen = Frequencies.of(said for title, said in spoken.items() if title not in told)
    corpus = Corpus(told, seen)
    usual = median(upload.score for upload in uploads)
    left, found = list(best), []
    for topic in _topics(corpus, best):
        on_topic = [u for u in uploads if any(contains(spoken[u.title], phrase.key) for phrase in topic)]
        named = {upload.video_id for upload in on_topic}
        outliers = [upload for upload in left if upload.video_id in named]
        left = [upload for upload in left if upload.video_id not in named]
        if outliers:
            found.append(_trend(topic[0].text, outliers, on_topic, usual))
    found += [_trend(upload.title, [upload], [upload], usual) for upload in left]
    return sorted(found, key=lambda trend: (-len(trend.channel_ids), -trend.median_score, trend.name))


def _topics(corpus: Corpus, best: Sequence[Upload]) -> list[list[Phrase]]:
    """Phrases of the titles, those that are names of one thing together, the best first."""
    topics: list[list[Phrase]] = []
    for phrase in topic_phrases(corpus, [corpus.number[upload.title] for upload in best], most=MOST_TRENDS):
        same = next((topic for topic in topics if other_name(topic[0].text, phrase.text) is not None), None)
        if same is None:
            topics.append([phrase])
        else:
            same.append(phrase)
    return topics


def _trend(name: str, outliers: Sequence[Upload], on_topic: Sequence[Upload], usual: float) -> Trend:
    own = {upload.video_id for upload in outliers}
    others = tuple(upload for upload in on_topic if upload.video_id not in own)
    return Trend(name, tuple(outliers), others, _effect([upload.score for upload in on_topic], usual))


def _effect(scores: Sequence[float], usual: float) -> Effect:
    """How the videos on a topic do against the middle video of the whole analysis."""
    if len(scores) < _ENOUGH or usual <= 0:
        return Effect.UNKNOWN
    times = median(scores) / usual
    if times >= _LIFTS:
        return Effect.LIFTS
    return Effect.FLOPS if times <= _FLOPS else Effect.NO_DIFFERENCE
