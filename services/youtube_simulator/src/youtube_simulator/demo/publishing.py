"""What a demo channel publishes: when, in which format, under which title, and how it is received."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from youtube_simulator.demo.casting import Persona, random_id
from youtube_simulator.demo.describing import describe
from youtube_simulator.demo.grammar import expand
from youtube_simulator.demo.niche import Topic
from youtube_simulator.demo.popularity import growth
from youtube_simulator.growth import growth_of

DAYS_AHEAD = 21
"""How long the demo world lives on after its own now, in days."""

_MOST_UPLOADS = 36
_GONE = 0.01
_LIKES_HIDDEN = 0.03
_ANNOUNCED_BEFORE = timedelta(days=4)
_STREAMS_NOW = 0.06
_UNTAGGED = 0.12
_OVER_A_MINUTE = 0.2
_SECONDS_A_DAY = 86_400
_MINUTES_IN_TITLE = re.compile(r"(\d+)[ -]?[Mm]in")


@dataclass(frozen=True, slots=True)
class Scene:
    """What all channels share: the world's now, how hot each topic is, who is whose neighbour."""

    now: datetime
    heat: Mapping[str, float]
    friends: Mapping[str, Sequence[Persona]]


def publish(persona: Persona, scene: Scene) -> Iterator[dict[str, Any]]:
    """The channel's videos as a world file has them, oldest first, those to come included."""
    titles: set[str] = set()
    episode = persona.random.randint(3, 60)
    for number, moment in enumerate(_moments(persona, scene.now)):
        topic = persona.random.choices(persona.topics, weights=range(len(persona.topics), 0, -1))[0]
        yield _Upload(persona, topic, _tab(persona, topic), number, moment, episode + number).video(scene, titles)
    if persona.niche.live_share and persona.random.happens(_STREAMS_NOW) and persona.topics[0].subniche.live:
        moment = scene.now - timedelta(minutes=40)
        yield _Upload(persona, persona.topics[0], "live", -1, moment, episode - 1).video(scene, titles)


def _moments(persona: Persona, now: datetime) -> list[datetime]:
    """Times of publishing: near the channel's hour, at its pace, for months before and weeks after now."""
    random = persona.random
    gap = 7 / persona.uploads_a_week
    past = min(_MOST_UPLOADS, max(14, round(persona.uploads_a_week * 26)))
    day = -past * gap
    moments = []
    while day < DAYS_AHEAD:
        at = now.replace(hour=persona.hour, minute=random.choice((0, 0, 0, 15, 30)), second=random.randint(0, 20))
        moments.append(at + timedelta(days=round(day), minutes=random.randint(0, 25)))
        day += max(0.25, random.gauss(gap, gap * 0.35))
    return sorted(set(moments))


@dataclass(frozen=True, slots=True)
class _Upload:
    """One upload: by whom, about what, in which format, and when it goes out."""

    persona: Persona
    topic: Topic
    tab: str
    number: int
    moment: datetime
    episode: int

    def video(self, scene: Scene, titles: set[str]) -> dict[str, Any]:
        """The upload as a world file has it; `titles` are those the channel has used, and grows."""
        persona, niche = self.persona, self.persona.niche
        slots = {**niche.slots, **self.topic.slots, "ep": [str(self.episode)]}
        title = _title(persona, self.topic, self.tab, slots, titles)
        seconds = _length(persona, self.tab, title)
        age_days = (scene.now - self.moment).total_seconds() / _SECONDS_A_DAY
        factor = {"short": persona.shorts_factor, "long": 1.0, "live": 0.5}[self.tab]
        usual = persona.usual * factor * math.exp(-persona.trend * age_days)
        received = growth(usual, self.tab, persona.punctuality, scene.heat[self.topic.name], persona.random)
        video: dict[str, Any] = {
            "id": random_id(f"video/{persona.id}/{self.number}", 11),
            "channelId": persona.id,
            "title": title,
            "description": describe(persona, slots, self.tab, seconds, scene.friends[persona.id]),
            "publishedAt": _written(self.moment),
            "duration": _iso(seconds),
            "categoryId": niche.category,
            "tags": _tags(persona, self.topic),
            "live": "none",
            "language": persona.language,
            "state": "public",
            "tab": self.tab,
            "growth": received,
            "statistics": _statistics(received, age_days),
        }
        if self.tab == "live":
            video |= {
                "liveStart": _written(self.moment),
                "liveEnd": _written(self.moment + timedelta(seconds=seconds)),
            }
            if self.moment > scene.now:
                _announce(video, self.moment)
        return _with_anomaly(video, persona)


def _announce(video: dict[str, Any], moment: datetime) -> None:
    """A stream to come is on the channel's page days before it begins, without views until then."""
    video["publishedAt"] = _written(moment - _ANNOUNCED_BEFORE)
    for wave in video["growth"]["waves"]:
        wave["start"] = wave.get("start", 0) + _ANNOUNCED_BEFORE / timedelta(days=1)


def _with_anomaly(video: dict[str, Any], persona: Persona) -> dict[str, Any]:
    drawn = persona.random.random()
    if drawn < _GONE:
        video |= {"state": "gone", "anomaly": "in search.list but not in videos.list"}
    elif drawn < _GONE + _LIKES_HIDDEN:
        del video["statistics"]["likeCount"]
        video["anomaly"] = "likes hidden"
    if persona.made_for_kids:
        video["statistics"].pop("commentCount")
    return video


def _tab(persona: Persona, topic: Topic) -> str:
    drawn = persona.random.random()
    if drawn < persona.shorts_share:
        return "short"
    if topic.subniche.live and drawn > 1 - persona.niche.live_share:
        return "live"
    return "long"


def _title(persona: Persona, topic: Topic, tab: str, slots: Mapping[str, list[str]], titles: set[str]) -> str:
    """A title the channel has not used; after a few tries it is numbered as a new part."""
    templates = {"long": topic.subniche.titles, "short": topic.subniche.shorts, "live": topic.subniche.live}[tab]
    title = ""
    for _ in range(9):
        title = expand(persona.random.choice(templates), slots, persona.random)
        if title not in titles:
            break
    else:
        title = f"{title} (Part {len(titles) % 9 + 2})"
    titles.add(title)
    return title


def _tags(persona: Persona, topic: Topic) -> list[str] | None:
    if persona.random.happens(_UNTAGGED):
        return None
    return [topic.name, *persona.random.sample(persona.niche.keywords, 2), *topic.subniche.keywords[:2]]


def _length(persona: Persona, tab: str, title: str) -> int:
    random = persona.random
    promised = _MINUTES_IN_TITLE.search(title)
    if promised is not None and tab == "long":
        return int(promised[1]) * 60 + random.randint(5, 95)
    if tab == "short":
        return random.randint(61, 175) if random.happens(_OVER_A_MINUTE) else random.randint(12, 59)
    if tab == "live":
        return random.randint(50, 240) * 60
    return round(min(max(random.lognormvariate(math.log(690), 0.55), 95), 5400))


def _statistics(received: Mapping[str, Any], age_days: float) -> dict[str, str]:
    shown = {"viewCount": "0", "likeCount": "0", "favoriteCount": "0", "commentCount": "0"}
    curve = growth_of(received)
    return shown if curve is None else curve.statistics(age_days, shown)


def _iso(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{rest}S" if rest else "")


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
