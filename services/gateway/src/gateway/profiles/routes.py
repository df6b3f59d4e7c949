"""`/api/v1/profiles`: content profiles, owned, checked, versioned."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import Row

from gateway.analyses.choosing import checked_profile
from gateway.http.callers import CallerOf
from gateway.http.parts import PartsOf
from gateway.problems import Kind, Problem, problem_responses
from gateway.profiles.bundled import bundled

router = APIRouter(tags=["profiles"])

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _.-]{0,59}$", examples=["sandbox-gaming"])]
IfMatch = Annotated[str | None, Header(description="The ETag that was read: the change is refused if it is stale.")]
_READ = problem_responses(Kind.INVALID_INPUT, Kind.NOT_LOGGED_IN, Kind.FORBIDDEN, Kind.NOT_FOUND, Kind.UNAVAILABLE)
_WRITE = _READ | problem_responses(
    Kind.MALFORMED_BODY, Kind.FOREIGN_ORIGIN, Kind.CONFLICT, Kind.PRECONDITION_FAILED, Kind.TOO_LARGE
)


class ProfileHead(BaseModel):
    """A profile without its content."""

    name: str
    version: int = Field(description="0: it comes with the gateway.")
    bundled: bool
    description: str | None
    created_at: datetime | None


class ProfileView(ProfileHead):
    """A content profile."""

    content: dict[str, Any] = Field(description="In the shape of the original's content configuration.")


class ProfileList(BaseModel):
    """Profiles that the caller can name in a start."""

    items: list[ProfileHead]


@router.get("/profiles", summary="List profiles", responses=_READ)
async def list_profiles(caller: CallerOf, parts: PartsOf) -> ProfileList:
    """The caller's own, then those that come with the gateway."""
    own = [_view(row) for row in await parts.shelf.all(caller.owner)]
    others = [_bundled_view(name) for name in bundled()]
    return ProfileList(items=[ProfileHead(**profile.model_dump(exclude={"content"})) for profile in own + others])


@router.get("/profiles/{name}", summary="Read a profile", responses=_READ)
async def read_profile(
    name: Name,
    caller: CallerOf,
    parts: PartsOf,
    response: Response,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="An earlier version.")] = None,
) -> ProfileView:
    """The newest version, unless one is asked for."""
    row = await parts.shelf.stored(caller.owner, name, version)
    if row is not None:
        view = _view(row)
    elif version is None and name in bundled():
        view = _bundled_view(name)
    else:
        raise Problem(Kind.NOT_FOUND, f"There is no profile {name!r}.")
    response.headers["ETag"] = _etag(view)
    return view


@router.put("/profiles/{name}", summary="Write a profile", responses=_WRITE)
async def write_profile(
    name: Name,
    body: dict[str, Any],
    caller: CallerOf,
    parts: PartsOf,
    response: Response,
    if_match: IfMatch = None,
) -> ProfileView:
    """A new version; a bad pattern is refused with the place of the error. Running analyses keep the old one.

    The names of bundled profiles are taken: what is deleted must not turn into another of its name.
    """
    if name in bundled():
        raise Problem.of_field("name", f"{name!r} comes with the gateway", "store your copy under another name")
    checked = checked_profile(body, place="")
    content = checked.model_dump(mode="json", by_alias=True, exclude_unset=True)
    view = _view(await parts.shelf.put(caller.owner, name, content, _expected(if_match)))
    response.headers["ETag"] = _etag(view)
    return view


@router.delete("/profiles/{name}", status_code=204, summary="Delete a profile", responses=_WRITE)
async def delete_profile(name: Name, caller: CallerOf, parts: PartsOf) -> None:
    """Analyses keep what they were started with."""
    if not await parts.shelf.remove(caller.owner, name):
        raise Problem(Kind.NOT_FOUND, f"There is no profile {name!r} of yours.")


def _view(row: Row[Any]) -> ProfileView:
    return ProfileView(
        name=row.name,
        version=row.version,
        bundled=False,
        description=row.content.get("description"),
        created_at=row.created_at,
        content=row.content,
    )


def _bundled_view(name: str) -> ProfileView:
    content = bundled()[name]
    return ProfileView(
        name=name,
        version=0,
        bundled=True,
        description=content.get("description"),
        created_at=None,
        content=content,
    )


def _etag(view: ProfileView) -> str:
    return f'"{view.version}"'


def _expected(if_match: str | None) -> int | None:
    """The version that a change is to be made to."""
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isdecimal() or len(text) > len(str(2**31)):
        raise Problem(Kind.PRECONDITION_FAILED)
    return int(text)
