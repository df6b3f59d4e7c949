"""`/api/favorites/*` of the original."""

from fastapi.responses import Response

from gateway.http.parts import PartsOf
from gateway.library.favourites import FavouriteKind, ItemId, drop, keep, kept
from gateway.original.envelope import original_router, success
from gateway.original.identity import OriginalCaller

router = original_router("/api/favorites")


@router.get("/channels")
async def list_channels(caller: OriginalCaller, parts: PartsOf) -> Response:
    """The owner's favourite channels."""
    found = await parts.database.run(lambda connection: kept(connection, caller.owner, FavouriteKind.CHANNEL))
    return success(favorites=[{"id": one.id, "name": one.title, "addedAt": one.created_at} for one in found])


@router.post("/channels/{item_id}")
async def add_channel(item_id: ItemId, caller: OriginalCaller, parts: PartsOf) -> Response:
    """Keep a channel in sight."""
    kind = FavouriteKind.CHANNEL
    await parts.database.run(lambda connection: keep(connection, caller.owner, kind, item_id, ""))
    return success(message="Channel added to favorites")


@router.delete("/channels/{item_id}")
async def remove_channel(item_id: ItemId, caller: OriginalCaller, parts: PartsOf) -> Response:
    """Keep it no longer; removing it twice is no mistake."""
    kind = FavouriteKind.CHANNEL
    await parts.database.run(lambda connection: drop(connection, caller.owner, kind, item_id))
    return success(message="Channel removed from favorites")
