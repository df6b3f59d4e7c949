"""All of the original's routes, and its sockets."""

from fastapi import FastAPI

from gateway.http.parts import Parts
from gateway.original import auth, channels, config, dashboard, exports, favorites, not_offered, outlier
from gateway.original.socket_mount import SocketMount

_ROUTERS = tuple(part.router for part in (auth, channels, config, dashboard, exports, favorites, outlier, not_offered))


def include_original(app: FastAPI, parts: Parts) -> SocketMount:
    """Serve the original's routes and Socket.IO beside our own; the sockets are to be stopped at the end."""
    for router in _ROUTERS:
        app.include_router(router)
    sockets = SocketMount(parts)
    app.mount("/socket.io", sockets)
    return sockets
