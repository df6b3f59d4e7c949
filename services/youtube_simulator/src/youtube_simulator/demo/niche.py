"""The niches of the demo world, as their files in `niches/` describe them."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """What a video is about: a name that becomes a keyword, and words for its slots."""

    name: str
    slots: dict[str, list[str]]
    subniche: "Subniche"


class Subniche:
    """A corner of a niche: its topics, and the titles that are usual there."""

    def __init__(self, table: dict[str, Any], *, titles: Sequence[str] = (), shorts: Sequence[str] = ()) -> None:
        self.name: str = table["name"]
        self.keywords: list[str] = table.get("keywords", [])
        own = table.get("own_titles_only", False)
        self.titles: list[str] = table["titles"] if own else [*table["titles"], *titles]
        self.shorts: list[str] = table["shorts"] if own else [*table["shorts"], *shorts]
        self.live: list[str] = table.get("live", [])
        self.topics = [
            Topic(topic["name"], {slot: words for slot, words in topic.items() if slot != "name"}, self)
            for topic in table["topics"]
        ]


class Foreign(Subniche):
    """The same niche in another language."""

    def __init__(self, table: dict[str, Any]) -> None:
        super().__init__({"name": table["topics"][0]["name"], **table})
        self.language: str = table["language"]
        self.countries: list[str] = table["country"]
        self.channel_names: list[str] = table["names"]
        self.about: str = table["about"]


class Niche:
    """One niche: how many channels, what they are called, and what they talk about."""

    def __init__(self, id: str, table: dict[str, Any]) -> None:  # noqa: A002 - what it is
        self.id = id
        self.name: str = table["name"]
        self.category: str = table["category"]
        self.channels: int = table["channels"]
        self.shorts_share: float = table["shorts_share"]
        self.live_share: float = table["live_share"]
        self.kids_share: float = table["kids_share"]
        self.hashtags: list[str] = table["hashtags"]
        self.topic_categories: list[str] = table["topic_categories"]
        self.keywords: list[str] = table["keywords"]
        self.brands: list[str] = table["brands"]
        self.patterns: list[str] = table["patterns"]
        self.about: list[str] = table["about"]
        self.intro: list[str] = table["intro"]
        self.slots: dict[str, list[str]] = table["slots"]
        self.subniches = [
            Subniche(subniche, titles=table["titles"], shorts=table["shorts"]) for subniche in table["subniches"]
        ]
        self.foreign = [Foreign(foreign) for foreign in table["foreign"]]


@dataclass(frozen=True, slots=True)
class Names:
    """Given and family names that channels draw from."""

    first: list[str]
    last: list[str]


def niches() -> Iterator[Niche]:
    """Every niche of the demo world, in order of file names."""
    folder = files("youtube_simulator.demo") / "niches"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        niche_id = entry.name.removesuffix(".toml")
        if entry.name.endswith(".toml") and niche_id != "names":
            yield Niche(niche_id, tomllib.loads(entry.read_text(encoding="utf-8")))


def names() -> Names:
    """The names that every niche shares."""
    table = tomllib.loads((files("youtube_simulator.demo") / "niches" / "names.toml").read_text(encoding="utf-8"))
    return Names(table["first"], table["last"])
