"""Answers of the gateway as tests need them: an analysis of home cooking, at each moment of its life."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

Document = dict[str, Any]

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
ANALYSIS_ID = "0192f0c4-7d1e-7c3a-9b7e-2f6f0c1d2e3f"

_CHANNELS = [
    ("UCsourdough", "Crumb & Crust", 182_000),
    ("UCweeknight", "Weeknight Wok", 94_300),
    ("UCcastiron", "Cast Iron Diaries", 421_000),
    ("UCpantry", "The Empty Pantry", 38_900),
    ("UCferment", "Bubbling Jars", 61_200),
    ("UCgone", "Kitchen of Yesterday", 20_400),
]
_VIDEOS = [
    (0, "I baked one loaf with 12 different flours", 842_000, "long", 11.4, 7.2, 19.8, 2.1),
    (3, "A week of dinners from a £10 shop", 331_500, "long", 8.7, 5.9, 14.2, 4.4),
    (1, "The 90-second egg trick chefs never show", 1_204_000, "short", 6.2, 4.8, 8.9, 6.0),
    (2, "Restoring a pan nobody wanted – 40 hours later", 965_300, "long", 4.1, 3.3, 6.0, 8.8),
    (4, "Why your kimchi goes soft (and the fix)", 118_900, "long", 3.4, 2.2, 6.3, 1.2),
    (1, "Fried rice, but the rice is one hour old", 204_700, "long", 2.6, 1.9, 3.9, 9.3),
]


def result(number: int = 0, **changes: Any) -> Document:
    """One outlier as `GET /analyses/{id}/results` answers it."""
    channel, title, views, kind, score, low, high, age = _VIDEOS[number]
    channel_id, channel_title, subscribers = _CHANNELS[channel]
    normal = round(views / score)
    document = {
        "video_id": f"video{number:06d}",
        "channel_id": channel_id,
        "channel_title": channel_title,
        "title": title,
        "url": f"https://www.youtube.com/watch?v=video{number:06d}",
        "thumbnail_url": f"https://i.ytimg.com/vi/video{number:06d}/mqdefault.jpg",
        "published_at": (NOW - timedelta(days=age)).isoformat(),
        "view_count": views,
        "subscriber_count": subscribers,
        "duration_seconds": 58 if kind == "short" else 754 + 61 * number,
        "format": kind,
        "score": score,
        "low": low,
        "high": high,
        "brand_fit": 7.5 - 0.5 * number,
        "brand_reasons": ["title contains: egg"],
        "coverage": "new",
        "excluded_by": None,
        "topic": "home baking",
        "nearest_title": None,
        "evidence": {
            "peers": 21,
            "normal_views": float(normal),
            "age_days": age,
            "views": views,
            "probability_double": 0.97,
            "reason": None,
            "sentence": f"{views:,} views after {age} days; {normal:,} are normal at this age for 21 other videos.",
            "format_by": "duration",
        },
    }
    return document | changes


def results() -> list[Document]:
    """All outliers of the finished analysis, best first."""
    return [result(number) for number in range(len(_VIDEOS))]


def analysis(state: str = "completed", **changes: Any) -> Document:
    """The analysis as `GET /analyses/{id}` answers it in a state."""
    searching = state in {"queued", "searching"}
    document: Document = {
        "id": ANALYSIS_ID,
        "name": None,
        "notes": None,
        "state": state,
        "waiting_for": None,
        "paused_until": None,
        "created_at": NOW.isoformat(),
        "completed_at": NOW.isoformat() if state == "completed" else None,
        "as_of": NOW.isoformat(),
        "source_analysis_id": None,
        "spec": {
            "exclusion_channels": ["Daily Skillet", "@breadhead"],
            "min_subscribers": 10_000,
            "max_subscribers": 500_000,
            "window_days": 30,
            "min_score": 2.0,
            "min_brand_fit": None,
            "method": "adjusted",
            "method_version": "adjusted-0",
            "profile_name": "home-cooking",
            "max_channels": 100,
            "max_results": 50,
            "on_quota": "wait",
        },
        "progress": {"stage": "channels", "done": 6, "total": 6, "percent": 100.0},
        "topics": []
        if state == "queued"
        else [
            {"name": "sourdough starter", "count": 9, "video_ids": ["vidstart001"]},
            {"name": "air fryer", "count": 6, "video_ids": ["vidfryer001"]},
            {"name": "knife skills", "count": 3, "video_ids": ["vidknife001"]},
        ],
        "not_found": ["No Such Kitchen"],
        "funnel": None
        if searching
        else {
            "candidates": 48,
            "accepted": 6,
            "rejected": {"too_many_subscribers": 27, "too_few_videos": 11, "unlike": 4},
            "queries": [{"query": "easy weeknight dinner", "outcome": "ran", "channels": 20}],
            "partial": False,
            "note": "",
        },
        "quota": {"queries": 31, "search": 8, "batch_stats": 12, "cached": 5},
        "counts": {
            "channels_found": 48,
            "channels_selected": 6,
            "channels_scored": 5,
            "channels_skipped": 1,
            "videos_scored": 64,
            "outliers": 6,
        },
        "error": None,
    }
    if searching:
        document["counts"] = dict.fromkeys(document["counts"], 0)
        document["progress"] = {"stage": "candidates", "done": 0, "total": 0, "percent": 10.0}
    return document | changes


def channel(number: int, state: str = "scored", **changes: Any) -> Document:
    """A channel as the live frames carry it, with its outliers."""
    channel_id, title, subscribers = _CHANNELS[number]
    own = [row for row in results() if row["channel_id"] == channel_id]
    document = {
        "channel_id": channel_id,
        "title": title,
        "subscriber_count": subscribers,
        "position": number,
        "state": state,
        "reason": "channel_gone" if state == "skipped" else None,
        "detail": None,
        "window_cut": False,
        "videos_scored": 12 if state == "scored" else 0,
        "outliers": len(own) if state == "scored" else 0,
        "results": own if state == "scored" else [],
    }
    return document | changes


def moments() -> list[tuple[Document, list[Document]]]:
    """The analysis from start to end: at each moment its document, and the channels that changed then."""
    told: list[tuple[Document, list[Document]]] = [
        (analysis("queued", progress={"stage": "exclusion", "done": 0, "total": 2, "percent": 0.0}), []),
        (analysis("searching"), []),
    ]
    selected = [channel(number, "pending") for number in range(len(_CHANNELS))]
    told.append((_scoring(0, 0), selected))
    last = len(_CHANNELS) - 1
    told += [(_scoring(done + 1, 0), [channel(done)]) for done in range(last)]
    told.append((analysis("completed"), [channel(last, "skipped")]))
    return told


def _scoring(scored: int, skipped: int) -> Document:
    document = deepcopy(analysis("scoring"))
    outliers = sum(len(channel(number)["results"]) for number in range(scored))
    document["counts"] |= {
        "channels_scored": scored,
        "channels_skipped": skipped,
        "videos_scored": 12 * scored,
        "outliers": outliers,
    }
    done = scored + skipped
    document["progress"] = {"stage": "channels", "done": done, "total": 6, "percent": round(20 + 80 * done / 6, 1)}
    return document


def filters(excluded: str = "false") -> Document:
    """The filters in force that stand beside results."""
    gates = {"min_score": 2.0, "above_score": None, "min_brand_fit": None, "above_brand_fit": None, "max_results": 50}
    return {"analysis": gates, "request": {"excluded": excluded, "sort": "score", "order": "desc"}}


PROVENANCE: Document = {
    "as_of": NOW.isoformat(),
    "method": "adjusted-1",
    "observed_from": NOW.isoformat(),
    "observed_until": NOW.isoformat(),
    "searches": ["easy weeknight dinner"],
    "channels_selected": 6,
    "channels_read": 5,
    "channels_skipped": 1,
    "complete": True,
    "quota": {"queries": 31, "search": 8, "batch_stats": 12, "cached": 5},
}
PLAN = {
    "searches": {"expected": 8, "worst": 10},
    "queries": {"expected": 112, "worst": 160},
    "batch_stats": {"expected": 100, "worst": 100},
    "affordable": True,
    "waits_until": None,
}
QUOTA = {
    "buckets": [
        {
            "bucket": name,
            "used": used,
            "limit": limit,
            "remaining": limit - used,
            "resets_at": (NOW + timedelta(hours=17)).isoformat(),
        }
        for name, used, limit in [("queries", 311, 10_000), ("search", 16, 100), ("batch_stats", 40, 10_000)]
    ],
    "next_analysis": PLAN,
}
TRENDS = {
    "items": [
        {
            "name": "sourdough starter",
            "strength": "signal",
            "channels": [{"id": f"UC{number}", "title": f"Kitchen {number}"} for number in range(4)],
            "video_count": 5,
            "videos": [],
            "median_score": 4.1,
            "first_seen": (NOW - timedelta(days=12)).isoformat(),
            "effect": "flops",
            "elsewhere": {"videos": 4, "flops": 3, "median_score": 0.6},
        }
    ],
    "outliers": 37,
    "videos": 412,
}
PROFILES = {
    "items": [
        {"name": "home-cooking", "description": "Home cooking: what to search for, and what fits the brand."},
        {"name": "travel", "description": "Travel: what to search for, and what fits the brand."},
    ]
}


def rebuild(**changes: Any) -> Document:
    """A rebuild of the projection that has ended well."""
    tables = [
        {"table": "channels", "rows": 4812, "digest": "a" * 64},
        {"table": "analyses", "rows": 31, "digest": "b" * 64},
    ]
    return {
        "state": "done",
        "started_at": NOW.isoformat(),
        "seconds": 2.4,
        "facts": 9_731,
        "swapped": True,
        "equal": True,
        "before": tables,
        "after": tables,
        "error": None,
    } | changes
