"""Reads a world file (.json or .json.gz).

The format is a JSON object with `meta.now`, `channels`, `videos` and, if rankings are prescribed, `searchIndex.channel`
(query → ids of channels). Optional beyond the recorded worlds:

- `channels[].sections`: shelves, `{"title", "channels": [ids], "playlists": [ids]}`, or the ids of the channels alone;
- `channels[].username`, `language`, `topicCategories` (addresses of Wikipedia articles);
- `videos[].tab`: `long`, `short` or `live`; without it the channel has no such tab;
- `videos[].growth`: see `youtube_simulator.growth`;
- `videos[].liveStart`, `liveEnd`: when a premiere or stream begins and ends; `language`.
"""

import gzip
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from youtube_simulator.growth import growth_of
from youtube_simulator.world import Channel, Section, Tab, Video, World

_TABS = {
    "long": Tab.LONG,
    "longform": Tab.LONG,
    "video": Tab.LONG,
    "videos": Tab.LONG,
    "uulf": Tab.LONG,
    "short": Tab.SHORT,
    "shorts": Tab.SHORT,
    "uush": Tab.SHORT,
    "live": Tab.LIVE,
    "stream": Tab.LIVE,
    "streams": Tab.LIVE,
    "uulv": Tab.LIVE,
}


class WorldFileError(Exception):
    """The file is absent, is no JSON, or does not describe a world; the message says where."""


def load_world(path: Path) -> World:
    """The world in a file.

    Raises:
        WorldFileError: It cannot be read, or is not of the format.
    """
    try:
        raw = path.read_bytes()
        document = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except (OSError, EOFError, ValueError) as error:
        raise WorldFileError(f"cannot read the world file {path}: {error}") from error
    return world_of(document, source=str(path))


def world_of(document: Mapping[str, Any], *, source: str = "the world") -> World:
    """The world that a parsed file describes.

    Raises:
        WorldFileError: A field is missing or of the wrong type.
    """
    try:
        now = datetime.fromisoformat(document["meta"]["now"])
        channels = {item["id"]: _channel(item) for item in document["channels"]}
        videos = tuple(_video(item, channels) for item in document["videos"])
        listed = {query: tuple(ids) for query, ids in document.get("searchIndex", {}).get("channel", {}).items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WorldFileError(f"{source} is not a world file: {type(error).__name__} {error}") from error
    if now.tzinfo is None:
        raise WorldFileError(f"{source}: meta.now has no time zone")
    return World(now, tuple(channels.values()), videos, listed)


def _channel(item: Mapping[str, Any]) -> Channel:
    return Channel(
        id=item["id"],
        title=item["title"],
        description=item.get("description", ""),
        handle=item.get("customUrl") or "",
        published_at=item["publishedAt"],
        country=item.get("country"),
        uploads=item.get("uploads") or "UU" + item["id"].removeprefix("UC"),
        keywords=tuple(item.get("keywords") or ()),
        made_for_kids=bool(item.get("madeForKids")),
        statistics=dict(item["statistics"]),
        sections=tuple(_section(section) for section in item.get("sections") or ()),
        username=item.get("username"),
        language=item.get("language"),
        topics=tuple(item.get("topicCategories") or ()),
    )


def _section(item: Mapping[str, Any] | list[str]) -> Section:
    if isinstance(item, list):
        return Section("", channels=tuple(item))
    return Section(item.get("title", ""), tuple(item.get("channels") or ()), tuple(item.get("playlists") or ()))


def _video(item: Mapping[str, Any], channels: Mapping[str, Channel]) -> Video:
    tab = item.get("tab")
    return Video(
        id=item["id"],
        channel=channels[item["channelId"]],
        title=item["title"],
        description=item.get("description", ""),
        published_at=item["publishedAt"],
        published=datetime.fromisoformat(item["publishedAt"]).timestamp(),
        duration=item["duration"],
        category=item.get("categoryId", "22"),
        tags=tuple(item.get("tags") or ()),
        live=item.get("live", "none"),
        statistics=dict(item["statistics"]),
        gone=item.get("state", "public") == "gone",
        tab=_TABS[tab.lower()] if tab else None,
        growth=growth_of(item.get("growth")),
        language=item.get("language"),
        live_start=_moment(item.get("liveStart")),
        live_end=_moment(item.get("liveEnd")),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
