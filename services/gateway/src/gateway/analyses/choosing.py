"""From a start's body to the spec it means: the profile found, merged and checked, nothing spent yet."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from common.events import AnalysisSpec, ContentProfile
from pydantic import ValidationError
from pydantic_core import from_json, to_json

from gateway.analyses.bodies import AnalysisBody, RescoreBody
from gateway.domain.pinning import Pins, method_name, pinned_spec
from gateway.domain.profiles import merged, pattern_errors
from gateway.domain.texts import has_nul
from gateway.problems import FieldError, Problem
from gateway.problems.mends import field_errors
from gateway.profiles.bundled import CLASSIC, bundled

REMEMBERED = 64
"""Profiles that are known to be good."""


class ProfileShelf(Protocol):
    """Where an owner's stored profiles are."""

    async def named(self, owner: str, name: str) -> Mapping[str, Any] | None:
        """The profile of that name, bundled or the owner's own; None: there is none."""
        ...


async def chosen_spec(body: AnalysisBody, owner: str, shelf: ProfileShelf, pins: Pins, as_of: datetime) -> AnalysisSpec:
    """The spec that a start asks for.

    Raises:
        Problem: Something in the body is not valid.
    """
    if body.min_subscribers > body.max_subscribers:
        raise Problem.of_field(
            "min_subscribers",
            f"is greater than max_subscribers ({body.min_subscribers:,} > {body.max_subscribers:,})",
            "make it the smaller of the two",
        )
    profile, name = await chosen_profile(body.profile, body.method, owner, shelf)
    if not body.exclusion_channels and not profile.search_queries:
        raise Problem.of_field(
            "exclusion_channels",
            "is empty, and there are no search queries",
            "name at least one channel, or a profile with searchQueries",
        )
    return pinned_spec(_asked(body), profile, name, pins, as_of)


async def changed_spec(
    body: RescoreBody, source: AnalysisSpec, owner: str, shelf: ProfileShelf, pins: Pins
) -> AnalysisSpec:
    """The spec of judging `source` anew with what `body` changes.

    Raises:
        Problem: Something in the body is not valid.
    """
    before = source.model_dump(include=set(AnalysisBody.model_fields))
    method = body.method or method_name(source.method.value)
    profile, name = source.profile, source.profile_name
    switched = method != method_name(source.method.value)
    if body.profile is not None or switched:
        profile, name = await chosen_profile(body.profile, method, owner, shelf)
    if switched:
        before["min_score"] = None
    asked = before | {key: value for key, value in _asked(body).items() if value is not None} | {"method": method}
    return pinned_spec(asked, profile, name, pins, source.as_of)


async def chosen_profile(
    asked: str | Mapping[str, Any] | None, method: str, owner: str, shelf: ProfileShelf
) -> tuple[ContentProfile, str | None]:
    """The profile that is meant, checked, and its name.

    Raises:
        Problem: There is no such profile, or it is not valid.
    """
    name = asked if isinstance(asked, str) else None
    raw: Mapping[str, Any] = {}
    if isinstance(asked, str):
        found = await shelf.named(owner, asked)
        if found is None:
            raise Problem.of_field("profile", f"there is no profile {asked!r}", f"use one of {', '.join(bundled())}")
        raw = found
    elif asked is not None:
        raw = asked
    if method == CLASSIC:
        raw = merged(bundled()[CLASSIC], raw)
    return checked_profile(raw, place="profile"), name


def checked_profile(raw: Mapping[str, Any], *, place: str) -> ContentProfile:
    """A profile that can be used.

    Raises:
        Problem: It cannot; every place that is wrong is named.
    """
    if has_nul(raw):
        raise Problem.of_field(place or "body", "contains a NUL character", "remove it")
    return _checked(to_json(raw), f"{place}." if place else "")


@lru_cache(maxsize=REMEMBERED)
def _checked(raw: bytes, prefix: str) -> ContentProfile:
    """Starts name the same few profiles again and again, and their patterns take longer to check than all else."""
    try:
        profile = ContentProfile.model_validate(from_json(raw))
    except ValidationError as error:
        complaints = field_errors(error.errors(include_url=False, include_input=False))
        raise Problem.of_fields(
            [complaint.model_copy(update={"field": prefix + complaint.field}) for complaint in complaints]
        ) from error
    wrong = [
        FieldError(field=prefix + where, message=why, mend="correct the pattern")
        for where, why in pattern_errors(profile)
    ]
    if wrong:
        raise Problem.of_fields(wrong)
    return profile


def _asked(body: AnalysisBody | RescoreBody) -> dict[str, Any]:
    return {name: value for name, value in body if name != "profile"}
