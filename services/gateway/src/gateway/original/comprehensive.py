"""HEAD's dashboard: every part optional to its page, every number counted."""

from collections.abc import Mapping
from typing import Any

from gateway.analyses.view import AnalysisView
from gateway.original.figures import Figures, analysis_items, outlier_items
from gateway.original.shapes import default_name, status_of
from gateway.results.view import ResultMapper

ACTIVITIES = 20


def comprehensive(figures: Figures, quota: Mapping[str, Any], mapper: ResultMapper) -> dict[str, Any]:
    """The parts by HEAD's names."""
    span, before = figures.span, figures.before
    ended = span.completed + span.failed
    return {
        "overview": {
            "totalAnalyses": figures.ever.analyses,
            "totalOutliers": figures.ever.outliers,
            "uniqueChannels": figures.ever.channels,
            "avgProcessingTime": figures.ever.average_ms,
            "inRange": {"analyses": span.analyses, "outliers": span.outliers, "channels": span.channels},
        },
        "analytics": {"usageData": figures.days, "recentOutliers": outlier_items(figures.outliers, mapper)},
        "quota": quota,
        "activities": [_activity(view) for view in figures.views[:ACTIVITIES]],
        "performance": {
            "avgProcessingTime": span.average_ms,
            "successRate": round(100 * span.completed / ended, 1) if ended else None,
            "completed": span.completed,
            "failed": span.failed,
        },
        "trends": {
            "analyses": {"current": span.analyses, "previous": before.analyses},
            "outliers": {"current": span.outliers, "previous": before.outliers},
        },
        "history": {"analyses": analysis_items(figures.views)},
        "saved": {
            "channels": [
                {"id": row.item_id, "name": row.title or row.own_title or row.item_id} for row in figures.favourites
            ],
            "videos": [],
        },
        "account": {"apiKeys": [], "notifications": []},
    }


def _activity(view: AnalysisView) -> dict[str, Any]:
    return {
        "id": str(view.id),
        "type": f"analysis_{status_of(view)}",
        "title": view.name or default_name(view),
        "description": f"{view.counts.outliers} outliers in {view.counts.channels_scored} channels",
        "timestamp": view.completed_at or view.created_at,
    }
