"""Descriptions of demo videos: a first sentence, links, chapters, mentions of other channels, hashtags."""

from collections.abc import Sequence

from youtube_simulator.demo.casting import Persona
from youtube_simulator.demo.grammar import Slots, expand

_MENTIONS = [
    "Thanks to {handle} for the idea!",
    "Filmed together with {handle}, go and say hi.",
    "Inspired by {link}",
    "More on this from my friend {handle}: {link}",
    "If you like this you will love {handle}.",
]
_CHAPTERS = [
    "Intro",
    "What you need",
    "The plan",
    "First try",
    "It goes wrong",
    "The fix",
    "Results",
    "What I'd change",
    "Thank you",
]
_MENTIONED = 0.3
_CHAPTERED = 0.35


def describe(persona: Persona, slots: Slots, tab: str, seconds: int, friends: Sequence[Persona]) -> str:
    """The description of one video."""
    random = persona.random
    lines: list[str] = []
    if persona.language == "en":
        lines.append(expand(random.choice(persona.niche.intro), slots, random))
    if tab != "short":
        if friends and random.happens(_MENTIONED):
            friend = random.choice(friends)
            spoken = random.choice(_MENTIONS)
            lines.append(expand(spoken, {"handle": [friend.handle], "link": [_link(friend)]}, random))
        lines += [
            "",
            f"▶ Subscribe: {_link(persona)}?sub_confirmation=1",
            f"▶ Links and notes: https://{persona.handle[1:]}.example/",
        ]
        if random.happens(_CHAPTERED):
            lines += ["", *_chapters(seconds)]
        lines.append("")
    tags = random.sample(persona.niche.hashtags, 2) + (["shorts"] if tab == "short" else [])
    lines.append(" ".join(f"#{tag}" for tag in tags))
    return "\n".join(lines)


def _chapters(seconds: int) -> list[str]:
    step = max(30, seconds // len(_CHAPTERS))
    starts = range(0, seconds, step)
    return [f"{start // 60}:{start % 60:02d} {name}" for start, name in zip(starts, _CHAPTERS, strict=False)]


def _link(persona: Persona) -> str:
    return f"https://www.youtube.com/{persona.handle}"
