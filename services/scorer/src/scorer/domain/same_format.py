"""`adjusted-0`: views over the median of the channel's other uploads of the format, whatever their age."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from scorer.domain.baseline import Normals
from scorer.domain.leave_one_out import medians_of_others
from scorer.domain.model import FORMATS
from scorer.domain.uploads import Channels, Upload, UploadColumns
from scorer.domain.verdict import FIT, UNFIT, Floors, Undecidable, Verdict, unfit


def judge_by_median(channels: Channels, floors: Floors) -> list[list[Verdict]]:
    """Each upload against the plain median of the others; no interval. One view is added to both, so that 0 divides.

    Args:
        channels: The uploads of each channel, in any order.
        floors: Where a reason stands in for a score.

    Returns:
        One verdict an upload, in the same order.
    """
    verdicts, _ = judge_columns_by_median(UploadColumns.of(channels), floors)
    return [list(islice(verdicts, len(channel))) for channel in channels]


def judge_columns_by_median(columns: UploadColumns, floors: Floors) -> tuple[Iterator[Verdict], Normals]:
    """The same for uploads as columns: a verdict on each that is asked for, in order, and each format's normal."""
    why_unfit = unfit(columns, floors)
    fit = why_unfit == FIT
    group = columns.channel * FORMATS + columns.format_index
    groups = columns.channels * FORMATS
    normal, of_others = np.full(groups, np.nan), np.zeros(len(group))
    count = np.bincount(group[fit], minlength=groups)
    for one in np.flatnonzero(count).tolist():
        members = np.flatnonzero(fit & (group == one))
        views = columns.views[members][None, :]
        normal[one] = np.median(views)
        if len(members) > 1:
            of_others[members] = medians_of_others(views, np.array([[len(members)]]))[0]
    verdicts = (
        _verdict(columns.odd(place), of_others[place].item(), int(count[group[place]]) - 1, floors)
        if fit[place]
        else Verdict(columns.odd(place), reason=UNFIT[why_unfit[place]])
        for place in np.flatnonzero(columns.asked).tolist()
    )
    return verdicts, Normals(count, normal, np.full(groups, np.nan))


def _verdict(upload: Upload, normal: float, peers: int, floors: Floors) -> Verdict:
    views = upload.views or 0
    if peers < floors.min_peers:
        return Verdict(upload, peers, reason=Undecidable.TOO_FEW_UPLOADS)
    if views < floors.min_views:
        return Verdict(upload, peers, normal_views=normal, reason=Undecidable.FEW_VIEWS)
    if normal < floors.min_normal_views:
        return Verdict(upload, peers, normal_views=normal, reason=Undecidable.NORMAL_TOO_SMALL)
    return Verdict(upload, peers, score=(views + 1) / (normal + 1), normal_views=normal)
