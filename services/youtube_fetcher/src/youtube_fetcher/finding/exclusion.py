"""The exclusion channels of an analysis: who they are, and what they have made lately."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from common.errors import QuotaExhausted
from common.events import AnalysisSpec, Bucket, Channel, ExclusionChannel, OnQuota, Video
from common.events.search import MAX_EXCLUSION_VIDEOS
from common.worldtime import Clock

from youtube_fetcher.account import Account
from youtube_fetcher.concurrency import gather_all, gather_both
from youtube_fetcher.domain.uploads import Upload, newest_available, uploads_playlist
from youtube_fetcher.finding.names import Names
from youtube_fetcher.quota import Quota
from youtube_fetcher.reading.channels import Channels
from youtube_fetcher.reading.videos import NoSuchPlaylistError, Videos
from youtube_fetcher.youtube.calls import MAX_PAGE

MAX_FEATURED = 100


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What was found out about the exclusion channels."""

    channels: tuple[ExclusionChannel, ...]
    not_found: tuple[str, ...]
    videos: tuple[Video, ...]
    featured: tuple[str, ...]
    observed_at: datetime
    cut_short: bool = False
    """Quota ran out, and the owner chose not to wait."""


@dataclass(slots=True)
class _Portrait:
    videos: tuple[Video, ...] = ()
    featured: tuple[str, ...] = ()
    observed_at: datetime | None = None
    cut_short: bool = False


@dataclass(slots=True)
class _Resolved:
    channels: dict[str, Channel] = field(default_factory=dict)
    cut_short: bool = False


class ExclusionFinder:
    """Finds exclusion channels for `adjusted`, at most 4 units each. Raises what `YouTubeClient.get` raises."""

    def __init__(self, names: Names, channels: Channels, videos: Videos, quota: Quota, clock: Clock) -> None:
        self._names = names
        self._channels = channels
        self._videos = videos
        self._quota = quota
        self._clock = clock

    async def find(self, spec: AnalysisSpec, account: Account) -> Exclusion:
        """Resolve every name, and read the newest uploads of each channel."""
        resolved = await self._resolve(spec, account)
        unique = list({channel.id: channel for channel in resolved.channels.values()}.values())
        each = min(MAX_PAGE, MAX_EXCLUSION_VIDEOS // max(1, len(unique)))
        portraits = await gather_all(self._portray(channel, spec, each, account) for channel in unique)
        return Exclusion(
            channels=tuple(ExclusionChannel(name=name, channel=one) for name, one in resolved.channels.items()),
            not_found=tuple(name for name in spec.exclusion_channels if name not in resolved.channels),
            videos=tuple(video for portrait in portraits for video in portrait.videos),
            featured=tuple(dict.fromkeys(one for portrait in portraits for one in portrait.featured))[:MAX_FEATURED],
            observed_at=min(filter(None, (portrait.observed_at for portrait in portraits)), default=self._clock.now()),
            cut_short=resolved.cut_short or any(portrait.cut_short for portrait in portraits),
        )

    async def _resolve(self, spec: AnalysisSpec, account: Account) -> _Resolved:
        """Channels by the name they were asked for by, in that order."""
        names = tuple(dict.fromkeys(spec.exclusion_channels))
        waits = spec.on_quota is OnQuota.WAIT
        found: dict[str, Channel | None] = dict(
            zip(names, await gather_all(self._names.without_search(name, account) for name in names), strict=True)
        )
        unknown = [name for name, channel in found.items() if channel is None]
        searches = [name for name in unknown if await self._names.needs_search(name)]
        if searches and waits:
            await self._quota.hold(Bucket.SEARCH, account, len(searches))
        searched = await gather_all(self._search(name, account, waits=waits) for name in unknown)
        cut_short = False
        for name, result in zip(unknown, searched, strict=True):
            if isinstance(result, QuotaExhausted):
                cut_short = True
            else:
                found[name] = result
        return _Resolved({name: channel for name, channel in found.items() if channel is not None}, cut_short)

    async def _search(self, name: str, account: Account, *, waits: bool) -> Channel | QuotaExhausted | None:
        try:
            return await self._names.by_search(name, account)
        except QuotaExhausted as exhausted:
            if waits:
                raise
            return exhausted

    async def _portray(self, channel: Channel, spec: AnalysisSpec, limit: int, account: Account) -> _Portrait:
        portrait = _Portrait()
        try:
            featured, newest = await gather_both(
                self._channels.featured_by(channel.id, account),
                self._newest(uploads_of(channel), spec, limit, account),
            )
            portrait = _Portrait(featured=featured, videos=newest[0], observed_at=newest[1])
        except QuotaExhausted:
            if spec.on_quota is OnQuota.WAIT:
                raise
            portrait.cut_short = True
        return portrait

    async def _newest(
        self, playlist: str, spec: AnalysisSpec, limit: int, account: Account
    ) -> tuple[tuple[Video, ...], datetime | None]:
        try:
            read = await self._videos.uploads(playlist, account, more=_one_page, max_pages=1)
        except NoSuchPlaylistError:
            return (), None
        chosen = newest_available(read, spec.window, limit)
        if not chosen.uploads:
            return (), None
        # The one place where `videos.list` is worth its unit: tags and language tell what a channel is about.
        observed = await self._videos.with_details(playlist, chosen.uploads, account)
        return observed.videos, observed.observed_at


def uploads_of(channel: Channel) -> str:
    """The id of a channel's uploads playlist: said by YouTube, else by the rule."""
    return channel.uploads_playlist or uploads_playlist(channel.id)


def _one_page(_: Sequence[Upload]) -> bool:
    return False
