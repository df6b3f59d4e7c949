"""The original's recorded answers, as the scorer's tests read them."""

import gzip
import json
import math
from typing import Any

from common.events import BrandFitRules

from tests.shared_data import SHARED

TYPE_ERRORS = ("type_edge",)


def golden(function: str) -> list[Any]:
    """The vectors of `function` that a re-implementation must match: those with an output, of the right JSON types."""
    if SHARED is None:
        return []
    document = _document()
    return [
        vector
        for vector in document["vectors"][function]
        if vector["category"] not in TYPE_ERRORS and "throws" not in vector and "swallowedError" not in vector
    ]


def rules() -> BrandFitRules:
    """The rules of brand fit that the vectors were recorded with."""
    return BrandFitRules.model_validate(_document()["meta"]["contentConfig"]["brandFit"])


def number(value: Any) -> float:
    """A JSON number of the vectors, `{"$number": "Infinity"}` included."""
    return float(value["$number"]) if isinstance(value, dict) else float(value)


def same_double(left: float, right: float) -> bool:
    """Whether two doubles are the same value; NaN equals NaN."""
    return left == right or (math.isnan(left) and math.isnan(right))


def _document() -> Any:
    assert SHARED is not None
    with gzip.open(SHARED / "parity" / "golden_vectors.json.gz", "rt", encoding="utf-8") as file:
        return json.load(file)
