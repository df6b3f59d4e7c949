"""The user's hand on topics: what never counts as covered, what always does, and what means the same."""

from collections.abc import Iterable, Sequence

from common.events import ExclusionTopic, Terms, TopicCorrections
from common.events.spec import MAX_TERM_TOPICS

from topics.words import contains, words

BY_USER = 2.0
"""Weight of a topic that the user named: it counts wherever its words stand together."""
BY_PROFILE = 1.0
"""Weight of a topic that the profile's patterns named: likewise."""
MOST_ALIASES = 6
_AT_ONCE = 5


def corrected(terms: Terms, corrections: TopicCorrections) -> Terms:
    """The terms with the user's corrections in place of any that they had.

    Denied phrases come first; names that mean the same become a topic where any of them is denied, among the topics or
    in the titles. What is allowed stands in `allow` and is heeded where the terms are used: it can be taken back.
    """
    learnt = [topic for topic in terms.topics if topic.weight < BY_USER]
    spoken = [words(title.title) for title in terms.titles]
    named = [ExclusionTopic(name=phrase, weight=BY_USER) for phrase in corrections.deny]
    for same in corrections.aliases:
        phrases = (same.name, *same.aliases)
        if any(_is_known(phrase, (*named, *learnt), spoken) for phrase in phrases):
            named.append(ExclusionTopic(name=same.name, aliases=same.aliases[:MOST_ALIASES], weight=BY_USER))
    topics = (*named, *learnt)[:MAX_TERM_TOPICS]
    return _fitting(terms.model_copy(update={"topics": tuple(topics), "allow": corrections.allow}))


def _fitting(terms: Terms) -> Terms:
    """The terms without as many of their last titles, then topics, as they are too large for their message."""
    for part in ("titles", "topics"):
        while getattr(terms, part) and len(terms.model_dump_json().encode()) > Terms.max_json_bytes:
            terms = terms.model_copy(update={part: getattr(terms, part)[:-_AT_ONCE]})
    return terms


def _is_known(phrase: str, topics: Iterable[ExclusionTopic], titles: Iterable[Sequence[str]]) -> bool:
    spelled = words(phrase)
    named = any(spelled == words(name) for topic in topics for name in (topic.name, *topic.aliases))
    return named or any(contains(title, spelled) for title in titles)
