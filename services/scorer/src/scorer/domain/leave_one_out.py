"""Medians of everything but one, for every one, by sorting once; quantiles of rows of different lengths."""

import numpy as np

from scorer.domain.model import Floats, Integers


def medians_of_others(values: Floats, count: Integers) -> Floats:
    """The median of the other values of its row, for each value.

    The others of a sorted row are the row with one place left out, so that their median is found by shifting an index.

    Args:
        values: Shape `(rows, n)`; those beyond a row's count are +Infinity.
        count: How many values each row has, ≥ 2, shape `(rows, 1)`.

    Returns:
        Shape `(rows, n)`; meaningless beyond a row's count.

    >>> medians_of_others(np.array([[1.0, 5.0, 3.0]]), np.array([[3]]))
    array([[4., 2., 3.]])
    """
    order = np.argsort(values, axis=1)
    ranked = np.take_along_axis(values, order, axis=1)
    place = np.arange(values.shape[1])
    lower, upper = (count - 2) // 2, (count - 1) // 2
    by_rank = np.take_along_axis(ranked, lower + (lower >= place), axis=1)
    by_rank = (by_rank + np.take_along_axis(ranked, upper + (upper >= place), axis=1)) / 2
    result = np.empty_like(values)
    np.put_along_axis(result, order, by_rank, axis=1)
    return result


def at_share(ranked: Floats, count: Integers, share: float) -> Floats:
    """The value below which a share of each row lies, between two values in proportion: .5 is the median.

    Args:
        ranked: Ascending along the last axis, shape `(rows, k, n)`.
        count: How many values of it each row has, ≥ 1, shape `(rows, 1)`.
        share: 0 to 1.

    Returns:
        Shape `(rows, k)`.

    >>> at_share(np.array([[[1.0, 2.0, 4.0, np.inf]]]), np.array([[3]]), 0.25)
    array([[1.5]])
    """
    position = share * (count - 1)
    below = position.astype(np.int64)
    above = np.minimum(below + 1, count - 1)
    lower = np.take_along_axis(ranked, below[:, :, None], axis=2)[:, :, 0]
    upper = np.take_along_axis(ranked, above[:, :, None], axis=2)[:, :, 0]
    result: Floats = lower + (position - below) * (upper - lower)
    return result
