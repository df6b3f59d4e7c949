"""Medians of everything but one, for every one, by sorting once."""

import numpy as np

from scorer.domain.model import Floats


def medians_of_others(values: Floats) -> Floats:
    """The median of the other values of its row, for each value.

    The others of a sorted row are the row with one place left out, so that their median is found by shifting an index.

    Args:
        values: Shape `(rows, n)`, n ≥ 2, finite.

    Returns:
        Shape `(rows, n)`.

    >>> medians_of_others(np.array([[1.0, 5.0, 3.0]]))
    array([[4., 2., 3.]])
    """
    order = np.argsort(values, axis=1)
    ranked = np.take_along_axis(values, order, axis=1)
    others = values.shape[1] - 1
    place = np.arange(values.shape[1])
    lower, upper = (others - 1) // 2, others // 2
    by_rank = (ranked[:, lower + (lower >= place)] + ranked[:, upper + (upper >= place)]) / 2
    result = np.empty_like(values)
    np.put_along_axis(result, order, by_rank, axis=1)
    return result


def medians(values: Floats, missing: int) -> Floats:
    """The median along the last axis, of which `missing` values of every row are +Infinity and do not count.

    Sorts in place.
    """
    values.sort(axis=-1)
    count = values.shape[-1] - missing
    result: Floats = (values[..., (count - 1) // 2] + values[..., count // 2]) / 2
    return result
