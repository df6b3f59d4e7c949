"""One JSON line a measure."""

import json


def line(name: str, value: float, unit: str, ratio_to: str, ratio: float, **more: object) -> None:
    """Print a measure, and what it compares to in the same run."""
    measure = {"name": name, "value": round(value, 3), "unit": unit, "ratio_to": ratio_to, "ratio": round(ratio, 3)}
    print(json.dumps(measure | more), flush=True)
