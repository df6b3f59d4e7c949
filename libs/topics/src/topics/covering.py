"""`topics-1` for a channel's videos: covered, maybe or new, by the terms that an event carries, with the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from common.events import Coverage, ExclusionTitle, ExclusionTopic, Terms

from topics.corpus import Corpus
from topics.corrections import BY_PROFILE
from topics.covered import Exclusion, Judgement
from topics.english import usual_share
from topics.frequencies import Frequencies
from topics.gaps import NOTHING, Past, past
from topics.phrases import subject_phrase
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
    """The exclusion video whose title is nearest, of those on the topic where any names it."""
    nearest_title: str | None = None
    subject: str | None = None
    """What the video's own title says it is about."""
    past: Past = NOTHING
    """How the exclusion channels did on the topic."""


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
        self._on_topic: dict[str, list[ExclusionTitle]] = {}
        self._spoken = [words(title.title) for title in self._shown]
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
        return [
            replace(self._covering(corpus, said, found), subject=subject_phrase(corpus, corpus.number[title]))
            for title, said, found in zip(titles, spoken, judged, strict=True)
        ]

    def background(self, titles: Sequence[str]) -> Frequencies | None:
        """How usual words were in all titles seen; None: none had been seen, English must do."""
        if self._seen.total == 0:
            return None
        spoken = list(dict.fromkeys(word for title in titles for word in words(title)))
        return with_unknown(self._seen, spoken, [usual_share(word) for word in spoken])

    def _covering(self, corpus: Corpus, spoken: Sequence[str], found: Judgement) -> Covering:
        if self._is_allowed(spoken):
            return Covering(Coverage.NEW, 0.0)
        certain = next((topic for topic in self._certain if topic.is_in(spoken)), None)
        coverage = Coverage.COVERED if certain else _coverage(found.probability)
        if coverage is Coverage.NEW:
            return Covering(coverage, found.probability)
        topic = certain or next((topic for topic in self._learnt if topic.is_in(spoken)), None)
        if topic is None and found.shared is not None:
            topic = _Named(ExclusionTopic(name=found.shared))
        on_topic = [] if topic is None else self._titles_on(topic)
        nearest = self._nearest(corpus, found.nearest)
        if on_topic and nearest not in on_topic:
            nearest = on_topic[0]
        return Covering(
            coverage,
            CERTAIN if certain else found.probability,
            None if topic is None else topic.name,
            None if nearest is None else nearest.video_id,
            None if nearest is None else nearest.title,
            past=past(on_topic or ([] if nearest is None else [nearest])),
        )

    def _is_allowed(self, spoken: Sequence[str]) -> bool:
        return any(contains(spoken, phrase) for phrase in self._allowed)

    def _nearest(self, corpus: Corpus, number: int | None) -> ExclusionTitle | None:
        text = None if number is None else corpus.titles[number]
        return next((title for title in self._shown if title.title == text), None)

    def _titles_on(self, topic: "_Named") -> Sequence[ExclusionTitle]:
        """The exclusion titles that name a topic."""
        known = self._on_topic.get(topic.name)
        if known is None:
            pairs = zip(self._shown, self._spoken, strict=True)
            known = self._on_topic[topic.name] = [title for title, spoken in pairs if topic.is_in(spoken)]
        return known


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
