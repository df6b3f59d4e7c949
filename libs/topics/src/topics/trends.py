"""Outliers grouped into topics across channels: seen on three channels it is a signal, on one it is luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from topics.clusters import clusters
from topics.corpus import Corpus
from topics.frequencies import Frequencies
from topics.phrases import Gram, topic_phrases
from topics.words import contains, words

MOST_OUTLIERS = 500
"""The best so many are grouped: what grouping costs grows with their square."""
_ENOUGH_ELSEWHERE = 3
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


class Elsewhere(StrEnum):
    """How the other videos on a topic do, those that are not among its outliers."""

    LIFTS = "lifts"
    FLOPS = "flops"
    NO_DIFFERENCE = "no_difference"
    UNKNOWN = "unknown"
    """Fewer than three: nothing can be said."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One topic that lifts videos above their channels' normal."""

    name: str
    """The phrase that the group's titles share; the best title where they share none."""
    outliers: tuple[Upload, ...]
    """Best first."""
    others: tuple[Upload, ...]
    """Further videos on the topic, outliers of other topics included."""
    elsewhere: Elsewhere

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
    """Groups of outliers about one thing: those on most channels first, then by their median score.

    Args:
        uploads: Every scored video of the analysis: the outliers make the groups, the rest tells where the topic flops.
    """
    best = sorted((u for u in uploads if u.is_outlier), key=lambda upload: (-upload.score, upload.video_id))
    best = best[:MOST_OUTLIERS]
    if not best:
        return []
    spoken = {title: words(title) for title in dict.fromkeys(upload.title for upload in uploads)}
    grouped = {upload.title for upload in best}
    seen = Frequencies.of(said for title, said in spoken.items() if title not in grouped)
    corpus = Corpus((upload.title for upload in best), seen)
    usual = median(upload.score for upload in uploads)
    found = [
        _trend(group, [u for u in uploads if group.key and contains(spoken[u.title], group.key)], usual)
        for group in _groups(corpus, best)
    ]
    return sorted(found, key=lambda trend: (-len(trend.channel_ids), -trend.median_score, trend.name))


@dataclass(slots=True)
class _Group:
    name: str
    key: Gram
    outliers: list[Upload]


def _groups(corpus: Corpus, best: Sequence[Upload]) -> list[_Group]:
    """The outliers by what they are about, best first in each; groups that share a phrase are one."""
    members: dict[int, list[Upload]] = {}
    for group, upload in zip(clusters(corpus, [corpus.number[u.title] for u in best]), best, strict=True):
        members.setdefault(group, []).append(upload)
    named: dict[object, _Group] = {}
    for group, some in members.items():
        phrases = topic_phrases(corpus, [corpus.number[upload.title] for upload in some], most=1)
        name, key = (phrases[0].text, phrases[0].key) if phrases else (some[0].title, ())
        named.setdefault(key or group, _Group(name, key, [])).outliers.extend(some)
    return list(named.values())


def _trend(group: _Group, on_topic: Sequence[Upload], usual: float) -> Trend:
    best_first = sorted(group.outliers, key=lambda upload: (-upload.score, upload.video_id))
    own = {upload.video_id for upload in best_first}
    others = tuple(upload for upload in on_topic if upload.video_id not in own)
    return Trend(group.name, tuple(best_first), others, _elsewhere([upload.score for upload in others], usual))


def _elsewhere(scores: Sequence[float], usual: float) -> Elsewhere:
    """How videos do against the middle video of the whole analysis."""
    if len(scores) < _ENOUGH_ELSEWHERE or usual <= 0:
        return Elsewhere.UNKNOWN
    times = median(scores) / usual
    if times >= _LIFTS:
        return Elsewhere.LIFTS
    return Elsewhere.FLOPS if times <= _FLOPS else Elsewhere.NO_DIFFERENCE
