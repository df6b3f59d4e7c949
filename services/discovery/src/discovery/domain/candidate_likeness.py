"""How much a candidate's own words resemble the exclusion channels' topics, before any unit is spent on its videos."""

from collections.abc import Sequence

from common.events import Candidate, Terms
from topics.corpus import Corpus
from topics.likeness import content, cosine

SEARCH_TRUST = 0.3
"""What YouTube's own first place for a query adds; a likeness goes from 0 to 1."""
PLACES = 10.0
"""The place whose weight is half of the first one's."""
SECOND_WAY = 0.1
"""What each further way adds in which a candidate was found."""


def likenesses(candidates: Sequence[Candidate], terms: Terms) -> list[float]:
    """For each candidate, 0 (nothing in common) to 1: its title, description and keywords against topics and titles."""
    spoken = [
        " · ".join((candidate.channel.title, candidate.channel.description, *candidate.channel.keywords))
        for candidate in candidates
    ]
    named = [name for topic in terms.topics for name in (topic.name, *topic.aliases)]
    known = [*named, *(title.title for title in terms.titles)]
    corpus = Corpus((*known, *spoken))
    exclusion = content(corpus, [corpus.number[text] for text in known])
    return [cosine(content(corpus, [corpus.number[text]]), exclusion) for text in spoken]


def promise(candidate: Candidate, likeness: float) -> float:
    """By what candidates are ranked: likeness, YouTube's own ranking, and in how many ways it was found."""
    first = min(origin.rank for origin in candidate.origins)
    return likeness + SEARCH_TRUST / (1 + first / PLACES) + SECOND_WAY * (len(candidate.origins) - 1)
