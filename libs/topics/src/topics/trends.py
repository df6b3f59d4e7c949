"""Outliers grouped into topics across channels: seen on three channels it is a signal, on one it is luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from topics.clusters import clusters
from topics.corpus import Corpus
from topics.phrases import topic_phrases


@dataclass(frozen=True, slots=True)
class Upload:
    """A scored video, as far as trends are concerned."""

    video_id: str
    channel_id: str
    title: str
    published_at: datetime
    score: float | None
    """Multiple of its channel's normal; None: undecidable."""
    is_outlier: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """One topic that lifts videos above their channels' normal."""

    name: str
    """The phrase that the group's titles share; the best title where they share none."""
    video_ids: tuple[str, ...]
    """The outliers, best first."""
    channel_ids: tuple[str, ...]
    """Channels on which it was an outlier, in order of their best video."""
    median_score: float
    first_seen: datetime
    flops: int
    """Scored videos on the same topic that were no outliers."""
    lift: float | None
    """Median multiple of all scored videos on the topic, outliers or not; None: none but the outliers."""


def trends(uploads: Sequence[Upload]) -> list[Trend]:
    """Groups of outliers about one thing: those on most channels first, then by their median multiple.

    Args:
        uploads: Every scored video of the analysis: the outliers make the groups, the rest tells where the topic flops.
    """
    outliers = [upload for upload in uploads if upload.is_outlier and upload.score is not None]
    if not outliers:
        return []
    corpus = Corpus(upload.title for upload in uploads)
    groups: dict[int, list[Upload]] = {}
    for group, upload in zip(clusters(corpus, [corpus.number[u.title] for u in outliers]), outliers, strict=True):
        groups.setdefault(group, []).append(upload)
    found = [_trend(corpus, members, uploads) for members in groups.values()]
    return sorted(found, key=lambda trend: (-len(trend.channel_ids), -trend.median_score, trend.name))


def _trend(corpus: Corpus, members: Sequence[Upload], uploads: Sequence[Upload]) -> Trend:
    best_first = sorted(members, key=lambda upload: (-(upload.score or 0.0), upload.video_id))
    phrases = topic_phrases(corpus, [corpus.number[upload.title] for upload in members], most=1)
    others: list[Upload] = []
    if phrases:
        key = set(phrases[0].key)
        own = {upload.video_id for upload in members}
        others = [
            upload
            for upload in uploads
            if upload.video_id not in own
            and upload.score is not None
            and key <= set(corpus.words[corpus.number[upload.title]])
        ]
    scores = [upload.score for upload in (*members, *others) if upload.score is not None]
    return Trend(
        name=phrases[0].text if phrases else best_first[0].title,
        video_ids=tuple(upload.video_id for upload in best_first),
        channel_ids=tuple(dict.fromkeys(upload.channel_id for upload in best_first)),
        median_score=median(upload.score or 0.0 for upload in members),
        first_seen=min(upload.published_at for upload in members),
        flops=sum(not upload.is_outlier for upload in others),
        lift=median(scores) if others else None,
    )
