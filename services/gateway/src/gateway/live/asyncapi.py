"""`/asyncapi.json`: the live channel, described (AsyncAPI 3)."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from gateway.analyses.view import AnalysisView
from gateway.live.socket import AWAY, DELETED, NOT_FOUND, NOT_LOGGED_IN, TOO_MANY
from gateway.results.view import ResultView

_CODES = {
    NOT_LOGGED_IN: "no token came, or it is worth nothing",
    NOT_FOUND: "there is no such analysis of yours",
    DELETED: "the analysis was deleted",
    TOO_MANY: "you have too many live connections",
    AWAY: "something is away: connect again with `after` and `epoch`",
}


class LiveChannel(BaseModel):
    """A channel that changed, with its results so far."""

    model_config = ConfigDict(extra="forbid")

    channel_id: str
    title: str
    subscriber_count: int | None
    position: int
    state: str = Field(description="`pending`, `scored` or `skipped`.")
    reason: str | None = Field(description="Why it was skipped.")
    detail: str | None
    videos_scored: int
    outliers: int
    window_cut: bool | None = Field(description="More videos lie in the window than were read.")
    results: list[ResultView]


class Frame(BaseModel):
    """What the server sends: state, never history."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="`snapshot` replaces all that is known; `delta` adds the channels that changed.")
    epoch: str = Field(description="Which building of the projection: another one begins with a snapshot.")
    seq: int = Field(description="How far this is; send the last one as `after` to resume.")
    analysis: AnalysisView
    channels: list[LiveChannel]


class Token(BaseModel):
    """What a client sends first, where a login is needed: never in the address."""

    token: str


def document() -> dict[str, Any]:
    """The AsyncAPI document."""
    schemas: dict[str, Any] = {}
    for model in (Frame, Token):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "YouTube Outlier Discovery, live",
            "version": "1",
            "description": "State sync of one analysis. A slow client gets fewer, larger deltas. Pings come every "
            "20 seconds. The same frames come as Server-Sent Events from `/api/v1/analyses/{analysis_id}/events`. "
            "Close codes: " + "; ".join(f"{code}: {why}" for code, why in _CODES.items()) + ".",
        },
        "channels": {
            "live": {
                "address": "/api/v1/analyses/{analysis_id}/live",
                "parameters": {"analysis_id": {"description": "The analysis to follow."}},
                "bindings": {
                    "ws": {
                        "query": {
                            "type": "object",
                            "properties": {
                                "after": {"type": "integer", "description": "The last `seq` that the client has."},
                                "epoch": {"type": "string", "description": "The `epoch` of that `seq`."},
                            },
                        }
                    }
                },
                "messages": {
                    "frame": {"payload": {"$ref": "#/components/schemas/Frame"}},
                    "token": {"payload": {"$ref": "#/components/schemas/Token"}},
                },
            }
        },
        "operations": {
            "follow": {
                "action": "send",
                "channel": {"$ref": "#/channels/live"},
                "messages": [{"$ref": "#/channels/live/messages/frame"}],
            },
            "login": {
                "action": "receive",
                "channel": {"$ref": "#/channels/live"},
                "messages": [{"$ref": "#/channels/live/messages/token"}],
            },
        },
        "components": {"schemas": schemas},
    }


def serve_asyncapi(app: FastAPI) -> None:
    """Serve the document beside OpenAPI's."""
    described = document()

    @app.get("/asyncapi.json", include_in_schema=False)
    async def asyncapi() -> dict[str, Any]:
        return described
