"""`adjusted-1`: verdicts on the uploads of many channels at once."""

import math
from collections.abc import Iterator
from itertools import islice

import numpy as np

from scorer.domain.baseline import Normals
from scorer.domain.estimate import Estimates, VideoColumns, estimate
from scorer.domain.model import Floats, Integers, Model
from scorer.domain.normal_distribution import share_above
from scorer.domain.uploads import Channels, UploadColumns
from scorer.domain.verdict import FIT, UNFIT, Floors, Undecidable, Verdict, unfit

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
    verdicts, _ = judge_columns(UploadColumns.of(channels), model, floors)
    return [list(islice(verdicts, len(channel))) for channel in channels]


def judge_columns(columns: UploadColumns, model: Model, floors: Floors) -> tuple[Iterator[Verdict], Normals]:
    """The same for uploads as columns: a verdict on each that is asked for, in order, and each format's normal."""
    why_unfit = unfit(columns, floors)
    fit = np.flatnonzero(why_unfit == FIT)
    ages = columns.age_days[fit]
    videos = VideoColumns(
        channels=columns.channels,
        channel=columns.channel[fit],
        format_index=columns.format_index[fit],
        age_days=ages,
        views=columns.views[fit],
        is_peer=ages > floors.peer_age_days,
        is_asked=columns.asked[fit],
    )
    found, formats = estimate(videos, model)
    normals = Normals(formats.count, np.maximum(np.expm1(formats.log_normal), 0), formats.kappa)
    asked = np.flatnonzero(videos.is_asked)
    judged = iter(_verdicts(columns, fit[asked], found.at(asked), model, floors))
    reasons = why_unfit[columns.asked].tolist()
    if len(asked) == len(reasons):
        return judged, normals
    places = np.flatnonzero(columns.asked).tolist()
    said = (
        next(judged) if reason == FIT else Verdict(columns.odd(place), reason=UNFIT[reason])
        for place, reason in zip(places, reasons, strict=True)
    )
    return said, normals


def probability_of_double(estimates: Estimates, model: Model) -> Floats:
    """The chance that final views reach twice the normal: by two half normal distributions that fit the interval."""
    side = np.where(estimates.log_score < DOUBLE, model.interval.above, model.interval.below)
    deviation = side * estimates.width / NORMAL_QUANTILE_90
    return share_above((DOUBLE - estimates.log_score) / deviation)


def _verdicts(
    columns: UploadColumns, places: Integers, found: Estimates, model: Model, floors: Floors
) -> list[Verdict]:
    remaining = model.growth.remaining(columns.age_days[places], columns.format_index[places])
    normal_views = np.maximum(np.expm1(found.log_normal), 0)
    verdicts = list(
        map(
            Verdict,
            columns.at(places),
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
    few_views = columns.views[places] < floors.min_views
    small_normal = normal_views < floors.min_normal_views
    for index in np.flatnonzero(too_few | few_views | small_normal).tolist():
        verdict = verdicts[index]
        if too_few[index]:
            verdicts[index] = Verdict(verdict.upload, verdict.peers, reason=Undecidable.TOO_FEW_UPLOADS)
        else:
            reason = Undecidable.FEW_VIEWS if few_views[index] else Undecidable.NORMAL_TOO_SMALL
            verdicts[index] = verdict._replace(score=None, low=None, high=None, probability_double=None, reason=reason)
    return verdicts
