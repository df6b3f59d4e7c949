"""`adjusted-0`: views over the median of the channel's other uploads of the format, whatever their age."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from scorer.domain.leave_one_out import medians_of_others
from scorer.domain.verdict import Channels, Floors, Undecidable, Upload, Verdict


def judge_by_median(channels: Channels, floors: Floors) -> list[list[Verdict]]:
    """Each upload against the plain median of the others; no interval. One view is added to both, so that 0 divides.

    Args:
        channels: The uploads of each channel, in any order.
        floors: Where a reason stands in for a score.

    Returns:
        One verdict an upload, in the same order.
    """
    return [_channel(uploads, floors) for uploads in channels]


def _channel(uploads: Sequence[Upload], floors: Floors) -> list[Verdict]:
    verdicts = [Verdict(upload, reason=upload.unfit(floors)) for upload in uploads]
    groups = defaultdict(list)
    for index, verdict in enumerate(verdicts):
        if verdict.reason is None:
            groups[verdict.upload.format].append(index)
    for members in groups.values():
        views = np.array([[verdicts[index].upload.views for index in members]], dtype=float)
        normals = medians_of_others(views)[0].tolist() if len(members) > 1 else [0.0]
        for index, normal in zip(members, normals, strict=True):
            verdicts[index] = _verdict(verdicts[index].upload, normal, len(members) - 1, floors)
    return verdicts


def _verdict(upload: Upload, normal: float, peers: int, floors: Floors) -> Verdict:
    views = upload.views or 0
    if peers < floors.min_peers:
        return Verdict(upload, peers, reason=Undecidable.TOO_FEW_UPLOADS)
    if views < floors.min_views:
        return Verdict(upload, peers, normal_views=normal, reason=Undecidable.FEW_VIEWS)
    if normal < floors.min_normal_views:
        return Verdict(upload, peers, normal_views=normal, reason=Undecidable.NORMAL_TOO_SMALL)
    return Verdict(upload, peers, score=(views + 1) / (normal + 1), normal_views=normal)
