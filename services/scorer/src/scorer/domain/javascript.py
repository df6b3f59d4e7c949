"""The few rules of JavaScript that the original's results depend on.

Source: ECMA-262, `parseInt`, Number::divide; checked against the recordings of the original (`tests/scorer`).
"""

import math
import re

_INTEGER = re.compile("[\\s\\ufeff]*([+-]?)(?:0[xX]([0-9a-fA-F]+)|([0-9]+))")


def parse_int(text: str | float | None, *, default: int) -> float:
    """`parseInt(text || default)`: digits at the beginning count, what follows is ignored.

    Args:
        text: What the API sent; a number stands for its decimal notation.
        default: What stands in for a missing or empty text, and for the number 0.

    Returns:
        A double; NaN where no digits begin the text.

    >>> parse_int("20000.9", default=0), parse_int("1e5", default=0), parse_int(None, default=1)
    (20000.0, 1.0, 1.0)
    """
    found = _INTEGER.match(str(text or default))
    if found is None:
        return math.nan
    sign, hexadecimal, decimal = found.groups()
    return float(int(hexadecimal, 16) if hexadecimal else int(decimal)) * (-1.0 if sign == "-" else 1.0)


def divide(dividend: float, divisor: float) -> float:
    """IEEE division, where dividing by zero is a value: ±Infinity or NaN.

    >>> divide(5.0, 0.0), divide(0.0, 0.0)
    (inf, nan)
    """
    if divisor != 0:
        return dividend / divisor
    if dividend == 0 or math.isnan(dividend):
        return math.nan
    return math.copysign(math.inf, dividend) * math.copysign(1.0, divisor)
