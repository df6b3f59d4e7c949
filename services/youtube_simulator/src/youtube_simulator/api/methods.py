"""The methods this simulator serves and the parameters each has, as in Google's discovery document.

A test holds every table below against the document itself.
"""

from dataclasses import dataclass, field
from typing import Literal

from youtube_simulator.quota import Bucket

MAX_IDS = 50
"""Ids a call may name."""

MAX_PAGE = 50
"""Items a page may have."""

DEFAULT_PAGE = 5
"""Items a page has when the call does not say."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter: its type and what it may hold."""

    kind: Literal["string", "integer", "boolean", "datetime"] = "string"
    values: tuple[str, ...] | None = None
    low: int = 0
    high: int = 2**32 - 1
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the API.

    `parts` are the properties that `part` may name, `owner_parts` those of them that only a video's owner may read,
    `login` the parameters that only work with a login.
    """

    name: str
    path: str
    bucket: Bucket
    parameters: dict[str, Parameter]
    parts: frozenset[str]
    owner_parts: frozenset[str] = field(default_factory=frozenset)
    login: frozenset[str] = field(default_factory=frozenset)


TEXT = Parameter()
FLAG = Parameter("boolean")
LIST = Parameter(repeated=True)
PAGE_SIZE = Parameter("integer", low=0, high=MAX_PAGE)


def _one_of(*values: str) -> Parameter:
    return Parameter(values=values)


COMMON_PARAMETERS: dict[str, Parameter] = {
    "$.xgafv": _one_of("1", "2"),
    "access_token": TEXT,
    "alt": _one_of("json", "media", "proto"),
    "callback": TEXT,
    "fields": TEXT,
    "key": TEXT,
    "oauth_token": TEXT,
    "prettyPrint": FLAG,
    "quotaUser": TEXT,
    "uploadType": TEXT,
    "upload_protocol": TEXT,
}

SEARCH = Method(
    name="search.list",
    path="/youtube/v3/search",
    bucket=Bucket.SEARCH,
    parameters={
        "channelId": TEXT,
        "channelType": _one_of("channelTypeUnspecified", "any", "show"),
        "eventType": _one_of("none", "upcoming", "live", "completed"),
        "forContentOwner": FLAG,
        "forDeveloper": FLAG,
        "forMine": FLAG,
        "location": TEXT,
        "locationRadius": TEXT,
        "maxResults": PAGE_SIZE,
        "onBehalfOfContentOwner": TEXT,
        "order": _one_of("searchSortUnspecified", "date", "rating", "viewCount", "relevance", "title", "videoCount"),
        "pageToken": TEXT,
        "part": LIST,
        "publishedAfter": Parameter("datetime"),
        "publishedBefore": Parameter("datetime"),
        "q": TEXT,
        "regionCode": TEXT,
        "relevanceLanguage": TEXT,
        "safeSearch": _one_of("safeSearchSettingUnspecified", "none", "moderate", "strict"),
        "topicId": TEXT,
        "type": LIST,
        "videoCaption": _one_of("videoCaptionUnspecified", "any", "closedCaption", "none"),
        "videoCategoryId": TEXT,
        "videoDefinition": _one_of("any", "standard", "high"),
        "videoDimension": _one_of("any", "2d", "3d"),
        "videoDuration": _one_of("videoDurationUnspecified", "any", "short", "medium", "long"),
        "videoEmbeddable": _one_of("videoEmbeddableUnspecified", "any", "true"),
        "videoLicense": _one_of("any", "youtube", "creativeCommon"),
        "videoPaidProductPlacement": _one_of("videoPaidProductPlacementUnspecified", "any", "true"),
        "videoSyndicated": _one_of("videoSyndicatedUnspecified", "any", "true"),
        "videoType": _one_of("videoTypeUnspecified", "any", "movie", "episode"),
    },
    parts=frozenset({"id", "snippet"}),
    login=frozenset({"forContentOwner", "forDeveloper", "forMine"}),
)

CHANNELS = Method(
    name="channels.list",
    path="/youtube/v3/channels",
    bucket=Bucket.QUERIES,
    parameters={
        "categoryId": TEXT,
        "forHandle": TEXT,
        "forUsername": TEXT,
        "hl": TEXT,
        "id": LIST,
        "managedByMe": FLAG,
        "maxResults": PAGE_SIZE,
        "mine": FLAG,
        "mySubscribers": FLAG,
        "onBehalfOfContentOwner": TEXT,
        "pageToken": TEXT,
        "part": LIST,
    },
    parts=frozenset(
        [
            "auditDetails",
            "brandingSettings",
            "contentDetails",
            "contentOwnerDetails",
            "conversionPings",
            "id",
            "localizations",
            "snippet",
            "statistics",
            "status",
            "topicDetails",
        ]
    ),
    owner_parts=frozenset({"auditDetails", "contentOwnerDetails", "conversionPings"}),
    login=frozenset({"managedByMe", "mine", "mySubscribers"}),
)

VIDEOS = Method(
    name="videos.list",
    path="/youtube/v3/videos",
    bucket=Bucket.QUERIES,
    parameters={
        "chart": _one_of("chartUnspecified", "mostPopular"),
        "hl": TEXT,
        "id": LIST,
        "locale": TEXT,
        "maxHeight": Parameter("integer", low=72, high=8192),
        "maxResults": Parameter("integer", low=1, high=MAX_PAGE),
        "maxWidth": Parameter("integer", low=72, high=8192),
        "myRating": _one_of("none", "like", "dislike"),
        "onBehalfOfContentOwner": TEXT,
        "pageToken": TEXT,
        "part": LIST,
        "regionCode": TEXT,
        "videoCategoryId": TEXT,
    },
    parts=frozenset(
        [
            "ageGating",
            "brandPartner",
            "contentDetails",
            "fileDetails",
            "id",
            "liveStreamingDetails",
            "localizations",
            "monetizationDetails",
            "paidProductPlacementDetails",
            "player",
            "processingDetails",
            "projectDetails",
            "recordingDetails",
            "snippet",
            "statistics",
            "status",
            "suggestions",
            "topicDetails",
        ]
    ),
    owner_parts=frozenset({"fileDetails", "monetizationDetails", "processingDetails", "projectDetails", "suggestions"}),
    login=frozenset({"myRating"}),
)

BATCH_STATS = Method(
    name="videos.batchGetStats",
    path="/youtube/v3/videos:batchGetStats",
    bucket=Bucket.BATCH_STATS,
    parameters={"id": LIST, "onBehalfOfContentOwner": TEXT, "part": LIST},
    parts=frozenset({"contentDetails", "id", "snippet", "statistics"}),
)

PLAYLIST_ITEMS = Method(
    name="playlistItems.list",
    path="/youtube/v3/playlistItems",
    bucket=Bucket.QUERIES,
    parameters={
        "id": LIST,
        "maxResults": PAGE_SIZE,
        "onBehalfOfContentOwner": TEXT,
        "pageToken": TEXT,
        "part": LIST,
        "playlistId": TEXT,
        "videoId": TEXT,
    },
    parts=frozenset({"contentDetails", "id", "snippet", "status"}),
)

CHANNEL_SECTIONS = Method(
    name="channelSections.list",
    path="/youtube/v3/channelSections",
    bucket=Bucket.QUERIES,
    parameters={
        "channelId": TEXT,
        "hl": TEXT,
        "id": LIST,
        "mine": FLAG,
        "onBehalfOfContentOwner": TEXT,
        "part": LIST,
    },
    parts=frozenset({"contentDetails", "id", "localizations", "snippet", "targeting"}),
    login=frozenset({"mine"}),
)

PLAYLISTS = Method(
    name="playlists.list",
    path="/youtube/v3/playlists",
    bucket=Bucket.QUERIES,
    parameters={
        "channelId": TEXT,
        "hl": TEXT,
        "id": LIST,
        "maxResults": PAGE_SIZE,
        "mine": FLAG,
        "onBehalfOfContentOwner": TEXT,
        "onBehalfOfContentOwnerChannel": TEXT,
        "pageToken": TEXT,
        "part": LIST,
    },
    parts=frozenset({"contentDetails", "id", "localizations", "player", "snippet", "status"}),
    login=frozenset({"mine"}),
)

METHODS = (SEARCH, CHANNELS, VIDEOS, BATCH_STATS, PLAYLIST_ITEMS, CHANNEL_SECTIONS, PLAYLISTS)
