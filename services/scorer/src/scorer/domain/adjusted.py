"""`adjusted-1`: verdicts on the uploads of many channels at once."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from scorer.domain.estimate import Estimates, VideoColumns, estimate
from scorer.domain.model import Floats, Model
from scorer.domain.normal_distribution import share_above
from scorer.domain.verdict import FORMAT_INDEX, Channels, Floors, Undecidable, Upload, Verdict

NORMAL_QUANTILE_90 = 1.2816
"""Standard deviations from the median of a normal distribution to its 90 % quantile."""
DOUBLE = math.log(2)


def judge_by_growth(channels: Channels, model: Model, floors: Floors) -> list[list[Verdict]]:
    """Each upload against the other uploads of its channel and format, by age, growth and spread.

    Args:
        channels: The uploads of each channel, in any order; a video is never in its own normal.
        model: The fitted numbers.
        floors: Where a reason stands in for a score.

    Returns:
        One verdict an upload, in the same order.
    """
    uploads = [upload for channel in channels for upload in channel]
    which = [number for number, channel in enumerate(channels) for _ in channel]
    unfit = {index: reason for index, upload in enumerate(uploads) if (reason := upload.unfit(floors)) is not None}
    fit = [index for index in range(len(uploads)) if index not in unfit] if unfit else range(len(uploads))
    columns = _columns([uploads[index] for index in fit], [which[index] for index in fit], floors)
    judged = iter(_verdicts(columns, [uploads[index] for index in fit], model, floors))
    verdicts = [
        Verdict(upload, reason=unfit[index]) if index in unfit else next(judged) for index, upload in enumerate(uploads)
    ]
    cuts = np.cumsum([0, *(len(channel) for channel in channels)]).tolist()
    return [verdicts[start:end] for start, end in pairwise(cuts)]


def probability_of_double(estimates: Estimates, model: Model) -> Floats:
    """The chance that final views reach twice the normal: by two half normal distributions that fit the interval."""
    side = np.where(estimates.log_score < DOUBLE, model.interval.above, model.interval.below)
    deviation = side * estimates.width / NORMAL_QUANTILE_90
    return share_above((DOUBLE - estimates.log_score) / deviation)


def _columns(uploads: Sequence[Upload], which: Sequence[int], floors: Floors) -> VideoColumns:
    ages = np.array([upload.age_days for upload in uploads], dtype=float)
    return VideoColumns(
        channel=np.array(which, dtype=np.int64),
        format_index=np.array([FORMAT_INDEX[upload.format] for upload in uploads], dtype=np.int64),
        age_days=ages,
        views=np.array([upload.views for upload in uploads], dtype=float),
        is_peer=ages > floors.peer_age_days,
    )


def _verdicts(columns: VideoColumns, uploads: Sequence[Upload], model: Model, floors: Floors) -> list[Verdict]:
    found = estimate(columns, model)
    remaining = model.growth.remaining(columns.age_days, columns.format_index)
    normal_views = np.maximum(np.expm1(found.log_normal), 0)
    verdicts = list(
        map(
            Verdict,
            uploads,
            found.peers.tolist(),
            np.exp(found.log_score).tolist(),
            np.exp(found.log_low).tolist(),
            np.exp(found.log_high).tolist(),
            normal_views.tolist(),
            np.maximum(np.expm1(found.log_normal - found.kappa * remaining), 0).tolist(),
            found.kappa.tolist(),
            probability_of_double(found, model).tolist(),
        )
    )
    too_few = found.peers < floors.min_peers
    few_views = columns.views < floors.min_views
    small_normal = normal_views < floors.min_normal_views
    for index in np.flatnonzero(too_few | few_views | small_normal).tolist():
        verdict = verdicts[index]
        if too_few[index]:
            verdicts[index] = Verdict(verdict.upload, verdict.peers, reason=Undecidable.TOO_FEW_UPLOADS)
        else:
            reason = Undecidable.FEW_VIEWS if few_views[index] else Undecidable.NORMAL_TOO_SMALL
            verdicts[index] = verdict._replace(score=None, low=None, high=None, probability_double=None, reason=reason)
    return verdicts
