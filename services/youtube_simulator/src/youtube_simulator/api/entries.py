"""Entries of lists as the API writes them: of playlists, searches, channel pages, and the playlists themselves."""

import base64
from collections.abc import Collection
from datetime import datetime

from youtube_simulator.api.resources import Resource
from youtube_simulator.api.wire import cut_description, escaped, etag, thumbnails
from youtube_simulator.world import Channel, Playlist, Video, section_id


class Entries:
    """Writes entries of lists at one moment, with thumbnails at one address.

    Args:
        now: The moment at which live states hold.
        base_url: Root of the thumbnails' addresses, without a slash at the end.
    """

    def __init__(self, now: datetime, base_url: str) -> None:
        self._now = now
        self._base_url = base_url

    def playlist_item(self, playlist: Playlist, video: Video, position: int, parts: Collection[str]) -> Resource:
        """A `youtube#playlistItem`; one that is gone keeps its place as a private video without a date."""
        resource: Resource = {
            "kind": "youtube#playlistItem",
            "etag": etag("item", playlist.id, video.id),
            "id": base64.b64encode((playlist.id[:8] + video.id).encode()).decode(),
        }
        if "snippet" in parts:
            resource["snippet"] = {
                "publishedAt": video.published_at,
                "channelId": playlist.channel.id,
                "title": "Private video" if video.gone else video.title,
                "description": "This video is private." if video.gone else video.description,
                "thumbnails": {} if video.gone else thumbnails(self._base_url, "vi", video.id),
                "channelTitle": playlist.channel.title,
                "playlistId": playlist.id,
                "position": position,
                "resourceId": {"kind": "youtube#video", "videoId": video.id},
            }
            if not video.gone:
                resource["snippet"] |= {
                    "videoOwnerChannelTitle": video.channel.title,
                    "videoOwnerChannelId": video.channel.id,
                }
        if "contentDetails" in parts:
            resource["contentDetails"] = {"videoId": video.id}
            if not video.gone:
                resource["contentDetails"]["videoPublishedAt"] = video.published_at
        if "status" in parts:
            resource["status"] = {"privacyStatus": "private" if video.gone else "public"}
        return resource

    def found_channel(self, channel: Channel, parts: Collection[str]) -> Resource:
        """A `youtube#searchResult` of a channel."""
        resource: Resource = {
            "kind": "youtube#searchResult",
            "etag": etag("found", channel.id),
            "id": {"kind": "youtube#channel", "channelId": channel.id},
        }
        if "snippet" in parts:
            resource["snippet"] = {
                "publishedAt": channel.published_at,
                "channelId": channel.id,
                "title": escaped(channel.title),
                "description": cut_description(channel.description),
                "thumbnails": thumbnails(self._base_url, "ch", channel.id),
                "channelTitle": escaped(channel.title),
                "liveBroadcastContent": "none",
                "publishTime": channel.published_at,
            }
        return resource

    def found_video(self, video: Video, parts: Collection[str]) -> Resource:
        """A `youtube#searchResult` of a video."""
        resource: Resource = {
            "kind": "youtube#searchResult",
            "etag": etag("found", video.id),
            "id": {"kind": "youtube#video", "videoId": video.id},
        }
        if "snippet" in parts:
            resource["snippet"] = {
                "publishedAt": video.published_at,
                "channelId": video.channel.id,
                "title": escaped(video.title),
                "description": cut_description(video.description),
                "thumbnails": thumbnails(self._base_url, "vi", video.id),
                "channelTitle": escaped(video.channel.title),
                "liveBroadcastContent": video.live_at(self._now),
                "publishTime": video.published_at,
            }
        return resource

    def section(self, channel: Channel, position: int, parts: Collection[str]) -> Resource:
        """A `youtube#channelSection`: a shelf of a channel's page."""
        section = channel.sections[position]
        name = section_id(channel, position)
        resource: Resource = {"kind": "youtube#channelSection", "etag": etag("section", name), "id": name}
        if "snippet" in parts:
            resource["snippet"] = {
                "type": "multipleChannels" if section.channels else "multiplePlaylists",
                "channelId": channel.id,
                "title": section.title,
                "position": position,
            }
        if "contentDetails" in parts:
            lists = {"channels": list(section.channels), "playlists": list(section.playlists)}
            resource["contentDetails"] = {name: ids for name, ids in lists.items() if ids}
        return resource

    def playlist(self, playlist: Playlist, parts: Collection[str]) -> Resource:
        """A `youtube#playlist`."""
        resource: Resource = {"kind": "youtube#playlist", "etag": etag("list", playlist.id), "id": playlist.id}
        if "snippet" in parts:
            title = f"Uploads from {playlist.channel.title}"
            resource["snippet"] = {
                "publishedAt": playlist.channel.published_at,
                "channelId": playlist.channel.id,
                "title": title,
                "description": "",
                "thumbnails": thumbnails(self._base_url, "ch", playlist.channel.id),
                "channelTitle": playlist.channel.title,
                "localized": {"title": title, "description": ""},
            }
        if "contentDetails" in parts:
            resource["contentDetails"] = {"itemCount": len(playlist.timeline.until(self._now))}
        if "status" in parts:
            resource["status"] = {"privacyStatus": "public"}
        return resource
