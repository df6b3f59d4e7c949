"""The user's hand on topics, in a content profile and in one analysis."""

from typing import Annotated, ClassVar

from pydantic import Field

from common.events.values import BoundedValue, Phrase, Value

_MOST_PHRASES, _MOST_ALIASES = 50, 20


class TopicAliases(Value):
    """Names that mean the same topic, set by the user."""

    name: Phrase
    aliases: Annotated[tuple[Phrase, ...], Field(max_length=10)]


class TopicCorrections(BoundedValue):
    """The user's hand on topics: phrases that never count as covered, always count, or mean the same."""

    max_json_bytes: ClassVar[int] = 8 * 1024

    allow: Annotated[tuple[Phrase, ...], Field(max_length=_MOST_PHRASES)] = ()
    deny: Annotated[tuple[Phrase, ...], Field(max_length=_MOST_PHRASES)] = ()
    aliases: Annotated[tuple[TopicAliases, ...], Field(max_length=_MOST_ALIASES)] = ()

    def over(self, general: "TopicCorrections") -> "TopicCorrections":
        """Both together: these first, and of `general` what does not contradict them.

        >>> own = TopicCorrections(allow=("doors",))
        >>> own.over(TopicCorrections(deny=("doors", "piggy"))).deny
        ('piggy',)
        """
        allow = (*self.allow, *(phrase for phrase in general.allow if phrase not in self.deny))
        deny = (*self.deny, *(phrase for phrase in general.deny if phrase not in self.allow))
        # Two lists of the largest size are more than one may hold; what it becomes part of has a limit of its own.
        return TopicCorrections.model_construct(
            allow=tuple(dict.fromkeys(allow))[:_MOST_PHRASES],
            deny=tuple(dict.fromkeys(deny))[:_MOST_PHRASES],
            aliases=(*self.aliases, *general.aliases)[:_MOST_ALIASES],
        )
