"""Whether a video's topic is covered by the exclusion channels, by the terms that the event carries."""

from collections.abc import Sequence
from typing import Self

from common.events import Coverage, Terms, TopicsMethod, Video
from topics.covering import Covering, CoveringTerms
from topics.frequencies import Frequencies
from topics.words import contains, words

from scorer.domain.classic import first_excluding

NEW = Covering(Coverage.NEW, None)


class Exclusion:
    """The covered topics of one analysis, made ready once for all its channels."""

    def __init__(self, terms: Terms) -> None:
        """The topics of `terms`, by the method that they were made with."""
        self._method = terms.method
        self._names = [topic.name for topic in terms.topics]
        self._learnt = CoveringTerms(terms)
        allowed = {tuple(words(phrase)) for phrase in terms.allow}
        self._phrases = [
            (spelled, topic.name)
            for topic in terms.topics
            for phrase in (topic.name, *topic.aliases)
            if (spelled := tuple(words(phrase))) and spelled not in allowed
        ]
        self._is_empty = not terms.topics and not terms.titles

    @classmethod
    def of(cls, terms: Terms) -> Self:
        """The exclusion that `terms` describe."""
        return cls(terms)

    def judge(self, videos: Sequence[Video]) -> list[Covering]:
        """Whether each of a channel's videos is about something covered, in order.

        In classic a name may stand anywhere in title and description. In `topics-0` its words must stand together,
        whole, in title or tags: descriptions name everything a channel ever made. In `topics-1` likeness counts too.
        """
        if self._is_empty or not videos:
            return [NEW] * len(videos)
        match self._method:
            case TopicsMethod.CLASSIC_1:
                return [_named(first_excluding(video.title, video.description, self._names)) for video in videos]
            case TopicsMethod.TOPICS_0:
                return [_named(self._spoken_of(video)) for video in videos]
            case TopicsMethod.TOPICS_1:
                return self._learnt.judge([video.title for video in videos], [video.tags for video in videos])

    def background(self, titles: Sequence[str]) -> Frequencies | None:
        """How usual words were in all titles seen before; None: none had been seen."""
        return self._learnt.background(titles)

    def _spoken_of(self, video: Video) -> str | None:
        spoken = words(" · ".join((video.title, *video.tags)))
        said = set(spoken)
        return next((name for phrase, name in self._phrases if phrase[0] in said and contains(spoken, phrase)), None)


def _named(name: str | None) -> Covering:
    return NEW if name is None else Covering(Coverage.COVERED, None, name)
