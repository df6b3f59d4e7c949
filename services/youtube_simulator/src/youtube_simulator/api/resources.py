"""Channels, videos and statistics as the API writes them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from youtube_simulator.api.wire import etag, instant, seconds_of, thumbnails
from youtube_simulator.world import Channel, Video, World

Resource = dict[str, Any]


class Resources:
    """Writes channels and videos at one moment, with thumbnails at one address.

    Args:
        world: Where they come from.
        now: The moment at which counts and live states hold.
        base_url: Root of the thumbnails' addresses, without a slash at the end.
    """

    def __init__(self, world: World, now: datetime, base_url: str) -> None:
        self._world = world
        self._now = now
        self._base_url = base_url

    def channel(self, channel: Channel, parts: Collection[str]) -> Resource:
        """A `youtube#channel`."""
        resource: Resource = {"kind": "youtube#channel", "etag": etag("channel", channel.id), "id": channel.id}
        if "snippet" in parts:
            resource["snippet"] = self._channel_snippet(channel)
        if "contentDetails" in parts:
            resource["contentDetails"] = {"relatedPlaylists": {"likes": "", "uploads": channel.uploads}}
        if "statistics" in parts:
            count = str(self._world.videos_published(channel, self._now))
            resource["statistics"] = channel.statistics | {"videoCount": count}
        if "topicDetails" in parts and channel.topics:
            resource["topicDetails"] = {"topicCategories": list(channel.topics)}
        if "brandingSettings" in parts:
            settings = {"title": channel.title}
            if channel.keywords:
                settings["keywords"] = " ".join(f'"{word}"' if " " in word else word for word in channel.keywords)
            resource["brandingSettings"] = {"channel": settings}
        if "status" in parts:
            resource["status"] = {
                "privacyStatus": "public",
                "isLinked": True,
                "longUploadsStatus": "longUploadsUnspecified",
                "madeForKids": channel.made_for_kids,
            }
        return resource

    def video(self, video: Video, parts: Collection[str]) -> Resource:
        """A `youtube#video`."""
        statistics = video.statistics_at(self._now)
        resource: Resource = {
            "kind": "youtube#video",
            "etag": etag("video", video.id, statistics.get("viewCount")),
            "id": video.id,
        }
        if "snippet" in parts:
            resource["snippet"] = self._video_snippet(video)
        if "contentDetails" in parts:
            resource["contentDetails"] = {
                "duration": video.duration_at(self._now),
                "dimension": "2d",
                "definition": "hd",
                "caption": "false",
                "licensedContent": True,
                "contentRating": {},
                "projection": "rectangular",
            }
        if "statistics" in parts:
            resource["statistics"] = statistics
        if "status" in parts:
            resource["status"] = {
                "uploadStatus": "processed",
                "privacyStatus": "public",
                "license": "youtube",
                "embeddable": True,
                "publicStatsViewable": True,
                "madeForKids": video.channel.made_for_kids,
            }
        if "topicDetails" in parts and video.channel.topics:
            resource["topicDetails"] = {"topicCategories": list(video.channel.topics)}
        if "player" in parts:
            resource["player"] = {"embedHtml": f'<iframe src="//www.youtube.com/embed/{video.id}"></iframe>'}
        if "liveStreamingDetails" in parts and video.live_start is not None:
            resource["liveStreamingDetails"] = self._live(video, video.live_start)
        return resource

    def stats(self, video: Video, parts: Collection[str]) -> Resource:
        """A `youtube#videoStats`, the lean resource of `videos.batchGetStats`."""
        statistics = video.statistics_at(self._now)
        resource: Resource = {
            "kind": "youtube#videoStats",
            "etag": etag("stats", video.id, statistics.get("viewCount")),
            "id": video.id,
        }
        if "snippet" in parts:
            resource["snippet"] = {"publishTime": video.published_at}
        if "statistics" in parts:
            resource["statistics"] = {
                name: statistics[name] for name in ("viewCount", "likeCount", "commentCount") if name in statistics
            }
        if "contentDetails" in parts:
            resource["contentDetails"] = {"duration": f"{seconds_of(video.duration_at(self._now))}s"}
        return resource

    def _channel_snippet(self, channel: Channel) -> Resource:
        snippet: Resource = {
            "title": channel.title,
            "description": channel.description,
            "customUrl": channel.handle,
            "publishedAt": channel.published_at,
            "thumbnails": thumbnails(self._base_url, "ch", channel.id),
            "localized": {"title": channel.title, "description": channel.description},
        }
        if channel.country is not None:
            snippet["country"] = channel.country
        if channel.language is not None:
            snippet["defaultLanguage"] = channel.language
        return snippet

    def _video_snippet(self, video: Video) -> Resource:
        snippet: Resource = {
            "publishedAt": video.published_at,
            "channelId": video.channel.id,
            "title": video.title,
            "description": video.description,
            "thumbnails": thumbnails(self._base_url, "vi", video.id),
            "channelTitle": video.channel.title,
            "categoryId": video.category,
            "liveBroadcastContent": video.live_at(self._now),
            "localized": {"title": video.title, "description": video.description},
        }
        if video.tags:
            snippet["tags"] = list(video.tags)
        if video.language is not None:
            snippet["defaultAudioLanguage"] = video.language
        return snippet

    def _live(self, video: Video, start: datetime) -> Resource:
        details = {"scheduledStartTime": instant(start)}
        if self._now >= start:
            details["actualStartTime"] = instant(start)
        if video.live_end is not None and self._now >= video.live_end:
            details["actualEndTime"] = instant(video.live_end)
        return details
