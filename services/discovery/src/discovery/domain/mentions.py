"""Channels that a description names: the cheapest candidates there are."""

import re
from collections import Counter
from collections.abc import Iterable

MENTION = re.compile(r"(?<![\w.@])@([\w.\-·]{3,30})(?<!\.)|youtube\.com/(?:channel/(UC[\w-]{22})|@([\w.\-·]{3,30}))")
MAX_MENTIONS = 30


def mentions(descriptions: Iterable[str], own: Iterable[str] = ()) -> tuple[str, ...]:
    """@handles and channel ids that descriptions name, the most often named first; `own` handles and ids left out.

    >>> mentions(["with @SomeFriend, mail me@there.com", "youtube.com/@SomeFriend and @Other"], own=["@other"])
    ('@SomeFriend',)
    """
    mine = {name.lower().removeprefix("@") for name in own}
    named: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for description in descriptions:
        for handle, channel_id, linked in MENTION.findall(description):
            name = channel_id or f"@{handle or linked}"
            key = name.lower()
            spelled.setdefault(key, name)
            if key.removeprefix("@") not in mine:
                named[key] += 1
    return tuple(spelled[key] for key, _ in named.most_common(MAX_MENTIONS))
