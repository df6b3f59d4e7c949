"""`/api/config/*` of the original, to read: the configuration that classic analyses start from."""

from fastapi.responses import Response
from pydantic.alias_generators import to_camel

from gateway.original.envelope import original_router, success
from gateway.original.identity import OriginalCaller
from gateway.problems import Kind, Problem
from gateway.profiles.bundled import CLASSIC, bundled

router = original_router("/api/config")


@router.get("")
async def read_all(_caller: OriginalCaller) -> Response:
    """The whole configuration."""
    return success(config=bundled()[CLASSIC])


@router.get("/{section}")
async def read_section(section: str, _caller: OriginalCaller) -> Response:
    """One part of it, as `game-patterns` or `brand-fit`."""
    name = to_camel(section.replace("-", "_"))
    content = bundled()[CLASSIC]
    if name not in content:
        raise Problem(Kind.NOT_FOUND, f"There is no section {section!r}.")
    return success(**{name: content[name]})
