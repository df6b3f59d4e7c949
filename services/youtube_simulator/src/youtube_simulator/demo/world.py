"""The bundled demo world: seven niches of made-up channels, from a seed.

Everything is drawn from the files in `niches/`; nobody's data is in it. The same seed gives the same world.
"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from youtube_simulator.clock import rfc3339
from youtube_simulator.demo.casting import Persona, cast_niche
from youtube_simulator.demo.chance import Chance
from youtube_simulator.demo.niche import Niche, names, niches
from youtube_simulator.demo.publishing import Scene, publish

NOW = datetime(2026, 6, 16, 15, 0, tzinfo=UTC)
"""The demo world's own time."""

_FEATURES_OTHERS = 0.35
_HIDES_SUBSCRIBERS = 0.03
_HIDES_AS_ZERO = 0.5
_HAS_USERNAME = 0.1


def demo_world(seed: int = 1) -> dict[str, Any]:
    """The demo world in the form of a world file."""
    channels: list[dict[str, Any]] = []
    videos: list[dict[str, Any]] = []
    taken: set[str] = set()
    shared_names = names()
    for niche in niches():
        cast = list(cast_niche(niche, shared_names, seed, taken))
        scene = Scene(NOW, _heat(niche, seed), _friends(cast))
        for position, persona in enumerate(cast):
            uploads = list(publish(persona, scene)) if position != _silent(niche) else []
            if position == _dormant(niche):
                uploads = [video for video in uploads if video["publishedAt"] < _days_ago(70)]
            channels.append(_channel(persona, uploads, scene.friends[persona.id]))
            videos += uploads
    meta = {"name": "demo", "version": 1, "seed": seed, "now": rfc3339(NOW), "note": "Made up; see demo/world.py."}
    return {"meta": meta, "channels": channels, "videos": videos}


def _silent(niche: Niche) -> int:
    """Which channel of a niche never uploaded anything."""
    return niche.channels - 1


def _dormant(niche: Niche) -> int:
    """Which channel of a niche has not uploaded for months."""
    return niche.channels - 2


def _heat(niche: Niche, seed: int) -> dict[str, float]:
    """What each topic is worth at the moment; a few are hot."""
    random = Chance(f"{seed}/{niche.id}/heat")
    topics = [topic for part in (*niche.subniches, *niche.foreign) for topic in part.topics]
    return {topic.name: min(math.exp(random.gauss(0, 0.28)), 2.2) for topic in topics}


def _friends(cast: Sequence[Persona]) -> dict[str, list[Persona]]:
    """For each channel, up to five others that share its topics: whom it mentions and features."""
    friends = {}
    for persona in cast:
        own = {topic.name for topic in persona.topics}
        near = [
            other
            for other in cast
            if other is not persona
            and own & {topic.name for topic in other.topics}
            and other.language == persona.language
        ]
        friends[persona.id] = persona.random.sample(near, min(5, len(near)))
    return friends


def _channel(persona: Persona, uploads: Sequence[dict[str, Any]], friends: Sequence[Persona]) -> dict[str, Any]:
    random = persona.random
    now = rfc3339(NOW)
    past = sum(video["publishedAt"] < now for video in uploads)
    before = round(persona.uploads_a_week * persona.founded_days_ago / 7 * random.uniform(0.2, 0.6))
    video_count = past + before if uploads else 0
    statistics: dict[str, Any] = {
        "viewCount": str(round(video_count * persona.usual * random.uniform(0.8, 1.6))),
        "subscriberCount": str(persona.subscribers),
        "hiddenSubscriberCount": False,
        "videoCount": str(video_count),
    }
    if random.happens(_HIDES_SUBSCRIBERS):
        statistics["hiddenSubscriberCount"] = True
        if random.happens(_HIDES_AS_ZERO):
            statistics["subscriberCount"] = "0"
        else:
            del statistics["subscriberCount"]
    channel: dict[str, Any] = {
        "id": persona.id,
        "role": "candidate",
        "title": persona.title,
        "description": persona.about,
        "customUrl": persona.handle,
        "publishedAt": _days_ago(persona.founded_days_ago),
        "country": persona.country,
        "language": persona.language,
        "uploads": "UU" + persona.id.removeprefix("UC"),
        "keywords": list(persona.keywords),
        "madeForKids": persona.made_for_kids,
        "topicCategories": persona.niche.topic_categories,
        "statistics": statistics,
        "niche": persona.niche.id,
    }
    if friends and random.happens(_FEATURES_OTHERS):
        channel["sections"] = [{"title": "Channels I like", "channels": [friend.id for friend in friends]}]
    if random.happens(_HAS_USERNAME):
        channel["username"] = persona.handle.removeprefix("@")
    return channel


def _days_ago(days: int) -> str:
    return (NOW - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
