"""Worlds as large as a measure needs: niches whose channels are found by words of their own."""

import random
from typing import Any

NOW = "2026-03-01T12:00:00.000Z"
WORDS_A_NICHE = 12
SUBSCRIBERS = (12_000, 480_000)


def niche_words(niche: int) -> list[str]:
    """The subjects of a niche; no other niche has them."""
    return [f"subject{niche}x{index}" for index in range(WORDS_A_NICHE)]


def queries(niche: int) -> tuple[str, ...]:
    """Eight queries of a niche."""
    return tuple(f"{word} video" for word in niche_words(niche)[:8])


def channel_id(number: int) -> str:
    """The id of a channel."""
    return f"UC{number:022d}"


def world(*, niches: int, channels_each: int, videos_each: int, seed: int = 1) -> dict[str, Any]:
    """A world file's document; the first two channels of each niche are large, for exclusion."""
    chance = random.Random(seed)
    channels, videos = [], []
    for niche in range(niches):
        words = niche_words(niche)
        for index in range(channels_each):
            number = niche * 10_000 + index + 1
            about = chance.sample(words, 4)
            large = index < 2  # noqa: PLR2004  two names to exclude
            channels.append(
                {
                    "id": channel_id(number),
                    "title": f"Niche {niche} creator {index}",
                    "description": f"All about {' and '.join(about)}.",
                    "customUrl": f"@niche{niche}creator{index}",
                    "publishedAt": "2020-01-01T00:00:00Z",
                    "country": "US",
                    "uploads": f"UU{number:022d}",
                    "keywords": about,
                    "madeForKids": False,
                    "statistics": {
                        "viewCount": "1000000",
                        "subscriberCount": str(2_000_000 if large else chance.randint(*SUBSCRIBERS)),
                        "hiddenSubscriberCount": False,
                        "videoCount": str(max(60, videos_each)),
                    },
                }
            )
            videos += [_video(number, video, chance.choice(about), chance) for video in range(videos_each)]
    return {"meta": {"now": NOW}, "channels": channels, "videos": videos}


def _video(channel: int, index: int, subject: str, chance: random.Random) -> dict[str, Any]:
    day = 28 - index % 28
    month = 2 - index // 28 % 2
    return {
        "id": f"v{channel:06d}{index:04d}",
        "channelId": channel_id(channel),
        "title": f"{subject} number {index}",
        "description": f"A video about {subject}, at length. " * 5,
        "publishedAt": f"2026-{month:02d}-{day:02d}T{chance.randint(0, 23):02d}:00:00Z",
        "duration": "PT8M47S",
        "categoryId": "26",
        "live": "none",
        "tags": [subject],
        "statistics": {"viewCount": str(chance.randint(100, 100_000)), "likeCount": "10", "commentCount": "1"},
        "state": "public",
    }
