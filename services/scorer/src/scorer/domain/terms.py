"""Whether a video's topic is covered by the exclusion channels, by the terms that the event carries."""

from dataclasses import dataclass
from typing import Self

from common.events import Terms, TopicsMethod, Video
from topics.words import contains, words

from scorer.domain.classic import first_excluding


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The covered topics of one analysis, made ready once for all its videos."""

    names: tuple[str, ...]
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    """The words of each topic and alias, with the topic's name."""
    as_substrings: bool

    @classmethod
    def of(cls, terms: Terms) -> Self:
        """The topics of `terms` without those that the user allows."""
        allowed = {tuple(words(phrase)) for phrase in terms.allow}
        phrases = [
            (spelled, topic.name)
            for topic in terms.topics
            for phrase in (topic.name, *topic.aliases)
            if (spelled := tuple(words(phrase))) and spelled not in allowed
        ]
        return cls(
            names=tuple(topic.name for topic in terms.topics),
            phrases=tuple(phrases),
            as_substrings=terms.method is TopicsMethod.CLASSIC_1,
        )

    def excluding(self, video: Video) -> str | None:
        """The name of the first topic that covers a video; None: its topic is new.

        In classic a name may stand anywhere in title and description; else its words must stand together, whole, in
        title or tags. Descriptions are not read then: they name everything a channel ever made.
        """
        if self.as_substrings:
            return first_excluding(video.title, video.description, self.names)
        if not self.phrases:
            return None
        spoken = words(" · ".join((video.title, *video.tags)))
        return next((name for phrase, name in self.phrases if contains(spoken, phrase)), None)
