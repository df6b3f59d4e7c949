"""How much a candidate's own words resemble the exclusion channels' topics, before any unit is spent on its videos."""

from collections.abc import Sequence
from statistics import median

from common.events import Candidate, Terms
from topics.corpus import Corpus
from topics.likeness import content, cosine

SEARCH_TRUST = 0.3
"""What YouTube's own first place for a query adds; a likeness goes from 0 to 1."""
PLACES = 10.0
"""The place whose weight is half of the first one's."""
SECOND_WAY = 0.1
"""What each further way adds in which a candidate was found."""

LIKEST = 10
"""How many of the likest candidates say what alike means in this niche."""
UNLIKE_SHARE = 0.25
"""A candidate less alike than this share of their median makes something else. In the demo world's seven niches the
likest of other niches reach .02 to .09, the niche's own have medians of .06 to .26."""


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


def unlike_below(likeness: Sequence[float]) -> float:
    """The likeness below which a candidate makes something else; relative, because niches differ in their words.

    >>> unlike_below([0.4, 0.2, 0.2, 0.0])
    0.05
    """
    return UNLIKE_SHARE * median(sorted(likeness, reverse=True)[:LIKEST]) if likeness else 0.0
