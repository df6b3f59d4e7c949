"""Problem documents stay as they were: programs read `type`, `errors[].field`, and people the rest.

`GOLDEN=write pytest tests/gateway/test_golden_problems.py` writes them anew; look at the difference before it is kept.
"""

import json
import os
from pathlib import Path
from uuid import uuid4

GOLDEN = Path(__file__).with_name("problems.golden.json")
NOBODY = "00000000-0000-4000-8000-000000000000"
GOOD = {"exclusion_channels": ["Pixel Panda"]}


def cases() -> dict[str, tuple[str, str, dict]]:
    """Name → method, path, and what httpx is given beside."""
    key = {"Idempotency-Key": uuid4().hex}
    return {
        "no such analysis": ("GET", f"/api/v1/analyses/{NOBODY}", {}),
        "no such address": ("GET", "/api/v1/nothing", {}),
        "another method": ("PUT", "/api/v1/analyses", {}),
        "no JSON": ("POST", "/api/v1/analyses", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
        "nothing given": ("POST", "/api/v1/analyses", {"json": {}}),
        "min above max": ("POST", "/api/v1/analyses", {"json": GOOD | {"min_subscribers": 2, "max_subscribers": 1}}),
        "many faults": (
            "POST",
            "/api/v1/analyses",
            {"json": {"exclusion_channels": ["", 1], "window_days": 91, "method": "magic", "surprise": 1}},
        ),
        "no query left": ("POST", "/api/v1/analyses", {"json": {"exclusion_channels": []}}),
        "unknown profile": ("POST", "/api/v1/analyses", {"json": GOOD | {"profile": "nobody's"}}),
        "bad pattern": (
            "POST",
            "/api/v1/analyses",
            {"json": GOOD | {"profile": {"gamePatterns": [{"pattern": "(a+"}]}}},
        ),
        "foreign page": ("POST", "/api/v1/analyses", {"json": GOOD, "headers": {"Origin": "https://evil.example"}}),
        "foreign host": ("GET", "/api/v1/analyses", {"headers": {"Host": "evil.example"}}),
        "bad cursor": ("GET", "/api/v1/analyses?cursor=x", {}),
        "bad filter": ("GET", f"/api/v1/analyses/{NOBODY}/results?min_score=high&format=tall", {}),
        "a key's first use": ("POST", "/api/v1/analyses", {"json": GOOD, "headers": key}),
        "a key's other use": ("POST", "/api/v1/analyses", {"json": GOOD | {"max_channels": 5}, "headers": key}),
        "worthless token": ("GET", "/api/v1/analyses", {"headers": {"Authorization": "Bearer x"}}),
    }


async def test_problem_documents_are_the_golden_ones(client):
    told = {}
    for name, (method, path, options) in cases().items():
        response = await client.request(method, path, **options)
        if response.status_code >= 400:
            told[name] = response.json()
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert told == json.loads(GOLDEN.read_text(encoding="utf-8"))
