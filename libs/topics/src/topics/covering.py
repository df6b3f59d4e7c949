"""`topics-1` for a channel's videos: covered, maybe or new, by the terms that an event carries, with the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.events import Coverage, ExclusionTopic, Terms

from topics.corpus import Corpus
from topics.corrections import BY_PROFILE
from topics.covered import Exclusion, Judgement
from topics.english import usual_share
from topics.frequencies import Frequencies
from topics.seen_words import unpacked, with_unknown
from topics.words import contains, words

COVERED_FROM = 0.7
"""From this probability on a video is hidden by default; of those, 85 of 100 are covered (docs/adr/0005-topics.md)."""
MAYBE_FROM = 0.5
CERTAIN = 0.99


@dataclass(frozen=True, slots=True)
class Covering:
    """Whether a video's topic is covered, and what that rests on."""

    coverage: Coverage
    probability: float | None
    """None: the method knows names alone, and no probability."""
    topic: str | None = None
    """The covered topic, or what the title shares with the exclusion titles; None: nothing."""
    nearest_video_id: str | None = None
    """The exclusion video whose title is nearest."""
    nearest_title: str | None = None


class CoveringTerms:
    """The covered topics of one analysis, made ready once for all its channels.

    Pure and deterministic: a channel's answer depends on the terms and on its own titles alone.
    """

    def __init__(self, terms: Terms) -> None:
        self._allowed = [words(phrase) for phrase in terms.allow]
        topics = [topic for topic in terms.topics if words(topic.name) not in self._allowed]
        self._certain = [_Named(topic) for topic in topics if topic.weight >= BY_PROFILE]
        self._learnt = [_Named(topic) for topic in topics if topic.weight < BY_PROFILE]
        self._shown = [title for title in terms.titles if not self._is_allowed(words(title.title))]
        self._titles = [title.title for title in self._shown]
        self._seen = unpacked(terms.seen_words, terms.seen_titles)
        self._names = [name for topic in topics for name in (topic.name, *topic.aliases)]

    def judge(self, titles: Sequence[str], tags: Sequence[Sequence[str]] = ()) -> list[Covering]:
        """Whether each of a channel's videos is about something covered, in order.

        Args:
            titles: Their titles.
            tags: The tags of each, where the names that the user or the profile gave count too.
        """
        corpus = Corpus((*self._titles, *self._names, *titles), self.background(titles))
        read = [corpus.number[text] for text in dict.fromkeys(self._titles)]
        named = [corpus.number[text] for text in dict.fromkeys(self._names) if text not in self._titles]
        exclusion = Exclusion(corpus, read, named)
        judged = exclusion.judge([corpus.number[title] for title in titles])
        spoken = [corpus.words[corpus.number[title]] for title in titles]
        if tags:
            spoken = [[*title, "", *words(" · ".join(more))] for title, more in zip(spoken, tags, strict=True)]
        return [self._covering(corpus, *pair) for pair in zip(spoken, judged, strict=True)]

    def background(self, titles: Sequence[str]) -> Frequencies | None:
        """How usual words were in all titles seen; None: none had been seen, English must do."""
        if self._seen.total == 0:
            return None
        spoken = list(dict.fromkeys(word for title in titles for word in words(title)))
        return with_unknown(self._seen, spoken, [usual_share(word) for word in spoken])

    def _covering(self, corpus: Corpus, spoken: Sequence[str], found: Judgement) -> Covering:
        if self._is_allowed(spoken):
            return Covering(Coverage.NEW, 0.0)
        video_id, title = self._nearest(corpus, found.nearest)
        certain = next((topic.name for topic in self._certain if topic.is_in(spoken)), None)
        if certain is not None:
            return Covering(Coverage.COVERED, CERTAIN, certain, video_id, title)
        named = next((topic.name for topic in self._learnt if topic.is_in(spoken)), None)
        coverage = _coverage(found.probability)
        if coverage is Coverage.NEW:
            return Covering(coverage, found.probability)
        return Covering(coverage, found.probability, named or found.shared, video_id, title)

    def _is_allowed(self, spoken: Sequence[str]) -> bool:
        return any(contains(spoken, phrase) for phrase in self._allowed)

    def _nearest(self, corpus: Corpus, number: int | None) -> tuple[str | None, str | None]:
        if number is None:
            return None, None
        text = corpus.titles[number]
        return next(((title.video_id, title.title) for title in self._shown if title.title == text), (None, None))


class _Named:
    """A topic with the words of its names."""

    def __init__(self, topic: ExclusionTopic) -> None:
        self.name = topic.name
        self._spelled = [spelled for name in (topic.name, *topic.aliases) if (spelled := words(name))]

    def is_in(self, spoken: Sequence[str]) -> bool:
        """Whether any of its names stands whole among the words of a text."""
        return any(contains(spoken, spelled) for spelled in self._spelled)


def _coverage(probability: float) -> Coverage:
    if probability >= COVERED_FROM:
        return Coverage.COVERED
    return Coverage.MAYBE if probability >= MAYBE_FROM else Coverage.NEW
