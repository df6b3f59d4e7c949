"""The example channels of a brand, read once when an analysis starts: their titles become part of its spec."""

from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Any, Protocol
from urllib.parse import quote

from common.events import AnalysisSpec, BrandFitRules, Video
from common.events.values import PHRASE_BYTES, cut_to_json_bytes

from gateway.problems import Kind, Problem

MOST_TITLES = 20
READ_VIDEOS = 10


class Lookups(Protocol):
    """What the fetcher answers."""

    async def get(self, path: str, **parameters: str | int) -> Any:  # noqa: ANN401  the fetcher's JSON
        """The answer to a look-up."""
        ...


async def with_example_titles(spec: AnalysisSpec, fetcher: Lookups) -> AnalysisSpec:
    """The spec with titles of its profile's example channels among the example titles, the newest of each in turn.

    A channel costs two units unless the fetcher has it cached. The profile's own titles come first; `classic` has no
    use for any.

    Raises:
        Problem: YouTube knows no such channel (the field is named), or cannot be asked now.
    """
    rules = spec.profile.brand_fit
    if spec.method.is_classic or not rules.example_channels:
        return spec
    read = [await _titles(fetcher, channel) for channel in rules.example_channels]
    in_turn = (title for title in chain.from_iterable(zip_longest(*read)) if title)
    for title in dict.fromkeys(in_turn):
        with_title = rules.model_copy(update={"example_titles": (*rules.example_titles, title)})
        size = len(with_title.model_dump_json(by_alias=True).encode())
        if len(rules.example_titles) == MOST_TITLES or size > BrandFitRules.max_json_bytes:
            break
        rules = with_title
    return spec.model_copy(update={"profile": spec.profile.model_copy(update={"brand_fit": rules})})


async def _titles(fetcher: Lookups, channel: str) -> Sequence[str]:
    path = f"/internal/channels/{quote(channel, safe='@')}/videos"
    try:
        items = await fetcher.get(path, limit=READ_VIDEOS)
    except Problem as problem:
        if problem.kind in {Kind.NOT_FOUND, Kind.INVALID_INPUT}:
            raise Problem.of_field(
                "profile.brandFit.exampleChannels", f"names no channel: {channel}", "use a channel's id or @handle"
            ) from problem
        raise
    titles = (Video.model_validate(item).title for item in items[:READ_VIDEOS])
    return [cut_to_json_bytes(title, PHRASE_BYTES) for title in titles if title]
